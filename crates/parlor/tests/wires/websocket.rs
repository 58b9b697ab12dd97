//! IRC over WebSocket.

use crate::stage::{Talk, address, connect, house, tls, tls_over};
use crate::support::PATIENCE;
use crate::support::house::House;
use crate::support::irc::Irc;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::os::unix::net::UnixStream;
use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::client::Response;
use tungstenite::{Message, WebSocket};

/// Where the server speaks WebSocket.
fn at(house: &House, scheme: &str) -> SocketAddr {
    let line = house.out.line_with(scheme).unwrap();
    line.split_once(scheme).unwrap().1.split('/').next().unwrap().parse().unwrap()
}

fn open<S: Read + Write>(
    stream: S,
    headers: &[(&'static str, &str)],
) -> Result<(WebSocket<S>, Response), String> {
    let mut request = "ws://chat.example.org/".into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    tungstenite::client(request, stream).map_err(|why| why.to_string())
}

fn say<S: Read + Write>(socket: &mut WebSocket<S>, line: &str) {
    socket.send(Message::text(line)).unwrap();
}

/// Reads until a message with these words.
#[track_caller]
fn until<S: Read + Write>(socket: &mut WebSocket<S>, words: &str) -> Message {
    loop {
        let message = socket.read().unwrap();
        let text = String::from_utf8_lossy(&message.clone().into_data()).into_owned();
        assert!(!text.contains('\n') && !text.contains('\r'), "{text:?}");
        if text.contains(words) {
            return message;
        }
    }
}

fn enter<S: Read + Write>(socket: &mut WebSocket<S>, nick: &str) {
    say(socket, &format!("NICK {nick}"));
    say(socket, &format!("USER {nick} 0 * :{nick}\r\n"));
    until(socket, " 001 ");
}

#[test]
fn a_line_is_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let listen = ["--listen", "door=irc at=127.0.0.1:0 websocket"];
    let mut house = house(folder.path(), &listen);
    let at = at(&house, "ws://");
    let text = [("sec-websocket-protocol", "text.ircv3.net, binary.ircv3.net")];
    let binary = [("sec-websocket-protocol", "binary.ircv3.net")];
    let (mut ann, answer) = open(connect(at), &text).unwrap();
    assert_eq!(answer.headers()["sec-websocket-protocol"], "text.ircv3.net");
    enter(&mut ann, "ann");
    let (mut bob, answer) = open(connect(at), &binary).unwrap();
    assert_eq!(answer.headers()["sec-websocket-protocol"], "binary.ircv3.net");
    enter(&mut bob, "bob");
    let (mut cat, answer) = open(connect(at), &[("origin", "https://anywhere.example")]).unwrap();
    assert!(!answer.headers().contains_key("sec-websocket-protocol"));
    enter(&mut cat, "cat");
    let mut dan = Irc::enter(house.irc, "dan", "");
    for (nick, socket) in [("ann", &mut ann), ("bob", &mut bob), ("cat", &mut cat)] {
        say(socket, "JOIN #a");
        until(socket, &format!(" 366 {nick} "));
    }
    dan.join("#a");
    dan.say("PRIVMSG #a :grüße");
    assert!(until(&mut ann, "grüße").is_text());
    assert!(until(&mut bob, "grüße").is_binary());
    assert!(until(&mut cat, "grüße").is_text());
    bob.send(Message::binary("PRIVMSG #a :zurück")).unwrap();
    dan.line_with("zurück");
    ann.send(Message::Ping("here".into())).unwrap();
    while !matches!(ann.read().unwrap(), Message::Pong(word) if word == "here") {}
    bob.close(None).unwrap();
    dan.line_with(":bob!");
    house.stop();
    until(&mut ann, "ERROR");
    while let Ok(message) = ann.read() {
        assert!(message.is_close(), "{message:?}");
    }
}

#[test]
fn encrypted_and_from_certain_pages_and_proxies() {
    let folder = tempfile::tempdir().unwrap();
    let listen = "door=irc at=127.0.0.1:0 tls websocket origins=https://chat.example.org origins=https://*.example.net";
    let house =
        house(folder.path(), &["--tls-self-made", "--proxy-believed", "127.0.0.1", "--listen", listen]);
    let at = at(&house, "wss://");
    let stream = || tls_over(connect(at), &["http/1.1"], None).unwrap();
    let refused = open(stream(), &[("origin", "https://evil.example")]).unwrap_err();
    assert!(refused.contains("403"), "{refused}");
    let headers = [("origin", "https://web.example.net"), ("x-forwarded-for", "6.6.6.6, 192.0.2.7")];
    let (mut ann, _) = open(stream(), &headers).unwrap();
    enter(&mut ann, "ann");
    say(&mut ann, "USERHOST ann");
    let answer = until(&mut ann, " 302 ");
    assert!(answer.to_text().unwrap().ends_with("@192.0.2.7"), "{answer}");
    say(&mut ann, "MODE ann");
    assert!(until(&mut ann, " 221 ").to_text().unwrap().contains('Z'));
    // What is no WebSocket is refused.
    let mut plain = Talk::over(stream());
    plain.say("GET / HTTP/1.1\r\nHost: a\r\n");
    while let Some(line) = plain.line() {
        assert!(!line.contains("101"), "{line}");
    }
}

/// The stream of the HTTP door inside of TLS, and over a path: what a shard cannot take over is carried to a seat of the same kind.
#[test]
fn the_json_stream_is_the_same_whatever_is_around_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("http.sock");
    let listen = format!("door=http at={}", path.display());
    let mut house = house(&folder.path().join("data"), &["--tls-self-made", "--listen", &listen]);
    let url = |name: &str| format!("ws://chat.example.org/api/v1/stream?name={name}");
    let over_tls = tls(address(&house, "HTTPS"), &["http/1.1"]);
    let (mut ann, _) = tungstenite::client(url("ann"), over_tls).unwrap();
    until(&mut ann, "entered");
    say(&mut ann, r##"{"id":1,"join":{"room":"#ops"}}"##);
    until(&mut ann, r#"{"re":1,"done""#);
    let local = UnixStream::connect(&path).unwrap();
    local.set_read_timeout(Some(PATIENCE)).unwrap();
    let (mut bob, _) = tungstenite::client(url("bob"), local).unwrap();
    until(&mut bob, "entered");
    say(&mut bob, r##"{"id":1,"join":{"room":"#ops"}}"##);
    until(&mut bob, r#"{"re":1,"done""#);
    for (id, text) in [(2, "hello".to_owned()), (3, "x".repeat(3_000))] {
        say(&mut ann, &format!(r##"{{"id":{id},"say":{{"room":"#ops","text":"{text}"}}}}"##));
        until(&mut bob, &format!("\"said\":{{\"text\":\"{text}\"}}"));
    }
    bob.close(None).unwrap();
    assert!(matches!(bob.read(), Ok(Message::Close(_)) | Err(tungstenite::Error::ConnectionClosed)));
    house.stop();
    until(&mut ann, r#"{"bye":{"code":"stopping""#);
    assert!(matches!(ann.read(), Ok(Message::Close(_))));
}
