//! The seat of server-sent events (WHATWG HTML §9.2): frames that were told, with the place that they are at.
//!
//! Until it is told to begin, it answers in frames like every other, and holds back what is told. From then on it writes
//! nothing but the stream. Streams of one and the same room alone hear the same bytes.

use super::{JsonSeat, Opening};
use parlor_api::{RoomAddress, room_id};
use parlor_model::{NameRules, Number, RoomId};
use parlor_server::{Desk, Dialect, Farewell, Reply, RoomTag, Rules, Seat, Signalled, Token, Told};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// With what a stream begins.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct Begin {
    /// The last number of each room that is heard.
    pub(crate) places: BTreeMap<String, u64>,
    /// Only these rooms, where some were named.
    pub(crate) only: Option<Vec<String>>,
}

/// A line that begins with this tells the seat to begin. JSON never does, and no client writes to this seat.
const BEGIN: u8 = 1;

impl Begin {
    /// The same for the seat.
    pub(crate) fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = vec![BEGIN];
        serde_json::to_writer(&mut bytes, self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// A seat that writes what happens as a stream of events.
pub(crate) struct EventSeat {
    inner: JsonSeat,
    stage: Stage,
}

enum Stage {
    /// Answers only; `told` are the frames that come first in the stream.
    Asked { told: Vec<u8> },
    /// Being told how to begin, which may take more than one piece.
    Beginning { told: Vec<u8>, begin: Vec<u8> },
    /// Nothing but the stream.
    Begun(Places),
}

/// Where a stream is.
struct Places {
    numbers: BTreeMap<String, u64>,
    only: Option<Vec<String>>,
    /// The only room, of a stream that can have no other.
    alone: Option<RoomId>,
}

/// What a frame says of itself.
#[derive(Deserialize)]
struct Heading {
    re: Option<u64>,
    room_id: Option<String>,
    number: Option<u64>,
    live: Option<Value>,
    behind: Option<Behind>,
}

/// Where one is behind.
#[derive(Deserialize)]
struct Behind {
    room_id: String,
}

/// Dialects of streams of one room: the rest is its id.
const EVENTS: u64 = 1 << 63;

impl EventSeat {
    /// A seat that lets itself in as `opening` says.
    pub(crate) fn new(opening: Opening) -> Self {
        Self { inner: JsonSeat::new(opening), stage: Stage::Asked { told: Vec::new() } }
    }

    /// Lets the seat inside do something, and makes of what it wrote what is due.
    fn with(&mut self, desk: &mut Desk<'_>, f: impl FnOnce(&mut JsonSeat, &mut Desk<'_>)) {
        let from = desk.out().len();
        f(&mut self.inner, desk);
        if desk.out().len() == from {
            return;
        }
        let lines = desk.out().split_off(from);
        for line in lines.split_inclusive(|b| *b == b'\n') {
            match &mut self.stage {
                Stage::Asked { .. } | Stage::Beginning { .. } if is_for_asker(line) => {
                    desk.out().extend_from_slice(line);
                }
                Stage::Asked { told } | Stage::Beginning { told, .. } => told.extend_from_slice(line),
                Stage::Begun(places) => places.frame(line, desk.out()),
            }
        }
    }

    /// All of the line that tells how to begin has come.
    fn begin(&mut self, begin: &[u8], told: &[u8], desk: &mut Desk<'_>) {
        let Ok(Begin { places: numbers, only }) = serde_json::from_slice(begin) else {
            return tracing::error!("a stream was to begin in a way that it cannot");
        };
        let alone = match (only.as_deref(), numbers.len()) {
            (Some([room, others @ ..]), 1) if others.iter().all(|o| o == room) => {
                numbers.keys().find(|known| *known == room).and_then(|room| id_of(room))
            }
            _ => None,
        };
        let mut places = Places { numbers, only, alone };
        // The first thing a client gets is its place: one that breaks off at once can resume.
        desk.out().extend_from_slice(b"retry: 2000\n");
        places.id(desk.out());
        desk.out().extend_from_slice(b"event: begin\ndata: {}\n\n");
        told.split_inclusive(|b| *b == b'\n').for_each(|line| places.frame(line, desk.out()));
        self.stage = Stage::Begun(places);
    }
}

/// An answer, or why there will be none.
fn is_for_asker(line: &[u8]) -> bool {
    line.starts_with(b"{\"re\":") || line.starts_with(b"{\"bye\":")
}

/// The room of this id.
fn id_of(room: &str) -> Option<RoomId> {
    match RoomAddress::parse(room, &NameRules::default()) {
        Ok(RoomAddress::Id(id)) => Some(id),
        Ok(RoomAddress::Named(_) | RoomAddress::Direct(_)) | Err(_) => None,
    }
}

impl Places {
    fn is_elsewhere(&self, room: &String) -> bool {
        self.only.as_ref().is_some_and(|only| !only.contains(room))
    }

    /// Writes where the stream is.
    fn id(&self, out: &mut Vec<u8>) {
        let mut id = String::from("id: ");
        for (i, (room, number)) in self.numbers.iter().enumerate() {
            // Writing to a string does not fail.
            let _ = write!(id, "{}{room}:{number}", if i > 0 { "," } else { "" });
        }
        out.extend_from_slice(id.as_bytes());
        out.push(b'\n');
    }

    /// Makes an event of a frame.
    fn frame(&mut self, line: &[u8], out: &mut Vec<u8>) {
        let Ok(heading) = serde_json::from_slice::<Heading>(line) else { return };
        let room = heading.room_id.as_ref().or(heading.behind.as_ref().map(|b| &b.room_id));
        let elsewhere = room.is_some_and(|room| self.is_elsewhere(room));
        if heading.re.is_some() || heading.live.is_some() || elsewhere {
            return;
        }
        if let (Some(room), Some(number)) = (heading.room_id, heading.number) {
            self.numbers.insert(room, number);
            self.id(out);
        }
        data(out, |out| out.extend_from_slice(line));
    }

    /// Whether an event is one of the stream; then that is where the stream is.
    fn reaches(&mut self, told: &Told) -> bool {
        let room = room_id(told.event.room);
        if self.is_elsewhere(&room) {
            return false;
        }
        self.numbers.insert(room, told.event.number.0);
        true
    }
}

/// Writes what an event carries: one line, with its end.
fn data(out: &mut Vec<u8>, line: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(b"data: ");
    line(out);
    out.push(b'\n');
}

impl Seat for EventSeat {
    fn opened(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.opened(desk));
    }

    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        if let Stage::Asked { told } = &mut self.stage
            && bytes.first() == Some(&BEGIN)
        {
            self.stage = Stage::Beginning { told: std::mem::take(told), begin: Vec::new() };
        }
        if let Stage::Beginning { told, begin } = &mut self.stage {
            begin.extend_from_slice(bytes);
            if begin.ends_with(b"\n") {
                let (told, begin) = (std::mem::take(told), std::mem::take(begin));
                self.begin(&begin[1..], &told, desk);
            }
            return;
        }
        self.with(desk, |seat, desk| seat.received(bytes, desk));
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
        let Stage::Begun(places) = &mut self.stage else {
            return self.with(desk, |seat, desk| seat.told(told, mine, desk));
        };
        let from = desk.out().len();
        self.inner.told(told, mine, desk);
        if desk.out().len() > from {
            let line = desk.out().split_off(from);
            if places.reaches(told) {
                places.id(desk.out());
                data(desk.out(), |out| out.extend_from_slice(&line));
            }
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
        let Stage::Begun(Places { alone: Some(room), .. }) = &self.stage else { return None };
        self.inner.dialect().map(|_| Dialect(EVENTS | room.0))
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        // What happens in other rooms is none of this stream.
        if self.dialect() == Some(Dialect(EVENTS | told.event.room.0)) {
            let place = format!("id: {}:{}\n", room_id(told.event.room), told.event.number.0);
            out.extend_from_slice(place.as_bytes());
            data(out, |out| self.inner.render(told, out));
        }
    }

    fn hears_every_fact(&self) -> bool {
        self.inner.hears_every_fact()
    }

    fn woken(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.woken(desk));
    }

    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool {
        if matches!(self.stage, Stage::Begun(_)) {
            // A comment keeps proxies from closing the stream; the socket tells whether anybody reads it.
            desk.out().extend_from_slice(b":\n\n");
        }
        false
    }

    fn slowed(&mut self, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.slowed(desk));
    }

    fn ruled(&mut self, before: &Rules, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.ruled(before, desk));
    }

    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>) {
        self.with(desk, |seat, desk| seat.farewell(why, desk));
    }
}
