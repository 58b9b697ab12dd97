//! What is said to a server and how its lines are understood, for each protocol the generator speaks.

mod irc;
mod line;
mod lines;
mod nats;
mod redis;
mod stream;

use crate::stamp::Stamp;

pub(crate) use irc::verb as irc_verb;
use lines::lines;

/// A protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// IRC without any capability: what every server of that kind can do. The floor speaks it too.
    Irc,
    /// Parlor's line door.
    Line,
    /// Redis: publish and subscribe on one connection, which takes RESP3.
    Redis,
    /// NATS.
    Nats,
    /// Parlor's HTTP door: the WebSocket of its API.
    Stream,
}

/// What a line means to the generator, when it is not a measured message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word<'a> {
    /// The server knows us now.
    Welcome,
    /// We are in the room, and know who is in it.
    Joined,
    /// Someone came into our room; it may be ourselves.
    Told,
    /// All that was missed in a room has come; from now on comes what happens.
    Live,
    /// So many names on one line of the list of members.
    Names(u32),
    /// The answer to [`Dialect::fence`].
    Pong,
    /// The server wants to know whether we are there.
    Ping(&'a [u8]),
    /// The server will not do what was asked, or is about to close.
    Refused,
    /// Anything else.
    Other,
}

impl Dialect {
    /// The name of the room that is counted `room`.
    pub fn room(self, room: usize) -> String {
        match self {
            Dialect::Irc | Dialect::Line | Dialect::Stream => format!("#bench{room}"),
            Dialect::Redis | Dialect::Nats => format!("bench{room}"),
        }
    }

    /// The first words on a connection. They are answered with [`Word::Welcome`], or [`Word::Pong`] which means it.
    pub fn greet(self, nick: &str, out: &mut Vec<u8>) {
        match self {
            Dialect::Irc => irc::greet(nick, out),
            Dialect::Line => line::greet(nick, out),
            Dialect::Redis => redis::greet(out),
            Dialect::Nats => nats::greet(out),
            Dialect::Stream => stream::greet(nick, None, out),
        }
    }

    /// The first words of who was here before, who is told what came `after` that first: numbers of the last that was heard
    /// in each room, such as `!2:12,!5:4`. Then comes a [`Word::Live`] for each. Only for who [`Dialect::resumes`].
    pub fn greet_again(self, nick: &str, after: &str, out: &mut Vec<u8>) {
        match self {
            Dialect::Stream => stream::greet(nick, Some(after), out),
            Dialect::Irc | Dialect::Line | Dialect::Redis | Dialect::Nats => self.greet(nick, out),
        }
    }

    /// Enters a room. Answered with [`Word::Joined`], or [`Word::Pong`] which means it.
    pub fn join(self, room: &str, out: &mut Vec<u8>) {
        match self {
            Dialect::Irc => irc::join(room, out),
            Dialect::Line => line::join(room, out),
            Dialect::Redis => redis::join(room, out),
            Dialect::Nats => nats::join(room, out),
            Dialect::Stream => stream::join(room, out),
        }
    }

    /// Lets the room's members not be told of each other, where they would be: its mode `u`, as an auditorium has it.
    pub fn hide_members(self, room: &str, out: &mut Vec<u8>) {
        if self == Dialect::Irc {
            irc::hide_members(room, out);
        }
    }

    /// Says a measured message of `length` bytes in a room.
    pub fn say(self, room: &str, stamp: Stamp, length: usize, out: &mut Vec<u8>) {
        match self {
            Dialect::Irc => irc::say(room, stamp, length, out),
            Dialect::Line => line::say(stamp, length, out),
            Dialect::Redis => redis::say(room, stamp, length, out),
            Dialect::Nats => nats::say(room, stamp, length, out),
            Dialect::Stream => stream::say(room, stamp, length, out),
        }
    }

    /// Asks for a sign that everything before it was dealt with. Answered with [`Word::Pong`].
    pub fn fence(self, out: &mut Vec<u8>) {
        out.extend_from_slice(match self {
            Dialect::Irc => b"PING fence\r\n".as_slice(),
            Dialect::Line => line::FENCE,
            Dialect::Redis => b"PING fence\r\n",
            Dialect::Nats => b"PING\r\n",
            Dialect::Stream => return stream::fence(out),
        });
    }

    /// Answers [`Word::Ping`].
    pub fn pong(self, token: &[u8], out: &mut Vec<u8>) {
        if self == Dialect::Stream {
            return stream::pong(token, out);
        }
        out.extend_from_slice(b"PONG");
        if self == Dialect::Irc {
            out.push(b' ');
            out.extend_from_slice(token);
        }
        out.extend_from_slice(b"\r\n");
    }

    /// Takes leave. The server closes, but for NATS, which has no word for it.
    pub fn quit(self, out: &mut Vec<u8>) {
        out.extend_from_slice(match self {
            Dialect::Irc | Dialect::Redis => b"QUIT\r\n".as_slice(),
            Dialect::Line => b"/quit\n",
            Dialect::Nats => b"",
            Dialect::Stream => return stream::quit(out),
        });
    }

    /// What a line without its end means.
    pub fn read(self, line: &[u8]) -> Word<'_> {
        match self {
            Dialect::Irc => irc::read(line),
            Dialect::Line => line::read(line),
            Dialect::Redis => redis::read(line),
            Dialect::Nats => nats::read(line),
            Dialect::Stream => stream::read(line),
        }
    }

    /// The stamp of a line that is a measured message of `length` bytes.
    pub fn stamp(self, line: &[u8], length: usize) -> Option<Stamp> {
        match self {
            Dialect::Stream => stream::stamp(line, length),
            Dialect::Irc | Dialect::Line | Dialect::Redis | Dialect::Nats => Stamp::read(line, length),
        }
    }

    /// Calls `each` for every whole line, or frame; keeps the rest in `half` for the next time. `open` is whether the
    /// frames have begun.
    pub fn split(self, half: &mut Vec<u8>, bytes: &[u8], open: &mut bool, each: impl FnMut(&[u8])) {
        match self {
            Dialect::Stream => stream::frames(half, bytes, open, each),
            Dialect::Irc | Dialect::Line | Dialect::Redis | Dialect::Nats => lines(half, bytes, each),
        }
    }

    /// Whether a sender gets its own messages back.
    pub fn echoes(self) -> bool {
        matches!(self, Dialect::Redis | Dialect::Nats | Dialect::Stream)
    }

    /// Whether who comes back is told what they missed ([`Dialect::greet_again`]).
    pub fn resumes(self) -> bool {
        self == Dialect::Stream
    }

    /// Whether members are told who comes into their room, and who comes is told who is there, in words that
    /// [`Dialect::read`] counts.
    pub fn knows_members(self) -> bool {
        self == Dialect::Irc
    }

    /// Whether the server closes after [`Dialect::quit`].
    pub fn closes_on_quit(self) -> bool {
        self != Dialect::Nats
    }
}
