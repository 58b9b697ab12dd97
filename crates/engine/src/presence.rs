//! Who stays when the last session goes, and how that looks to others.

use crate::person::Person;
use crate::{Ending, Engine, SessionId, Signal};
use parlor_model::{Account, AccountName, Choice, Leaving, Nickname, PersonId, Refusal, Text, Time, Who};
use std::sync::Arc;

/// What the house lets accounts choose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// No account has it.
    Never,
    /// Those that ask for it.
    OnRequest,
    /// Those that do not decline, until they say goodbye: then only those that ask for it.
    UntilQuit,
    /// Those that do not decline.
    ByDefault,
    /// Every account.
    Always,
}

impl Offer {
    /// Whether an account that chose so has it.
    #[must_use]
    pub const fn of(self, choice: Choice) -> bool {
        match self {
            Self::Never => false,
            Self::OnRequest => choice.or(false),
            Self::UntilQuit | Self::ByDefault => choice.or(true),
            Self::Always => true,
        }
    }

    /// The same for who has said goodbye.
    #[must_use]
    pub const fn of_who_quit(self, choice: Choice) -> bool {
        match self {
            Self::UntilQuit => choice.or(false),
            Self::Never | Self::OnRequest | Self::ByDefault | Self::Always => self.of(choice),
        }
    }
}

impl Engine {
    /// The account of somebody.
    pub(crate) fn account_of(&self, who: &Who) -> Option<&Account> {
        let account = self.directory.account(who.account.as_ref()?.as_str())?;
        (account.person == who.person).then_some(account)
    }

    /// Whether somebody stays in their rooms without a session.
    pub(crate) fn is_always_on(&self, who: &Who) -> bool {
        self.account_of(who).is_some_and(|a| self.house.always_on.of(a.settings.always_on))
    }

    /// The same when their last session ends so.
    pub(crate) fn stays_after(&self, who: &Who, how: &Ending) -> bool {
        match how {
            Ending::Quit(_) => self.account_of(who).is_some_and(|a| self.account_stays(a)),
            Ending::Closed(_) | Ending::Broken(_) => self.is_always_on(who),
        }
    }

    /// Whether an account takes another session beside those it has.
    pub(crate) fn takes_another(&self, account: &Account) -> Result<(), Refusal> {
        let alone = self.people.get(account.person).is_none_or(|p| p.sessions.is_empty());
        if alone || self.house.multiclient.of(account.settings.multiclient) {
            return Ok(());
        }
        Err(Refusal::OneSessionOnly(account.name.as_str().into()))
    }

    /// Whether they are away, as others see it: who said so, and who is always on but has no session.
    pub(crate) fn is_away(&self, person: &Person) -> bool {
        let seems_away = || {
            person.sessions.is_empty()
                && self.account_of(&person.who).is_none_or(|a| self.house.auto_away.of(a.settings.auto_away))
        };
        person.rare.away.is_some() || seems_away()
    }

    /// The first session of somebody always on came, or the last one went: others see them come back or go away.
    pub(crate) fn tell_presence(&mut self, id: PersonId, here: bool) {
        // Who is in no room is seen nowhere: that they come and go is for those who watch for them.
        let seen = self.people.get(id).filter(|p| p.rare.away.is_none() && !p.rooms.is_empty());
        let Some(person) = seen else { return };
        let auto_away = |a: &Account| self.house.auto_away.of(a.settings.auto_away);
        if !self.is_always_on(&person.who) || !self.account_of(&person.who).is_some_and(auto_away) {
            return;
        }
        self.tell_away(id, (!here).then(|| Text::trusted("Not connected")), None);
    }

    /// In all rooms of a person, in one act: away, or back.
    pub(crate) fn tell_away(&mut self, id: PersonId, text: Option<Text>, actor: Option<SessionId>) {
        self.tell_around(id, actor, &Signal::Away(text));
    }

    /// An account chose otherwise, or the house does: who is here only because they were always on goes.
    pub(crate) fn look_after_absent(&mut self, name: &AccountName) {
        let Some(account) = self.directory.account(name.as_str()) else { return };
        let id = account.person;
        let absent = self.people.get(id).filter(|p| p.sessions.is_empty());
        let Some(who) = absent.map(|p| Arc::clone(&p.who)) else { return };
        if self.is_always_on(&who) {
            // It was waited for; now it stays.
            if let Some(person) = self.people.get_mut(id) {
                (person.rare.until, person.rare.lost) = (None, None);
            }
        } else if self.people.get(id).is_some_and(|p| p.rare.until.is_none() && !p.rooms.is_empty()) {
            self.depart(id, Leaving::Quit, &Text::trusted("no longer always on"));
        }
    }

    /// Another house from now on: who is here only because of the old one goes.
    pub(crate) fn look_after_all_absent(&mut self) {
        let names: Vec<_> = self.directory.accounts.values().map(|a| a.name.clone()).collect();
        for name in names {
            self.look_after_absent(&name);
        }
    }

    /// What somebody is called who asks to be called `wanted`: their account's name, where the house wants that.
    pub(crate) fn nick_of(&self, account: Option<&AccountName>, wanted: Nickname) -> Nickname {
        match account {
            Some(name) if self.house.nick_equals_account => Nickname::trusted(name.as_str()),
            Some(_) | None => wanted,
        }
    }

    /// Until when somebody without a session stays; `None`: for good.
    pub(crate) fn stays_until(&self, who: &Who) -> Option<Time> {
        (!self.is_always_on(who)).then(|| self.now.plus(self.house.grace_ms))
    }
}
