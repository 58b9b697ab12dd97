//! IRC as every server speaks it.

use super::Word;
use crate::stamp::Stamp;

pub(super) fn greet(nick: &str, out: &mut Vec<u8>) {
    for part in ["NICK ", nick, "\r\nUSER ", nick, " 0 * :", nick, "\r\n"] {
        out.extend_from_slice(part.as_bytes());
    }
}

pub(super) fn join(room: &str, out: &mut Vec<u8>) {
    for part in ["JOIN ", room, "\r\n"] {
        out.extend_from_slice(part.as_bytes());
    }
}

pub(super) fn hide_members(room: &str, out: &mut Vec<u8>) {
    for part in ["MODE ", room, " +u\r\n"] {
        out.extend_from_slice(part.as_bytes());
    }
}

pub(super) fn say(room: &str, stamp: Stamp, length: usize, out: &mut Vec<u8>) {
    for part in ["PRIVMSG ", room, " :"] {
        out.extend_from_slice(part.as_bytes());
    }
    stamp.write(length, out);
    out.extend_from_slice(b"\r\n");
}

pub(super) fn read(line: &[u8]) -> Word<'_> {
    let (verb, rest) = verb(line);
    match verb {
        b"JOIN" => Word::Told,
        b"353" => Word::Names(names(rest)),
        b"366" => Word::Joined,
        b"001" => Word::Welcome,
        b"PONG" => Word::Pong,
        b"PING" => Word::Ping(rest),
        b"ERROR" => Word::Refused,
        // No message of the day is no refusal.
        b"422" => Word::Other,
        [b'4' | b'5', _, _] => Word::Refused,
        _ => Word::Other,
    }
}

/// The command of a line, past its tags and its source, and what follows it.
pub(crate) fn verb(line: &[u8]) -> (&[u8], &[u8]) {
    let mut rest = line;
    if rest.first() == Some(&b'@') {
        rest = word(rest).1;
    }
    if rest.first() == Some(&b':') {
        rest = word(rest).1;
    }
    word(rest)
}

fn word(text: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b' ', text) {
        Some(at) => {
            let (word, rest) = text.split_at(at);
            (word, rest.trim_ascii_start())
        }
        None => (text, b""),
    }
}

/// How many names stand in the last parameter.
fn names(parameters: &[u8]) -> u32 {
    let list = memchr::memmem::find(parameters, b" :").map_or(&b""[..], |at| &parameters[at + 2..]);
    let names = list.split(|byte| *byte == b' ').filter(|name| !name.is_empty());
    u32::try_from(names.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_servers() {
        for (line, word) in [
            (":irc.local 001 b1 :Welcome to Localnet", Word::Welcome),
            (":b1!b1@127.0.0.1 JOIN :#r0", Word::Told),
            ("@time=2026-01-01T00:00:00.000Z :b1!b1@127.0.0.1 JOIN #r0", Word::Told),
            (":irc.local 353 b1 = #r0 :@b1 +b2 b3 ", Word::Names(3)),
            (":irc.local 353 b1 = #r0 :", Word::Names(0)),
            (":irc.local 366 b1 #r0 :End of /NAMES list.", Word::Joined),
            ("PING :irc.local", Word::Ping(b":irc.local")),
            (":irc.local PONG irc.local :fence", Word::Pong),
            (":irc.local 433 * b1 :Nickname is already in use.", Word::Refused),
            ("ERROR :Closing link", Word::Refused),
            (":irc.local 422 b1 :MOTD file is missing", Word::Other),
            (":b2!b2@127.0.0.1 PRIVMSG #r0 :JOIN", Word::Other),
            ("", Word::Other),
        ] {
            assert_eq!(read(line.as_bytes()), word, "{line}");
        }
    }
}
