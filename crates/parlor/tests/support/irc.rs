//! A client of the IRC door.

use super::wire::Wire;
use std::io;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};

/// Somebody at the IRC door.
pub struct Irc(Wire);

/// A line of IRC, taken apart.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Tags with their values.
    pub tags: Vec<(String, String)>,
    /// The nickname or server it is from.
    pub from: String,
    /// The command or numeric.
    pub verb: String,
    /// The parameters, the last one whole.
    pub params: Vec<String>,
}

impl Message {
    /// Takes a line apart.
    pub fn parse(line: &str) -> Self {
        let mut message = Self::default();
        let mut rest = line;
        if let Some(tagged) = rest.strip_prefix('@') {
            let (tags, after) = tagged.split_once(' ').unwrap_or((tagged, ""));
            let pair = |tag: &str| {
                let (name, value) = tag.split_once('=').unwrap_or((tag, ""));
                (name.to_owned(), value.to_owned())
            };
            message.tags = tags.split(';').map(pair).collect();
            rest = after.trim_start();
        }
        if let Some(from) = rest.strip_prefix(':') {
            let (from, after) = from.split_once(' ').unwrap_or((from, ""));
            message.from = from.split('!').next().unwrap_or_default().to_owned();
            rest = after.trim_start();
        }
        let (words, trailing) = match rest.split_once(" :") {
            Some((words, trailing)) => (words, Some(trailing)),
            None => (rest, None),
        };
        let mut words = words.split_whitespace().map(str::to_owned);
        message.verb = words.next().unwrap_or_default();
        message.params = words.chain(trailing.map(str::to_owned)).collect();
        message
    }

    /// The value of a tag.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A parameter; empty where there is none.
    pub fn param(&self, at: usize) -> &str {
        self.params.get(at).map_or("", String::as_str)
    }
}

impl Irc {
    /// Connects and registers, with these capabilities.
    #[track_caller]
    pub fn enter(at: SocketAddr, nick: &str, caps: &str) -> Self {
        Self::try_enter(at, nick, caps).unwrap().0
    }

    /// As [`enter`](Self::enter), of a house that may go down meanwhile. Also which rooms they were in already.
    pub fn try_enter(at: SocketAddr, nick: &str, caps: &str) -> io::Result<(Self, Vec<String>)> {
        let mut irc = Self(Wire::to(at)?);
        irc.send(format!("CAP LS 302\r\nNICK {nick}\r\nUSER {nick} 0 * :{nick} of the tests\r\n"))?;
        if !caps.is_empty() {
            irc.send(format!("CAP REQ :{caps}\r\n"))?;
            let answer = irc.until(|m| m.verb == "CAP" && matches!(m.param(1), "ACK" | "NAK"))?;
            assert_eq!(answer.param(1), "ACK", "{caps} are not offered:\n{}", irc.past());
        }
        irc.send("CAP END\r\n")?;
        irc.until(|m| m.verb == "001")?;
        let mut rooms = Vec::new();
        irc.send("PING :in\r\n")?;
        loop {
            let message = irc.message()?;
            match message.verb.as_str() {
                "PONG" => return Ok((irc, rooms)),
                "JOIN" if message.from == nick => rooms.push(message.param(0).to_owned()),
                _ => {}
            }
        }
    }

    /// Connects and says these lines.
    #[track_caller]
    pub fn knocks(at: SocketAddr, lines: &str) -> Self {
        let mut irc = Self(Wire::to(at).unwrap());
        irc.send(lines).unwrap();
        irc
    }

    /// Sends a line.
    #[track_caller]
    pub fn say(&mut self, line: &str) {
        self.send(format!("{line}\r\n")).unwrap();
    }

    /// Joins a room, and waits until the names of who is in it have come.
    #[track_caller]
    pub fn join(&mut self, room: &str) {
        self.say(&format!("JOIN {room}"));
        self.until(|m| m.verb == "366").unwrap();
    }

    /// The next line. A question whether one is there still is answered.
    pub fn message(&mut self) -> io::Result<Message> {
        loop {
            let message = Message::parse(&self.line()?);
            if message.verb == "PING" {
                self.send(format!("PONG :{}\r\n", message.param(0)))?;
                continue;
            }
            return Ok(message);
        }
    }

    /// Reads until a line that is wanted.
    pub fn until(&mut self, mut wanted: impl FnMut(&Message) -> bool) -> io::Result<Message> {
        loop {
            let message = self.message()?;
            if wanted(&message) {
                return Ok(message);
            }
        }
    }
}

impl Deref for Irc {
    type Target = Wire;

    fn deref(&self) -> &Wire {
        &self.0
    }
}

impl DerefMut for Irc {
    fn deref_mut(&mut self) -> &mut Wire {
        &mut self.0
    }
}
