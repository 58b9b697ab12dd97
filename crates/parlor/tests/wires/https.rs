//! The HTTP door over TLS.

use crate::stage::{Talk, address, connect, house, tls};
use crate::support::PATIENCE;
use std::io::{Read, Write};
use std::time::Instant;

pub(crate) fn call(stream: &mut (impl Read + Write), request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    assert!(read.is_ok(), "{read:?} after {answer}");
    answer
}

#[test]
fn the_same_calls_encrypted() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = house(folder.path(), &["--tls-self-made"]);
    let at = address(&house, "HTTPS");
    let stream = || tls(at, &["http/1.1"]);
    let said = call(
        &mut stream(),
        "POST /r/lobby HTTP/1.1\r\nHost: a\r\nName: ci\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
    );
    assert!(said.starts_with("HTTP/1.1 201"), "{said}");

    let mut follower = Talk::over(stream());
    follower.say("GET /r/lobby?follow HTTP/1.1\r\nHost: a\r\nName: eve\r\n");
    follower.until("hello");
    let plain = call(
        &mut connect(address(&house, "HTTP door")),
        "POST /r/lobby HTTP/1.0\r\nName: ci\r\nContent-Length: 5\r\n\r\nagain",
    );
    assert!(plain.starts_with("HTTP/1.0 201") || plain.starts_with("HTTP/1.1 201"), "{plain}");
    follower.until("again");

    let body = r#"{"name":"ann","password":"correct horse"}"#;
    let json = format!(
        "Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    call(&mut stream(), &format!("POST /api/v1/accounts HTTP/1.1\r\nHost: a\r\n{json}"));
    let log_in = format!("POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\n{json}");
    let encrypted = call(&mut stream(), &log_in);
    assert!(encrypted.to_lowercase().contains("samesite=lax; secure"), "{encrypted}");
    let plain = call(&mut connect(address(&house, "HTTP door")), &log_in);
    assert!(plain.contains("SameSite=Lax") && !plain.contains("Secure"), "{plain}");

    // Who leaves a stream in good order is noticed, although nothing is read from them.
    let following = || {
        let metrics = call(&mut connect(address(&house, "HTTP door")), "GET /metrics HTTP/1.0\r\n\r\n");
        metrics.contains("streams{kind=\"follow\"} 1")
    };
    assert!(following());
    follower.0.conn.send_close_notify();
    follower.0.flush().unwrap();
    let began = Instant::now();
    while following() {
        assert!(began.elapsed() < PATIENCE, "the stream of somebody who left goes on");
    }
    house.stop();
}

#[test]
fn who_comes_plain_is_sent_to_the_encrypted_address() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), &["--tls-self-made", "--http-redirect"]);
    let (plain, https) = (address(&house, "HTTP door"), address(&house, "HTTPS"));
    let answer = call(
        &mut connect(plain),
        "GET /r/lobby?n=5 HTTP/1.1\r\nHost: chat.example.org:8080\r\nConnection: close\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 308"), "{answer}");
    let place = format!("location: https://chat.example.org:{}/r/lobby?n=5", https.port());
    assert!(answer.to_lowercase().contains(&place), "{answer}");
    let answer = call(&mut connect(plain), "GET / HTTP/1.0\r\n\r\n");
    assert!(answer.contains(" 400 "), "{answer}");
    let answer = call(&mut tls(https, &[]), "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
