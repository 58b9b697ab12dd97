//! Who listens where: the table that the shell's shards keep from what the engine tells them, and the cursors of the
//! clients behind it.
//!
//! A client's cursor outlives its connection: whoever comes back rereads what came after it, and whoever lags does the
//! same. A number that a cursor passes over must be one that was not for its person.

use crate::kept::Kept;
use crate::naive::{Heard, heard_as};
use parlor_engine::SessionId;
use parlor_model::{Audience, Event, Number, PersonId, RoomId};
use std::collections::{BTreeMap, BTreeSet};

/// A client's place in every room it ever heard, for each person it has been.
pub(crate) type Cursors = BTreeMap<(PersonId, RoomId), Number>;

/// A connection as its shard sees it.
#[derive(Debug, Default)]
pub(crate) struct Listener {
    pub(crate) person: Option<PersonId>,
    /// Who it was before it logged in: until the room learns of it, it hears what it heard.
    pub(crate) was: Option<PersonId>,
    pub(crate) rooms: BTreeSet<RoomId>,
    /// It asked to follow a room that it is not in.
    pub(crate) follows: bool,
    /// Its queue ran full and was dropped; it rereads later.
    pub(crate) lags: bool,
    pub(crate) cursors: Cursors,
}

/// Every connection.
#[derive(Debug, Default)]
pub(crate) struct Shard {
    pub(crate) listeners: BTreeMap<SessionId, Listener>,
}

impl Shard {
    /// Everyone who is told this event now: who listens, or is named.
    pub(crate) fn hears(&self, event: &Event) -> Vec<SessionId> {
        let hears = |l: &Listener| match &event.heard {
            Audience::Room => l.rooms.contains(&event.room),
            Audience::These(people) => l.person.is_some_and(|p| people.contains(&p)),
            Audience::Nobody => false,
        };
        self.listeners.iter().filter(|(_, l)| hears(l)).map(|(s, _)| *s).collect()
    }
}

impl Listener {
    /// The event arrives, unless the queue is full: then the cursor stays, and everything after it is read later.
    pub(crate) fn hear(&mut self, event: &Event, kept: &Kept) {
        let Some(person) = self.person else { return };
        let direct = is_direct(kept, event.room, person);
        if self.lags || !(direct || self.rooms.contains(&event.room)) {
            return;
        }
        let cursor = self.cursors.entry((person, event.room)).or_default();
        assert!(event.number > *cursor, "told twice: {event:?}");
        let before = Number(event.number.0 - 1);
        for missed in kept.between(event.room, *cursor, before) {
            assert!(
                !is_for(missed, person),
                "never told to {person:?}, who listened all the time: {missed:?}"
            );
        }
        *cursor = event.number;
    }

    /// Rereads what came after the cursor, up to what was told: nothing may be left out then.
    pub(crate) fn catch_up(&mut self, room: RoomId, told: Number, kept: &Kept) {
        let Some(person) = self.person else { return };
        let cursor = self.cursors.entry((person, room)).or_insert(told);
        assert!(*cursor <= told, "a client has heard {cursor} of {room:?}, and is said to be at {told}");
        assert!(told <= kept.last(room), "told further than kept: {room:?} {told}");
        *cursor = told;
    }

    /// Panics if there is anything for this listener that it was not told.
    pub(crate) fn check_complete(&self, room: RoomId, kept: &Kept) {
        let Some(person) = self.person else { return };
        let Some(cursor) = self.cursors.get(&(person, room)) else { return };
        for missed in kept.between(room, *cursor, kept.last(room)) {
            assert!(self.lags || !is_for(missed, person), "{person:?} was never told: {missed:?}");
        }
    }
}

fn is_for(event: &Event, person: PersonId) -> bool {
    match heard_as(&event.heard) {
        Heard::Everyone => true,
        Heard::Only(people) => people.contains(&person),
    }
}

/// Whether it is a direct conversation of this person: one hears it without listening.
pub(crate) fn is_direct(kept: &Kept, room: RoomId, person: PersonId) -> bool {
    kept.rooms.get(&room).is_some_and(|log| log.room.name().is_none() && log.room.is_member(person))
}
