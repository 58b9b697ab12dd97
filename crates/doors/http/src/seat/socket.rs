//! The seat behind a WebSocket (RFC 6455): a frame of JSON is a message of text, in both directions.
//!
//! What a server sends is not masked: a message is the same bytes for everyone who hears it.

use super::{JsonSeat, Opening};
use crate::counts::Streaming;
use parlor_model::{Number, Text};
use parlor_server::{Desk, Dialect, Ending, Farewell, Reply, RoomTag, Rules, Seat, Signalled, Token, Told};
use std::io::{self, ErrorKind, Read, Write};
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{Role, WebSocketConfig, WebSocketContext};
use tungstenite::{Error, Message};

/// A seat whose wire is a WebSocket that has shaken hands.
pub(crate) struct SocketSeat {
    inner: JsonSeat,
    reader: WebSocketContext,
    /// The last message was written.
    parted: bool,
    _streaming: Streaming,
}

/// Bytes for reading that a connection always holds: most of them are idle. A longer message gets what it needs.
const READ_BYTES: usize = 128;

/// First bytes of messages (§5.2): whole, and of this kind.
const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;

/// Dialects of [`JsonSeat`] and of this one do not share bytes.
const OVER_WEBSOCKET: u64 = 1 << 32;

impl SocketSeat {
    /// A seat that lets itself in as `opening` says, and takes messages of at most so many bytes.
    pub(crate) fn new(opening: Opening, message_bytes_max: usize, streaming: Streaming) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BYTES)
            .write_buffer_size(0)
            .max_message_size(Some(message_bytes_max))
            .max_frame_size(Some(message_bytes_max));
        let reader = WebSocketContext::new(Role::Server, Some(config));
        Self { inner: JsonSeat::new(opening), reader, parted: false, _streaming: streaming }
    }

    /// Reads what is whole of these bytes and of those before.
    fn read(&mut self, mut bytes: &[u8], desk: &mut Desk<'_>) {
        while !self.parted {
            let mut wire = Wire { input: &mut bytes, out: desk.out() };
            let message = match self.reader.read(&mut wire) {
                Ok(message) => message,
                Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) => return self.broken(&error, desk),
            };
            let mut frame = match message {
                Message::Text(text) => Vec::from(text.as_bytes()),
                Message::Binary(bytes) => Vec::from(bytes),
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
                Message::Close(_) => {
                    // The same goes back; after that its codec knows no more than that all is over.
                    let _ = self.reader.flush(&mut Wire { input: &mut bytes, out: desk.out() });
                    self.parted = true;
                    // What was asked before that is still done.
                    return self.with(desk, |seat, desk| seat.finished(desk));
                }
            };
            // A line end between two parts of a frame is white space; within words it is not JSON.
            frame.iter_mut().filter(|b| **b == b'\n').for_each(|b| *b = b' ');
            frame.push(b'\n');
            self.with(desk, |seat, desk| seat.received(&frame, desk));
        }
    }

    /// What came is no WebSocket, or too much.
    fn broken(&mut self, error: &Error, desk: &mut Desk<'_>) {
        let code = match error {
            Error::Capacity(_) => CloseCode::Size,
            Error::Utf8(_) => CloseCode::Invalid,
            _ => CloseCode::Protocol,
        };
        self.part(code, &error.to_string(), desk);
        desk.close(gone());
    }

    /// Lets the seat inside do something, and makes messages of what it wrote.
    fn with(&mut self, desk: &mut Desk<'_>, f: impl FnOnce(&mut JsonSeat, &mut Desk<'_>)) {
        let from = desk.out().len();
        f(&mut self.inner, desk);
        if self.parted {
            desk.out().truncate(from);
        } else {
            to_messages(desk.out(), from);
            if desk.is_closing() {
                self.part(CloseCode::Away, "see the last frame", desk);
            }
        }
    }

    /// Says that nothing more is said.
    fn part(&mut self, code: CloseCode, why: &str, desk: &mut Desk<'_>) {
        if !std::mem::replace(&mut self.parted, true) {
            let why = why.as_bytes();
            let why = &why[..why.len().min(CLOSE_BYTES_MAX)];
            header(CLOSE, 2 + why.len(), desk.out());
            desk.out().extend_from_slice(&u16::from(code).to_be_bytes());
            desk.out().extend_from_slice(why);
        }
    }
}

/// Bytes of the reason in a closing message (§5.5): its code takes two.
const CLOSE_BYTES_MAX: usize = 123;

fn gone() -> Ending {
    Ending::Broken(Text::trusted("connection closed"))
}

/// Makes messages of the lines that were written from there on.
fn to_messages(out: &mut Vec<u8>, from: usize) {
    if out.len() == from {
        return;
    }
    let lines = out.split_off(from);
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', &lines) {
        let frame = &lines[start..end];
        header(TEXT, frame.len(), out);
        out.extend_from_slice(frame);
        start = end + 1;
    }
}

/// The head of a message that is yet to be written, as most are long: neither very short nor very.
const LIKELY_HEAD: [u8; 4] = [TEXT, 126, 0, 0];

/// Makes one message of what `write` writes: one line or nothing. Nearly always it is written where it stays.
fn to_message<T>(to: &mut T, out: impl Fn(&mut T) -> &mut Vec<u8>, write: impl FnOnce(&mut T)) {
    let from = out(to).len();
    out(to).extend_from_slice(&LIKELY_HEAD);
    write(to);
    let out = out(to);
    let start = from + LIKELY_HEAD.len();
    if out.len() == start {
        return out.truncate(from);
    }
    if out.last() == Some(&b'\n') {
        out.pop();
    }
    match u16::try_from(out.len() - start) {
        Ok(length @ 126..) => out[start - 2..start].copy_from_slice(&length.to_be_bytes()),
        _ => {
            let frame = out.split_off(start);
            out.truncate(from);
            header(TEXT, frame.len(), out);
            out.extend_from_slice(&frame);
        }
    }
}

/// The head of a message of so many bytes (§5.2).
fn header(kind: u8, length: usize, out: &mut Vec<u8>) {
    out.push(kind);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..126), _) => out.push(short),
        (_, Ok(long)) => {
            out.push(126);
            out.extend_from_slice(&long.to_be_bytes());
        }
        _ => {
            out.push(127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

/// The reader's wire: what has come, and where its own answers go.
struct Wire<'w, 'b> {
    input: &'w mut &'b [u8],
    out: &'w mut Vec<u8>,
}

impl Read for Wire<'_, '_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.input.is_empty() {
            return Err(ErrorKind::WouldBlock.into());
        }
        self.input.read(to)
    }
}

impl Write for Wire<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seat for SocketSeat {
    fn opened(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.opened(desk));
    }

    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        self.read(bytes, desk);
    }

    fn resumed(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.resumed(desk));
    }

    fn finished(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.finished(desk));
    }

    fn answered(&mut self, token: Token, reply: Reply, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.answered(token, reply, desk));
    }

    fn told(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>) {
        if !self.parted {
            to_message(desk, |desk| desk.out(), |desk| self.inner.told(told, mine, desk));
        }
    }

    fn signalled(&mut self, signalled: &Signalled, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.signalled(signalled, desk));
    }

    fn is_behind(&mut self, room: &RoomTag, from: Number, to: Number, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.is_behind(room, from, to, desk));
    }

    fn is_level(&mut self, room: &RoomTag, upto: Number, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.is_level(room, upto, desk));
    }

    fn dialect(&self) -> Option<Dialect> {
        // Who said goodbye hears no more, although what they asked before may take its time.
        self.inner.dialect().filter(|_| !self.parted).map(|Dialect(inner)| Dialect(inner | OVER_WEBSOCKET))
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        to_message(out, |out| out, |out| self.inner.render(told, out));
    }

    fn hears_every_fact(&self) -> bool {
        self.inner.hears_every_fact()
    }

    fn woken(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.woken(desk));
    }

    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool {
        // Every WebSocket answers that by itself.
        header(PING, 0, desk.out());
        true
    }

    fn slowed(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.slowed(desk));
    }

    fn ruled(&mut self, before: &Rules, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.ruled(before, desk));
    }

    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.farewell(why, desk));
        self.part(CloseCode::Away, "see the last frame", desk);
    }
}

#[cfg(test)]
#[path = "socket_tests.rs"]
mod tests;
