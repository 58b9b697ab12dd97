//! Accounts: registering, logging in, server operators, server-wide bans, read positions.

use crate::duties::duty_of;
use crate::engine::Asker;
use crate::keep::Moved;
use crate::{Closing, Engine, RoomRef, SessionId, Signal};
use parlor_model::{
    AccountName, Actor, DirectoryCommand, DirectoryFact, Leaving, MessageId, Nickname, Number, PersonId,
    Refusal, RoomId, Text, Who,
};
use std::sync::Arc;

/// Somebody who is to own an account.
pub(crate) struct Newcomer {
    /// Who they will be: a guest stays who they are.
    pub(crate) person: PersonId,
    /// Who asks, as of now; the house where nobody has entered yet.
    pub(crate) by: Arc<Who>,
    /// The guest they are, if they have entered.
    pub(crate) before: Option<Arc<Who>>,
}

impl Engine {
    /// A guest owns an account from now on: same person, lasting. Before entering, an account is just made.
    pub(crate) fn register(&mut self, asker: Asker, name: AccountName, credentials: Arc<str>) {
        let begun = self.may_register(asker, &name).and_then(|newcomer| {
            if self.house.email_required {
                return Err(Refusal::NeedEmail);
            }
            self.begin_account(asker, newcomer, name, credentials)
        });
        match begun {
            Ok(id) => self.done(asker, Some(id)),
            Err(why) => self.refuse(asker, why),
        }
    }

    /// Whether accounts are made here by asking, and this one by this session.
    pub(crate) fn may_register(&mut self, asker: Asker, name: &AccountName) -> Result<Newcomer, Refusal> {
        if !self.house.registration && !self.ways.is_invited(asker.session) {
            return Err(Refusal::NoRegistration);
        }
        if !self.defcon.registers() {
            return Err(Refusal::OnGuard);
        }
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        if self.directory.awaited(name.as_str(), self.now).is_some() {
            return Err(Refusal::AccountExists(name.as_str().into()));
        }
        self.newcomer(asker, name)
    }

    /// Who would own an account of this name.
    pub(crate) fn newcomer(&mut self, asker: Asker, name: &AccountName) -> Result<Newcomer, Refusal> {
        let me = self.person_at(asker.session);
        let before = me.and_then(|id| self.people.get(id)).map(|p| Arc::clone(&p.who));
        if before.as_ref().is_some_and(|w| !w.is_guest()) {
            return Err(Refusal::AlreadyEntered);
        }
        let (person, by) = match &before {
            Some(who) => (who.person, Arc::clone(who)),
            None => (self.new_person(), Arc::new(Who::house())),
        };
        let wanted = Who { nick: Nickname::trusted(name.as_str()), ..(*by).clone() };
        self.may_own(Some(person), &wanted)?;
        Ok(Newcomer { person, by, before })
    }

    /// Whether an account may have this name: as its owner would be called, nobody else is.
    fn may_own(&mut self, person: Option<PersonId>, wanted: &Who) -> Result<(), Refusal> {
        self.may_be_called(person, wanted).map_err(|why| match why {
            // It cannot be logged in to who wants to make it.
            Refusal::NameIsAccount(name) => Refusal::AccountExists(name),
            other => other,
        })
    }

    pub(crate) fn begin_account(
        &mut self,
        asker: Asker,
        newcomer: Newcomer,
        name: AccountName,
        credentials: Arc<str>,
    ) -> Result<MessageId, Refusal> {
        let (person, by) = (newcomer.person, Arc::clone(&newcomer.by));
        let actor = Actor { who: Arc::clone(&by), operator: false };
        let command = DirectoryCommand::Register { person, name: name.clone(), credentials };
        let fact = self.directory.decide(&actor, &command)?;
        let id = self.happen_in_directory(&by, fact);
        self.account_began(asker, newcomer, &name);
        Ok(id)
    }

    /// Whoever registered is known by the account, in all their rooms.
    pub(crate) fn account_began(&mut self, asker: Asker, newcomer: Newcomer, name: &AccountName) {
        if let Some(before) = newcomer.before {
            let nick = self.nick_of(Some(name), before.nick.clone());
            let now = Who { account: Some(name.clone()), nick, ..(*before).clone() };
            self.rename_everywhere(&before, Arc::new(now), Some(asker.session));
            self.keep_marks_of(asker, newcomer.person);
            self.keep_metadata_of(newcomer.person);
        }
        if let Some(account) = self.directory.account(name.as_str()).cloned() {
            self.adopt_account(&account);
        }
        self.registered_with_invitation(asker.session, newcomer.person);
    }

    /// Rules the house from now on, whoever one is.
    pub(crate) fn operate(&mut self, asker: Asker, name: &AccountName) {
        let Some(me) = self.person_of(asker) else { return };
        if !self.directory.account(name.as_str()).is_some_and(|a| a.operator) {
            return self.refuse(asker, Refusal::NeedOperator);
        }
        self.makes_operator(me, true, Some(asker.session));
        if let Some(person) = self.people.get_mut(me) {
            person.rare.operates_as = Some(name.clone());
        }
        self.done(asker, None);
    }

    pub(crate) fn directory_asked(&mut self, asker: Asker, command: DirectoryCommand) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(person) = self.people.get(me) else { return };
        let actor = Actor { operator: self.may(person, duty_of(&command)), ..person.actor() };
        let command = match self.made_out(&actor, command) {
            Ok(command) => command,
            Err(why) => return self.refuse(asker, why),
        };
        let result = match &command {
            DirectoryCommand::MakeBot { name, .. } => self.make_bot(&actor, name),
            _ => self.rule(&actor, &command, Some(asker.session)),
        };
        match result {
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
        let command = self.made_out(&actor, command.clone())?;
        self.rule(&actor, &command, None).map(|_| ())
    }

    /// An account that somebody makes for somebody else gets its id here. Who makes their own asks to register.
    fn made_out(&mut self, actor: &Actor, command: DirectoryCommand) -> Result<DirectoryCommand, Refusal> {
        let DirectoryCommand::Register { name, credentials, .. } = command else { return Ok(command) };
        if !actor.operator {
            return Err(Refusal::NeedOperator);
        }
        let nick = Nickname::trusted(name.as_str());
        self.may_own(None, &Who { nick, account: Some(name.clone()), ..Who::house() })?;
        Ok(DirectoryCommand::Register { person: self.new_person(), name, credentials })
    }

    pub(crate) fn rule(
        &mut self,
        actor: &Actor,
        command: &DirectoryCommand,
        asked: Option<SessionId>,
    ) -> Result<parlor_model::MessageId, Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let fact = self.directory.decide(actor, command)?;
        if let DirectoryFact::Deleted { name, .. } = &fact {
            let house = Actor { who: Arc::new(Who::house()), operator: true };
            for bot in self.bots_of(name) {
                self.rule(&house, &DirectoryCommand::Delete { name: bot }, None)?;
            }
        }
        let id = self.happen_in_directory(&actor.who, fact.clone());
        match fact {
            DirectoryFact::Banned { reason, .. } => {
                let now = self.now;
                let mut out: Vec<_> = self
                    .people
                    .iter()
                    .filter(|p| {
                        let account = self.account_of(&p.who);
                        let suspended = account.and_then(|a| self.directory.ban_of_account(a, now));
                        let banned = || self.directory.ban_of(&p.who, now);
                        !p.operator && !p.sessions.is_empty() && suspended.or_else(banned).is_some()
                    })
                    .map(|p| p.who.person)
                    .collect();
                out.sort_unstable();
                for person in out {
                    self.close_all(person, &Closing::Banned { reason: reason.clone() });
                    self.depart(person, Leaving::Quit, &Text::trusted("banned from the house"));
                }
            }
            DirectoryFact::Deleted { person, name } => {
                self.close_all(person, &Closing::AccountEnded);
                self.depart(person, Leaving::Quit, &Text::trusted("the account was deleted"));
                self.release_rooms_of(person);
                self.hold_name(name.folded(), person);
            }
            DirectoryFact::Purged { name, reason } => self.purge_room(&name, &reason),
            DirectoryFact::Registered { .. } | DirectoryFact::Confirmed { .. } => self.adopt_accounts(),
            DirectoryFact::OperatorSet { name, .. } => self.operator_set(&name),
            DirectoryFact::SettingChanged { name, .. } => self.look_after_absent(&name),
            DirectoryFact::CredentialsChanged { person, .. } => self.end_logins(person, asked),
            DirectoryFact::BotMade { .. }
            | DirectoryFact::Keyring(_)
            | DirectoryFact::Push(_)
            | DirectoryFact::Unpurged { .. }
            | DirectoryFact::MetadataSet { .. }
            | DirectoryFact::Awaited(_)
            | DirectoryFact::CodeSent { .. }
            | DirectoryFact::CertificateAdded { .. }
            | DirectoryFact::CertificateRemoved { .. }
            | DirectoryFact::Unbanned { .. } => {}
        }
        Ok(id)
    }

    /// More is kept of a password than was: the shell has just seen that it is right. Nothing happens if it was
    /// changed since `from` was looked at; otherwise this is kept with the next batch.
    pub fn better_credentials(&mut self, name: &AccountName, from: &str, to: Arc<str>) {
        let account = self.directory.account(name.as_str()).filter(|a| &*a.credentials == from);
        let Some(account) = account.filter(|_| !self.directory_is_reloading()) else { return };
        let (person, name) = (account.person, account.name.clone());
        let fact = DirectoryFact::CredentialsChanged { person, name, credentials: to };
        self.happen_in_directory(&Arc::new(Who::house()), fact);
    }

    /// Why nobody may log in to an account just now, if that is so.
    #[must_use]
    pub fn suspension_of(&self, name: &AccountName) -> Option<Refusal> {
        let ban = self.directory.ban_of_account(self.directory.account(name.as_str())?, self.now)?;
        Some(Refusal::BannedFromHouse { reason: ban.reason.as_str().into() })
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
        if slot.loading {
            return self.refuse(asker, Refusal::Busy);
        }
        self.read_up_to(asker, me, id, number);
        self.mark_what_is_read(asker, me, id);
        self.done(asker, None);
    }

    pub(crate) fn read_up_to(&mut self, asker: Asker, me: PersonId, id: RoomId, number: Number) {
        let Some(slot) = self.rooms.get(id) else { return };
        let (tag, number) = (self.tag_of(slot), number.min(slot.told));
        let from = self.has_read(me, id).unwrap_or_default();
        let moved = Moved { asker, person: me, room: id, from, to: number.max(from), at: self.now };
        if number > from {
            self.read_up_to.entry(me).or_default().insert(id, number);
            self.keeping.current.positions.push(moved);
            if let Some(who) = self.people.get(me).map(|p| Arc::clone(&p.who)) {
                self.tell_own_sessions(&who, Some(asker.session), Signal::ReadUpTo { room: tag, number });
            }
        } else if self.keeping.moves(me, id) {
            // It is as far already, if that is kept: who asks hears the same as who asked first.
            self.keeping.current.positions.push(moved);
        }
    }
}
