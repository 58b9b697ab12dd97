//! Parlor's HTTP door: a WebSocket on its API (RFC 6455), one JSON object a frame.

use super::Word;
use crate::stamp::Stamp;

// Each ask has a number of its own, so that its answer is known by it.
const JOIN: &str = "1";
const SAY: &str = "2";
const FENCE: &str = "3";
const QUIT: &str = "4";

const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;
/// A client must mask what it sends; with this mask it stays as it is.
const MASK: [u8; 4] = [0; 4];

/// Asks for the stream as a guest. With `after`, such as `!2:12,!5:4`, what came after comes first.
pub(super) fn greet(nick: &str, after: Option<&str>, out: &mut Vec<u8>) {
    let (before, after) = after.map_or(("", ""), |after| ("&after=", after));
    for part in [
        "GET /api/v1/stream?name=",
        nick,
        before,
        after,
        " HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: cGFybG9yIG1lYXN1cmVzLg==\r\n\r\n",
    ] {
        out.extend_from_slice(part.as_bytes());
    }
}

pub(super) fn join(room: &str, out: &mut Vec<u8>) {
    ask(&["{\"id\":", JOIN, ",\"join\":{\"room\":\"", room, "\"}}"], out);
}

pub(super) fn say(room: &str, stamp: Stamp, length: usize, out: &mut Vec<u8>) {
    let mut text = Vec::with_capacity(length);
    stamp.write(length, &mut text);
    // Of the letters of a stamp one has a meaning of its own in JSON.
    let text = String::from_utf8_lossy(&text).replace('\\', "\\\\");
    ask(&["{\"id\":", SAY, ",\"say\":{\"room\":\"", room, "\",\"text\":\"", &text, "\"}}"], out);
}

pub(super) fn fence(out: &mut Vec<u8>) {
    ask(&["{\"id\":", FENCE, ",\"fence\":{}}"], out);
}

pub(super) fn quit(out: &mut Vec<u8>) {
    ask(&["{\"id\":", QUIT, ",\"quit\":{}}"], out);
}

pub(super) fn pong(token: &[u8], out: &mut Vec<u8>) {
    frame(PONG, &[token], out);
}

fn ask(parts: &[&str], out: &mut Vec<u8>) {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    frame(TEXT, &parts, out);
}

fn frame(kind: u8, parts: &[&[u8]], out: &mut Vec<u8>) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    out.push(kind);
    match u8::try_from(length) {
        Ok(short @ 0..126) => out.push(0x80 | short),
        _ => {
            out.push(0x80 | 126);
            out.extend_from_slice(&u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    out.extend_from_slice(&MASK);
    parts.iter().for_each(|part| out.extend_from_slice(part));
}

/// What a frame means, or the head of the answer.
pub(super) fn read(frame: &[u8]) -> Word<'_> {
    if frame.starts_with(b"HTTP/1.1 101") {
        return Word::Other;
    }
    match header(frame) {
        Some((TEXT, start, _)) => read_text(&frame[start..]),
        Some((PING, start, _)) => Word::Ping(&frame[start..]),
        // That is heard when the connection ends.
        Some((CLOSE, ..)) => Word::Other,
        _ => Word::Refused,
    }
}

fn read_text(text: &[u8]) -> Word<'_> {
    let answered = text.strip_prefix(b"{\"re\":").and_then(|rest| rest.split_at_checked(2));
    match answered {
        Some((b"0,", rest)) if rest.starts_with(b"\"entered\"") => Word::Welcome,
        Some((_, rest)) if rest.starts_with(b"\"refused\"") => Word::Refused,
        Some((b"1,", _)) => Word::Joined,
        Some((b"3,", _)) => Word::Pong,
        Some(_) => Word::Other,
        None if text.starts_with(b"{\"live\"") => Word::Live,
        None if [&b"{\"bye\""[..], b"{\"gap\"", b"{\"lost\""].iter().any(|word| text.starts_with(word)) => {
            Word::Refused
        }
        None => Word::Other,
    }
}

/// The stamp of what was said, which is the last thing in its event.
pub(super) fn stamp(frame: &[u8], length: usize) -> Option<Stamp> {
    let frame = frame.strip_suffix(b"\"}}")?;
    match Stamp::read(frame, length) {
        Some(stamp) => Some(stamp),
        None => {
            let text = frame.rsplit(|byte| *byte == b'"').next()?;
            let text = std::str::from_utf8(text).ok()?.replace("\\\\", "\\");
            (text.len() == length).then(|| Stamp::read(text.as_bytes(), length))?
        }
    }
}

/// Calls `each` for the head of the answer and then for every whole frame; keeps the rest in `half` for the next time.
pub(super) fn frames(half: &mut Vec<u8>, bytes: &[u8], open: &mut bool, mut each: impl FnMut(&[u8])) {
    let joined;
    let mut rest = if half.is_empty() {
        bytes
    } else {
        half.extend_from_slice(bytes);
        joined = std::mem::take(half);
        &joined
    };
    if !*open {
        let Some(end) = memchr::memmem::find(rest, b"\r\n\r\n") else {
            half.extend_from_slice(rest);
            return;
        };
        *open = true;
        each(&rest[..end]);
        rest = &rest[end + 4..];
    }
    while let Some((_, start, length)) = header(rest)
        && let Some((frame, more)) = rest.split_at_checked(start + length)
    {
        each(frame);
        rest = more;
    }
    half.extend_from_slice(rest);
}

/// The kind of a frame, where what it carries begins, and how long that is.
fn header(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (kind, short) = (*bytes.first()?, *bytes.get(1)?);
    match short & 0x7f {
        126 => {
            let long = bytes.get(2..4)?.try_into().ok()?;
            Some((kind, 4, usize::from(u16::from_be_bytes(long))))
        }
        127 => {
            let long = bytes.get(2..10)?.try_into().ok()?;
            Some((kind, 10, usize::try_from(u64::from_be_bytes(long)).ok()?))
        }
        short => Some((kind, 2, usize::from(short))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str) -> Vec<u8> {
        let mut frame = vec![TEXT];
        match text.len() {
            short @ 0..126 => frame.push(u8::try_from(short).unwrap_or(0)),
            long => {
                frame.push(126);
                frame.extend_from_slice(&u16::try_from(long).unwrap_or(0).to_be_bytes());
            }
        }
        frame.extend_from_slice(text.as_bytes());
        frame
    }

    #[test]
    fn frames_are_whole_wherever_they_were_cut() {
        let long = format!("{{\"said\":\"{}\"}}", "x".repeat(300));
        let mut bytes = b"HTTP/1.1 101 Switching Protocols\r\na: b\r\n\r\n".to_vec();
        for text in ["{\"live\":{}}", &long, ""] {
            bytes.extend(sent(text));
        }
        bytes.extend_from_slice(&[TEXT, 5, b'r']);
        for first in 0..bytes.len() {
            for second in [first, bytes.len() / 2, bytes.len() - 3] {
                let second = second.max(first);
                let (mut half, mut open, mut heard) = (Vec::new(), false, Vec::new());
                for part in [&bytes[..first], &bytes[first..second], &bytes[second..]] {
                    frames(&mut half, part, &mut open, |frame| heard.push(frame.to_vec()));
                }
                assert_eq!(heard.len(), 4, "cut at {first} and {second}");
                assert!(heard[0].starts_with(b"HTTP/1.1 101"));
                assert_eq!(heard[2][4..], *long.as_bytes());
                assert_eq!(half, [TEXT, 5, b'r']);
            }
        }
    }

    #[test]
    fn what_frames_mean() {
        for (text, word) in [
            ("{\"re\":0,\"entered\":{\"me\":{}}}", Word::Welcome),
            ("{\"re\":0,\"refused\":{\"code\":\"name_taken\"}}", Word::Refused),
            ("{\"re\":1,\"done\":{\"number\":2}}", Word::Joined),
            ("{\"re\":2,\"done\":{\"number\":2}}", Word::Other),
            ("{\"re\":2,\"refused\":{}}", Word::Refused),
            ("{\"re\":3,\"done\":{}}", Word::Pong),
            ("{\"live\":{\"room_id\":\"!2\",\"after\":40}}", Word::Live),
            ("{\"gap\":{\"room_id\":\"!2\"}}", Word::Refused),
            ("{\"bye\":{\"code\":\"stopping\"}}", Word::Refused),
            ("{\"room\":\"#bench0\",\"joined\":{}}", Word::Other),
        ] {
            assert_eq!(read(&sent(text)), word, "{text}");
        }
        assert_eq!(read(&[CLOSE, 2, 3, 0xe9]), Word::Other);
        assert_eq!(read(&[PING, 1, b'x']), Word::Ping(b"x"));
        assert_eq!(read(b"HTTP/1.1 403 Forbidden"), Word::Refused);
    }

    #[test]
    fn a_stamp_is_found_with_its_backslashes() {
        // 0x2c is the place of the backslash among the letters.
        for stamp in [
            Stamp { sender: 1, number: 2, sent: 3 },
            Stamp { sender: 0x2c, number: 0x2c << 6 | 0x2c, sent: 0x2c },
        ] {
            let mut out = Vec::new();
            say("#bench0", stamp, 100, &mut out);
            let asked = String::from_utf8_lossy(&out[8..]).into_owned();
            let text = asked.split("\"text\":").nth(1).unwrap_or_default();
            let event = format!("{{\"room\":\"#bench0\",\"said\":{{\"text\":{text}");
            assert_eq!(super::stamp(event.as_bytes(), 100), Some(stamp), "{event}");
        }
        assert_eq!(super::stamp(b"{\"said\":{\"text\":\"hello\"}}", 100), None);
    }
}
