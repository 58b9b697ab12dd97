//! What is said in a room in one turn, and who comes in, is told together: each listener gets all of it in one piece, so
//! that a message costs a listener no look of its own. Those who speak hear what the others said in pieces, between their
//! own words and the answers to what they asked.

use super::core::Core;
use super::listeners::Index;
use super::rendered::Rendered;
use super::speakers::{Speaker, Speakers};
use crate::link::ToShard;
use hashbrown::HashMap;
use parlor_engine::{SessionId, Told};
use parlor_model::{Audience, Fact, PersonId, RoomId};
use std::ops::Range;
use std::sync::Arc;

/// What happened in one room since it was told last.
#[derive(Default)]
pub(crate) struct Gathered {
    events: Vec<Arc<Told>>,
    /// Who did it, and the last of the events that each of them did.
    authors: HashMap<PersonId, usize>,
    speakers: Speakers,
}

impl Gathered {
    /// Everything is told: the room that a crowd needed is given back.
    pub(super) fn rest(&mut self) {
        debug_assert!(self.events.is_empty(), "a turn ends with everything told");
        *self = Self::default();
    }
}

impl Core {
    /// A message of the house, in its turn. After the last of a turn comes [`Core::tell_gathered`].
    pub(crate) fn hear(&mut self, message: ToShard) {
        if let ToShard::Tell(told) = &message {
            self.is_told(told);
        }
        match message {
            ToShard::Tell(told) if gathers(&told) => self.gather(told),
            ToShard::Reply { session, .. } if !self.owes(session) => {
                if let Some(speaker) = self.speaker(session) {
                    self.level(speaker, self.gathered.events.len());
                }
                self.handle(message);
            }
            ToShard::Listen { session, ref room, .. } => {
                let room = room.id;
                let Some(index) = self.index_of(session).filter(|i| !self.listens(*i, room)) else { return };
                self.handle(message);
                // What was gathered before is not for them.
                if self.gathers_of(room) && self.listens(index, room) {
                    self.gathered.speakers.add(index, self.gathered.events.len());
                }
            }
            other => {
                self.tell_gathered();
                self.handle(other);
            }
        }
    }

    fn gather(&mut self, told: Arc<Told>) {
        let room = told.event.room;
        if !self.gathered.events.is_empty() && !self.gathers_of(room) {
            self.tell_gathered();
        }
        let speaker =
            told.actor.and_then(|session| self.index_of(session)).filter(|i| self.listens(*i, room));
        let (last, author) = (self.gathered.events.len(), told.event.by.person);
        self.gathered.events.push(told);
        let place = speaker.map(|index| self.gathered.speakers.add(index, 0));
        if let Some(place) = place {
            self.level(place, last);
        }
        self.gathered.authors.insert(author, last);
        if let Some(place) = place {
            self.level(place, last + 1);
        }
        if let Some(outsider) = self.outsider(&self.gathered.events[last]) {
            let told = Arc::clone(&self.gathered.events[last]);
            self.tell_outsider(outsider, &told);
        }
    }

    /// The place among the speakers.
    fn speaker(&self, session: SessionId) -> Option<usize> {
        self.gathered.speakers.place(self.index_of(session)?)
    }

    /// A speaker hears the first `upto` of what is gathered, as far as they have not yet.
    fn level(&mut self, place: usize, upto: usize) {
        let Gathered { events, authors, mut speakers } = std::mem::take(&mut self.gathered);
        let Speaker { index, heard } = speakers.all()[place];
        if heard < upto {
            let mut rendered = std::mem::take(&mut self.rendered);
            // Nobody's last event is after `upto`: they hear of each before the next author is noted.
            let is_author = |person| authors.get(&person).is_some_and(|last| *last >= heard);
            // One event alone is mostly their own.
            let alone = upto - heard == 1;
            if alone || !self.tell_block(index, (&events, heard..upto), is_author, &mut rendered) {
                for at in heard..upto {
                    self.tell_one(index, (&events, at), false, None, &mut rendered);
                }
            }
            self.rendered = rendered;
            speakers.has_heard(place, upto);
        }
        self.gathered = Gathered { events, authors, speakers };
    }

    /// Whether what is gathered was done in this room.
    fn gathers_of(&self, room: RoomId) -> bool {
        self.gathered.events.first().is_some_and(|first| first.event.room == room)
    }

    pub(super) fn listens(&self, index: Index, room: RoomId) -> bool {
        self.conns.get(index).is_some_and(|c| c.rooms.contains(&room))
    }

    /// Whether the session has yet to hear something of what is gathered: an answer to it must wait for that.
    fn owes(&self, session: SessionId) -> bool {
        let Some(first) = self.gathered.events.first() else { return false };
        let Some(index) = self.index_of(session) else { return false };
        self.speaker(session).is_none() && self.listens(index, first.event.room)
    }

    /// Tells everyone else what was gathered. It waits for who has something else to hear as well; for all others it is a
    /// block, which [`Core::write_at_once`] writes to them.
    pub(crate) fn tell_gathered(&mut self) {
        let Some(last) = self.gathered.events.last() else { return };
        let (room, number) = (last.event.room, last.event.number);
        for place in 0..self.gathered.speakers.all().len() {
            self.level(place, self.gathered.events.len());
        }
        let Gathered { mut events, mut authors, mut speakers } = std::mem::take(&mut self.gathered);
        let mut to = std::mem::take(&mut self.hearers);
        to.clear();
        if let Some(listeners) = self.tables.rooms.get_mut(&room) {
            to.extend(listeners.conns.iter().filter(|i| speakers.place(**i).is_none()));
            listeners.told = listeners.told.max(number);
        }
        let mut rendered = std::mem::take(&mut self.rendered);
        for index in self.connections_of(authors.keys()) {
            self.conns.disturb(index);
        }
        let is_author = |person| authors.contains_key(&person);
        let all = 0..events.len();
        for &index in &to {
            if self.tell_calm(index, events.len(), &rendered)
                || self.find_calm(index, &events, is_author, &mut rendered)
            {
                continue;
            }
            if !self.tell_block(index, (&events, all.clone()), is_author, &mut rendered) {
                // Its own way, event by event.
                for at in all.clone() {
                    self.tell_one(index, (&events, at), false, None, &mut rendered);
                }
            }
        }
        rendered.clear();
        (self.hearers, self.rendered) = (to, rendered);
        // The lists keep their room for the next turn.
        events.clear();
        authors.clear();
        speakers.clear();
        self.gathered = Gathered { events, authors, speakers };
    }

    /// Who is known to be calm hears the block, without a look at them. `false`: that needs one.
    fn tell_calm(&mut self, index: Index, events: usize, rendered: &Rendered) -> bool {
        let Some(block) = self.conns.calm(index).and_then(|way| rendered.block(way, events)) else {
            return false;
        };
        self.conns.hear(index, block);
        true
    }

    /// Who is calm, and did none of it, hears the block. `false`: this listener does not.
    fn find_calm(
        &mut self,
        index: Index,
        events: &[Arc<Told>],
        is_author: impl FnOnce(PersonId) -> bool,
        rendered: &mut Rendered,
    ) -> bool {
        let found = self.conns.get(index).filter(|_| !self.conns.hears(index));
        let Some((conn, way)) = found.and_then(|conn| Some((conn, conn.calm()?))) else { return false };
        if conn.person().is_some_and(is_author) {
            return false;
        }
        let all = rendered.all(events, way.0, way.1, &*conn.seat);
        if !(1..=self.rules.connection.queue_bytes_max).contains(&all.bytes().len()) {
            return false;
        }
        all.block = all.block.or_else(|| self.conns.begin_block(way, all.bytes(), self.now));
        let Some(block) = all.block else { return false };
        self.conns.hear(index, block);
        true
    }

    /// Tells some of the events in one piece. `false`: this listener is not one who hears just what all others hear.
    fn tell_block(
        &mut self,
        index: Index,
        (events, piece): (&[Arc<Told>], Range<usize>),
        is_author: impl FnOnce(PersonId) -> bool,
        rendered: &mut Rendered,
    ) -> bool {
        let queue_bytes_max = self.rules.connection.queue_bytes_max;
        let Some(conn) = self.conns.get_mut(index) else { return true };
        if conn.gone || conn.desk.ending.is_some() {
            return true;
        }
        let Some(dialect) = conn.dialect() else { return false };
        if conn.lag.is_some() || conn.person().is_some_and(is_author) {
            return false;
        }
        let said = rendered.all(events, conn.door, dialect, &*conn.seat).events(piece);
        if conn.waiting() + said.len() > queue_bytes_max {
            return false;
        }
        if !said.is_empty() {
            conn.own_out(self.now, &mut self.buffers).extend_from_slice(said);
            self.mark_dirty(index);
        }
        true
    }
}

/// Words in a named room, and who comes in, for all of it: nearly everything that is ever told.
fn gathers(told: &Told) -> bool {
    matches!(told.event.fact, Fact::Said { .. } | Fact::Joined { .. })
        && told.event.heard == Audience::Room
        && told.room.name.is_some()
}
