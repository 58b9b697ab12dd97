//! Accounts, server operators and server-wide bans: one more numbered log, with its own commands and facts.

mod apply;
mod codes;
mod command;
mod decide;
mod fact;
mod keys;
mod settings;

pub use codes::{Awaited, CodeCommand, Purpose, SentCode};
pub use command::DirectoryCommand;
pub use fact::DirectoryFact;
pub use settings::{AccountSettings, Choice, Contact, Email, EmailError, Setting};

use crate::mask::glob;
use crate::name::skeleton;
use crate::{
    AccountName, Actor, Fingerprint, Folded, Keyring, Mask, Metadata, PersonId, Pushes, RoomName, Text, Time,
    Who,
};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What the log of accounts folds to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Directory {
    /// Every account by its folded name.
    pub accounts: BTreeMap<Folded, Account>,
    /// What accounts' names look like; of several that look alike, those made first come first.
    by_likeness: BTreeMap<Folded, Vec<Folded>>,
    /// Whose account a certificate proves.
    by_certificate: BTreeMap<Fingerprint, Folded>,
    /// Server-wide bans, oldest first.
    pub bans: Vec<ServerBan>,
    /// Tokens and invitations.
    pub keyring: Keyring,
    /// Who wants pushes where.
    pub pushes: Pushes,
    /// Accounts that wait for a code from their mail, by folded name. Some may be too late.
    pub awaited: BTreeMap<Folded, Awaited>,
    /// Names that no room may have, oldest first.
    pub purges: Vec<Purge>,
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
    /// What its owner chose.
    pub settings: AccountSettings,
    /// Codes that were sent to its owner, one for each purpose at most.
    pub codes: Vec<SentCode>,
    /// Certificates that prove its owner, oldest first.
    pub certificates: Vec<Fingerprint>,
    /// What its owner says about themselves, for programs to show.
    pub metadata: Metadata,
    /// A program's account: whose it is. It has no password, only tokens.
    pub bot_of: Option<PersonId>,
}

impl Account {
    /// Whether it is this person's own, or a bot of theirs.
    #[must_use]
    pub fn is_of(&self, actor: &Actor) -> bool {
        let own = self.person == actor.who.person || self.bot_of == Some(actor.who.person);
        own && !actor.who.is_guest()
    }
}

/// Certificates that one account may have.
pub const CERTIFICATES_MAX: usize = 8;

/// Server-wide bans at most: each is tried on everybody who comes.
pub const BANS_MAX: usize = 10_000;

/// A name that no room may have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Purge {
    /// Which.
    pub name: RoomName,
    /// What who asks for it is told; may be empty.
    pub reason: Text,
    /// Who set it.
    pub by: Arc<Who>,
    /// When.
    pub at: Time,
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
    /// Who is logged in to an account is let in all the same.
    pub spares_accounts: bool,
}

impl ServerBan {
    /// Whether it still holds at `now`.
    #[must_use]
    pub fn holds(&self, now: Time) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Whether it keeps this person out at `now`.
    #[must_use]
    pub fn keeps_out(&self, who: &Who, now: Time) -> bool {
        let spared = self.spares_accounts && !who.is_guest();
        self.holds(now) && !spared && self.mask.matches(who)
    }
}

impl Directory {
    /// The account of that name.
    #[must_use]
    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts.get(&Folded::of(name))
    }

    /// The account that a nickname is reserved by: the one of that name, or else one whose name looks like it.
    #[must_use]
    pub fn reserved_by(&self, nick: &str) -> Option<&Account> {
        let like = || self.accounts.get(self.by_likeness.get(&skeleton(nick))?.first()?);
        self.account(nick).or_else(like)
    }

    /// The account that a certificate proves.
    #[must_use]
    pub fn account_of(&self, certificate: &Fingerprint) -> Option<&Account> {
        self.accounts.get(self.by_certificate.get(certificate)?)
    }

    /// The account of this person.
    #[must_use]
    pub fn account_by_id(&self, person: PersonId) -> Option<&Account> {
        self.accounts.values().find(|a| a.person == person)
    }

    /// Why no room may have this name, if that is so.
    #[must_use]
    pub fn purge_of(&self, name: &RoomName) -> Option<&Purge> {
        self.purges.iter().find(|p| p.name.folded() == name.folded())
    }

    /// The ban on who is logged in to this account, or to its owner's when it is a bot's. None means who rules the house.
    #[must_use]
    pub fn ban_of_account(&self, account: &Account, now: Time) -> Option<&ServerBan> {
        let owner = account.bot_of.and_then(|owner| self.account_by_id(owner));
        [Some(account), owner].into_iter().flatten().filter(|a| !a.operator).find_map(|account| {
            let means =
                |b: &&ServerBan| matches!(&b.mask, Mask::Account(p) if glob(p, account.name.as_str()));
            self.bans.iter().filter(|b| b.holds(now) && !b.spares_accounts).find(means)
        })
    }

    /// The ban that keeps this person out at `now`.
    #[must_use]
    pub fn ban_of(&self, who: &Who, now: Time) -> Option<&ServerBan> {
        self.bans.iter().find(|b| b.keeps_out(who, now))
    }
}
