//! HTTP calls, written by hand.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// One call (`GET /api/v1/me`), as who `name:password` in base 64 says; the answer, head and all.
pub fn call(at: SocketAddr, request: &str, basic: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    let head = format!("Authorization: Basic {basic}\r\nContent-Type: application/json");
    let length = body.len();
    write!(stream, "{request} HTTP/1.0\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
