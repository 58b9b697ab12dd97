//! The rooms, and what is asked of them.

use crate::engine::Asker;
use crate::keys::Parked;
use crate::likeness::Likeness;
use crate::slot::Slot;
use crate::{Answer, Ask, Duties, Engine, Out, RoomRef, RoomTag, Signal, Signalled, Told};
use hashbrown::HashMap;
use parlor_model::{
    Audience, Command, Event, Fact, Folded, Key, Number, PersonId, Place, Recall, Refusal, Room, RoomId, Who,
    decide,
};
use std::sync::Arc;

/// All rooms, by id, name and pair.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    all: HashMap<RoomId, Slot>,
    by_name: HashMap<Folded, RoomId>,
    directs: HashMap<(PersonId, PersonId), RoomId>,
    /// Names that rooms gave up in lost decisions: theirs until they were read again.
    withheld: Vec<(Folded, RoomId)>,
    pub(crate) likeness: Likeness,
    last_id: u64,
}

impl Rooms {
    pub(crate) fn get(&self, id: RoomId) -> Option<&Slot> {
        self.all.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: RoomId) -> Option<&mut Slot> {
        self.all.get_mut(&id)
    }

    pub(crate) fn named(&self, name: &Folded) -> Option<RoomId> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn named_count(&self) -> usize {
        self.by_name.len()
    }

    pub(crate) fn direct(&self, a: PersonId, b: PersonId) -> Option<RoomId> {
        self.directs.get(&(a.min(b), a.max(b))).copied()
    }

    pub(crate) fn new_id(&mut self) -> RoomId {
        self.last_id += 1;
        RoomId(self.last_id)
    }

    pub(crate) fn ids(&self) -> Vec<RoomId> {
        let mut ids: Vec<_> = self.all.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.all.values()
    }

    pub(crate) fn add(&mut self, slot: Slot) {
        self.last_id = self.last_id.max(slot.room.id.0);
        let id = slot.room.id;
        self.all.insert(id, slot);
        self.index(id);
    }

    pub(crate) fn remove(&mut self, id: RoomId) -> Option<Slot> {
        self.by_name.retain(|_, r| *r != id);
        self.directs.retain(|_, r| *r != id);
        self.withheld.retain(|(_, r)| *r != id);
        self.likeness.forget(id);
        self.all.remove(&id)
    }

    /// Keeps a name free until the room was read again.
    pub(crate) fn withhold(&mut self, name: Folded, id: RoomId) {
        self.withheld.push((name, id));
    }

    /// Whether nobody knows just now whose name it is.
    pub(crate) fn withholds(&self, name: &Folded) -> bool {
        self.withheld.iter().any(|(n, _)| n == name)
    }

    /// Makes the room found by what it is called now, and by nothing else.
    pub(crate) fn index(&mut self, id: RoomId) {
        let Some(slot) = self.all.get(&id) else { return };
        match &slot.room.place {
            Place::Named(name) if !slot.room.closed => {
                self.by_name.insert(name.folded(), id);
                self.likeness.note(name, id);
            }
            Place::Direct([a, b]) => {
                self.directs.insert((a.person.min(b.person), a.person.max(b.person)), id);
            }
            Place::Named(_) | Place::Nowhere => {}
        }
    }

    /// Names that lead to another room than the one called so.
    pub(crate) fn disagreements(&self) -> Vec<String> {
        let named =
            |id: &RoomId| self.all.get(id).filter(|s| !s.room.closed)?.room.name().map(|n| n.folded());
        let wrong = self.by_name.iter().filter(|(name, id)| named(id).as_ref() != Some(*name));
        let mut found: Vec<_> = wrong.map(|(name, id)| format!("{name:?} leads to {id:?}")).collect();
        let lost = self.all.keys().filter(|id| named(id).is_some_and(|n| self.by_name.get(&n) != Some(*id)));
        found.extend(lost.map(|id| format!("{id:?} is not found by its name")));
        found
    }

    pub(crate) fn unname(&mut self, name: &Folded, id: RoomId) {
        if self.by_name.get(name) == Some(&id) {
            self.by_name.remove(name);
        }
    }
}

impl Engine {
    /// Finds a room that the asker may know of.
    pub(crate) fn find_room(&self, me: PersonId, room: &RoomRef) -> Result<RoomId, Refusal> {
        match room {
            RoomRef::Id(id) => self.rooms.get(*id).map(|_| *id),
            RoomRef::Named(name) => {
                let name = name.folded();
                if self.rooms.withholds(&name) {
                    return Err(Refusal::Busy);
                }
                self.rooms.named(&name)
            }
            RoomRef::Direct(nick) => {
                let other = self.find_person(nick)?;
                self.rooms.direct(me, other.person)
            }
        }
        .ok_or(Refusal::NoSuchRoom)
    }

    /// Finds somebody by nickname.
    pub(crate) fn find_person(&self, nick: &str) -> Result<Arc<Who>, Refusal> {
        let found =
            self.people.by_nick(nick).or_else(|| self.people.get(self.directory.account(nick)?.person));
        found.map(|p| Arc::clone(&p.who)).ok_or_else(|| Refusal::NoSuchPerson(nick.into()))
    }

    pub(crate) fn room_asked(
        &mut self,
        asker: Asker,
        room: &RoomRef,
        command: Command<Arc<str>>,
        key: Option<Key>,
    ) {
        let Some(me) = self.person_of(asker) else { return };
        match key {
            Some(key) => {
                let ask = Ask::Room { room: room.clone(), command, key: None };
                self.park_for_key(asker, me, &key, ask);
            }
            None => self.room_asked_with(asker, me, room, command, None, None),
        }
    }

    /// Decides a command, or parks it until the store has said what it is about.
    pub(crate) fn room_asked_with(
        &mut self,
        asker: Asker,
        me: PersonId,
        room: &RoomRef,
        command: Command<Arc<str>>,
        key: Option<&Key>,
        fetched: Option<(RoomId, Option<Recall>)>,
    ) {
        match self.decide_room(asker, me, room, command, key, fetched) {
            Ok(Some(answer)) => {
                self.key_settled(me, key, &answer);
                self.answer(asker, answer);
            }
            Ok(None) => {}
            Err(why) => {
                let answer = Answer::Refused(why);
                self.key_settled(me, key, &answer);
                self.answer(asker, answer);
            }
        }
    }

    /// `Ok(None)`: parked, somebody answers later.
    fn decide_room(
        &mut self,
        asker: Asker,
        me: PersonId,
        room: &RoomRef,
        command: Command<Arc<str>>,
        key: Option<&Key>,
        fetched: Option<(RoomId, Option<Recall>)>,
    ) -> Result<Option<Answer>, Refusal> {
        let person = self.people.get(me).ok_or(Refusal::NotEntered)?;
        let actor = parlor_model::Actor { operator: self.may(person, Duties::ROOMS), ..person.actor() };
        self.on_guard(&actor, &command)?;
        let id = match self.find_room(me, room) {
            Ok(id) => id,
            Err(Refusal::Busy) => return Err(Refusal::Busy),
            Err(why) => match self.open_for(&actor, room, &command)? {
                Some(Opening::Named(facts)) => {
                    let id = self.rooms.new_id();
                    self.rooms.add(Slot::new(id));
                    let act = self.new_act();
                    let last = self.happen(id, &actor.who, key, facts, act, Some(asker.session));
                    return Ok(Some(Answer::Done { id: last, partly: Vec::new() }));
                }
                Some(Opening::Direct(facts)) => {
                    return self.open_direct_with(asker, &actor, facts, room, command, key);
                }
                None => return Err(why),
            },
        };
        self.decide_in(asker, &actor, id, room, command, key, fetched)
    }

    #[expect(clippy::too_many_arguments, reason = "one question's parts, each already its own type")]
    fn decide_in(
        &mut self,
        asker: Asker,
        actor: &parlor_model::Actor,
        id: RoomId,
        room: &RoomRef,
        command: Command<Arc<str>>,
        key: Option<&Key>,
        fetched: Option<(RoomId, Option<Recall>)>,
    ) -> Result<Option<Answer>, Refusal> {
        let Some(slot) = self.rooms.get(id) else { return Err(Refusal::NoSuchRoom) };
        if slot.loading {
            return Err(Refusal::Busy);
        }
        let recall = match command.target() {
            None => None,
            Some(number) => match slot.recall(number) {
                Some(recall) => Some(recall.clone()),
                None => match fetched {
                    Some((room, recall)) if room == id => recall,
                    _ if number > slot.room.last || number == Number(0) => None,
                    _ => {
                        let ask = Ask::Room { room: room.clone(), command, key: key.cloned() };
                        let me = actor.who.person;
                        self.park_for_recall(id, number, Parked { asker, me, ask });
                        return Ok(None);
                    }
                },
            },
        };
        if matches!(command, Command::Join { .. })
            && !actor.operator
            && self
                .people
                .get(actor.who.person)
                .is_some_and(|p| p.rooms.len() >= self.house.limits.rooms_per_person_max)
        {
            return Err(Refusal::TooManyRooms { rooms_max: self.house.limits.rooms_per_person_max });
        }
        let (command, unfit) = self.find_people(actor, id, command)?;
        if let Command::Change(changes) = &command {
            self.may_found(actor, id, changes)?;
        }
        if let Command::Rename { to, .. } = &command {
            let name = to.folded();
            if self.rooms.withholds(&name) {
                return Err(Refusal::Busy);
            }
            self.may_name(to, Some(id))?;
            if self.rooms.named(&name).is_some_and(|other| other != id) {
                return Err(Refusal::NameTaken(to.as_str().into()));
            }
        }
        let Some(slot) = self.rooms.get(id) else { return Err(Refusal::NoSuchRoom) };
        self.reaches(actor, &slot.room, &command)?;
        let decided = decide::decide(&slot.room, actor, &command, recall.as_ref(), &self.house.limits);
        let decision = Self::with_unfit(decided, unfit)?;
        if matches!(command, Command::Say { .. } | Command::Play { .. })
            && let Some(person) = self.people.get_mut(actor.who.person)
        {
            person.active = self.now;
            self.hears_answers(actor.who.person, id);
        }
        let act = self.new_act();
        let by = decision.by.as_ref().unwrap_or(&actor.who);
        let last = self.happen(id, by, key, decision.facts, act, Some(asker.session));
        Ok(Some(Answer::Done { id: last, partly: decision.partly }))
    }

    /// A room that is not there yet: joining a name opens it, a first word opens a direct conversation.
    fn open_for(
        &mut self,
        actor: &parlor_model::Actor,
        room: &RoomRef,
        command: &Command<Arc<str>>,
    ) -> Result<Option<Opening>, Refusal> {
        match (room, command) {
            (RoomRef::Named(name), Command::Join { .. }) => {
                let rooms_max = self.house.limits.rooms_per_person_max;
                if self.people.get(actor.who.person).is_some_and(|p| p.rooms.len() >= rooms_max) {
                    return Err(Refusal::TooManyRooms { rooms_max });
                }
                self.may_name(name, None)?;
                let decision = decide::open(name, actor, &self.house.limits)?;
                Ok(Some(Opening::Named(decision.facts)))
            }
            (RoomRef::Direct(nick), Command::Say { reply_to: None, .. } | Command::Tag { .. }) => {
                let other = self.find_person(nick)?;
                let decision = decide::open_direct(actor, &other)?;
                Ok(Some(Opening::Direct(decision.facts)))
            }
            _ => Ok(None),
        }
    }

    fn open_direct_with(
        &mut self,
        asker: Asker,
        actor: &parlor_model::Actor,
        facts: Vec<(Fact, Audience)>,
        room: &RoomRef,
        command: Command<Arc<str>>,
        key: Option<&Key>,
    ) -> Result<Option<Answer>, Refusal> {
        // What cannot be said opens nothing: decided on a room that is only imagined.
        let mut imagined = Room::unopened(RoomId(u64::MAX));
        if let Some((fact, heard)) = facts.first() {
            imagined.apply(&Event {
                room: imagined.id,
                number: Number(1),
                at: self.now,
                by: Arc::clone(&actor.who),
                key: None,
                heard: heard.clone(),
                fact: fact.clone(),
            });
        }
        let found = command.clone().find(|nick| self.find_person(&nick))?;
        self.reaches(actor, &imagined, &found)?;
        decide::decide(&imagined, actor, &found, None, &self.house.limits)?;
        let id = self.rooms.new_id();
        self.rooms.add(Slot::new(id));
        let act = self.new_act();
        self.happen(id, &actor.who, None, facts, act, Some(asker.session));
        self.decide_in(asker, actor, id, room, command, key, None)
    }

    /// Queues the telling of an event that was just applied, with who listens from then on and who no more.
    pub(crate) fn tell(&mut self, event: &Arc<Event>, act: u64, actor: Option<crate::SessionId>) {
        let id = event.room;
        match &event.fact {
            Fact::Opened { .. } => self.rooms.index(id),
            Fact::Joined { .. } => {
                if let Some(person) = self.people.get_mut(event.by.person)
                    && !person.rooms.contains(&id)
                {
                    person.rooms.push(id);
                }
                self.listen_all(event.by.person, id, Number(event.number.0 - 1));
            }
            Fact::Renamed { from, .. } => {
                self.rooms.unname(&from.folded(), id);
                self.rooms.index(id);
            }
            Fact::BecameKnownAs { now } => self.became_in(id, &event.by, now, event.number),
            Fact::Left { .. }
            | Fact::Kicked { .. }
            | Fact::Closed { .. }
            | Fact::Invited { .. }
            | Fact::Knocked { .. }
            | Fact::Tagged { .. }
            | Fact::Said { .. }
            | Fact::Edited { .. }
            | Fact::Deleted { .. }
            | Fact::Reacted { .. }
            | Fact::TopicSet { .. }
            | Fact::Changed { .. }
            | Fact::Directory(_) => {}
        }
        let Some(slot) = self.rooms.get_mut(id) else { return };
        let said_before = slot.last_said;
        if matches!(event.fact, Fact::Said { .. }) {
            slot.last_said = Some(event.at);
        }
        let Some(room) = self.rooms.get(id).map(|slot| self.tag_of(slot)) else { return };
        let told = Told { event: Arc::clone(event), room, act, actor, said_before };
        let told = Arc::new(told);
        self.emit(Out::Tell(Arc::clone(&told)));
        self.push_told(&told);
        if matches!(event.fact, Fact::Changed { .. } | Fact::Closed { .. }) {
            self.look_after_followers(id);
        }
        self.tell_metadata_of(event, actor);
        match &event.fact {
            Fact::Left { .. } => self.unlisten_all(event.by.person, id),
            Fact::Kicked { whom, .. } => self.unlisten_all(whom.person, id),
            Fact::Closed { .. } => {
                if let Some(name) =
                    self.rooms.get(id).and_then(|s| s.room.name()).map(parlor_model::RoomName::folded)
                {
                    self.rooms.unname(&name, id);
                }
                let mut there: Vec<_> =
                    self.people.iter().filter(|p| p.rooms.contains(&id)).map(|p| p.who.person).collect();
                there.sort_unstable();
                for person in there {
                    self.unlisten_all(person, id);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn listen_all(&mut self, person: PersonId, room: RoomId, told: Number) {
        let Some(tag) = self.rooms.get(room).map(|s| Arc::clone(&s.tag)) else { return };
        let sessions = self.people.get(person).map(|p| p.sessions.clone()).unwrap_or_default();
        for session in sessions {
            self.follows_no_more(session, room);
            self.emit(Out::Listen { session, room: Arc::clone(&tag), told });
        }
    }

    pub(crate) fn unlisten_all(&mut self, person: PersonId, room: RoomId) {
        let Some(person) = self.people.get_mut(person) else { return };
        person.rooms.retain(|r| *r != room);
        for session in person.sessions.clone() {
            self.emit(Out::Unlisten { session, room });
        }
    }

    /// Tells a signal in one room, or to one person. Best effort: nobody is told that nobody heard.
    pub(crate) fn signal(&mut self, asker: Asker, room: &RoomRef, signal: Signal) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(person) = self.people.get(me) else { return };
        let who = Arc::clone(&person.who);
        let (tag, heard) = match self.find_room(me, room) {
            Ok(id) => match self.rooms.get(id) {
                Some(slot) if slot.loading => return self.refuse(asker, Refusal::Busy),
                Some(slot) if slot.room.is_member(me) && !slot.room.silences(&who) => {
                    let heard = match &slot.room.place {
                        Place::Direct(two) => Audience::these(two.iter().map(|w| w.person)),
                        Place::Named(_) | Place::Nowhere => Audience::Room,
                    };
                    (self.tag_of(slot), heard)
                }
                Some(slot) if slot.room.may_see(me, false) => return self.refuse(asker, Refusal::NotMember),
                _ => return self.refuse(asker, Refusal::NoSuchRoom),
            },
            // No word was said between the two yet: there is nothing to type into, but no harm either.
            Err(why) => match room {
                RoomRef::Direct(nick) => match self.find_person(nick) {
                    Ok(other) => {
                        let heard = Audience::these([me, other.person]);
                        let between = Some([Arc::clone(&who), other]);
                        (Arc::new(RoomTag { id: RoomId(0), name: None, between }), heard)
                    }
                    Err(why) => return self.refuse(asker, why),
                },
                RoomRef::Id(_) | RoomRef::Named(_) => return self.refuse(asker, why),
            },
        };
        let act = self.new_act();
        let signalled = Signalled {
            by: who,
            room: Some(tag),
            heard,
            act,
            actor: Some(asker.session),
            at: self.now,
            signal,
        };
        self.emit(Out::Signal(Arc::new(signalled)));
        self.done(asker, None);
    }
}

/// What it takes to open a room.
pub(crate) enum Opening {
    Named(Vec<(Fact, Audience)>),
    Direct(Vec<(Fact, Audience)>),
}
