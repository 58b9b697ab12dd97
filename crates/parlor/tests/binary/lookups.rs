//! What is found out about people before they come in.

use crate::support::house::House;
use crate::support::irc::Irc;
use crate::support::wire::Wire;
use std::net::{SocketAddr, UdpSocket};
use std::os::unix::fs::PermissionsExt;

/// A DNS server on which every address is listed.
fn list() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((len, from)) = socket.recv_from(&mut buffer) {
            let mut reply = buffer[..len].to_vec();
            // An answer with one record: 127.0.0.2 for the name that was asked for.
            reply[2..8].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 1]);
            reply.extend([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 2]);
            socket.send_to(&reply, from).unwrap();
        }
    });
    at
}

fn refused(house: &House) -> String {
    let mut irc = Wire::to(house.irc).unwrap();
    irc.send("NICK ann\r\nUSER ann 0 * :ann\r\n").unwrap();
    irc.rest().join("\n")
}

#[test]
fn who_is_on_a_list_comes_in_with_an_account_only() {
    let folder = tempfile::tempdir().unwrap();
    let servers = list().to_string();
    let args = ["--lookups-dnsbl", "bad.example", "--lookups-servers", &servers];
    let house = House::on(folder.path(), &args);
    let heard = refused(&house);
    assert!(heard.contains("FAIL * ACCOUNT_REQUIRED"), "{heard}");
    let mut bob = Wire::to(house.irc).unwrap();
    bob.send("REGISTER bob * sesame-sesame\r\nNICK bob\r\nUSER bob 0 * :bob\r\n").unwrap();
    while !bob.line().unwrap().contains(" 001 bob ") {}
}

#[test]
fn a_script_has_its_word_and_an_exempt_network_is_not_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("check");
    let text = "#!/bin/sh\nread line\necho '{\"result\":2,\"banMessage\":\"no entry\"}'\n";
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let script = script.to_str().unwrap();
    let house = House::on(&folder.path().join("one"), &["--lookups-script", script]);
    let heard = refused(&house);
    assert!(heard.contains(" 465 ") && heard.contains("no entry"), "{heard}");
    let args = ["--lookups-script", script, "--limits-exempt", "127.0.0.0/8"];
    let house = House::on(&folder.path().join("two"), &args);
    Irc::enter(house.irc, "ann", "");
}

#[test]
fn a_script_that_does_not_work_closes_nothing_and_who_leaves_meanwhile_is_not_let_in() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--lookups-script", "/no/such/program", "--lookups-ident", "--lookups-timeout", "200ms"];
    let house = House::on(folder.path(), &args);
    let mut gone = Wire::to(house.irc).unwrap();
    gone.send("NICK ann\r\nUSER ann 0 * :ann\r\n").unwrap();
    drop(gone);
    let mut ann = Irc::enter(house.irc, "bob", "");
    ann.say("WHOIS bob");
    let about = ann.until(|m| m.verb == "311").unwrap();
    assert_eq!(about.param(2), "~bob");
}
