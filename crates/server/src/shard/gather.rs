//! What is said in a room in one turn, and who comes in, is told together: each listener gets all of it in one piece, so
//! that a message costs a listener no look of its own. Those who speak hear one by one, between the answers to what they
//! asked.

use super::core::Core;
use super::deliver::Rendered;
use super::listeners::Index;
use super::out::Out;
use crate::Dialect;
use crate::link::ToShard;
use parlor_engine::{SessionId, Told};
use parlor_model::{Audience, Fact, PersonId, RoomId};
use std::ops::Range;
use std::sync::Arc;

/// What happened in one room since it was told last.
#[derive(Default)]
pub(crate) struct Gathered {
    events: Vec<Arc<Told>>,
    /// Connections that asked for some of it: they have heard all of it by now.
    speakers: Vec<Index>,
}

/// So many listeners share a block in place of a copy each.
const SHARED_MIN: usize = 4;

/// What was gathered, rendered for each door and dialect that somebody hears it in.
struct Blocks {
    of: Vec<Block>,
    /// Who has nothing else to hear shares them.
    shared: bool,
}

struct Block {
    door: u8,
    dialect: Dialect,
    /// Where it stands among the rendered bytes.
    range: Range<usize>,
    shared: Option<Arc<[u8]>>,
}

impl Core {
    /// A message of the house, in its turn. After the last of a turn comes [`Core::tell_gathered`].
    pub(crate) fn hear(&mut self, message: ToShard) {
        if let ToShard::Tell(told) = &message {
            self.is_told(told);
        }
        match message {
            ToShard::Tell(told) if gathers(&told) => self.gather(told),
            ToShard::Reply { session, .. } if !self.owes(session) => self.handle(message),
            other => {
                self.tell_gathered();
                self.handle(other);
            }
        }
    }

    fn gather(&mut self, told: Arc<Told>) {
        let room = told.event.room;
        if self.gathered.events.first().is_some_and(|first| first.event.room != room) {
            self.tell_gathered();
        }
        let speaker =
            told.actor.and_then(|session| self.index_of(session)).filter(|i| self.listens(*i, room));
        if let Some(speaker) = speaker.filter(|i| !self.gathered.speakers.contains(i)) {
            for i in 0..self.gathered.events.len() {
                let before = Arc::clone(&self.gathered.events[i]);
                self.tell_each(&[speaker], &before);
            }
            self.gathered.speakers.push(speaker);
        }
        let speakers = std::mem::take(&mut self.gathered.speakers);
        self.tell_each(&speakers, &told);
        self.gathered.speakers = speakers;
        if let Some(outsider) = self.outsider(&told) {
            self.tell_outsider(outsider, &told);
        }
        self.gathered.events.push(told);
    }

    pub(super) fn listens(&self, index: Index, room: RoomId) -> bool {
        self.conns.get(index as usize).is_some_and(|c| c.rooms.contains(&room))
    }

    /// Whether the session has yet to hear something of what is gathered: an answer to it must wait for that.
    fn owes(&self, session: SessionId) -> bool {
        let Some(first) = self.gathered.events.first() else { return false };
        let Some(index) = self.index_of(session) else { return false };
        !self.gathered.speakers.contains(&index) && self.listens(index, first.event.room)
    }

    /// Tells everyone else what was gathered.
    pub(crate) fn tell_gathered(&mut self) {
        let Gathered { mut events, mut speakers } = std::mem::take(&mut self.gathered);
        let Some(last) = events.last() else { return };
        let (room, number) = (last.event.room, last.event.number);
        let mut authors: Vec<PersonId> = events.iter().map(|t| t.event.by.person).collect();
        authors.sort_unstable();
        authors.dedup();
        let mut to = std::mem::take(&mut self.hearers);
        to.clear();
        if let Some(listeners) = self.tables.rooms.get_mut(&room) {
            to.extend(listeners.conns.iter().filter(|i| !speakers.contains(i)));
            listeners.told = listeners.told.max(number);
        }
        let mut blocks = Blocks { of: Vec::new(), shared: to.len() >= SHARED_MIN };
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        for &index in &to {
            if !self.tell_block(index, &events, &authors, &mut blocks, &mut bytes) {
                // Its own way, event by event.
                for told in &events {
                    self.tell_each(&[index], told);
                }
            }
        }
        self.hearers = to;
        self.scratch = bytes;
        // The lists keep their room for the next turn.
        events.clear();
        speakers.clear();
        self.gathered = Gathered { events, speakers };
    }

    /// Appends everything at once. `false`: this listener is not one who hears just what all others hear.
    fn tell_block(
        &mut self,
        index: Index,
        events: &[Arc<Told>],
        authors: &[PersonId],
        blocks: &mut Blocks,
        bytes: &mut Vec<u8>,
    ) -> bool {
        let queue_bytes_max = self.rules.connection.queue_bytes_max;
        let Some(conn) = self.conns.get_mut(index as usize) else { return true };
        if conn.gone || conn.desk.ending.is_some() {
            return true;
        }
        let Some(dialect) = conn.dialect() else { return false };
        if conn.lag.is_some() || conn.person().is_some_and(|p| authors.binary_search(&p).is_ok()) {
            return false;
        }
        let door = conn.door;
        let known = blocks.of.iter().position(|b| b.dialect == dialect && b.door == door);
        let at = known.unwrap_or_else(|| {
            let start = bytes.len();
            for told in events {
                conn.seat.render(told, bytes);
            }
            blocks.of.push(Block { door, dialect, range: start..bytes.len(), shared: None });
            blocks.of.len() - 1
        });
        let block = &mut blocks.of[at];
        if block.range.is_empty() {
            return true;
        }
        if conn.waiting() + block.range.len() > queue_bytes_max {
            return false;
        }
        let said = &bytes[block.range.clone()];
        if conn.out.is_empty() {
            conn.moved_at = self.now;
        }
        if conn.out.is_empty() && blocks.shared {
            let shared = block.shared.get_or_insert_with(|| Arc::from(said));
            conn.out.give_back(&mut self.buffers);
            conn.out = Out::Shared(Arc::clone(shared));
        } else {
            conn.out.own(&mut conn.written, &mut self.buffers).extend_from_slice(said);
        }
        if !conn.dirty {
            conn.dirty = true;
            self.dirty.push(index);
        }
        true
    }

    fn tell_each(&mut self, to: &[Index], told: &Told) {
        let mut rendered = Rendered::default();
        for &index in to {
            self.tell_one(index, told, false, None, &mut rendered);
        }
    }
}

/// Words in a named room, and who comes in, for all of it: nearly everything that is ever told.
fn gathers(told: &Told) -> bool {
    matches!(told.event.fact, Fact::Said { .. } | Fact::Joined { .. })
        && told.event.heard == Audience::Room
        && told.room.name.is_some()
}
