//! What is on the disk: every log, whole, and what a store can tell of it.

use crate::naive::{NaiveRoom, heard_as};
use crate::store::Reading;
use parlor_engine::{Reload, Seed};
use parlor_model::{
    Directory, Event, Fact, Key, MessageId, Number, PersonId, Recall, Room, RoomId, Sign, Text,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A log and what it folds to.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) events: Vec<Arc<Event>>,
    pub(crate) room: Room,
    naive: NaiveRoom,
    digest: (Number, Vec<Event>),
    deleted: BTreeSet<Number>,
    reactions: BTreeSet<(Number, PersonId, Text)>,
}

/// Everything kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) rooms: BTreeMap<RoomId, Log>,
    pub(crate) directory: Vec<Event>,
    pub(crate) accounts: Directory,
    keys: BTreeMap<(PersonId, Key), MessageId>,
    positions: BTreeMap<(PersonId, RoomId), Number>,
    /// Guests who are gone for good.
    pub(crate) forgotten: BTreeSet<PersonId>,
}

impl Kept {
    /// Keeps a batch, whole. Panics where a store would find a conflict, or two events with one key.
    pub(crate) fn keep(&mut self, events: &[Arc<Event>], reading: &Reading) {
        for event in events {
            let id = event.id();
            assert_eq!(
                event.number,
                self.last(event.room).next(),
                "a hole or a number used twice: {event:?}"
            );
            if let Some(key) = &event.key {
                let before = self.keys.insert((event.by.person, key.clone()), id);
                assert_eq!(before, None, "one key made two events: {event:?}");
            }
            if event.room == RoomId::DIRECTORY {
                self.accounts.apply(event);
                self.directory.push((**event).clone());
            } else {
                self.rooms.entry(event.room).or_insert_with(|| Log::new(event.room)).push(event);
            }
        }
        for (person, room, number, _) in &reading.positions {
            assert!(*number <= self.last(*room), "a read position beyond the log");
            let position = self.positions.entry((*person, *room)).or_default();
            *position = (*position).max(*number);
        }
        for gone in &reading.forgotten {
            let lasts = self.accounts.accounts.values().any(|account| account.person == *gone);
            assert!(!lasts, "what an account has read is forgotten: {gone:?}");
            self.positions.retain(|(person, _), _| person != gone);
            self.forgotten.insert(*gone);
        }
    }

    pub(crate) fn last(&self, room: RoomId) -> Number {
        if room == RoomId::DIRECTORY {
            return self.accounts.last;
        }
        self.rooms.get(&room).map_or(Number(0), |log| log.room.last)
    }

    pub(crate) fn event(&self, id: MessageId) -> Option<&Event> {
        let at = usize::try_from(id.number.0.checked_sub(1)?).ok()?;
        if id.room == RoomId::DIRECTORY {
            return self.directory.get(at);
        }
        self.rooms.get(&id.room)?.events.get(at).map(|e| &**e)
    }

    /// Events of a room after one number and up to another.
    pub(crate) fn between(&self, room: RoomId, after: Number, upto: Number) -> &[Arc<Event>] {
        let place = |n: Number| usize::try_from(n.0).unwrap_or(usize::MAX);
        let events = self.rooms.get(&room).map_or(&[][..], |log| &log.events);
        let upto = place(upto).min(events.len());
        &events[place(after).min(upto)..upto]
    }

    pub(crate) fn position(&self, person: PersonId, room: RoomId) -> Number {
        self.positions.get(&(person, room)).copied().unwrap_or_default()
    }

    pub(crate) fn find_key(&self, person: PersonId, key: &Key) -> Option<MessageId> {
        self.keys.get(&(person, key.clone())).copied()
    }

    /// Writes a digest of a room, as a store does from time to time.
    pub(crate) fn digest(&mut self, room: RoomId) {
        if let Some(log) = self.rooms.get_mut(&room) {
            log.digest = (log.room.last, log.room.digest());
        }
    }

    /// What a start or a reload needs.
    pub(crate) fn reload(&self, room: RoomId, told: Number) -> Option<Reload> {
        if room == RoomId::DIRECTORY {
            return Some(Reload {
                digest: Vec::new(),
                digest_as_of: Number(0),
                altering: self.directory.clone(),
                last: self.accounts.last,
                last_said: None,
                untold: Vec::new(),
            });
        }
        let log = self.rooms.get(&room)?;
        let (as_of, digest) = &log.digest;
        let after = self.between(room, *as_of, log.room.last).iter();
        let said = log.events.iter().rev().find(|e| matches!(e.fact, Fact::Said { .. }));
        Some(Reload {
            digest: digest.clone(),
            digest_as_of: *as_of,
            altering: after.filter(|e| e.fact.alters_room()).map(|e| (**e).clone()).collect(),
            last: log.room.last,
            last_said: said.map(|e| e.at),
            untold: self.between(room, told, log.room.last).iter().map(|e| (**e).clone()).collect(),
        })
    }

    /// What a house starts from, checking that what a store hands out folds to what it kept.
    pub(crate) fn seed(&self, person: u64) -> Seed {
        let rooms = self.rooms.iter().filter_map(|(id, log)| {
            let reload = self.reload(*id, log.room.last)?;
            let mut folded = Room::unopened(*id);
            reload.digest.iter().for_each(|e| folded.apply_sparse(e));
            folded.last = reload.digest_as_of;
            reload.altering.iter().for_each(|e| folded.apply_sparse(e));
            folded.last = reload.last;
            assert_eq!(folded, log.room, "a digest and what came after fold to another room than the log");
            Some((*id, reload))
        });
        let positions = self.positions.iter().map(|((person, room), number)| (*person, *room, *number));
        let positions = positions.collect();
        Seed {
            rooms: rooms.collect(),
            directory: self.directory.clone(),
            positions,
            person,
            ..Seed::default()
        }
    }

    /// What is remembered of a message, read from the log from its start.
    pub(crate) fn recall(&self, room: RoomId, number: Number) -> Option<Recall> {
        let said = self.event(MessageId { room, number })?;
        if !matches!(said.fact, Fact::Said { .. }) {
            return None;
        }
        let by = said.by.person;
        let mut recall =
            Recall { number, by, heard: said.heard.clone(), deleted: false, reactions: Vec::new() };
        for event in self.between(room, number, Number(u64::MAX)) {
            match &event.fact {
                Fact::Deleted { target, .. } if *target == number => {
                    recall.deleted = true;
                    recall.reactions.clear();
                }
                Fact::Reacted { target, reaction, sign } if *target == number => {
                    let this = (event.by.person, reaction.clone());
                    match sign {
                        Sign::Plus => recall.reactions.push(this),
                        Sign::Minus => recall.reactions.retain(|r| *r != this),
                    }
                }
                _ => {}
            }
        }
        Some(recall)
    }
}

impl Log {
    fn new(id: RoomId) -> Self {
        Self {
            events: Vec::new(),
            room: Room::unopened(id),
            naive: NaiveRoom::default(),
            digest: (Number(0), Vec::new()),
            deleted: BTreeSet::new(),
            reactions: BTreeSet::new(),
        }
    }

    /// What is done to a message is done to one that is there, and does something.
    fn check_target(&mut self, event: &Event) {
        let (target, does_something) = match &event.fact {
            Fact::Said { reply_to: Some(target), .. } | Fact::Edited { target, .. } => (*target, true),
            Fact::Deleted { target, .. } => (*target, !self.deleted.contains(target)),
            Fact::Reacted { target, reaction, sign } => {
                let this = (*target, event.by.person, reaction.clone());
                let changes = match sign {
                    Sign::Plus => self.reactions.insert(this),
                    Sign::Minus => self.reactions.remove(&this),
                };
                (*target, changes)
            }
            _ => return,
        };
        let there = usize::try_from(target.0).ok().and_then(|n| self.events.get(n.checked_sub(1)?));
        let said = there.is_some_and(|e| matches!(e.fact, Fact::Said { .. }));
        assert!(said && does_something && !self.deleted.contains(&target), "on no message: {event:?}");
        if let Fact::Deleted { .. } = event.fact {
            self.deleted.insert(target);
        }
    }

    fn push(&mut self, event: &Arc<Event>) {
        let heard = self.naive.hears(event);
        assert_eq!(heard_as(&event.heard), heard, "heard by others than the plain rule says: {event:?}");
        self.check_target(event);
        self.naive.take_in(event);
        self.room.apply(event);
        self.events.push(Arc::clone(event));
    }
}
