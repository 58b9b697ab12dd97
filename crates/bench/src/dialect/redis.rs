//! Redis with RESP3, in which one connection may publish and listen.

use super::Word;
use crate::stamp::Stamp;

pub(super) fn greet(out: &mut Vec<u8>) {
    out.extend_from_slice(b"HELLO 3\r\nPING fence\r\n");
}

pub(super) fn join(room: &str, out: &mut Vec<u8>) {
    for part in ["SUBSCRIBE ", room, "\r\n"] {
        out.extend_from_slice(part.as_bytes());
    }
}

pub(super) fn say(room: &str, stamp: Stamp, length: usize, out: &mut Vec<u8>) {
    let head = format!("*3\r\n$7\r\nPUBLISH\r\n${}\r\n{room}\r\n${length}\r\n", room.len());
    out.extend_from_slice(head.as_bytes());
    stamp.write(length, out);
    out.extend_from_slice(b"\r\n");
}

/// Values come on lines of their own, so only the few that mean something are looked at.
pub(super) fn read(line: &[u8]) -> Word<'_> {
    match line {
        b"fence" => Word::Pong,
        b"subscribe" => Word::Joined,
        [b'-', ..] => Word::Refused,
        _ => Word::Other,
    }
}
