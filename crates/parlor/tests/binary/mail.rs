//! Letters really go to a mail server: a small one, in the test.

use crate::support::house::{House, run};
use crate::support::irc::Irc;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;

/// A letter as the mail server took it.
struct Taken {
    from: String,
    to: String,
    text: String,
}

/// A mail server (RFC 5321) that takes `count` letters.
fn mail_server(count: usize) -> (u16, Receiver<Taken>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, taken) = channel();
    let thread = std::thread::spawn(move || {
        for stream in listener.incoming().take(count) {
            tell.send(take(&stream.unwrap())).unwrap();
        }
    });
    (port, taken, thread)
}

fn take(mut stream: &TcpStream) -> Taken {
    let mut lines = BufReader::new(stream).lines();
    let mut taken = Taken { from: String::new(), to: String::new(), text: String::new() };
    let mut say = |words: &str| stream.write_all(format!("{words}\r\n").as_bytes()).unwrap();
    say("220 mail.test");
    while let Some(Ok(line)) = lines.next() {
        match line.split_once([' ', ':']).map_or(line.as_str(), |(verb, _)| verb) {
            "MAIL" => taken.from = line,
            "RCPT" => taken.to = line,
            "DATA" => {
                say("354 go on");
                let text = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".");
                taken.text = text.collect::<Vec<_>>().join("\n");
            }
            "QUIT" => {
                say("221 bye");
                break;
            }
            _ => {}
        }
        say("250 ok");
        if !taken.text.is_empty() {
            break;
        }
    }
    taken
}

#[test]
fn an_account_begins_with_the_code_of_a_letter() {
    let (port, letters, server) = mail_server(1);
    let folder = tempfile::tempdir().unwrap();
    let port = port.to_string();
    let args = [
        "--mail-relay",
        "127.0.0.1",
        "--mail-port",
        &port,
        "--mail-encryption",
        "none",
        "--mail-from",
        "Parlor <parlor@example.org>",
        "--accounts-email-required",
    ];
    let house = House::on(folder.path(), &args);
    let mut ann = Irc::enter(house.irc, "ann", "");
    ann.say("REGISTER * ann@example.org sesame-sesame");
    let sent = ann.until(|m| m.verb == "REGISTER").unwrap();
    assert_eq!(sent.param(0), "VERIFICATION_REQUIRED");
    let letter = letters.recv().unwrap();
    server.join().unwrap();
    assert_eq!(letter.from, "MAIL FROM:<parlor@example.org>");
    assert_eq!(letter.to, "RCPT TO:<ann@example.org>");
    assert!(letter.text.contains("Subject: Your account on Parlor"), "{}", letter.text);
    let code = letter.text.lines().find_map(|line| line.strip_prefix("The code is: ")).unwrap();
    ann.say(&format!("VERIFY ann {code}"));
    assert_eq!(ann.until(|m| m.verb == "VERIFY").unwrap().param(0), "SUCCESS");
}

#[test]
fn letters_without_a_mail_server_are_not_asked_for() {
    let ended = run(&["config", "check", "--accounts-email-required"], "");
    assert!(!ended.status.success() && ended.err.contains("needs mail.relay"), "{ended:?}");
}
