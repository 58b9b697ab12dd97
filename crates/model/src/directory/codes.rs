//! Codes that are sent by mail: an account that waits for its first one, and those of accounts that there are.
//!
//! A code is known here by its hash only. It works once, for one thing, and for a time.

use super::Email;
use super::{Account, Contact, Directory, DirectoryFact, Setting};
use crate::{AccountName, Actor, Folded, PersonId, Refusal, SecretHash, Time};
use alloc::sync::Arc;

/// Somebody asked for an account and has not shown yet that mail reaches them. Nobody can log in to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Awaited {
    /// What it will be called.
    pub name: AccountName,
    /// What its password must match.
    pub credentials: Arc<str>,
    /// Where the code went.
    pub email: Email,
    /// Its hash.
    pub code: SecretHash,
    /// The name is free again then.
    pub until: Time,
}

/// What a code that was sent is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Purpose {
    /// To show that mail to the account's address arrives.
    Address,
    /// To set a new password.
    Password,
}

/// A code that was sent to the owner of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SentCode {
    /// What it is for.
    pub purpose: Purpose,
    /// Its hash.
    pub hash: SecretHash,
    /// When it was sent.
    pub at: Time,
    /// It works until then.
    pub until: Time,
}

/// What may be asked about codes. The house itself sends them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CodeCommand {
    /// Keep a name for who asks for an account with it, until they have shown that mail reaches them.
    Await(Awaited),
    /// Show that, and have the account.
    Confirm {
        /// The id it will have.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// The hash of what they say the code is.
        code: SecretHash,
    },
    /// Note that a code was sent.
    Send {
        /// Whose account.
        name: AccountName,
        /// What for.
        purpose: Purpose,
        /// The hash of the code.
        hash: SecretHash,
        /// It works until then.
        until: Time,
    },
    /// Show that mail to the address arrives.
    VerifyAddress {
        /// Whose account.
        name: AccountName,
        /// The hash of what they say the code is.
        code: SecretHash,
    },
    /// Set a new password without the old one.
    ResetPassword {
        /// Whose account.
        name: AccountName,
        /// The hash of what they say the code is.
        code: SecretHash,
        /// What the new password must match.
        credentials: Arc<str>,
    },
}

impl Directory {
    /// Whoever asked for an account of this name and may still show that mail reaches them.
    #[must_use]
    pub fn awaited(&self, name: &str, now: Time) -> Option<&Awaited> {
        self.awaited.get(&Folded::of(name)).filter(|a| now < a.until)
    }

    /// Decides what is asked about codes, at `now`.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing happened then. A wrong code, one that is too old and an account that is not there are
    /// refused alike.
    pub fn decide_code(
        &self,
        actor: &Actor,
        command: &CodeCommand,
        now: Time,
    ) -> Result<DirectoryFact, Refusal> {
        let house = actor.who.person == PersonId::HOUSE;
        let account = |name: &AccountName| self.account(name.as_str()).ok_or(Refusal::WrongCode);
        match command {
            CodeCommand::Await(wanted) => {
                let name = wanted.name.as_str();
                if self.account(name).is_some() || self.awaited(name, now).is_some() {
                    return Err(Refusal::AccountExists(name.into()));
                }
                Ok(DirectoryFact::Awaited(wanted.clone()))
            }
            CodeCommand::Confirm { person, name, code } => {
                let awaited = self.awaited(name.as_str(), now).filter(|a| a.code == *code);
                let awaited = awaited.ok_or(Refusal::WrongCode)?;
                Ok(DirectoryFact::Confirmed { person: *person, name: awaited.name.clone() })
            }
            CodeCommand::Send { name, purpose, hash, until } => {
                if !house {
                    return Err(Refusal::NeedOperator);
                }
                let name = account(name)?.name.clone();
                Ok(DirectoryFact::CodeSent { name, purpose: *purpose, hash: *hash, until: *until })
            }
            CodeCommand::VerifyAddress { name, code } => {
                let account = account(name)?;
                account.takes(Purpose::Address, code, now)?;
                let contact = account.settings.email.clone().ok_or(Refusal::WrongCode)?;
                let setting = Setting::Email(Some(Contact { verified: true, ..contact }));
                Ok(DirectoryFact::SettingChanged { name: account.name.clone(), setting })
            }
            CodeCommand::ResetPassword { name, code, credentials } => {
                let account = account(name)?;
                account.takes(Purpose::Password, code, now)?;
                let (person, name) = (account.person, account.name.clone());
                Ok(DirectoryFact::CredentialsChanged { person, name, credentials: Arc::clone(credentials) })
            }
        }
    }
}

impl Account {
    /// The code sent last for this, while it works.
    #[must_use]
    pub fn sent_code(&self, purpose: Purpose, now: Time) -> Option<&SentCode> {
        self.codes.iter().find(|c| c.purpose == purpose && now < c.until)
    }

    fn takes(&self, purpose: Purpose, code: &SecretHash, now: Time) -> Result<(), Refusal> {
        match self.sent_code(purpose, now).filter(|sent| sent.hash == *code) {
            Some(_) => Ok(()),
            None => Err(Refusal::WrongCode),
        }
    }

    /// A code for this works no more.
    pub(super) fn forget_code(&mut self, purpose: Purpose) {
        self.codes.retain(|c| c.purpose != purpose);
    }
}
