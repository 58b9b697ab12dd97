//! A talker at the line door, with `/numbers on`.

use crate::notes::{Heard, find_text};
use crate::stage::Addresses;
use crate::support::line::Line;
use crate::talker::{Mouth, Sound};
use std::collections::BTreeMap;
use std::io;

pub(crate) struct AtLine {
    line: Line,
    nick: String,
    /// The room to which plain lines go, and from which lines come without its name.
    current: String,
}

impl Mouth for AtLine {
    const CATCHES_UP: bool = false;

    fn enter(
        at: &Addresses,
        nick: &str,
        rooms: &[&str],
        back: bool,
        _: &BTreeMap<String, String>,
    ) -> io::Result<Self> {
        let mut line = Line::try_enter(at.line, nick)?;
        let hello = if back { "Welcome back, " } else { "" };
        assert!(
            line.heard().iter().any(|line| line.contains(hello)),
            "{nick} was forgotten:\n{}",
            line.past()
        );
        for room in rooms {
            // In the lobby one is already; a room that one is in becomes the current one.
            line.send(format!("/join {room}\n"))?;
        }
        line.send("/numbers on\n")?;
        let current = rooms.last().copied().unwrap_or_default();
        Ok(Self { line, nick: nick.into(), current: current.into() })
    }

    fn say(&mut self, room: &str, text: &str) -> io::Result<()> {
        if room == self.current {
            self.line.send(format!("{text}\n"))
        } else {
            self.line.send(format!("/msg {room} {text}\n"))
        }
    }

    fn hear(&mut self) -> io::Result<Sound> {
        let line = self.line.line()?;
        let Some(text) = find_text(&line) else { return Ok(Sound::Other) };
        Ok(match self.numbered(&line, text) {
            Some((heard, who)) => Sound::Message { ack: who == self.nick, heard },
            None => Sound::Seen(text.into()),
        })
    }
}

impl AtLine {
    /// `[#room] #12 ann: text`, the room only if it is not the current one.
    fn numbered(&self, line: &str, text: &str) -> Option<(Heard, String)> {
        let (room, rest) = match line.strip_prefix('[') {
            Some(named) => named.split_once("] ")?,
            None => (&*self.current, line),
        };
        let (number, rest) = rest.strip_prefix('#')?.split_once(' ')?;
        let (who, said) = rest.split_once(": ")?;
        assert_eq!(said, text, "a line with more in it than was said: {line}");
        let heard = Heard { room: room.into(), number: number.parse().ok()?, id: None, text: text.into() };
        Some((heard, who.into()))
    }
}
