//! What a server operator has others do, and does to rooms.

use crate::engine::Asker;
use crate::slot::Slot;
use crate::{Duties, Engine, Forced, PersonRef, RoomRef};
use parlor_model::{
    Actor, Change, Command, Leaving, MessageId, Nickname, Refusal, RoomName, Text, Who, decide,
};
use std::sync::Arc;

impl Engine {
    /// Somebody does what a server operator says.
    pub(crate) fn force(&mut self, asker: Asker, whom: &PersonRef, what: Forced) {
        if self.person_of(asker).is_none() {
            return;
        }
        if let Err(why) = self.needs(asker, Duties::ROOMS) {
            return self.refuse(asker, why);
        }
        let there = self.people.by_nick(whom).filter(|p| !p.sessions.is_empty());
        let Some(who) = there.map(|p| Arc::clone(&p.who)) else {
            return self.refuse(asker, Refusal::NoSuchPerson(Arc::clone(whom)));
        };
        let done = match what {
            Forced::Join(room) => self.bring_into(&who, &room),
            Forced::Leave { room, reason } => self.put_out_of(&who, &room, reason),
            Forced::Nick(nick) => self.call(&who, nick),
            Forced::Flags { add, remove, stand_down } => {
                self.change_flags(who.person, add, remove);
                if stand_down {
                    self.set_operator(who.person, false);
                }
                self.tell_flags(who.person, None);
                Ok(None)
            }
        };
        match done {
            Ok(id) => self.done(asker, id),
            Err(why) => self.refuse(asker, why),
        }
    }

    /// A server operator changes a room: as every change, but from nobody else.
    pub(crate) fn overrule(&mut self, asker: Asker, room: RoomName, changes: Vec<Change<PersonRef>>) {
        if self.person_of(asker).is_none() {
            return;
        }
        if let Err(why) = self.needs(asker, Duties::ROOMS) {
            return self.refuse(asker, why);
        }
        self.room_asked(asker, &RoomRef::Named(room), Command::Change(changes), None);
    }

    fn bring_into(&mut self, who: &Arc<Who>, name: &RoomName) -> Result<Option<MessageId>, Refusal> {
        let actor = Actor { who: Arc::clone(who), operator: true };
        let folded = name.folded();
        if self.rooms.withholds(&folded) {
            return Err(Refusal::Busy);
        }
        let Some(id) = self.rooms.named(&folded) else {
            let decision = decide::open(name, &actor, &self.house.limits)?;
            let id = self.rooms.new_id();
            self.rooms.add(Slot::new(id));
            let act = self.new_act();
            return Ok(self.happen(id, who, None, decision.facts, act, None));
        };
        let command = Command::Join { key: None, forced: true };
        self.do_in(id, &actor, &command).map_err(|why| match why {
            Refusal::YouAreMember => Refusal::AlreadyMember(who.nick.as_str().into()),
            other => other,
        })
    }

    fn put_out_of(
        &mut self,
        who: &Arc<Who>,
        name: &RoomName,
        reason: Text,
    ) -> Result<Option<MessageId>, Refusal> {
        let id = self.rooms.named(&name.folded()).ok_or(Refusal::NoSuchRoom)?;
        let actor = Actor { who: Arc::clone(who), operator: false };
        let command = Command::Leave { how: Leaving::Parted, reason };
        self.do_in(id, &actor, &command).map_err(|why| match why {
            Refusal::NotMember | Refusal::NoSuchRoom => Refusal::TheyAreNotMember(who.nick.as_str().into()),
            other => other,
        })
    }

    fn do_in(
        &mut self,
        id: parlor_model::RoomId,
        actor: &Actor,
        command: &Command<Arc<Who>>,
    ) -> Result<Option<MessageId>, Refusal> {
        let slot = self.rooms.get(id).ok_or(Refusal::NoSuchRoom)?;
        if slot.loading {
            return Err(Refusal::Busy);
        }
        let decision = decide::decide(&slot.room, actor, command, None, &self.house.limits)?;
        let act = self.new_act();
        Ok(self.happen(id, &actor.who, None, decision.facts, act, None))
    }

    /// Called so by a server operator: no room's rules are asked, but the name must be free.
    fn call(&mut self, who: &Arc<Who>, nick: Nickname) -> Result<Option<MessageId>, Refusal> {
        let now = Who { nick, ..(**who).clone() };
        if now.nick == who.nick {
            return Ok(None);
        }
        self.may_be_called(Some(who.person), &now)?;
        let rooms = self.people.get(who.person).map(|p| p.rooms.clone()).unwrap_or_default();
        if rooms.iter().any(|room| self.rooms.get(*room).is_some_and(|slot| slot.loading)) {
            return Err(Refusal::Busy);
        }
        Ok(self.rename_everywhere(who, Arc::new(now), None))
    }
}
