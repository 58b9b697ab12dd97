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

/// Where one is is said when one has come in, and again with each room.
pub(super) fn read(line: &[u8]) -> Word<'_> {
    if line.starts_with(b"You are in ") || line.starts_with(b"There is no command /fence;") {
        Word::Pong
    } else {
        Word::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_life_are_understood() {
        assert_eq!(read(b"You are in #bench0, alone.\r"), Word::Pong);
        assert_eq!(read(b"There is no command /fence; /help lists them all."), Word::Pong);
        assert_eq!(read(b"b1: You are in luck"), Word::Other);
        assert_eq!(read(b"Here: @b0, b1"), Word::Other);
    }
}
