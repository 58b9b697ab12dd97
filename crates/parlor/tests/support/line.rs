//! A client of the line door.

use super::wire::Wire;
use std::io;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};

/// Somebody at the line door.
pub struct Line(Wire);

impl Line {
    /// Connects, and says nothing yet.
    #[track_caller]
    pub fn to(at: SocketAddr) -> Self {
        Self(Wire::to(at).unwrap())
    }

    /// Connects and comes in under this name, into the lobby.
    #[track_caller]
    pub fn enter(at: SocketAddr, nick: &str) -> Self {
        Self::try_enter(at, nick).unwrap()
    }

    /// As [`enter`](Self::enter), of a house that may go down meanwhile.
    pub fn try_enter(at: SocketAddr, nick: &str) -> io::Result<Self> {
        let mut line = Self(Wire::to(at)?);
        line.send(format!("{nick}\n"))?;
        line.until("You are in #")?;
        Ok(line)
    }

    /// Says a line.
    #[track_caller]
    pub fn say(&mut self, text: &str) {
        self.send(format!("{text}\n")).unwrap();
    }

    /// Reads until a line with these words.
    pub fn until(&mut self, words: &str) -> io::Result<String> {
        loop {
            let line = self.line()?;
            if line.contains(words) {
                return Ok(line);
            }
        }
    }
}

impl Deref for Line {
    type Target = Wire;

    fn deref(&self) -> &Wire {
        &self.0
    }
}

impl DerefMut for Line {
    fn deref_mut(&mut self) -> &mut Wire {
        &mut self.0
    }
}
