//! One connection: its socket, the half of a line that came, and what could not be written yet.

use std::io::{self, Read, Write};
use std::net::SocketAddr;

use mio::net::TcpStream;

use crate::dialect::Word;

/// What a connection waits for, for protocols whose answers do not say what they answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Greeting,
    In,
    Joining,
}

impl Stage {
    /// What a connection does in this stage, after `while it`.
    pub(super) fn words(self) -> &'static str {
        match self {
            Stage::Greeting => "waited to be greeted",
            Stage::Joining => "waited to be in a room",
            Stage::In => "was in",
        }
    }

    /// A sign of life is the answer to the greeting or the join, where the protocol has no other.
    pub(super) fn understand(&mut self, word: &mut Word<'_>) {
        match (*self, &word) {
            (Stage::Greeting, Word::Pong) => *word = Word::Welcome,
            (Stage::Joining, Word::Pong) => *word = Word::Joined,
            _ => {}
        }
        if matches!(word, Word::Welcome | Word::Joined) {
            *self = Stage::In;
        }
    }
}

pub(super) struct Link {
    pub(super) stream: Option<TcpStream>,
    pub(super) half: Vec<u8>,
    pub(super) out: Vec<u8>,
    pub(super) stage: Stage,
    /// Frames come, where the dialect has them.
    pub(super) open: bool,
}

impl Link {
    pub(super) fn new(stream: TcpStream) -> Link {
        Link { stream: Some(stream), half: Vec::new(), out: Vec::new(), stage: Stage::Greeting, open: false }
    }

    /// Our end of it.
    pub(super) fn from(&self) -> Option<SocketAddr> {
        self.stream.as_ref()?.local_addr().ok()
    }

    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.stream {
            Some(stream) => stream.read(buffer),
            None => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    /// Writes what can be written. What cannot waits for the socket; a broken one is noticed when it is read.
    pub(super) fn flush(&mut self) {
        let Some(stream) = &mut self.stream else { return self.out.clear() };
        while !self.out.is_empty() {
            match stream.write(&self.out) {
                Ok(count) if count == self.out.len() => self.out = Vec::new(),
                Ok(count) => drop(self.out.drain(..count)),
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }

    pub(super) fn close(&mut self) {
        self.stream = None;
        self.half = Vec::new();
        self.out = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pong_means_what_was_asked_last() {
        let mut stage = Stage::Greeting;
        let mut ask = |asked: Option<Stage>| {
            stage = asked.unwrap_or(stage);
            let mut word = Word::Pong;
            stage.understand(&mut word);
            word
        };
        assert_eq!(ask(None), Word::Welcome);
        assert_eq!(ask(None), Word::Pong);
        assert_eq!(ask(Some(Stage::Joining)), Word::Joined);
        assert_eq!(ask(None), Word::Pong);
    }
}
