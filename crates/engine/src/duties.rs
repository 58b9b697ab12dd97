//! What server operators may: all of it, or as much as their class.

use crate::engine::Asker;
use crate::person::Person;
use crate::{Engine, SessionId};
use parlor_model::{AccountName, DirectoryCommand, Folded, Refusal};
use std::collections::BTreeMap;

/// Things that server operators do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duties(u8);

impl Duties {
    /// Rule every room: its modes and roles, its topic, who is in it and what is said there.
    pub const ROOMS: Self = Self(1);
    /// Close people's connections.
    pub const KILL: Self = Self(2);
    /// Ban from the house.
    pub const BAN: Self = Self(4);
    /// Look after other people's accounts.
    pub const ACCOUNTS: Self = Self(8);
    /// Have everybody told something.
    pub const ANNOUNCE: Self = Self(16);
    /// Have the settings read again.
    pub const REHASH: Self = Self(32);
    /// Everything.
    pub const ALL: Self = Self(63);
    /// Nothing of it.
    pub const NONE: Self = Self(0);

    /// By the names that settings give them.
    pub const NAMED: [(&'static str, Self); 6] = [
        ("rooms", Self::ROOMS),
        ("kill", Self::KILL),
        ("ban", Self::BAN),
        ("accounts", Self::ACCOUNTS),
        ("announce", Self::ANNOUNCE),
        ("rehash", Self::REHASH),
    ];

    /// Whether all of `duties` are among them.
    #[must_use]
    pub const fn has(self, duties: Self) -> bool {
        self.0 & duties.0 == duties.0
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, duties: Self) -> Self {
        Self(self.0 | duties.0)
    }
}

/// Which operators may less than all, by account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OperatorClasses(BTreeMap<Folded, Duties>);

impl OperatorClasses {
    /// What the holder of this account may as an operator.
    #[must_use]
    pub fn of(&self, account: Option<&AccountName>) -> Duties {
        account.and_then(|name| self.0.get(&name.folded())).copied().unwrap_or(Duties::ALL)
    }
}

impl FromIterator<(AccountName, Duties)> for OperatorClasses {
    fn from_iter<I: IntoIterator<Item = (AccountName, Duties)>>(classes: I) -> Self {
        Self(classes.into_iter().map(|(name, duties)| (name.folded(), duties)).collect())
    }
}

impl Engine {
    /// Whether somebody is a server operator of a class that does this.
    pub(crate) fn may(&self, person: &Person, duty: Duties) -> bool {
        let account = person.rare.operates_as.as_ref().or(person.who.account.as_ref());
        person.operator && self.house.classes.of(account).has(duty)
    }

    /// Lets who has the duty pass; others are refused.
    pub(crate) fn needs(&self, asker: Asker, duty: Duties) -> Result<(), Refusal> {
        if self.does(asker.session, duty) { Ok(()) } else { Err(Refusal::NeedOperator) }
    }

    /// Whether the session's person is a server operator of a class that does this, and its token is for it.
    #[must_use]
    pub fn does(&self, session: SessionId, duty: Duties) -> bool {
        let person = self.person_at(session).and_then(|id| self.people.get(id));
        self.manages(session) && person.is_some_and(|person| self.may(person, duty))
    }
}

/// The duty that a server operator needs for a command of the directory that is about others.
pub(crate) fn duty_of(command: &DirectoryCommand) -> Duties {
    match command {
        DirectoryCommand::Ban { .. } | DirectoryCommand::Unban { .. } => Duties::BAN,
        DirectoryCommand::SetOperator { .. } => Duties::ALL,
        _ => Duties::ACCOUNTS,
    }
}
