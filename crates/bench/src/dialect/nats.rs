//! NATS. Its `PONG` carries no word of what it answers; the generator has one question under way at a time.

use super::Word;
use crate::stamp::Stamp;

pub(super) fn greet(out: &mut Vec<u8>) {
    out.extend_from_slice(b"CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":true}\r\nPING\r\n");
}

pub(super) fn join(room: &str, out: &mut Vec<u8>) {
    for part in ["SUB ", room, " 1\r\nPING\r\n"] {
        out.extend_from_slice(part.as_bytes());
    }
}

pub(super) fn say(room: &str, stamp: Stamp, length: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("PUB {room} {length}\r\n").as_bytes());
    stamp.write(length, out);
    out.extend_from_slice(b"\r\n");
}

pub(super) fn read(line: &[u8]) -> Word<'_> {
    match line {
        b"PONG" => Word::Pong,
        b"PING" => Word::Ping(b""),
        _ if line.starts_with(b"-ERR") => Word::Refused,
        _ => Word::Other,
    }
}
