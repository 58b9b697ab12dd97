//! SASL mechanisms, with clients that compute what they send.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use parlor_irc::IrcDoor;
use parlor_model::{AccountName, DirectoryCommand, Fingerprint, Mask, PersonId, Text};
use parlor_server::rehearsal::{Guest, Rehearsal};
use parlor_server::{Arrival, BearerRules, Rules, Secret, Signing};
use sha2::{Digest, Sha256};

struct Scene {
    house: Rehearsal,
    door: IrcDoor,
}

impl Scene {
    fn new() -> Self {
        Self::with(Rules::default())
    }

    fn with(rules: Rules) -> Self {
        let rules = Rules { secret: Secret::new([5; 32]), ..rules };
        Self { house: Rehearsal::with(rules), door: IrcDoor::new() }
    }

    fn connect(&mut self) -> Guest {
        self.house.connect(&self.door, "127.0.0.1:4001")
    }

    fn register(&mut self, name: &str, password: &str) {
        let guest = self.connect();
        let answer = self.ask(guest, &format!("NICK {name}\r\nUSER u 0 * :u\r\nREGISTER * * :{password}"));
        assert!(answer.contains(&format!("REGISTER SUCCESS {name}")), "{answer}");
        self.ask(guest, "QUIT");
    }

    fn ask(&mut self, guest: Guest, lines: &str) -> String {
        self.house.send(guest, &format!("{lines}\r\n"));
        self.house.heard(guest)
    }

    /// Sends a response in pieces of 400 bytes.
    fn respond(&mut self, guest: Guest, response: &str) -> String {
        let encoded = BASE64.encode(response);
        let mut heard = String::new();
        for piece in encoded.as_bytes().chunks(400) {
            heard += &self.ask(guest, &format!("AUTHENTICATE {}", std::str::from_utf8(piece).unwrap()));
        }
        if encoded.len().is_multiple_of(400) {
            heard += &self.ask(guest, "AUTHENTICATE +");
        }
        heard
    }

    fn plain(&mut self, guest: Guest, response: &str) -> String {
        assert_eq!(self.ask(guest, "AUTHENTICATE PLAIN"), "AUTHENTICATE +\r\n");
        self.respond(guest, response)
    }
}

const SUCCESS: &str = ":parlor.local 903 * :SASL authentication successful\r\n";
const FAILURE: &str = ":parlor.local 904 * :SASL authentication failed\r\n";

fn logged_in_as(account: &str) -> String {
    format!(":parlor.local 900 * *!*@* {account} :You are now logged in as {account}\r\n{SUCCESS}")
}

#[test]
fn passwords_of_any_length() {
    // 291 bytes are 388 of base 64; 300 of response are exactly one piece; a thousand are several.
    for len in [8, 291, 292, 300, 1024] {
        let mut scene = Scene::new();
        scene.house.rule(&DirectoryCommand::Register {
            person: PersonId(0),
            name: AccountName::trusted("ann"),
            credentials: parlor_server::offline::credentials(&"p".repeat(len), &Rules::default())
                .unwrap()
                .into(),
        });
        let guest = scene.connect();
        let response = format!("ann\0ann\0{}", "p".repeat(len));
        assert_eq!(scene.plain(guest, &response), logged_in_as("ann"), "{len}");
        let guest = scene.connect();
        let response = format!("ann\0ann\0{}", "p".repeat(len + 1));
        assert_eq!(scene.plain(guest, &response), FAILURE, "{len}");
    }
}

#[test]
fn who_acts_for_whom() {
    let mut scene = Scene::new();
    scene.register("ann", "sesame-é-sesame");
    for (response, works) in [
        ("\0ann\0sesame-é-sesame", true),
        ("ann\0ann\0sesame-é-sesame", true),
        ("ANN\0Ann\0sesame-é-sesame", true),
        ("bob\0ann\0sesame-é-sesame", false),
        ("ann\0bob\0sesame-é-sesame", false),
        ("ann\0ann\0", false),
        ("", false),
    ] {
        let guest = scene.connect();
        let expected = if works { logged_in_as("ann") } else { FAILURE.into() };
        assert_eq!(scene.plain(guest, response), expected, "{response:?}");
    }
}

#[test]
fn what_is_too_long_is_not_taken() {
    let mut scene = Scene::new();
    let guest = scene.connect();
    scene.ask(guest, "AUTHENTICATE PLAIN");
    let long = format!("AUTHENTICATE {}", "A".repeat(401));
    assert_eq!(scene.ask(guest, &long), ":parlor.local 905 * :SASL message too long\r\n");
    scene.ask(guest, "AUTHENTICATE PLAIN");
    let piece = format!("AUTHENTICATE {}", "A".repeat(400));
    for _ in 0..20 {
        assert_eq!(scene.ask(guest, &piece), "");
    }
    assert_eq!(scene.ask(guest, &piece), ":parlor.local 905 * :SASL message too long\r\n");
    // The exchange is over.
    assert_eq!(
        scene.ask(guest, &piece),
        ":parlor.local 908 * PLAIN,SCRAM-SHA-256 :are available SASL mechanisms\r\n".to_owned() + FAILURE
    );
}

#[test]
fn ending_the_negotiation_aborts_an_exchange() {
    let mut scene = Scene::new();
    let guest = scene.connect();
    let heard =
        scene.ask(guest, "CAP REQ sasl\r\nNICK ann\r\nUSER u 0 * :u\r\nAUTHENTICATE PLAIN\r\nCAP END");
    let (before, after) = heard.split_once(" 906 ").unwrap();
    assert!(before.contains("AUTHENTICATE +"), "{heard}");
    assert!(after.contains(" 001 ann "), "{heard}");
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// What a client of SCRAM answers to a challenge, and what it expects then.
fn scram(first_bare: &str, challenge: &str, password: &str) -> (String, String) {
    let mut parts = challenge.splitn(3, ',');
    let mut part = |name: &str| parts.next().unwrap().strip_prefix(name).unwrap().to_owned();
    let (nonce, salt, rounds) = (part("r="), part("s="), part("i="));
    let mut salted = [0; 32];
    let salt = BASE64.decode(salt).unwrap();
    pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), &salt, rounds.parse().unwrap(), &mut salted);
    let client = hmac(&salted, "Client Key");
    let without_proof = format!("c={},r={nonce}", BASE64.encode("n,,"));
    let message = format!("{first_bare},{challenge},{without_proof}");
    let signature = hmac(&Sha256::digest(&client), &message);
    let proof: Vec<u8> = client.iter().zip(signature).map(|(a, b)| a ^ b).collect();
    let expected = format!("v={}", BASE64.encode(hmac(&hmac(&salted, "Server Key"), &message)));
    (format!("{without_proof},p={}", BASE64.encode(proof)), expected)
}

fn challenge_in(heard: &str) -> String {
    let encoded = heard.strip_prefix("AUTHENTICATE ").unwrap_or_else(|| panic!("{heard}"));
    String::from_utf8(BASE64.decode(encoded.trim_end()).unwrap()).unwrap()
}

impl Scene {
    /// What is heard in the end of an exchange of SCRAM.
    fn scram(&mut self, guest: Guest, name: &str, password: &str) -> String {
        assert_eq!(self.ask(guest, "AUTHENTICATE scram-sha-256"), "AUTHENTICATE +\r\n");
        let bare = format!("n={name},r=clientnonce");
        let challenge = challenge_in(&self.respond(guest, &format!("n,,{bare}")));
        assert!(challenge.starts_with("r=clientnonce"), "{challenge}");
        let (response, expected) = scram(&bare, &challenge, password);
        let heard = self.respond(guest, &response);
        if !heard.starts_with("AUTHENTICATE ") {
            return heard;
        }
        assert_eq!(challenge_in(&heard), expected);
        self.ask(guest, "AUTHENTICATE +")
    }
}

#[test]
fn scram_proves_the_password_both_ways() {
    let mut scene = Scene::new();
    scene.register("Ann", "sesame-sesame");
    let guest = scene.connect();
    assert_eq!(scene.scram(guest, "Ann", "wrong-sesame"), FAILURE);
    assert_eq!(scene.scram(guest, "bob", "sesame-sesame"), FAILURE);
    assert_eq!(scene.scram(guest, "ann", "sesame-sesame"), logged_in_as("Ann"));
    let heard = scene.ask(guest, "NICK ann\r\nUSER u 0 * :u\r\nWHOIS ann");
    assert!(heard.contains(" 330 ann ann Ann :is logged in as"), "{heard}");
    // An account has the same salt each time; so has a name without an account, also after a restart.
    let salt = |scene: &mut Scene, name: &str| {
        let guest = scene.connect();
        scene.ask(guest, "AUTHENTICATE SCRAM-SHA-256");
        let challenge = challenge_in(&scene.respond(guest, &format!("n,,n={name},r=x")));
        challenge.split_once(",s=").unwrap().1.to_owned()
    };
    let before = (salt(&mut scene, "ann"), salt(&mut scene, "bob"));
    scene.house.restart();
    assert_eq!(before, (salt(&mut scene, "ann"), salt(&mut scene, "bob")));
    assert_eq!(before.0.len(), before.1.len());
}

#[test]
fn an_account_that_is_suspended_proves_in_vain() {
    let mut scene = Scene::new();
    scene.register("ann", "sesame-sesame");
    scene.house.rule(&DirectoryCommand::Ban {
        mask: Mask::Account("ann".into()),
        reason: Text::trusted("tired of you"),
        until: None,
        spares_accounts: false,
    });
    let guest = scene.connect();
    let heard = scene.scram(guest, "ann", "sesame-sesame");
    assert_eq!(
        heard,
        ":parlor.local 904 * :SASL authentication failed: the account is suspended (tired of you)\r\n"
    );
    // Who does not know the password learns nothing of it.
    let guest = scene.connect();
    assert_eq!(scene.scram(guest, "ann", "wrong-sesame"), FAILURE);
}

#[test]
fn accounts_of_before_get_their_keys_when_the_password_is_sent_once() {
    let mut scene = Scene::new();
    let old = Rules { scram_iterations: 0, ..Rules::default() };
    scene.house.rule(&DirectoryCommand::Register {
        person: PersonId(0),
        name: AccountName::trusted("ann"),
        credentials: parlor_server::offline::credentials("sesame-sesame", &old).unwrap().into(),
    });
    let guest = scene.connect();
    assert_eq!(scene.scram(guest, "ann", "sesame-sesame"), FAILURE);
    assert_eq!(scene.plain(guest, "\0ann\0wrong-sesame"), FAILURE);
    assert_eq!(scene.scram(guest, "ann", "sesame-sesame"), FAILURE);
    assert_eq!(scene.plain(guest, "\0ann\0sesame-sesame"), logged_in_as("ann"));
    scene.house.restart();
    let guest = scene.connect();
    assert_eq!(scene.scram(guest, "ann", "sesame-sesame"), logged_in_as("ann"));
    let kept = scene.house.credentials("ann");
    let guest = scene.connect();
    assert_eq!(scene.plain(guest, "\0ann\0sesame-sesame"), logged_in_as("ann"));
    assert_eq!(scene.house.credentials("ann"), kept);
}

#[test]
fn scram_is_not_offered_where_it_is_off() {
    let mut scene = Scene::with(Rules { scram_iterations: 0, ..Rules::default() });
    scene.register("ann", "sesame-sesame");
    assert!(!scene.house.credentials("ann").unwrap().contains("SCRAM"));
    let guest = scene.connect();
    let heard = scene.ask(guest, "CAP LS 302\r\nAUTHENTICATE SCRAM-SHA-256");
    assert!(heard.contains("sasl=PLAIN ") && heard.contains(" 908 * PLAIN :"), "{heard}");
}

#[test]
fn a_certificate_is_as_good_as_a_password() {
    let mut scene = Scene::new();
    scene.register("ann", "sesame-sesame");
    let (known, other) = (Fingerprint([7; 32]), Fingerprint([8; 32]));
    let name = AccountName::trusted("ann");
    scene.house.rule(&DirectoryCommand::AddCertificate { name, certificate: known });
    let from = "127.0.0.1:4001".parse().unwrap();
    for (certificate, response, works) in [
        (known, "", true),
        (known, "Ann", true),
        (known, "bob", false),
        (other, "", false),
        (other, "ann", false),
    ] {
        let arrival =
            Arrival { secure: true, certificate: Some(Box::new(certificate)), ..Arrival::plain("irc", from) };
        let guest = scene.house.arrive(&scene.door, arrival);
        assert!(scene.ask(guest, "CAP LS 302").contains("sasl=PLAIN,SCRAM-SHA-256,EXTERNAL"));
        assert_eq!(scene.ask(guest, "AUTHENTICATE EXTERNAL"), "AUTHENTICATE +\r\n");
        let expected = if works { logged_in_as("ann") } else { FAILURE.into() };
        assert_eq!(scene.respond(guest, response), expected, "{certificate} {response:?}");
    }
    let guest = scene.connect();
    assert!(scene.ask(guest, "AUTHENTICATE EXTERNAL").ends_with(FAILURE));
}

#[test]
fn whois_says_who_cannot_be_listened_to() {
    let mut scene = Scene::new();
    let from = "127.0.0.1:4001".parse().unwrap();
    let arrival = Arrival { secure: true, ..Arrival::plain("irc", from) };
    let ann = scene.house.arrive(&scene.door, arrival);
    scene.ask(ann, "NICK ann\r\nUSER ann 0 * :Ann");
    let bob = scene.connect();
    scene.ask(bob, "NICK bob\r\nUSER bob 0 * :Bob");
    let said = ":parlor.local 671 bob ann :is using a secure connection\r\n";
    assert!(scene.ask(bob, "WHOIS ann").contains(said));
    assert!(!scene.ask(ann, "WHOIS bob").contains(" 671 "));
}

const ISSUER_SECRET: &[u8] = b"what only the issuer and the house know";

/// A token of the issuer, as the rehearsed house has the time.
fn token(claims: &str) -> String {
    let encode = |text: &[u8]| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let text = format!("{}.{}", encode(br#"{"alg":"HS256"}"#), encode(claims.as_bytes()));
    let mut mac = Hmac::<Sha256>::new_from_slice(ISSUER_SECRET).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", encode(&mac.finalize().into_bytes()))
}

fn trusting(autocreate: bool) -> Rules {
    let bearer = BearerRules::new(Signing::Hs256, ISSUER_SECRET).unwrap();
    let bearer = BearerRules { issuer: "id.example.org".into(), autocreate, ..bearer };
    Rules { bearer: Some(bearer), ..Rules::default() }
}

const ANN: &str = r#"{"iss":"id.example.org","exp":2000000000,"preferred_username":"Ann"}"#;

#[test]
fn a_token_of_the_issuer_is_a_login() {
    let mut scene = Scene::with(trusting(false));
    scene.register("ann", "correct-horse");
    let guest = scene.connect();
    let offered = scene.ask(guest, "CAP LS 302");
    assert!(offered.contains("sasl=PLAIN,SCRAM-SHA-256,OAUTHBEARER,IRCV3BEARER "), "{offered}");
    for bearer in [
        format!("n,,\x01auth=Bearer {}\x01\x01", token(ANN)),
        format!("n,a=ann,\x01auth=Bearer {}\x01\x01", token(ANN)),
    ] {
        assert_eq!(scene.ask(guest, "AUTHENTICATE OAUTHBEARER"), "AUTHENTICATE +\r\n");
        let heard = scene.respond(guest, &bearer);
        assert!(heard.contains(" 900 * *!*@* ann :") && heard.contains(" 903 "), "{heard}");
    }
    assert_eq!(scene.ask(guest, "AUTHENTICATE IRCV3BEARER"), "AUTHENTICATE +\r\n");
    let heard = scene.respond(guest, &format!("\0jwt\0{}", token(ANN)));
    assert!(heard.contains(" 900 * *!*@* ann :") && heard.contains(" 903 "), "{heard}");
}

#[test]
fn a_token_that_is_not_believed() {
    let mut scene = Scene::with(trusting(false));
    scene.register("ann", "correct-horse");
    let guest = scene.connect();
    let other = ANN.replace("id.example.org", "evil.example.org");
    let nobody = ANN.replace("Ann", "nobody");
    for (acts_for, claims) in [("", other.as_str()), ("", nobody.as_str()), ("a=bob", ANN)] {
        scene.ask(guest, "AUTHENTICATE OAUTHBEARER");
        let heard = scene.respond(guest, &format!("n,{acts_for},\x01auth=Bearer {}\x01\x01", token(claims)));
        let why = BASE64.encode(r#"{"status":"invalid_token","schemes":"bearer"}"#);
        assert_eq!(heard, format!("AUTHENTICATE {why}\r\n"));
        let heard = scene.respond(guest, "\x01");
        assert_eq!(heard, ":parlor.local 904 * :SASL authentication failed\r\n");
    }
    scene.ask(guest, "AUTHENTICATE IRCV3BEARER");
    let heard = scene.respond(guest, &format!("\0jwt\0{}", token(&other)));
    assert_eq!(heard, ":parlor.local 904 * :SASL authentication failed\r\n");
    // Where no issuer is trusted none is offered.
    let mut scene = Scene::new();
    let guest = scene.connect();
    let heard = scene.ask(guest, "AUTHENTICATE OAUTHBEARER");
    assert!(heard.starts_with(":parlor.local 908 * PLAIN,SCRAM-SHA-256 :"), "{heard}");
}

#[test]
fn an_account_is_made_for_who_brings_a_token() {
    let mut scene = Scene::with(trusting(true));
    let guest = scene.connect();
    scene.ask(guest, "AUTHENTICATE IRCV3BEARER");
    let heard = scene.respond(guest, &format!("\0oauth2\0{}", token(ANN)));
    assert!(heard.contains(" 900 * *!*@* Ann :") && heard.contains(" 903 "), "{heard}");
    let heard = scene.ask(guest, "NICK other\r\nUSER u 0 * :u\r\nWHOIS other");
    assert!(heard.contains(" 330 other other Ann :"), "{heard}");
    // No password opens it, and what cannot be a name is none.
    let second = scene.connect();
    let heard = scene.plain(second, "\0Ann\0!");
    assert!(heard.contains(" 904 "), "{heard}");
    scene.ask(second, "AUTHENTICATE IRCV3BEARER");
    let heard = scene.respond(second, &format!("\0jwt\0{}", token(&ANN.replace("Ann", "a nn"))));
    assert!(heard.contains(" 904 ") && !heard.contains(" 900 "), "{heard}");
    scene.house.restart();
    let guest = scene.connect();
    scene.ask(guest, "AUTHENTICATE IRCV3BEARER");
    let heard = scene.respond(guest, &format!("\0jwt\0{}", token(ANN)));
    assert!(heard.contains(" 900 * *!*@* Ann :"), "{heard}");
}
