//! One connection: its socket, the half of a line that came, and what could not be written yet.

use std::io::{self, Read, Write};

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
}

impl Link {
    pub(super) fn new(stream: TcpStream) -> Link {
        Link { stream: Some(stream), half: Vec::new(), out: Vec::new(), stage: Stage::Greeting }
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

/// Calls `each` for every whole line, without its end; keeps the rest in `half` for the next time.
pub(super) fn lines(half: &mut Vec<u8>, mut bytes: &[u8], mut each: impl FnMut(&[u8])) {
    if !half.is_empty() {
        let Some(at) = memchr::memchr(b'\n', bytes) else {
            half.extend_from_slice(bytes);
            return;
        };
        let (end, rest) = bytes.split_at(at);
        half.extend_from_slice(end);
        each(trimmed(half));
        *half = Vec::new();
        bytes = &rest[1..];
    }
    while let Some(at) = memchr::memchr(b'\n', bytes) {
        let (line, rest) = bytes.split_at(at);
        each(trimmed(line));
        bytes = &rest[1..];
    }
    half.extend_from_slice(bytes);
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_wherever_they_were_cut() {
        let sent = b"one\r\ntwo\n\r\nthree\r\nfour";
        for first in 0..sent.len() {
            for second in first..sent.len() {
                let (mut half, mut heard) = (Vec::new(), Vec::new());
                for part in [&sent[..first], &sent[first..second], &sent[second..]] {
                    lines(&mut half, part, |line| heard.push(String::from_utf8_lossy(line).into_owned()));
                }
                assert_eq!(heard, ["one", "two", "", "three"], "cut at {first} and {second}");
                assert_eq!(half, b"four");
            }
        }
    }

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
