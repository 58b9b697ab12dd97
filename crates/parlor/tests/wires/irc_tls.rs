//! IRC and the line door over TLS.

use crate::stage::{Talk, address, connect, house, tls, tls_over};
use crate::support::irc::Irc;
use std::io::{Read, Write};

#[test]
fn who_comes_encrypted_is_in_the_same_rooms_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = house(folder.path(), &["--tls-self-made"]);
    let at = address(&house, "IRC TLS");
    let stream = tls(at, &["irc"]);
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"irc"[..]));
    let mut ann = Talk::over(stream).enter("ann");
    ann.say("MODE ann");
    assert!(ann.until(" 221 ").contains('Z'));
    ann.say("MODE ann -Z\r\nMODE ann\r\nJOIN #a");
    assert!(ann.until(" 221 ").contains('Z'));
    ann.until(" 366 ");

    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.say("MODE bob");
    assert!(!bob.line_with(" 221 ").contains('Z'));
    bob.join("#a");
    ann.until("JOIN");
    ann.say("PRIVMSG #a :quietly");
    bob.line_with("quietly");
    bob.say("PRIVMSG #a :aloud");
    ann.until("aloud");

    let mut cat = Talk::over(tls(address(&house, "line TLS"), &[]));
    cat.say("cat");
    cat.until("You are in #lobby");
    house.stop();
    ann.until("ERROR");
    assert_eq!(ann.line(), None);
}

#[test]
fn lines_are_whole_wherever_the_records_are_cut() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), &["--tls-self-made"]);
    let mut ann = Talk::over(tls(address(&house, "IRC TLS"), &["irc"])).enter("ann");
    for byte in "PING :one by one\r\n".bytes() {
        ann.0.write_all(&[byte]).unwrap();
        ann.0.flush().unwrap();
    }
    assert!(ann.until("PONG").ends_with("one by one"));
    // Much more than a record, a pipe and the kernel hold, while nothing is read.
    let many: String = (0..2000).map(|n| format!("PING :{n:0100}\r\n")).collect();
    ann.0.write_all(many.as_bytes()).unwrap();
    for n in 0..2000 {
        assert!(ann.until("PONG").ends_with(&format!("{n:0100}")));
    }
}

#[test]
fn who_does_not_speak_tls_is_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), &["--tls-self-made", "--tls-handshake-timeout", "300ms"]);
    let at = address(&house, "IRC TLS");
    let mut plain = connect(at);
    plain.write_all(b"NICK ann\r\nUSER ann 0 * :ann\r\n").unwrap();
    let mut answer = Vec::new();
    // An alert, or nothing; then the end.
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.windows(3).any(|three| three == b"001"));
    // Who says nothing is waited for, but not for long.
    let mut silent = connect(at);
    assert!(matches!(silent.read(&mut [0]), Ok(0) | Err(_)));
    // Who wants to speak something else is told so.
    assert!(tls_over(connect(at), &["h2"], None).is_err());
    Talk::over(tls(at, &["irc"])).enter("ann");
}

#[test]
fn clients_are_told_to_come_back_encrypted() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), &["--tls-self-made", "--irc-sts", "--irc-sts-duration", "48h"]);
    let at = address(&house, "IRC TLS");
    let mut plain = Talk::over(connect(house.irc));
    plain.say("CAP LS 302");
    let offered = plain.until("sts=");
    assert!(offered.split(' ').any(|cap| cap == format!("sts=port={}", at.port())), "{offered}");
    let mut encrypted = Talk::over(tls(at, &["irc"]));
    encrypted.say("CAP LS 302");
    let offered = encrypted.until("sts=");
    assert!(offered.contains("sts=duration=172800") && !offered.contains("port="), "{offered}");
    let mut old = Talk::over(connect(house.irc));
    old.say("CAP LS");
    assert!(!old.until(" LS ").contains("sts"));
}
