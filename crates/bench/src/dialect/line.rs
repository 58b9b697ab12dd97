//! Parlor's line door.

use super::Word;
use crate::stamp::Stamp;

/// An unknown command is answered with its own name, and after everything before it.
pub(super) const FENCE: &[u8] = b"/fence\n";

pub(super) fn greet(nick: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(nick.as_bytes());
    out.push(b'\n');
}

pub(super) fn join(room: &str, out: &mut Vec<u8>) {
    for part in ["/join ", room, "\n"] {
        out.extend_from_slice(part.as_bytes());
    }
}

/// What is typed is said in the room that was entered last.
pub(super) fn say(stamp: Stamp, length: usize, out: &mut Vec<u8>) {
    stamp.write(length, out);
    out.push(b'\n');
}

pub(super) fn read(_line: &[u8]) -> Word<'_> {
    Word::Other
}
