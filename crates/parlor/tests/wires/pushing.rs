//! Pushes of the real binary, to a push server that is as small as it can be: it reads what it gets, as the program that
//! asked for it would.

use crate::https::call;
use crate::stage::{Vouched, connect, house_of};
use crate::support::PATIENCE;
use crate::support::house::{House, parlor};
use crate::support::irc::Irc;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use rustls::{ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use web_push_native::p256::{PublicKey, SecretKey};
use web_push_native::{Auth, decrypt};

/// A push server, and the one program it knows.
struct PushServer {
    at: SocketAddr,
    /// The file with the certificate that vouches for it.
    root: PathBuf,
    key: SecretKey,
    /// What it answers from now on.
    answer: Arc<Mutex<&'static str>>,
    pushes: Receiver<Posted>,
}

/// What was posted.
struct Posted {
    head: Vec<String>,
    body: Vec<u8>,
}

const AUTH: [u8; 16] = *b"sixteen of these";

impl PushServer {
    fn open(folder: &Path) -> Self {
        let Vouched { root, server, issuer: _ } = Vouched::server("localhost", folder);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (posted, pushes) = channel();
        let answer = Arc::new(Mutex::new("201 Created"));
        let theirs = Arc::clone(&answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = ServerConnection::new(Arc::clone(&server)).unwrap();
                let (posted, answer) = (posted.clone(), *theirs.lock().unwrap());
                // Who does not believe our certificate goes away.
                let _ = take(StreamOwned::new(connection, stream), answer, &posted);
            }
        });
        let key = SecretKey::from_slice(&[7; 32]).unwrap();
        Self { at, root, key, answer, pushes }
    }

    fn endpoint(&self) -> String {
        format!("https://localhost:{}/for/ann?token=secret", self.at.port())
    }

    fn register(&self) -> String {
        let public = B64.encode(self.key.public_key().to_sec1_bytes_uncompressed());
        format!("WEBPUSH REGISTER {} p256dh={public};auth={}", self.endpoint(), B64.encode(AUTH))
    }

    fn answers(&self, answer: &'static str) {
        *self.answer.lock().unwrap() = answer;
    }

    /// The next push: its head, and what the program reads.
    #[track_caller]
    fn next(&self) -> (Vec<String>, String) {
        let Posted { head, body } = self.pushes.recv_timeout(PATIENCE).unwrap();
        let words = decrypt(body, &self.key, &Auth::clone_from_slice(&AUTH)).unwrap();
        (head, String::from_utf8(words).unwrap())
    }

    #[track_caller]
    fn words(&self) -> String {
        self.next().1
    }
}

trait Uncompressed {
    fn to_sec1_bytes_uncompressed(&self) -> Vec<u8>;
}

impl Uncompressed for PublicKey {
    fn to_sec1_bytes_uncompressed(&self) -> Vec<u8> {
        use web_push_native::p256::elliptic_curve::sec1::ToEncodedPoint;
        self.to_encoded_point(false).as_bytes().to_vec()
    }
}

fn take(
    stream: StreamOwned<ServerConnection, TcpStream>,
    answer: &str,
    posted: &Sender<Posted>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.trim_end() {
            "" => break,
            line => head.push(line.to_owned()),
        }
    }
    let length =
        head.iter().find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap()];
    stream.read_exact(&mut body)?;
    // Heard of by the test first: what it does next must not come before.
    let _ = posted.send(Posted { head, body });
    let stream = stream.get_mut();
    write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nLocation: https://127.0.0.1:1/\r\n\r\n")?;
    stream.flush()
}

#[track_caller]
fn header<'a>(head: &'a [String], name: &str) -> &'a str {
    let of = |line: &'a String| {
        let (key, value) = line.split_once(": ")?;
        key.eq_ignore_ascii_case(name).then_some(value)
    };
    head.iter().find_map(of).unwrap_or_else(|| panic!("no {name} in {head:?}"))
}

/// A server that pushes, and believes the push server.
fn pushing(folder: &Path, server: &PushServer, more: &[&str]) -> House {
    let mut command = parlor();
    command.env("SSL_CERT_FILE", &server.root).env_remove("SSL_CERT_DIR");
    let args = ["--push-enabled", "--push-contact", "mailto:ops@example.org"];
    house_of(command, folder, &[&args[..], more].concat())
}

fn ask(irc: &mut Irc, line: &str) -> String {
    irc.say(line);
    let answer =
        irc.until(|m| m.params.first().is_some_and(|p| p == "WEBPUSH") || m.verb == "WEBPUSH").unwrap();
    format!("{} {}", answer.verb, answer.params.join(" "))
}

#[test]
fn a_program_reads_what_is_pushed_to_it_and_is_forgotten_when_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let server = PushServer::open(folder.path());
    let data = folder.path().join("data");
    let house = pushing(&data, &server, &["--push-private-addresses"]);
    let mode = std::fs::metadata(data.join("push.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let mut ann = Irc::enter(house.irc, "ann", "draft/webpush soju.im/webpush draft/account-registration");
    ann.say("REGISTER * * sesame-sesame");
    ann.until(|m| m.verb == "REGISTER").unwrap();
    let vapid = ask(&mut ann, "WEBPUSH VAPIDPUBKEY").split(' ').next_back().unwrap().to_owned();
    assert_eq!(ask(&mut ann, &server.register()), format!("WEBPUSH REGISTER {}", server.endpoint()));

    let (head, words) = server.next();
    assert_eq!(words, "PING webpush");
    assert_eq!(head[0], "POST /for/ann?token=secret HTTP/1.1");
    assert_eq!(header(&head, "host"), format!("localhost:{}", server.at.port()));
    assert_eq!(header(&head, "content-encoding"), "aes128gcm");
    assert_eq!(header(&head, "ttl"), "604800");
    let (token, key) =
        header(&head, "authorization").strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(key, vapid);
    let (said, signature) = token.rsplit_once('.').unwrap();
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, B64.decode(key).unwrap());
    key.verify(said.as_bytes(), &B64.decode(signature).unwrap()).unwrap();
    let claims: serde_json::Value =
        serde_json::from_slice(&B64.decode(said.split_once('.').unwrap().1).unwrap()).unwrap();
    assert_eq!(claims["aud"], format!("https://localhost:{}", server.at.port()));
    assert_eq!(claims["sub"], "mailto:ops@example.org");

    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.say("PRIVMSG ann :hello there");
    let (head, words) = server.next();
    assert!(words.starts_with("@time=") && words.ends_with(" PRIVMSG ann :hello there"), "{words}");
    assert!(words.contains(";msgid=") && words.contains(" :bob!"), "{words}");
    assert_eq!(header(&head, "urgency"), "high");
    ann.say("MARKREAD bob timestamp=2100-01-01T00:00:00.000Z");
    let words = server.words();
    assert!(words.contains(" MARKREAD bob timestamp=2"), "{words}");
    // What comes to somebody comes one after the other: those before are counted.
    let metrics = call(&mut connect(house.http), "GET /metrics HTTP/1.0\r\n\r\n");
    let counted = |n| metrics.contains(&format!("parlor_pushes_total{{how=\"taken\"}} {n}\n"));
    assert!(counted(2) || counted(3), "{metrics}");

    // It is kept, and so is our key.
    ann.say("QUIT :later");
    drop(house);
    let house = pushing(&data, &server, &["--push-private-addresses"]);
    let mut bob = Irc::enter(house.irc, "bob", "draft/webpush");
    assert!(ask(&mut bob, "WEBPUSH VAPIDPUBKEY").ends_with(&vapid));
    bob.say("PRIVMSG ann :after a restart");
    assert!(server.words().ends_with(" :after a restart"));

    // Gone: one push more, and then none.
    server.answers("410 Gone");
    bob.say("PRIVMSG ann :gone");
    assert!(server.words().ends_with(" :gone"));
    house.err.line_with("a program that wanted pushes is gone").unwrap();
    server.answers("201 Created");
    let (mut ann, _) = Irc::try_enter(house.irc, "other", "").unwrap();
    ann.say("NS IDENTIFY ann sesame-sesame");
    ann.until(|m| m.verb == "900").unwrap();
    bob.say("PRIVMSG ann :nobody reads this there");
    ann.until(|m| m.param(1) == "nobody reads this there").unwrap();
    ask(&mut ann, &server.register());
    assert_eq!(server.words(), "PING webpush");
}

#[test]
fn nothing_is_pushed_into_our_own_network_nor_to_who_is_not_believed_nor_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let server = PushServer::open(folder.path());
    let refused = |house: &House, register: &str, why: &str| {
        let mut ann = Irc::enter(house.irc, "ann", "");
        ann.say("REGISTER * * sesame-sesame");
        ann.until(|m| m.verb == "REGISTER").unwrap();
        let answer = ask(&mut ann, register);
        assert!(answer.starts_with("FAIL WEBPUSH INVALID_PARAMS REGISTER https://"), "{answer}");
        house.err.line_with(why).unwrap();
    };
    let house = pushing(&folder.path().join("private"), &server, &[]);
    refused(&house, &server.register(), "its address is none of the Internet");
    assert!(server.pushes.try_recv().is_err());

    let mut command = parlor();
    command.env_remove("SSL_CERT_FILE");
    let args = ["--push-enabled", "--push-private-addresses"];
    let house = house_of(command, &folder.path().join("stranger"), &args);
    refused(&house, &server.register(), "invalid peer certificate");
    assert!(server.pushes.try_recv().is_err());

    server.answers("302 Found");
    let house = pushing(&folder.path().join("elsewhere"), &server, &["--push-private-addresses"]);
    refused(&house, &server.register(), "the push server answered 302");
}

#[test]
fn without_the_setting_there_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let house = house_of(parlor(), folder.path(), &[]);
    let mut ann = Irc::enter(house.irc, "ann", "");
    assert!(ask(&mut ann, "WEBPUSH VAPIDPUBKEY").starts_with("FAIL WEBPUSH FORBIDDEN"));
    assert!(!folder.path().join("push.pem").exists());
}
