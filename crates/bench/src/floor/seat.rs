//! One connection of the floor.

use std::io::{self, Read, Write};

use mio::net::TcpStream;

pub(super) struct Seat {
    stream: TcpStream,
    pub(super) nick: Box<str>,
    /// The rooms it is in, by their place.
    pub(super) rooms: Box<[u32]>,
    /// The half of a line, or what could not be written, while there is such; nothing for who is idle.
    under_way: Option<Box<UnderWay>>,
    /// Whether the house knows that it has something to write.
    pub(super) due: bool,
}

#[derive(Default)]
struct UnderWay {
    half: Vec<u8>,
    out: Vec<u8>,
}

impl Seat {
    pub(super) fn new(stream: TcpStream) -> Seat {
        Seat { stream, nick: Box::default(), rooms: Box::default(), under_way: None, due: false }
    }

    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buffer)
    }

    /// The half line that came before, taken out.
    pub(super) fn take_half(&mut self) -> Vec<u8> {
        self.under_way.as_mut().map(|under_way| std::mem::take(&mut under_way.half)).unwrap_or_default()
    }

    pub(super) fn keep_half(&mut self, half: &[u8]) {
        if !half.is_empty() {
            self.under_way.get_or_insert_default().half = half.to_vec();
        }
    }

    /// What it is told goes here, and is written at the end of the turn.
    pub(super) fn out(&mut self) -> &mut Vec<u8> {
        &mut self.under_way.get_or_insert_default().out
    }

    pub(super) fn has_out(&self) -> bool {
        self.under_way.as_ref().is_some_and(|under_way| !under_way.out.is_empty())
    }

    /// Writes bytes that all listeners of a room share; what does not go through waits.
    pub(super) fn write_shared(&mut self, bytes: &[u8]) {
        let written = self.stream.write(bytes).unwrap_or(0);
        if written < bytes.len() {
            self.out().extend_from_slice(&bytes[written..]);
        }
    }

    /// Writes what waits.
    pub(super) fn flush(&mut self) {
        let Some(under_way) = &mut self.under_way else { return };
        if !under_way.out.is_empty()
            && let Ok(written) = self.stream.write(&under_way.out)
        {
            under_way.out.drain(..written);
        }
        if under_way.out.is_empty() && under_way.half.is_empty() {
            self.under_way = None;
        }
    }
}
