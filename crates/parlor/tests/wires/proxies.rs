//! PROXY headers and gateways: who says for whom they connect, and who is believed.

use crate::stage::{Talk, address, connect, house, tls_over};
use crate::support::house::run;
use std::io::{Read, Write};
use std::net::TcpStream;

const V1: &[u8] = b"PROXY TCP4 192.0.2.7 192.0.2.1 56324 6667\r\n";

/// A header of version 2 for `2001:db8::7`.
fn v2() -> Vec<u8> {
    let mut header = b"\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x24".to_vec();
    header.extend("2001:db8::7".parse::<std::net::Ipv6Addr>().unwrap().octets());
    header.extend("2001:db8::1".parse::<std::net::Ipv6Addr>().unwrap().octets());
    header.extend([0xdc, 0x04, 0x1a, 0x0b]);
    header
}

fn after(mut stream: TcpStream, header: &[u8]) -> TcpStream {
    // Cut anywhere. The server may have closed on what cannot become a header any more.
    for piece in header.chunks(5) {
        let _ = stream.write_all(piece);
    }
    stream
}

#[test]
fn a_believed_proxy_says_for_whom_it_connects() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--tls-self-made", "--proxy-believed", "127.0.0.0/8"];
    let house = house(folder.path(), &args);
    let at = address(&house, "IRC TLS");
    let mut ann = Talk::over(after(connect(house.irc), V1)).enter("ann");
    assert_eq!(ann.address("ann"), "192.0.2.7");
    let mut bob = Talk::over(after(connect(house.irc), &v2())).enter("bob");
    assert_eq!(bob.address("bob"), "2001:db8::7");
    // The header stands before TLS.
    let mut cat = Talk::over(tls_over(after(connect(at), &v2()), &["irc"], None).unwrap()).enter("cat");
    assert_eq!(cat.address("cat"), "2001:db8::7");
    // Who is no proxy, but connects from there, is somebody themselves.
    let mut dan = Talk::over(connect(house.irc)).enter("dan");
    assert_eq!(dan.address("dan"), "127.0.0.1");
    let mut eve = Talk::over(tls_over(connect(at), &["irc"], None).unwrap()).enter("eve");
    assert_eq!(eve.address("eve"), "127.0.0.1");
    // Half a header, then nothing but nonsense.
    let mut fay = after(connect(house.irc), b"PROXY TCP4 nowhere\r\nNICK fay\r\n");
    assert!(matches!(fay.read(&mut [0]), Ok(0) | Err(_)));
}

#[test]
fn nobody_else_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), &["--proxy-believed", "192.0.2.0/24"]);
    let mut ann = Talk::over(after(connect(house.irc), V1)).enter("ann");
    assert_eq!(ann.address("ann"), "127.0.0.1");
}

#[test]
fn a_listener_may_demand_the_header() {
    let folder = tempfile::tempdir().unwrap();
    let house =
        house(folder.path(), &["--irc-listen", "127.0.0.2:0", "--listen", "door=irc at=127.0.0.1:0 proxy"]);
    let line = house.out.line_with("IRC door   127.0.0.1:").unwrap();
    let at = line.split_whitespace().find_map(|word| word.parse().ok()).unwrap();
    let mut ann = Talk::over(after(connect(at), V1)).enter("ann");
    assert_eq!(ann.address("ann"), "192.0.2.7");
    let mut bob = after(connect(at), b"NICK bob\r\nUSER bob 0 * :bob\r\n");
    assert!(matches!(bob.read(&mut [0]), Ok(0) | Err(_)));
}

#[test]
fn a_gateway_knows_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("webirc");
    std::fs::write(&file, "sesame\n").unwrap();
    let data = folder.path().join("data");
    let house = house(&data, &["--irc-webirc-password-file", file.to_str().unwrap()]);
    let mut ann = Talk::over(connect(house.irc));
    ann.say("WEBIRC sesame gateway host.example.org 192.0.2.7 :secure");
    let mut ann = ann.enter("ann");
    assert_eq!(ann.address("ann"), "192.0.2.7");
    ann.say("MODE ann");
    assert!(ann.until(" 221 ").contains('Z'));

    std::fs::write(&file, "another\n").unwrap();
    assert!(run(&["reload", "--data", data.to_str().unwrap()], "").status.success());
    let mut bob = Talk::over(connect(house.irc));
    bob.say("WEBIRC sesame gateway host.example.org 192.0.2.7");
    bob.until("ERROR");
    let everything = house.everything_printed();
    assert!(!everything.contains("sesame") && !everything.contains("another"), "{everything}");
}
