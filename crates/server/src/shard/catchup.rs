//! A listener that reads too slowly: its queue stops growing, and what it missed is reread from its place in each
//! room's log once the queue is written. It never makes another wait, and it never misses anything.
//!
//! Its queue is not thrown away when it is full (half a message may be on the wire already): it only takes nothing
//! more, so its bound holds, and what follows is exactly what comes after the last number that it has.

use super::core::Core;
use super::deliver::shown_once;
use super::listeners::Index;
use crate::link::ToHouse;
use hashbrown::{HashMap, HashSet};
use parlor_engine::{RoomTag, SessionId, Told};
use parlor_model::{Event, Fact, Number, PersonId, RoomId, Time};
use std::sync::Arc;

/// Where a listener is behind.
#[derive(Debug, Default)]
pub(crate) struct Lag {
    rooms: HashMap<RoomId, Behind>,
    /// Events that the listener itself asked for.
    mine: HashSet<(RoomId, Number)>,
    /// Acts of several rooms that were shown while catching up: who, and when.
    acts: HashSet<(PersonId, Time)>,
    /// A question to the house is under way.
    asking: bool,
}

/// How far the listener is in one room.
#[derive(Clone, Copy, Debug)]
struct Behind {
    /// The last number that it has.
    has: Number,
    /// When the last message that it has was said.
    said: Option<Time>,
    /// Where its interest ends, if it left the room meanwhile.
    until: Option<Number>,
    /// Its seat knows that it is behind.
    known: bool,
}

impl Lag {
    /// An event that the listener did not get: it has everything before it.
    pub(crate) fn miss(&mut self, told: &Told, mine: bool) {
        let (room, number) = (told.event.room, told.event.number);
        let behind = Behind {
            has: Number(number.0.saturating_sub(1)),
            said: told.said_before,
            until: None,
            known: false,
        };
        self.rooms.entry(room).or_insert(behind);
        if mine {
            self.mine.insert((room, number));
        }
    }

    /// The listener hears the room no more: what was told by now is still owed to it.
    pub(crate) fn left(&mut self, room: RoomId, told: Number) {
        if let Some(behind) = self.rooms.get_mut(&room) {
            behind.until.get_or_insert(told);
        }
    }
}

impl Core {
    /// Everything is written: goes on where a lagging listener stopped, one room and one page at a time.
    pub(crate) fn catch_up(&mut self, index: Index) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        let waits = conn.waiting() > 0;
        let Some(lag) = &mut conn.lag else { return };
        if lag.asking || waits {
            return;
        }
        let next = lag.rooms.iter().min_by_key(|(room, _)| **room).map(|(room, behind)| (*room, behind.has));
        let Some((room, after)) = next else {
            conn.lag = None;
            return;
        };
        lag.asking = true;
        let session = conn.session;
        self.asks.push(ToHouse::CatchUp { session, room, after });
    }

    /// A page of what a listener missed.
    pub(crate) fn caught_up(
        &mut self,
        session: SessionId,
        room: RoomId,
        after: Number,
        tag: Option<&Arc<RoomTag>>,
        events: Option<Vec<Event>>,
    ) {
        let Some(index) = self.index_of(session) else { return };
        let told_here = self.tables.rooms.get(&room).map(|l| l.told);
        let Some(conn) = self.conns.get_mut(index) else { return };
        let Some(person) = conn.person() else { return };
        let Some(lag) = &mut conn.lag else { return };
        lag.asking = false;
        let Some(behind) = lag.rooms.get(&room).copied().filter(|b| b.has == after) else { return };
        let (Some(tag), Some(events)) = (tag, events) else {
            // The store could not say. The listener stays behind and asks again with the next sweep of the timers.
            self.retry_catch_up.push(index);
            return;
        };
        let done_at = behind.until.or(told_here);
        let end = events.last().map(|e| e.number);
        let mut said = behind.said;
        if let (Some(end), false) = (end, behind.known) {
            let (from, to) = (after.next(), done_at.unwrap_or(end).max(end));
            self.call(index, |seat, desk| seat.is_behind(tag, from, to, desk));
        }
        let known = behind.known || end.is_some();
        for event in events {
            if behind.until.is_some_and(|u| event.number > u) || !event.heard.includes(person) {
                continue;
            }
            let Some(conn) = self.conns.get_mut(index) else { return };
            let once = shown_once(&event.fact) && !conn.every_fact;
            let Some(lag) = &mut conn.lag else { return };
            if once && !lag.acts.insert((event.by.person, event.at)) {
                continue;
            }
            let mine = lag.mine.remove(&(room, event.number));
            let said_before = said;
            if matches!(event.fact, Fact::Said { .. }) {
                said = Some(event.at);
            }
            let told =
                Told { event: Arc::new(event), room: Arc::clone(tag), act: 0, actor: None, said_before };
            self.call(index, |seat, desk| seat.told(&told, mine, desk));
        }
        if let Some(lag) = self.conns.get_mut(index).and_then(|c| c.lag.as_mut()) {
            // An empty page means that nothing is left, whatever the number that the room had.
            match end {
                Some(end) if done_at.is_some_and(|d| end < d) => {
                    lag.rooms.insert(room, Behind { has: end, said, known, ..behind });
                }
                _ => {
                    lag.rooms.remove(&room);
                    if known {
                        let upto = end.unwrap_or(after);
                        self.call(index, |seat, desk| seat.is_level(tag, upto, desk));
                    }
                }
            }
        }
        self.mark_dirty(index);
    }
}
