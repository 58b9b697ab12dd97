//! What people and rooms say about themselves: set, cleared, seen, and told to those who see them.

use crate::engine::Asker;
use crate::person::Person;
use crate::{Answer, Engine, MetadataOf, MetadataView, Out, SessionId, Signal, Signalled};
use parlor_model::{
    Audience, Change, Command, DirectoryCommand, Event, Fact, Metadata, MetadataKey, PersonId, Refusal, Text,
    audience,
};
use std::sync::Arc;

/// Keys with what they are from now on; `None`: nothing.
pub type MetadataChanges = Arc<[(MetadataKey, Option<Text>)]>;

/// Members of a room whose metadata is told together with the room's; who asks about a larger one is told of the
/// room only.
const MEMBERS_MAX: usize = 100;

impl Engine {
    /// Says something about a person or a room, or no more.
    pub(crate) fn set_metadata(
        &mut self,
        asker: Asker,
        of: &MetadataOf,
        key: MetadataKey,
        value: Option<Text>,
    ) {
        let Some(me) = self.person_of(asker) else { return };
        let whom = match of {
            MetadataOf::Room(room) => {
                let command = Command::Change(vec![Change::Metadata(key, value)]);
                return self.room_asked(asker, room, command, None);
            }
            MetadataOf::Me => me,
            MetadataOf::Person(nick) => match self.find_person(nick) {
                Ok(who) => who.person,
                Err(why) => return self.refuse(asker, why),
            },
        };
        match self.say_about(asker, me, whom, &[(key, value)]) {
            Ok(id) => self.done(asker, id),
            Err(why) => self.refuse(asker, why),
        }
    }

    /// Takes away all that is said about a person or a room.
    pub(crate) fn clear_metadata(&mut self, asker: Asker, of: &MetadataOf) {
        let Some(me) = self.person_of(asker) else { return };
        match self.clear(asker, me, of) {
            Ok(keys) => self.answer(asker, Answer::Cleared(keys)),
            Err(why) => self.refuse(asker, why),
        }
    }

    fn clear(&mut self, asker: Asker, me: PersonId, of: &MetadataOf) -> Result<Vec<MetadataKey>, Refusal> {
        let keys = |metadata: &Metadata| metadata.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        let MetadataOf::Room(room) = of else {
            let whom = match of {
                MetadataOf::Person(nick) => self.find_person(nick)?.person,
                MetadataOf::Me | MetadataOf::Room(_) => me,
            };
            let known = self.people.get(whom).map(|p| keys(self.metadata_of(p))).unwrap_or_default();
            let changes: Vec<_> = known.iter().map(|key| (key.clone(), None)).collect();
            self.say_about(asker, me, whom, &changes)?;
            return Ok(known);
        };
        let (id, person) = (self.find_room(me, room)?, self.people.get(me).ok_or(Refusal::NotEntered)?);
        let slot = self.rooms.get(id).ok_or(Refusal::NoSuchRoom)?;
        if slot.loading {
            return Err(Refusal::Busy);
        }
        let (actor, known) = (person.actor(), keys(&slot.room.metadata));
        let changes = known.iter().map(|key| Change::Metadata(key.clone(), None)).collect();
        let decided =
            parlor_model::decide(&slot.room, &actor, &Command::Change(changes), None, &self.house.limits);
        match decided {
            Ok(decision) if decision.partly.is_empty() => {
                let act = self.new_act();
                self.happen(id, &actor.who, None, decision.facts, act, Some(asker.session));
                Ok(known)
            }
            Ok(mut decision) => Err(decision.partly.remove(0)),
            // Nothing is said about it; whether the asker might take it away is no question then.
            Err(Refusal::NothingToChange) => Ok(known),
            Err(why) => Err(why),
        }
    }

    /// One's own, or anybody's as a server operator: kept for an account, remembered for a guest.
    fn say_about(
        &mut self,
        asker: Asker,
        me: PersonId,
        whom: PersonId,
        changes: &[(MetadataKey, Option<Text>)],
    ) -> Result<Option<parlor_model::MessageId>, Refusal> {
        let actor = self.people.get(me).ok_or(Refusal::NotEntered)?.actor();
        let person = self.people.get(whom).ok_or(Refusal::NotEntered)?;
        parlor_model::decide::may_say_about(&actor, whom)?;
        for (key, value) in changes {
            self.metadata_of(person).may_set(key, value.as_ref(), &self.house.limits)?;
        }
        let (account, mut last) = (person.who.account.clone(), None);
        for (key, value) in changes {
            match &account {
                Some(name) => {
                    let (name, key, value) = (name.clone(), key.clone(), value.clone());
                    let command = DirectoryCommand::SetMetadata { name, key, value };
                    last = Some(self.rule(&actor, &command, Some(asker.session))?);
                }
                None => {
                    if let Some(person) = self.people.get_mut(whom) {
                        person.rare.metadata.set(key, value.as_ref());
                    }
                }
            }
        }
        if !changes.is_empty() {
            self.tell_metadata(whom, Some(asker.session), changes.into());
        }
        Ok(last)
    }

    fn tell_metadata(&mut self, whom: PersonId, actor: Option<SessionId>, changes: MetadataChanges) {
        let Some(nick) = self.people.get(whom).map(|p| Arc::from(p.who.nick.as_str())) else { return };
        self.tell_around(whom, actor, &Signal::Metadata { of: nick, changes });
    }

    /// A guest owns an account: what they say about themselves lasts.
    pub(crate) fn keep_metadata_of(&mut self, whom: PersonId) {
        let Some(person) = self.people.get(whom) else { return };
        let (who, Some(name)) = (Arc::clone(&person.who), person.who.account.clone()) else { return };
        for (key, value) in person.rare.metadata.clone().iter() {
            let (key, value) = (key.clone(), Some(value.clone()));
            let fact = parlor_model::DirectoryFact::MetadataSet { name: name.clone(), key, value };
            self.happen_in_directory(&who, fact);
        }
    }

    /// What somebody says about themselves.
    pub(crate) fn metadata_of<'a>(&'a self, person: &'a Person) -> &'a Metadata {
        let account = person.who.account.as_ref().and_then(|name| self.directory.account(name.as_str()));
        account.map_or(&person.rare.metadata, |account| &account.metadata)
    }

    /// What the asker may see of it.
    pub(crate) fn metadata_view(
        &self,
        mine: &Person,
        of: &MetadataOf,
        members: bool,
    ) -> Result<MetadataView, Refusal> {
        let of_person =
            |person: &Person| (Arc::from(person.who.nick.as_str()), self.metadata_of(person).clone());
        let room = match of {
            MetadataOf::Me => {
                let (of, metadata) = of_person(mine);
                return Ok(MetadataView { of, metadata, members: Vec::new() });
            }
            MetadataOf::Person(nick) => {
                let who = self.find_person(nick)?;
                let person = self.people.get(who.person).ok_or(Refusal::NoSuchPerson(Arc::clone(nick)))?;
                let (of, metadata) = of_person(person);
                return Ok(MetadataView { of, metadata, members: Vec::new() });
            }
            MetadataOf::Room(room) => room,
        };
        let slot = self.visible(mine, room)?;
        if !slot.room.may_read(&mine.who) && !mine.operator {
            return Err(Refusal::NotMember);
        }
        let name = slot.room.name().ok_or(Refusal::NoSuchRoom)?;
        let me = mine.who.person;
        let shown = |id: &PersonId| *id == me || mine.operator || !slot.room.hides(*id, Some(me));
        let few = members && slot.room.members.len() <= MEMBERS_MAX;
        let members = slot.room.members.keys().filter(|id| few && shown(id));
        let members = members.filter_map(|id| self.people.get(*id)).map(of_person);
        Ok(MetadataView {
            of: name.as_str().into(),
            metadata: slot.room.metadata.clone(),
            members: members.filter(|(_, metadata)| !metadata.is_empty()).collect(),
        })
    }

    /// What is said about a room changed with this event, or somebody came of whom something is said: who is there
    /// is told.
    pub(crate) fn tell_metadata_of(&mut self, event: &Event, actor: Option<SessionId>) {
        let Some(slot) = self.rooms.get(event.room) else { return };
        let (of, heard, changes, actor): (Arc<str>, _, MetadataChanges, _) = match &event.fact {
            Fact::Changed { changes } => {
                let said = changes.iter().filter_map(|change| match change {
                    Change::Metadata(key, value) => Some((key.clone(), value.clone())),
                    _ => None,
                });
                let Some(name) = slot.room.name() else { return };
                (name.as_str().into(), Audience::Room, said.collect(), actor)
            }
            Fact::Joined { .. } if slot.room.members.len() <= MEMBERS_MAX => {
                let Some(person) = self.people.get(event.by.person) else { return };
                let said = self.metadata_of(person).iter();
                let changes = said.map(|(key, value)| (key.clone(), Some(value.clone()))).collect();
                let heard = audience::seen_by(&slot.room, event.by.person);
                // Who comes sees the room and themselves in one go.
                (event.by.nick.as_str().into(), heard, changes, actor)
            }
            _ => return,
        };
        if changes.is_empty() {
            return;
        }
        let (room, signal) = (Some(Arc::clone(&slot.tag)), Signal::Metadata { of, changes });
        let (by, at) = (Arc::clone(&event.by), self.now);
        let act = self.new_act();
        self.emit(Out::Signal(Arc::new(Signalled { by, room, heard, act, actor, at, signal })));
    }

    /// Tells something about somebody, as one act, to those who see them: in their rooms, on their own other
    /// connections, and those who watch for their name.
    pub(crate) fn tell_around(&mut self, whom: PersonId, actor: Option<SessionId>, signal: &Signal) {
        let Some(person) = self.people.get(whom) else { return };
        let (by, act, at) = (Arc::clone(&person.who), self.act + 1, self.now);
        let mut told = Vec::new();
        for slot in person.rooms.iter().filter_map(|r| self.rooms.get(*r)).filter(|s| !s.loading) {
            told.push((Some(Arc::clone(&slot.tag)), audience::seen_by(&slot.room, whom)));
        }
        let watchers = self.watchers_of(by.nick.as_str());
        told.push((None, Audience::these(watchers.chain([whom]))));
        self.act = act;
        for (room, heard) in told {
            let (by, signal) = (Arc::clone(&by), signal.clone());
            self.emit(Out::Signal(Arc::new(Signalled { by, room, heard, act, actor, at, signal })));
        }
    }
}
