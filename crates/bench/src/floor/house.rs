//! Who is on the floor, and what they are told at the end of a turn.

use std::collections::HashMap;
use std::io;

use mio::net::TcpStream;

use super::seat::Seat;

/// A seat with more than this to read is given up: nobody can hold the measured machine's memory.
const OUT_MAX: usize = 64 * 1024 * 1024;
/// A line of the list of members has at most this many names.
const NAMES_IN_A_ROW: usize = 40;
/// How much memory is kept for the next turn.
const SPARE_MAX: usize = 32;
const SPARE_BYTES: usize = 64 * 1024;

#[derive(Default)]
pub(super) struct House {
    seats: Vec<Option<Seat>>,
    free: Vec<usize>,
    names: HashMap<Box<[u8]>, u32>,
    rooms: Vec<Room>,
    /// Rooms in which something was said in this turn.
    loud: Vec<u32>,
    /// Seats that have something of their own to read.
    due: Vec<usize>,
    /// Memory for what is said in a turn, so that a silent room needs none.
    spare: Vec<Vec<u8>>,
}

#[derive(Default)]
struct Room {
    members: Vec<u32>,
    /// Who enters is not told of, and told of nobody.
    hidden: bool,
    /// What was said in this turn, and which parts of it a seat does not hear since it said them.
    said: Vec<u8>,
    own: Vec<(usize, usize, usize)>,
}

impl House {
    /// The place of who enters next.
    pub(super) fn next(&self) -> usize {
        self.free.last().copied().unwrap_or(self.seats.len())
    }

    pub(super) fn enter(&mut self, stream: TcpStream) {
        let seat = Some(Seat::new(stream));
        match self.free.pop() {
            Some(place) => self.seats[place] = seat,
            None => self.seats.push(seat),
        }
    }

    /// Reads what came on a seat and carries it out.
    pub(super) fn listen(&mut self, place: usize, buffer: &mut [u8]) {
        loop {
            let Some(Some(seat)) = self.seats.get_mut(place) else { return };
            let count = match seat.read(buffer) {
                Ok(0) => return self.leave(place),
                Ok(count) => count,
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => return,
                Err(_) => return self.leave(place),
            };
            let mut half = seat.take_half();
            let mut bytes = &buffer[..count];
            if !half.is_empty() {
                half.extend_from_slice(bytes);
                bytes = &half;
            }
            while let Some(at) = memchr::memchr(b'\n', bytes) {
                let line = &bytes[..at];
                self.carry_out(place, line.strip_suffix(b"\r").unwrap_or(line));
                bytes = &bytes[at + 1..];
            }
            let Some(Some(seat)) = self.seats.get_mut(place) else { return };
            seat.keep_half(bytes);
            if count < buffer.len() {
                return;
            }
        }
    }

    fn carry_out(&mut self, place: usize, line: &[u8]) {
        let Some(Some(seat)) = self.seats.get_mut(place) else { return };
        let (verb, rest) = match memchr::memchr(b' ', line) {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (line, &line[line.len()..]),
        };
        match verb {
            b"PRIVMSG" => {
                let Some(at) = memchr::memchr(b' ', rest) else { return };
                let Some(room) = self.names.get(&rest[..at]).copied() else { return };
                self.say(room, place, &[b" PRIVMSG ", rest]);
            }
            b"NICK" => seat.nick = String::from_utf8_lossy(rest).into(),
            b"USER" => {
                let welcome = format!(":floor 001 {} :Welcome\r\n", seat.nick);
                self.answer(place, welcome.as_bytes());
            }
            b"MODE" => self.hide_members(rest),
            b"JOIN" => self.join(place, rest),
            b"PING" => self.answer(place, &[b":floor PONG floor :", rest, b"\r\n"].concat()),
            b"QUIT" => self.leave(place),
            _ => {}
        }
    }

    /// Everyone hears of it, who enters too, and that one is told who is there.
    fn join(&mut self, place: usize, name: &[u8]) {
        let at = match self.names.get(name) {
            Some(at) => *at,
            None => {
                let at = u32::try_from(self.rooms.len()).unwrap_or(u32::MAX);
                self.names.insert(name.into(), at);
                self.rooms.push(Room::default());
                at
            }
        };
        let Some(Some(seat)) = self.seats.get_mut(place) else { return };
        let mut rooms = seat.rooms.to_vec();
        rooms.push(at);
        seat.rooms = rooms.into();
        let mut answer = [b":", seat.nick.as_bytes(), b"!u@floor JOIN ", name, b"\r\n"].concat();
        let hidden = self.rooms[at as usize].hidden;
        if !hidden {
            self.say(at, place, &[b" JOIN ", name]);
        }
        let room = &mut self.rooms[at as usize];
        // What was said in this turn so far was said before it came in.
        if !room.said.is_empty() {
            room.own.push((place, 0, room.said.len()));
        }
        room.members.push(u32::try_from(place).unwrap_or(u32::MAX));
        let shown = if hidden { &[][..] } else { &room.members[..] };
        for row in shown.chunks(NAMES_IN_A_ROW) {
            answer.extend_from_slice(b":floor 353 x = ");
            answer.extend_from_slice(name);
            answer.extend_from_slice(b" :");
            for member in row {
                if let Some(Some(member)) = self.seats.get(*member as usize) {
                    answer.extend_from_slice(member.nick.as_bytes());
                    answer.push(b' ');
                }
            }
            answer.extend_from_slice(b"\r\n");
        }
        answer.extend_from_slice(b":floor 366 x ");
        answer.extend_from_slice(name);
        answer.extend_from_slice(b" :End\r\n");
        self.answer(place, &answer);
    }

    /// The only mode there is: `ROOM +u`.
    fn hide_members(&mut self, rest: &[u8]) {
        let room = rest.strip_suffix(b" +u").and_then(|name| self.names.get(name));
        if let Some(room) = room.and_then(|at| self.rooms.get_mut(*at as usize)) {
            room.hidden = true;
        }
    }

    fn leave(&mut self, place: usize) {
        let Some(Some(seat)) = self.seats.get_mut(place) else { return };
        for at in std::mem::take(&mut seat.rooms) {
            self.say(at, place, &[b" QUIT :"]);
            let room = &mut self.rooms[at as usize];
            room.members.retain(|member| *member as usize != place);
            room.own.retain(|(who, _, _)| *who != place);
        }
        if let Some(seat) = self.seats.get_mut(place) {
            *seat = None;
        }
        self.free.push(place);
    }

    /// Notes what a seat's room is told about it at the end of the turn.
    fn say(&mut self, at: u32, place: usize, words: &[&[u8]]) {
        let Some(Some(seat)) = self.seats.get(place) else { return };
        let Some(room) = self.rooms.get_mut(at as usize) else { return };
        if room.said.is_empty() {
            self.loud.push(at);
            room.said = self.spare.pop().unwrap_or_default();
        }
        let start = room.said.len();
        room.said.push(b':');
        room.said.extend_from_slice(seat.nick.as_bytes());
        room.said.extend_from_slice(b"!u@floor");
        words.iter().for_each(|word| room.said.extend_from_slice(word));
        room.said.extend_from_slice(b"\r\n");
        room.own.push((place, start, room.said.len()));
    }

    fn answer(&mut self, place: usize, bytes: &[u8]) {
        let Some(Some(seat)) = self.seats.get_mut(place) else { return };
        seat.out().extend_from_slice(bytes);
        if !std::mem::replace(&mut seat.due, true) {
            self.due.push(place);
        }
    }

    /// The end of a turn: each listener gets all it is to hear with one write.
    pub(super) fn tell(&mut self) {
        for at in std::mem::take(&mut self.loud) {
            let Some(room) = self.rooms.get_mut(at as usize) else { continue };
            let said = std::mem::take(&mut room.said);
            // Who spoke hears the others only; the rest share the same bytes.
            let mut own = std::mem::take(&mut room.own);
            own.sort_unstable();
            for part in own.chunk_by(|one, other| one.0 == other.0) {
                let Some(Some(seat)) = part.first().and_then(|(place, _, _)| self.seats.get_mut(*place))
                else {
                    continue;
                };
                let mut from = 0;
                for (_, start, end) in part {
                    if *start > from {
                        let heard = &said[from..*start];
                        seat.out().extend_from_slice(heard);
                    }
                    from = from.max(*end);
                }
                seat.out().extend_from_slice(&said[from..]);
            }
            let mut spoke = own.iter().map(|(place, _, _)| *place).collect::<Vec<_>>();
            spoke.dedup();
            for place in &room.members {
                let place = *place as usize;
                let Some(Some(seat)) = self.seats.get_mut(place) else { continue };
                let spoke = spoke.binary_search(&place).is_ok();
                if !spoke && !seat.has_out() && seat.rooms.len() == 1 {
                    seat.write_shared(&said);
                    continue;
                }
                if !spoke {
                    seat.out().extend_from_slice(&said);
                }
                if !std::mem::replace(&mut seat.due, true) {
                    self.due.push(place);
                }
            }
            if self.spare.len() < SPARE_MAX {
                let mut said = said;
                said.clear();
                said.shrink_to(SPARE_BYTES);
                self.spare.push(said);
            }
        }
        for place in std::mem::take(&mut self.due) {
            let Some(Some(seat)) = self.seats.get_mut(place) else { continue };
            seat.due = false;
            seat.flush();
            if seat.has_out() && seat.out().len() > OUT_MAX {
                self.leave(place);
            }
        }
    }

    /// A socket has room again.
    pub(super) fn can_write(&mut self, place: usize) {
        if let Some(Some(seat)) = self.seats.get_mut(place)
            && !seat.due
        {
            seat.flush();
        }
    }
}
