//! How far somebody has read a place: by time (marks), by number (positions). Both are one fact, as far as moments of
//! messages are remembered, and only move forward.

use crate::engine::Asker;
use crate::slot::Slot;
use crate::{Answer, Engine, ReadPosition, RoomRef, Signal};
use hashbrown::HashMap;
use parlor_model::{Folded, Mark, MarkPlace, Number, PersonId, Refusal, RoomId, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Places that one person marks; the one marked longest ago is forgotten for a new one.
const PLACES_MAX: usize = 1000;

/// Everybody's marks: those of accounts as they are kept, those of guests for as long as they are here.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    of: HashMap<PersonId, BTreeMap<MarkPlace, Time>>,
}

/// A mark that moves forward, and who waits for that.
#[derive(Debug)]
pub(crate) struct Marked {
    pub(crate) asker: Asker,
    pub(crate) mark: Mark,
    /// Where it was before.
    pub(crate) from: Option<Time>,
}

impl Marks {
    /// As they were kept, of each person the latest first.
    pub(crate) fn read(marks: Vec<Mark>) -> Self {
        let mut all = Self::default();
        for Mark { person, place, upto } in marks {
            let places = all.of.entry(person).or_default();
            if places.len() < PLACES_MAX {
                places.insert(place, upto);
            }
        }
        all
    }

    pub(crate) fn get(&self, person: PersonId, place: &MarkPlace) -> Option<Time> {
        self.of.get(&person)?.get(place).copied()
    }

    pub(crate) fn forget(&mut self, person: PersonId) {
        self.of.remove(&person);
    }

    pub(crate) fn people(&self) -> impl Iterator<Item = &PersonId> {
        self.of.keys()
    }

    /// Everything that somebody marked.
    pub(crate) fn all_of(&self, person: PersonId) -> Vec<Mark> {
        let marked = self.of.get(&person).into_iter().flatten();
        marked.map(|(place, upto)| Mark { person, place: place.clone(), upto: *upto }).collect()
    }

    /// Puts a mark where it is said to be, whatever it was.
    pub(crate) fn put(&mut self, mark: &Mark, upto: Option<Time>) {
        let places = self.of.entry(mark.person).or_default();
        match upto {
            Some(upto) => places.insert(mark.place.clone(), upto),
            None => places.remove(&mark.place),
        };
        if places.is_empty() {
            self.of.remove(&mark.person);
        }
    }

    /// The place that must be forgotten so that another can be marked.
    fn one_too_many(&self, person: PersonId) -> Option<MarkPlace> {
        let places = self.of.get(&person).filter(|places| places.len() >= PLACES_MAX)?;
        places.iter().min_by_key(|(_, upto)| **upto).map(|(place, _)| place.clone())
    }
}

impl Engine {
    /// Says how far somebody has read a place; with `upto`, after noting that they have read it so far.
    pub(crate) fn mark(&mut self, asker: Asker, room: &RoomRef, upto: Option<Time>) {
        let Some(me) = self.person_of(asker) else { return };
        let (place, name) = match (self.place_of(me, room), upto) {
            (Ok(place), _) => place,
            // Nothing is marked where nothing is.
            (Err(_), None) => return self.answer(asker, Answer::Marked(None)),
            (Err(why), Some(_)) => return self.refuse(asker, why),
        };
        if let Some(upto) = upto {
            self.move_mark(asker, Mark { person: me, place: place.clone(), upto: upto.min(self.now) }, &name);
            self.read_what_is_marked(asker, me, room, upto);
        }
        let marked = self.marks.get(me, &place);
        self.answer(asker, Answer::Marked(marked));
    }

    /// What is marked there, and what programs call it.
    fn place_of(&self, me: PersonId, room: &RoomRef) -> Result<(MarkPlace, Arc<str>), Refusal> {
        if let RoomRef::Direct(nick) = room {
            let with = || MarkPlace::With(Folded::of(nick));
            // Who is gone may have been written with.
            if self.marks.get(me, &with()).is_none() {
                self.find_person(nick)?;
            }
            return Ok((with(), Arc::clone(nick)));
        }
        let slot = self.find_room(me, room).ok().and_then(|id| self.rooms.get(id));
        let sees = |p: &crate::person::Person| slot.filter(|s| s.room.may_see(me, p.operator));
        let slot = self.people.get(me).and_then(sees).ok_or(Refusal::NoSuchRoom)?;
        if let Some(name) = slot.room.name() {
            return Ok((MarkPlace::Room(slot.room.id), name.as_str().into()));
        }
        // Under the name of now: the conversation has that of its beginning.
        let other = slot.tag.other(me).ok_or(Refusal::NoSuchRoom)?;
        let nick = self.people.get(other.person).map_or(&other.nick, |p| &p.who.nick);
        Ok((MarkPlace::With(nick.folded()), nick.as_str().into()))
    }

    fn move_mark(&mut self, asker: Asker, mark: Mark, name: &Arc<str>) {
        let from = self.marks.get(mark.person, &mark.place);
        let Some(who) = self.people.get(mark.person).map(|p| Arc::clone(&p.who)) else { return };
        if from >= Some(mark.upto) {
            // It is as far already, if that is kept: who asks hears the same as who asked first.
            if self.keeping.marks(&mark) {
                let mark = Mark { upto: from.unwrap_or(mark.upto), ..mark };
                self.keeping.current.marks.push(Marked { asker, mark, from });
            }
            return;
        }
        if from.is_none()
            && let Some(place) = self.marks.one_too_many(mark.person)
        {
            let forgotten = Mark { person: mark.person, place, upto: Time(0) };
            self.marks.put(&forgotten, None);
            self.keep_mark(asker, forgotten, None, who.is_guest());
        }
        self.marks.put(&mark, Some(mark.upto));
        let (place, upto) = (mark.place.clone(), mark.upto);
        self.keep_mark(asker, mark, from, who.is_guest());
        self.push_marked(&who, &place, name, upto);
        let signal = Signal::Marked { place: Arc::clone(name), upto };
        self.tell_own_sessions(&who, Some(asker.session), signal);
    }

    /// Marks and positions of people who are no more are forgotten.
    pub(crate) fn marks_of_the_living(&mut self) {
        let people = &self.people;
        let read = self.read_up_to.keys().chain(self.marks.people()).copied();
        let mut gone: Vec<_> = read.filter(|person| people.get(*person).is_none()).collect();
        gone.sort_unstable();
        gone.dedup();
        for person in gone {
            self.forget_reading(person);
        }
    }

    /// Somebody is gone for good: how far they had read is nobody's.
    pub(crate) fn forget_reading(&mut self, person: PersonId) {
        self.marks.forget(person);
        // What guests mark was never kept.
        if self.read_up_to.remove(&person).is_some() {
            self.keeping.current.forgotten.push(person);
        }
    }

    /// What a guest marks is for as long as they are here.
    fn keep_mark(&mut self, asker: Asker, mark: Mark, from: Option<Time>, guest: bool) {
        if !guest {
            self.keeping.current.marks.push(Marked { asker, mark, from });
        }
    }

    /// A guest owns an account: what they marked lasts.
    pub(crate) fn keep_marks_of(&mut self, asker: Asker, person: PersonId) {
        for mark in self.marks.all_of(person) {
            let from = Some(mark.upto);
            self.keeping.current.marks.push(Marked { asker, mark, from });
        }
    }

    /// Who has marked a message of a room has read the room up to it, on every door.
    fn read_what_is_marked(&mut self, asker: Asker, me: PersonId, room: &RoomRef, upto: Time) {
        let slot = self.find_room(me, room).ok().and_then(|id| self.rooms.get(id));
        let Some(slot) = slot.filter(|s| !s.loading && s.room.is_member(me)) else { return };
        if let Some(number) = slot.number_at(upto) {
            let id = slot.room.id;
            self.read_up_to(asker, me, id, number);
        }
    }

    /// Who has read up to a message of a room has marked it.
    pub(crate) fn mark_what_is_read(&mut self, asker: Asker, me: PersonId, id: RoomId) {
        let Some(slot) = self.rooms.get(id) else { return };
        let Some(said) = self.has_read(me, id).and_then(|read| slot.moment_of(read)) else { return };
        if let Ok((place, name)) = self.place_of(me, &RoomRef::Id(id)) {
            self.move_mark(asker, Mark { person: me, place, upto: said }, &name);
        }
    }

    /// Up to which number somebody has read a room, if they said so.
    pub(crate) fn has_read(&self, person: PersonId, room: RoomId) -> Option<Number> {
        self.read_up_to.get(&person)?.get(&room).copied().filter(|number| *number > Number(0))
    }

    /// How far somebody has read, in every named room they are in.
    pub(crate) fn positions_in_named(&self, me: PersonId) -> Vec<ReadPosition> {
        let rooms = self.people.get(me).map(|p| p.rooms.iter()).into_iter().flatten();
        rooms.filter_map(|room| self.position(me, self.rooms.get(*room)?)).collect()
    }

    /// How far somebody has read, in every room they are in and every direct conversation of theirs, by id.
    pub(crate) fn positions_of(&self, me: PersonId) -> Vec<ReadPosition> {
        let mine = self.rooms.iter().filter(|s| s.room.is_member(me));
        let mut positions: Vec<_> = mine.filter_map(|s| self.position(me, s)).collect();
        positions.sort_unstable_by_key(|p| p.room.id);
        positions
    }

    fn position(&self, me: PersonId, slot: &Slot) -> Option<ReadPosition> {
        let read = self.has_read(me, slot.room.id);
        (!slot.loading).then(|| ReadPosition { room: Arc::clone(&slot.tag), last: slot.room.last, read })
    }
}
