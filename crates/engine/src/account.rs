//! Accounts: registering, logging in, server operators, server-wide bans, read positions.

use crate::engine::Asker;
use crate::{Answer, Closing, Engine, Out, RoomRef, Signal};
use parlor_model::{
    AccountName, Actor, DirectoryCommand, DirectoryFact, Leaving, Nickname, Number, PersonId, Refusal,
    RoomId, Text, Who,
};
use std::sync::Arc;

impl Engine {
    /// A guest owns an account from now on: same person, lasting. Before entering, an account is just made.
    pub(crate) fn register(&mut self, asker: Asker, name: AccountName, credentials: Arc<str>) {
        if !self.house.registration {
            return self.refuse(asker, Refusal::NoRegistration);
        }
        if self.directory_is_reloading() {
            return self.refuse(asker, Refusal::Busy);
        }
        let me = self.sessions.get(&asker.session).copied();
        let before = me.and_then(|id| self.people.get(id)).map(|p| Arc::clone(&p.who));
        if before.as_ref().is_some_and(|w| !w.is_guest()) {
            return self.refuse(asker, Refusal::AlreadyEntered);
        }
        let (person, by) = match &before {
            Some(who) => (who.person, Arc::clone(who)),
            None => (self.new_person(), Arc::new(Who::house())),
        };
        let wanted = Who { nick: Nickname::trusted(name.as_str()), ..(*by).clone() };
        if let Err(why) = self.may_be_called(Some(person), &wanted) {
            return self.refuse(
                asker,
                match why {
                    Refusal::NameIsAccount(name) => Refusal::NameTaken(name),
                    other => other,
                },
            );
        }
        let actor = Actor { who: Arc::clone(&by), operator: false };
        let command = DirectoryCommand::Register { person, name: name.clone(), credentials };
        match self.directory.decide(&actor, &command) {
            Err(why) => self.refuse(asker, why),
            Ok(fact) => {
                let id = self.happen_in_directory(&by, fact);
                if let Some(before) = before {
                    let now = Who { account: Some(name), ..(*before).clone() };
                    self.rename_everywhere(&before, Arc::new(now), Some(asker.session));
                }
                self.adopt_accounts();
                self.done(asker, Some(id));
            }
        }
    }

    /// The session is an account's from now on.
    pub(crate) fn log_in(&mut self, asker: Asker, name: &AccountName) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(account) = self.directory.account(name.as_str()).cloned() else {
            return self.refuse(asker, Refusal::WrongPassword);
        };
        if account.person == me {
            return self.done(asker, None);
        }
        self.adopt_accounts();
        let (Some(mine), Some(theirs)) = (self.people.get(me), self.people.get(account.person)) else {
            return;
        };
        let (before, guest, rooms) = (Arc::clone(&mine.who), mine.who.is_guest(), mine.rooms.clone());
        let settled = !theirs.sessions.is_empty() || !theirs.rooms.is_empty();
        let nick = if settled { theirs.who.nick.clone() } else { before.nick.clone() };
        let there = Arc::clone(&theirs.who);
        let now = Arc::new(Who {
            person: account.person,
            nick: if guest { nick } else { there.nick.clone() },
            account: Some(account.name.clone()),
            ..(*before).clone()
        });
        if guest && let Err(why) = self.renaming(&before, &now, &rooms) {
            return self.refuse(asker, why);
        }
        self.detach(asker, me);
        if guest {
            // The guest's places in its rooms become the account's, in one act; the guest is no more.
            self.rename_everywhere(&before, Arc::clone(&now), Some(asker.session));
            self.people.remove(me, self.now);
            self.people.remove(account.person, self.now);
            let mut person = crate::person::Person::new(now, self.now);
            person.operator = account.operator;
            self.readmit(person, &there);
        }
        self.attach(asker.session, account.person);
        let joined = self.people.get(account.person).map(|p| p.rooms.clone()).unwrap_or_default();
        for room in joined {
            if let Some((tag, told)) = self.rooms.get(room).map(|s| (Arc::clone(&s.tag), s.room.last)) {
                self.emit(Out::Listen { session: asker.session, room: tag, told });
            }
        }
        if let Some(who) = self.people.get(account.person).map(|p| Arc::clone(&p.who)) {
            self.tell_own_sessions(&who, None, Signal::KnownAs(before));
        }
        self.done(asker, None);
    }

    /// Puts an account's person back with the sessions and rooms it has.
    fn readmit(&mut self, mut person: crate::person::Person, _there: &Who) {
        let id = person.who.person;
        person.sessions = self.sessions.iter().filter(|(_, p)| **p == id).map(|(s, _)| *s).collect();
        person.sessions.sort_unstable();
        person.rooms =
            self.rooms.iter().filter(|s| s.room.members.contains_key(&id)).map(|s| s.room.id).collect();
        person.rooms.sort_unstable();
        self.people.add(person);
    }

    /// The session is nobody's for a moment.
    fn detach(&mut self, asker: Asker, me: PersonId) {
        self.sessions.remove(&asker.session);
        let Some(person) = self.people.get_mut(me) else { return };
        person.sessions.retain(|s| *s != asker.session);
        if person.sessions.is_empty() {
            self.present -= 1;
        }
        let rooms = if person.who.is_guest() { Vec::new() } else { person.rooms.clone() };
        for room in rooms {
            self.emit(Out::Unlisten { session: asker.session, room });
        }
    }

    /// A guest again: that is another session.
    pub(crate) fn log_out(&mut self, asker: Asker) {
        let Some(me) = self.person_of(asker) else { return };
        if self.people.get(me).is_some_and(|p| p.who.is_guest()) {
            return self.refuse(asker, Refusal::NeedAccount);
        }
        self.done(asker, None);
        self.ended(asker.session, &crate::Ending::Quit(Text::trusted("logged out")));
        self.emit(Out::Close { session: asker.session, why: Closing::LoggedOut });
    }

    /// Rules the house from now on, whoever one is.
    pub(crate) fn operate(&mut self, asker: Asker, name: &AccountName) {
        let Some(me) = self.person_of(asker) else { return };
        if !self.directory.account(name.as_str()).is_some_and(|a| a.operator) {
            return self.refuse(asker, Refusal::NeedOperator);
        }
        if let Some(person) = self.people.get_mut(me) {
            person.operator = true;
        }
        self.done(asker, None);
    }

    pub(crate) fn directory_asked(&mut self, asker: Asker, command: DirectoryCommand) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(actor) = self.people.get(me).map(crate::person::Person::actor) else { return };
        match self.rule(&actor, &command) {
            Ok(id) => self.done(asker, Some(id)),
            Err(why) => self.refuse(asker, why),
        }
    }

    /// The house itself asks something of the directory (an administrator at the console).
    ///
    /// # Errors
    /// A [`Refusal`]; nothing happened then. What happened is kept with the next batch.
    pub fn rule_as_house(&mut self, command: &DirectoryCommand) -> Result<(), Refusal> {
        let actor = Actor { who: Arc::new(Who::house()), operator: true };
        let command = match command.clone() {
            DirectoryCommand::Register { name, credentials, .. } => {
                if let Some(person) = self.people.by_nick(name.as_str()) {
                    return Err(Refusal::NameTaken(person.who.nick.as_str().into()));
                }
                DirectoryCommand::Register { person: self.new_person(), name, credentials }
            }
            other => other,
        };
        self.rule(&actor, &command).map(|_| ())
    }

    fn rule(
        &mut self,
        actor: &Actor,
        command: &DirectoryCommand,
    ) -> Result<parlor_model::MessageId, Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let fact = self.directory.decide(actor, command)?;
        let id = self.happen_in_directory(&actor.who, fact.clone());
        match fact {
            DirectoryFact::Banned { reason, .. } => {
                let now = self.now;
                let out: Vec<_> = self
                    .people
                    .iter()
                    .filter(|p| {
                        !p.operator && !p.sessions.is_empty() && self.directory.ban_of(&p.who, now).is_some()
                    })
                    .map(|p| p.who.person)
                    .collect();
                for person in out {
                    self.close_all(person, &Closing::Banned { reason: reason.clone() });
                    self.depart(person, Leaving::Quit, &Text::trusted("banned from the house"));
                }
            }
            DirectoryFact::Deleted { person, .. } => {
                self.close_all(person, &Closing::AccountEnded);
                self.depart(person, Leaving::Quit, &Text::trusted("the account was deleted"));
            }
            DirectoryFact::OperatorSet { .. } | DirectoryFact::Registered { .. } => self.adopt_accounts(),
            DirectoryFact::CredentialsChanged { .. } | DirectoryFact::Unbanned { .. } => {}
        }
        Ok(id)
    }

    /// Notes how far somebody has read. It only moves forward.
    pub(crate) fn read(&mut self, asker: Asker, room: &RoomRef, number: Number) {
        let Some(me) = self.person_of(asker) else { return };
        let id: RoomId = match self.find_room(me, room) {
            Ok(id) => id,
            Err(why) => return self.refuse(asker, why),
        };
        let Some(slot) = self.rooms.get(id).filter(|s| s.room.is_member(me)) else {
            return self.refuse(asker, Refusal::NotMember);
        };
        let number = number.min(slot.told);
        let position = self.positions.entry((me, id)).or_default();
        if number > *position {
            *position = number;
            let (room, at) = (Arc::clone(&slot.tag), self.now);
            self.keeping.positions.push((me, id, number, at));
            if let Some(who) = self.people.get(me).map(|p| Arc::clone(&p.who)) {
                self.tell_own_sessions(&who, Some(asker.session), Signal::ReadUpTo { room, number });
            }
        }
        self.answer(asker, Answer::Done { id: None, partly: Vec::new() });
    }
}
