//! Accounts, server operators and server-wide bans: one more numbered log, with its own commands and facts.

use crate::{AccountName, Actor, Event, Fact, Folded, Mask, PersonId, Refusal, Text, Time, Who};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What the log of accounts folds to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Directory {
    /// Every account by its folded name.
    pub accounts: BTreeMap<Folded, Account>,
    /// Server-wide bans, oldest first.
    pub bans: Vec<ServerBan>,
    /// The number of the last event applied.
    pub last: crate::Number,
}

/// A lasting person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Who it is.
    pub person: PersonId,
    /// Its name as registered.
    pub name: AccountName,
    /// What its password must match (a PHC string); opaque here.
    pub credentials: Arc<str>,
    /// When it was registered.
    pub since: Time,
    /// May do in every room what an owner may, and rule the house.
    pub operator: bool,
}

/// A server-wide ban.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerBan {
    /// Whom it keeps out.
    pub mask: Mask,
    /// What they are told; may be empty.
    pub reason: Text,
    /// Who set it.
    pub by: Arc<Who>,
    /// When.
    pub at: Time,
    /// Until when; `None` for ever.
    pub until: Option<Time>,
}

/// What may be asked of the directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DirectoryCommand {
    /// Make an account.
    Register {
        /// The id it will have.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// What its password must match.
        credentials: Arc<str>,
    },
    /// Change what the password must match: one's own account, or any as a server operator.
    ChangeCredentials {
        /// Whose.
        name: AccountName,
        /// The new ones.
        credentials: Arc<str>,
    },
    /// End an account: one's own, or any as a server operator. Its name may be taken again, its id never comes back.
    Delete {
        /// Whose.
        name: AccountName,
    },
    /// Make an account a server operator, or no longer one.
    SetOperator {
        /// Whose.
        name: AccountName,
        /// On or off.
        operator: bool,
    },
    /// Keep somebody out of the house.
    Ban {
        /// Whom.
        mask: Mask,
        /// What they are told.
        reason: Text,
        /// Until when; `None` for ever.
        until: Option<Time>,
    },
    /// Lift such a ban.
    Unban {
        /// Which.
        mask: Mask,
    },
}

/// What happened in the directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DirectoryFact {
    /// An account began.
    Registered {
        /// Its id.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// What its password must match.
        credentials: Arc<str>,
    },
    /// What its password must match changed.
    CredentialsChanged {
        /// Whose.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// The new ones.
        credentials: Arc<str>,
    },
    /// An account ended.
    Deleted {
        /// Its id.
        person: PersonId,
        /// Its name.
        name: AccountName,
    },
    /// An account became a server operator or ceased to be one.
    OperatorSet {
        /// Its name.
        name: AccountName,
        /// On or off.
        operator: bool,
    },
    /// A server-wide ban began, or replaced the one with the same mask.
    Banned {
        /// Whom it keeps out.
        mask: Mask,
        /// What they are told.
        reason: Text,
        /// Until when.
        until: Option<Time>,
    },
    /// A server-wide ban ended.
    Unbanned {
        /// Which.
        mask: Mask,
    },
}

impl Directory {
    /// The account of that name.
    #[must_use]
    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts.get(&Folded::of(name))
    }

    /// The ban that keeps this person out at `now`.
    #[must_use]
    pub fn ban_of(&self, who: &Who, now: Time) -> Option<&ServerBan> {
        self.bans.iter().find(|b| b.until.is_none_or(|u| now < u) && b.mask.matches(who))
    }

    /// Decides a command. Whether guests may register at all is decided before, from settings.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing happened then.
    pub fn decide(&self, actor: &Actor, command: &DirectoryCommand) -> Result<DirectoryFact, Refusal> {
        let rules = actor.operator || actor.who.person == PersonId::HOUSE;
        let operators = || if rules { Ok(()) } else { Err(Refusal::NeedOperator) };
        let own_or_operator = |name: &AccountName| {
            let own = actor.who.account.as_ref().is_some_and(|a| a.folded() == name.folded());
            let account = self.account(name.as_str());
            match account {
                Some(account) if own || rules => Ok(account),
                None if rules => Err(Refusal::NoSuchPerson(name.as_str().into())),
                Some(_) | None => Err(Refusal::NeedOperator),
            }
        };
        match command {
            DirectoryCommand::Register { person, name, credentials } => match self.account(name.as_str()) {
                Some(_) => Err(Refusal::NameTaken(name.as_str().into())),
                None => Ok(DirectoryFact::Registered {
                    person: *person,
                    name: name.clone(),
                    credentials: Arc::clone(credentials),
                }),
            },
            DirectoryCommand::ChangeCredentials { name, credentials } => {
                let account = own_or_operator(name)?;
                Ok(DirectoryFact::CredentialsChanged {
                    person: account.person,
                    name: account.name.clone(),
                    credentials: Arc::clone(credentials),
                })
            }
            DirectoryCommand::Delete { name } => {
                let account = own_or_operator(name)?;
                Ok(DirectoryFact::Deleted { person: account.person, name: account.name.clone() })
            }
            DirectoryCommand::SetOperator { name, operator } => {
                operators()?;
                let account =
                    self.account(name.as_str()).ok_or_else(|| Refusal::NoSuchPerson(name.as_str().into()))?;
                if account.operator == *operator {
                    return Err(Refusal::NothingToChange);
                }
                Ok(DirectoryFact::OperatorSet { name: account.name.clone(), operator: *operator })
            }
            DirectoryCommand::Ban { mask, reason, until } => {
                operators()?;
                Ok(DirectoryFact::Banned { mask: mask.clone(), reason: reason.clone(), until: *until })
            }
            DirectoryCommand::Unban { mask } => {
                operators()?;
                if !self.bans.iter().any(|b| b.mask.same(mask)) {
                    return Err(Refusal::NothingToChange);
                }
                Ok(DirectoryFact::Unbanned { mask: mask.clone() })
            }
        }
    }

    /// Takes in the next event of the directory's log.
    ///
    /// # Panics
    /// When it is not the next one, or no directory fact: the caller's bug.
    pub fn apply(&mut self, event: &Event) {
        assert_eq!(event.number, self.last.next(), "a directory event out of order");
        self.last = event.number;
        let Fact::Directory(fact) = &event.fact else { unreachable!("a room's fact in the directory") };
        match fact {
            DirectoryFact::Registered { person, name, credentials } => {
                let account = Account {
                    person: *person,
                    name: name.clone(),
                    credentials: Arc::clone(credentials),
                    since: event.at,
                    operator: false,
                };
                self.accounts.insert(name.folded(), account);
            }
            DirectoryFact::CredentialsChanged { name, credentials, .. } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.credentials = Arc::clone(credentials);
                }
            }
            DirectoryFact::Deleted { name, .. } => {
                self.accounts.remove(&name.folded());
            }
            DirectoryFact::OperatorSet { name, operator } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.operator = *operator;
                }
            }
            DirectoryFact::Banned { mask, reason, until } => {
                self.bans.retain(|b| !b.mask.same(mask));
                self.bans.push(ServerBan {
                    mask: mask.clone(),
                    reason: reason.clone(),
                    by: Arc::clone(&event.by),
                    at: event.at,
                    until: *until,
                });
            }
            DirectoryFact::Unbanned { mask } => self.bans.retain(|b| !b.mask.same(mask)),
        }
    }
}
