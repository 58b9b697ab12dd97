//! What has been told, room by room, and what it folds to: the point of the order that everything else is held
//! against.

use crate::kept::Kept;
use crate::naive::{Heard, NaiveRoom, heard_as};
use crate::shard::Shard;
use parlor_engine::{Push, Pushed, SessionId, Signal, Signalled, Told};
use parlor_model::{Event, Fact, Number, PersonId, Place, Room, RoomId, Time};
use std::collections::{BTreeMap, BTreeSet};

/// A room as it was told so far.
#[derive(Debug)]
pub(crate) struct ToldRoom {
    pub(crate) room: Room,
    pub(crate) naive: NaiveRoom,
    last_said: Option<Time>,
}

/// Everything told since the house was started.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    pub(crate) rooms: BTreeMap<RoomId, ToldRoom>,
    /// Rooms being read again.
    pub(crate) reloading: BTreeSet<RoomId>,
    /// When one was last read again.
    pub(crate) reread_at: Option<Time>,
    last_act: u64,
    /// How far people were told that they have read.
    read: BTreeMap<(PersonId, RoomId), Number>,
    /// What was pushed to whom.
    pushed: BTreeSet<(PersonId, RoomId, Number)>,
}

impl Witness {
    /// A house starts: what is kept counts as told.
    pub(crate) fn at_start(kept: &Kept) -> Self {
        let mut witness = Self::default();
        for (id, log) in &kept.rooms {
            for event in &log.events {
                witness.take_in(*id, event);
            }
        }
        witness
    }

    fn take_in(&mut self, room: RoomId, event: &Event) {
        let told = self.rooms.entry(room).or_insert_with(|| ToldRoom {
            room: Room::unopened(room),
            naive: NaiveRoom::default(),
            last_said: None,
        });
        told.naive.take_in(event);
        told.room.apply(event);
        if matches!(event.fact, Fact::Said { .. }) {
            told.last_said = Some(event.at);
        }
    }

    /// Something is pushed to somebody: it was told, they may hear of it, and it is pushed once. How many those are.
    pub(crate) fn push(&mut self, push: &Push, kept: &Kept) -> u64 {
        let Pushed::Told(told) = &push.what else { return 0 };
        let (event, person) = (&told.event, push.person);
        assert!(kept.event(event.id()).is_some(), "pushed, but not kept: {event:?}");
        assert!(event.number <= self.told(event.room), "pushed before it was told: {event:?}");
        assert!(event.heard.includes(person), "pushed to somebody else, {person:?}: {event:?}");
        assert_ne!(event.by.person, person, "pushed to who did it: {event:?}");
        assert!(self.pushed.insert((person, event.room, event.number)), "pushed twice: {event:?}");
        1
    }

    /// The last number told.
    pub(crate) fn told(&self, room: RoomId) -> Number {
        self.rooms.get(&room).map_or(Number(0), |r| r.room.last)
    }

    /// Whether anything was read again since: what was kept of it may be known by its key before it is told.
    pub(crate) fn reread_since(&self, since: Time) -> bool {
        !self.reloading.is_empty() || self.reread_at.is_some_and(|at| at >= since)
    }

    /// An event is told: it is kept, it is the next one, and only those hear it who may.
    pub(crate) fn tell(&mut self, told: &Told, kept: &Kept, shard: &Shard) -> Vec<SessionId> {
        let event = &*told.event;
        let id = event.room;
        assert_eq!(kept.event(event.id()), Some(event), "told, but not kept");
        assert_eq!(event.number, self.told(id).next(), "told out of order: {event:?}");
        assert_eq!(told.room.id, id, "told as of another room");
        assert!(told.act >= self.last_act, "acts must rise: {event:?}");
        self.last_act = told.act;
        let before = self.rooms.get(&id);
        let said_before = before.and_then(|r| r.last_said);
        assert_eq!(told.said_before, said_before, "the message before was said at another time: {event:?}");
        let allowed = before.map_or_else(|| heard_as(&event.heard), |r| r.naive.hears(event));
        let mut open = before.is_some_and(|r| r.room.policy.lets_strangers_in());
        let mut inside: BTreeSet<_> = before.iter().flat_map(|r| r.naive.members()).collect();
        self.take_in(id, event);
        inside.extend(self.rooms.get(&id).iter().flat_map(|r| r.naive.members()));
        open |= self.rooms.get(&id).is_some_and(|r| r.room.policy.lets_strangers_in());
        let hear = shard.hears(event);
        for session in &hear {
            let listener = shard.listeners.get(session);
            let person = listener.and_then(|l| l.person);
            let was_inside = listener.and_then(|l| l.was).is_some_and(|p| inside.contains(&p));
            let may = person.is_some_and(|p| match &allowed {
                // Who only follows may hear what any stranger could walk in and read.
                Heard::Everyone => inside.contains(&p) || was_inside || open,
                Heard::Only(people) => people.contains(&p),
            });
            assert!(may, "{session:?} ({person:?}) is told what is not for them: {event:?}");
        }
        hear
    }

    /// Something unnumbered: from somebody who is in the room as it was told.
    pub(crate) fn signal(&mut self, signalled: &Signalled) {
        assert!(signalled.act >= self.last_act, "acts must rise: {signalled:?}");
        self.last_act = signalled.act;
        if let Signal::ReadUpTo { room, number } = &signalled.signal {
            let before = self.read.insert((signalled.by.person, room.id), *number);
            assert!(before < Some(*number), "a read position went back: {signalled:?}");
        }
        let Some(tag) = signalled.room.as_ref().filter(|t| t.id != RoomId::DIRECTORY) else { return };
        // What is said about a room may be said by a server operator outside of it.
        let of_room = |of: &str| tag.name.as_ref().is_some_and(|name| name.as_str() == of);
        if matches!(&signalled.signal, Signal::Metadata { of, .. } if of_room(of)) {
            return;
        }
        let inside = self.rooms.get(&tag.id).is_some_and(|r| r.room.is_member(signalled.by.person));
        assert!(inside, "a signal into a room that its sender is not seen in: {signalled:?}");
    }

    /// Somebody hears the room from here on: exactly from what was told.
    pub(crate) fn listen(&self, room: RoomId, told: Number, person: Option<PersonId>) {
        assert_eq!(told, self.told(room), "{person:?} listens to {room:?} from a place it is not at");
    }

    /// Somebody hears the room no more: because they are not in it.
    pub(crate) fn unlisten(&self, room: RoomId, person: PersonId) {
        let inside = self.rooms.get(&room).is_some_and(|r| r.naive.has(person));
        assert!(!inside, "{person:?} is in {room:?} and does not hear it any more");
    }

    /// Nothing is under way: everything kept was told, names are one's own, and who is in a room hears it.
    pub(crate) fn check_idle(&self, kept: &Kept, shard: &Shard) {
        let mut names = BTreeMap::new();
        for (id, log) in &kept.rooms {
            assert_eq!(self.told(*id), log.room.last, "kept and never told, in {id:?}");
            for member in log.room.members.values() {
                let (nick, person) = (member.who.nick.folded(), member.who.person);
                let other = names.insert(nick, person).filter(|p| *p != person);
                assert_eq!(other, None, "two people with one name in the rooms: {:?}", member.who);
            }
        }
        for (session, listener) in &shard.listeners {
            let Some(person) = listener.person else { continue };
            for (id, log) in &kept.rooms {
                if !matches!(log.room.place, Place::Direct(_)) {
                    let (hears, inside) = (listener.rooms.contains(id), log.room.is_member(person));
                    let follows = listener.follows && log.room.policy.lets_strangers_in();
                    assert!(hears || !inside, "{session:?} ({person:?}) is in {id:?} and does not hear it");
                    assert!(
                        inside || follows || !hears,
                        "{session:?} ({person:?}) hears {id:?} from outside"
                    );
                }
                if listener.rooms.contains(id) || log.room.is_member(person) {
                    listener.check_complete(*id, kept);
                }
            }
            let gone = listener.rooms.iter().find(|r| !kept.rooms.contains_key(r));
            assert_eq!(gone, None, "{session:?} listens to a room that is none");
        }
    }
}
