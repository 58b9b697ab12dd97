//! What people are besides their name: seen by few, a program, hard to reach, a server operator. And how many.

use crate::engine::Asker;
use crate::person::Person;
use crate::{Duties, Engine, Out, SessionId, Signal, Signalled};
use parlor_model::{
    AccountName, Actor, Audience, Command, Manner, PersonId, Place, Refusal, Room, Text, Who,
};
use std::sync::Arc;

/// What somebody wants to be taken for, as long as they are here.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct PersonFlags(u8);

impl PersonFlags {
    /// Nothing of it.
    pub const NONE: Self = Self(0);
    /// Strangers do not find them by looking around, nor where they are (IRC `+i`).
    pub const INVISIBLE: Self = Self(1);
    /// A program (IRCv3 bot-mode).
    pub const BOT: Self = Self(2);
    /// Takes no client-to-client requests (`+T`).
    pub const NO_CTCP: Self = Self(4);
    /// Takes direct messages from accounts only (`+R`).
    pub const ACCOUNTS_ONLY: Self = Self(8);

    /// Whether all of `flags` are so.
    #[must_use]
    pub const fn has(self, flags: Self) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, flags: Self) -> Self {
        Self(self.0 | flags.0)
    }

    /// These without those.
    #[must_use]
    pub const fn without(self, flags: Self) -> Self {
        Self(self.0 & !flags.0)
    }
}

impl Engine {
    /// Takes flags of oneself on, and others off.
    pub(crate) fn set_flags(&mut self, asker: Asker, add: PersonFlags, remove: PersonFlags) {
        let Some(me) = self.person_of(asker) else { return };
        self.change_flags(me, add, remove);
        self.tell_flags(me, Some(asker.session));
        self.done(asker, None);
    }

    pub(crate) fn change_flags(&mut self, id: PersonId, add: PersonFlags, remove: PersonFlags) {
        let Some(person) = self.people.get_mut(id) else { return };
        let invisible =
            |p: &Person| usize::from(!p.sessions.is_empty() && p.flags.has(PersonFlags::INVISIBLE));
        let before = invisible(person);
        person.flags = person.flags.and(add).without(remove);
        self.invisible = self.invisible + invisible(person) - before;
    }

    /// The other sessions of somebody learn what they are taken for.
    pub(crate) fn tell_flags(&mut self, id: PersonId, actor: Option<SessionId>) {
        let Some(person) = self.people.get(id) else { return };
        if person.sessions.len() <= usize::from(actor.is_some()) {
            return;
        }
        let signal = Signal::Flags { flags: person.flags, operator: person.operator };
        let who = Arc::clone(&person.who);
        self.tell_own_sessions(&who, actor, signal);
    }

    /// A server operator is one no more, until they become one again or come back to their account.
    pub(crate) fn stand_down(&mut self, asker: Asker) {
        let Some(me) = self.person_of(asker) else { return };
        self.makes_operator(me, false, Some(asker.session));
        self.done(asker, None);
    }

    /// Whether somebody rules the house by the account that is theirs, or by the one that they became an operator with.
    pub(crate) fn operates_by(&self, id: PersonId) -> bool {
        let Some(person) = self.people.get(id) else { return false };
        let with = person.rare.operates_as.as_ref().filter(|_| !person.sessions.is_empty());
        [person.who.account.as_ref(), with]
            .into_iter()
            .flatten()
            .filter_map(|name| self.directory.account(name.as_str()))
            .any(|account| account.operator)
    }

    /// Somebody rules the house from now on, or no more; all their sessions but the one that did it hear of that.
    pub(crate) fn makes_operator(&mut self, id: PersonId, operator: bool, actor: Option<SessionId>) {
        if self.set_operator(id, operator) {
            self.tell_flags(id, actor);
        }
    }

    /// An account rules the house from now on, or no more: so do those whom that makes an operator.
    pub(crate) fn operator_set(&mut self, name: &AccountName) {
        let by = |account: Option<&AccountName>| account.is_some_and(|a| a.folded() == name.folded());
        let mut meant: Vec<_> = self
            .people
            .iter()
            .filter(|p| by(p.who.account.as_ref()) || by(p.rare.operates_as.as_ref()))
            .map(|p| p.who.person)
            .collect();
        meant.sort_unstable();
        for id in meant {
            let operates = self.operates_by(id);
            self.makes_operator(id, operates, None);
        }
    }

    /// Somebody rules the house from now on, or no more. Whether that is a change.
    pub(crate) fn set_operator(&mut self, id: PersonId, operator: bool) -> bool {
        let Some(person) = self.people.get_mut(id) else { return false };
        if person.operator != operator && !person.sessions.is_empty() {
            self.operators = if operator { self.operators + 1 } else { self.operators - 1 };
        }
        let changed = person.operator != operator;
        person.operator = operator;
        if !operator {
            person.rare.operates_as = None;
        }
        if changed {
            for session in person.sessions.clone() {
                self.emit(Out::Trusted { session, trusted: operator });
            }
        }
        changed
    }

    /// The first session of somebody is here.
    pub(crate) fn count_in(&mut self, operator: bool, flags: PersonFlags) {
        self.present += 1;
        self.present_most = self.present_most.max(self.present);
        self.operators += usize::from(operator);
        self.invisible += usize::from(flags.has(PersonFlags::INVISIBLE));
    }

    /// The last session of somebody is gone.
    pub(crate) fn count_out(&mut self, operator: bool, flags: PersonFlags) {
        self.present -= 1;
        self.operators -= usize::from(operator);
        self.invisible -= usize::from(flags.has(PersonFlags::INVISIBLE));
    }

    /// A server operator has a word for everybody.
    pub(crate) fn announce(&mut self, asker: Asker, words: Text) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(person) = self.people.get(me) else { return };
        let by = Arc::clone(&person.who);
        let bytes_max = self.house.limits.message_bytes_max;
        if let Err(why) = self.needs(asker, Duties::ANNOUNCE) {
            return self.refuse(asker, why);
        }
        if words.trim().is_empty() {
            return self.refuse(asker, Refusal::EmptyText);
        }
        if words.len() > bytes_max {
            return self.refuse(asker, Refusal::TooLong { bytes: words.len(), bytes_max });
        }
        let (act, signal) = (self.new_act(), Signal::Word(words));
        // Who says it is among those who hear it: there is no other echo.
        let signalled =
            Signalled { by, room: None, heard: Audience::Room, act, actor: None, at: self.now, signal };
        self.emit(Out::Signal(Arc::new(signalled)));
        self.done(asker, None);
    }

    /// Who writes to somebody wants to hear the answer, though it takes messages from accounts only otherwise.
    pub(crate) fn hears_answers(&mut self, me: PersonId, room: parlor_model::RoomId) {
        let Some(Place::Direct(two)) = self.rooms.get(room).map(|slot| &slot.room.place) else { return };
        let other = two.iter().map(|w| w.person).find(|p| *p != me);
        let picky = self.people.get(me).is_some_and(|p| p.flags.has(PersonFlags::ACCOUNTS_ONLY));
        if let Some(other) = other.filter(|_| picky) {
            self.accepts(me, other);
        }
    }

    /// Whether who is written to directly takes it.
    pub(crate) fn reaches(
        &self,
        actor: &Actor,
        room: &Room,
        command: &Command<Arc<Who>>,
    ) -> Result<(), Refusal> {
        let (Place::Direct(two), Command::Say { manner, .. }) = (&room.place, command) else { return Ok(()) };
        let me = actor.who.person;
        let other = two.iter().find(|w| w.person != me).and_then(|w| self.people.get(w.person));
        let Some(other) = other.filter(|p| !p.sessions.is_empty() && !actor.operator) else { return Ok(()) };
        if other.flags.has(PersonFlags::NO_CTCP) && matches!(manner, Manner::Ctcp | Manner::CtcpReply) {
            return Err(Refusal::NotReachable(other.who.nick.as_str().into()));
        }
        let accepted = other.rare.accepted.contains(&me);
        let accounts_only =
            other.flags.has(PersonFlags::ACCOUNTS_ONLY) || !self.defcon.guests_write_directly();
        if accounts_only && actor.who.is_guest() && !accepted {
            return Err(Refusal::NeedAccountToReach(other.who.nick.as_str().into()));
        }
        Ok(())
    }
}
