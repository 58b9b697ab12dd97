//! The WebSocket as it is on the wire (RFC 6455).

use super::stage::{House, PATIENCE};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

/// A message of a client: masked, with zeros.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    assert!(length < 126);
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

/// Asks for a WebSocket as a guest, and writes this along with it.
fn open(house: &House, name: &str, along: &[u8]) -> (TcpStream, String) {
    let mut stream = house.connect();
    stream.set_nodelay(true).unwrap();
    let head = format!(
        "GET /api/v1/stream?name={name} HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), along].concat()).unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        answer.push(byte[0]);
    }
    (stream, String::from_utf8(answer).unwrap())
}

/// The next message: its first byte and what it carries.
fn hear(stream: &mut TcpStream) -> (u8, String) {
    let (kind, bytes) = message(stream);
    (kind, String::from_utf8(bytes).unwrap())
}

fn message(stream: &mut TcpStream) -> (u8, Vec<u8>) {
    let mut exactly = |n: usize| {
        let mut bytes = vec![0; n];
        stream.read_exact(&mut bytes).unwrap();
        bytes
    };
    let head = exactly(2);
    let length = match head[1] {
        126 => usize::from(u16::from_be_bytes(exactly(2).try_into().unwrap())),
        127 => usize::try_from(u64::from_be_bytes(exactly(8).try_into().unwrap())).unwrap(),
        short => usize::from(short),
    };
    (head[0], exactly(length))
}

/// What it is told at the end: the code of the closing message. Nothing follows.
fn end(stream: &mut TcpStream) -> u16 {
    loop {
        if let (CLOSE, why) = message(stream) {
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).unwrap();
            assert!(rest.is_empty(), "{rest:?}");
            return u16::from_be_bytes([why[0], why[1]]);
        }
    }
}

#[test]
fn messages_come_in_any_pieces() {
    let house = House::open();
    // The first comes before the answer to the request can have been read.
    let (mut ann, answer) = open(&house, "ann", &masked(TEXT, br#"{"id":1,"fence":{}}"#));
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    assert!(
        answer.to_lowercase().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"),
        "{answer}"
    );
    assert!(hear(&mut ann).1.starts_with(r#"{"re":0,"entered""#));
    assert_eq!(hear(&mut ann), (TEXT, r#"{"re":1,"fence":{}}"#.into()));
    // One message of three parts with a ping between them, byte for byte.
    let parts = [
        masked(0x01, b"{\"id\":2,\n"),
        masked(0x00, b"\"fence\""),
        masked(PING, b"there?"),
        masked(0x80, b":{}}"),
        masked(TEXT, br#"{"id":3,"fence":{}}"#),
    ];
    for byte in parts.concat() {
        ann.write_all(&[byte]).unwrap();
    }
    assert_eq!(hear(&mut ann), (PONG, "there?".into()));
    assert_eq!(hear(&mut ann), (TEXT, r#"{"re":2,"fence":{}}"#.into()));
    assert_eq!(hear(&mut ann), (TEXT, r#"{"re":3,"fence":{}}"#.into()));
    // Who says goodbye is said the same, and what was said before it holds.
    let join = masked(TEXT, br##"{"id":4,"join":{"room":"#lobby"}}"##);
    let say = masked(TEXT, br##"{"id":5,"say":{"room":"#lobby","text":"bye"}}"##);
    ann.write_all(&[join, say, masked(CLOSE, &1000u16.to_be_bytes())].concat()).unwrap();
    assert_eq!(end(&mut ann), 1000);
    let began = Instant::now();
    while !house.get("/r/lobby").body.contains("ann: bye") {
        assert!(began.elapsed() < PATIENCE, "what was said last is lost");
    }
}

#[test]
fn long_messages_have_long_heads() {
    let house = House::with(|rules| rules.house.limits.message_bytes_max = 200_000, |_| {});
    let mut ann = super::socket::Client::open(&house, "?name=ann");
    ann.hear();
    ann.ask(r##"{"join":{"room":"#ops"}}"##);
    let (mut bob, _) = open(&house, "bob", &masked(TEXT, br##"{"id":1,"join":{"room":"#ops"}}"##));
    while !hear(&mut bob).1.starts_with("{\"re\":1,") {}
    for length in [1, 100, 20_000, 150_000] {
        let text = "x".repeat(length);
        ann.tell(&format!(r##"{{"say":{{"room":"#ops","text":"{text}"}}}}"##));
        let (kind, event) = hear(&mut bob);
        assert_eq!(kind, TEXT);
        assert!(event.ends_with(&format!("\"said\":{{\"text\":\"{text}\"}}}}")), "{length}");
    }
}

#[test]
fn what_is_no_websocket_is_ended_with_a_reason() {
    let house = House::with(|_| {}, |settings| settings.body_bytes_max = 1000);
    // Not masked; too long; not UTF-8; a kind that there is not.
    for (bytes, code) in [
        ([TEXT, 2, b'{', b'}'].to_vec(), 1002),
        ([TEXT, 0xfe, 0x10, 0, 0, 0, 0, 0].to_vec(), 1009),
        (masked(TEXT, b"\xff"), 1007),
        (masked(0x83, b""), 1002),
    ] {
        let (mut ann, _) = open(&house, "ann", &bytes);
        assert_eq!(end(&mut ann), code, "{bytes:?}");
    }
    let plain = house.get("/api/v1/stream");
    assert_eq!(plain.outcome(), "426 not_a_websocket");
}

#[test]
fn a_websocket_is_a_connection_of_its_address() {
    let house = House::with(|rules| rules.connection.connections_per_address_max = 2, |_| {});
    let (first, _) = open(&house, "ann", b"");
    let (_second, _) = open(&house, "bob", b"");
    let (_, refused) = open(&house, "carol", b"");
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    drop(first);
    let began = Instant::now();
    while !open(&house, "carol", b"").1.starts_with("HTTP/1.1 101 ") {
        assert!(began.elapsed() < PATIENCE, "who has gone is counted still");
    }
}

#[test]
fn who_is_silent_is_asked_and_then_ended() {
    let quick = |rules: &mut parlor_server::Rules| {
        rules.connection.idle_ping_ms = 20;
        rules.connection.ping_timeout_ms = 2_000;
    };
    let house = House::with(quick, |_| {});
    let (mut ann, _) = open(&house, "ann", b"");
    assert!(hear(&mut ann).1.starts_with(r#"{"re":0,"entered""#));
    for _ in 0..3 {
        assert_eq!(hear(&mut ann), (PING, String::new()));
        ann.write_all(&masked(PONG, b"")).unwrap();
    }
    assert_eq!(hear(&mut ann), (PING, String::new()));
    assert!(hear(&mut ann).1.starts_with(r#"{"bye":{"code":"silent""#));
    assert_eq!(end(&mut ann), 1001);
}
