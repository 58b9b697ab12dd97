//! What is asked of the directory becomes a fact, or is refused.

use super::{Account, BANS_MAX, CERTIFICATES_MAX, Directory, DirectoryCommand, DirectoryFact};
use crate::{AccountName, Actor, Mask, PersonId, Refusal};
use alloc::sync::Arc;

/// Bots of one account at most.
const BOTS_MAX: usize = 50;

impl Directory {
    /// Decides a command. Whether guests may register at all is decided before, from settings.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing happened then.
    pub fn decide(&self, actor: &Actor, command: &DirectoryCommand) -> Result<DirectoryFact, Refusal> {
        let rules = actor.operator || actor.who.person == PersonId::HOUSE;
        let operators = || if rules { Ok(()) } else { Err(Refusal::NeedOperator) };
        let own_or_operator = |name: &AccountName| match self.account(name.as_str()) {
            Some(account) if rules || account.is_of(actor) => Ok(account),
            None if rules => Err(Refusal::NoSuchPerson(name.as_str().into())),
            Some(_) | None => Err(Refusal::NeedOperator),
        };
        match command {
            DirectoryCommand::Register { person, name, credentials } => match self.account(name.as_str()) {
                Some(_) => Err(Refusal::AccountExists(name.as_str().into())),
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
            DirectoryCommand::MakeBot { person, name } => {
                let mine = |a: &&Account| a.bot_of == Some(actor.who.person);
                if actor.who.is_guest() {
                    return Err(Refusal::NeedAccount);
                }
                if self.account(name.as_str()).is_some() {
                    return Err(Refusal::AccountExists(name.as_str().into()));
                }
                if !rules && self.accounts.values().filter(mine).count() >= BOTS_MAX {
                    return Err(Refusal::TooManyKeys { keys_max: BOTS_MAX });
                }
                let (person, name, owner) = (*person, name.clone(), actor.who.person);
                Ok(DirectoryFact::BotMade { person, name, owner })
            }
            DirectoryCommand::EndBot { name } => {
                let mine = |a: &&Account| a.bot_of.is_some() && (rules || a.is_of(actor));
                let bot = self.account(name.as_str()).filter(mine);
                let bot = bot.ok_or_else(|| Refusal::NoSuchPerson(name.as_str().into()))?;
                Ok(DirectoryFact::Deleted { person: bot.person, name: bot.name.clone() })
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
            DirectoryCommand::Set { name, setting } => {
                let account = own_or_operator(name)?;
                let setting =
                    if rules { setting.clone() } else { setting.clone().unvouched(&account.settings) };
                if !account.settings.would_change(&setting) {
                    return Err(Refusal::NothingToChange);
                }
                Ok(DirectoryFact::SettingChanged { name: account.name.clone(), setting })
            }
            DirectoryCommand::SetMetadata { name, key, value } => {
                let account = own_or_operator(name)?;
                if account.metadata.get(key) == value.as_ref() {
                    return Err(Refusal::NothingToChange);
                }
                let (name, key, value) = (account.name.clone(), key.clone(), value.clone());
                Ok(DirectoryFact::MetadataSet { name, key, value })
            }
            DirectoryCommand::AddCertificate { name, certificate } => {
                let account = own_or_operator(name)?;
                match self.account_of(certificate) {
                    Some(owner) if owner.person == account.person => return Err(Refusal::NothingToChange),
                    Some(_) => return Err(Refusal::CertificateTaken),
                    None => {}
                }
                if account.certificates.len() >= CERTIFICATES_MAX {
                    return Err(Refusal::TooManyCertificates { certificates_max: CERTIFICATES_MAX });
                }
                let (name, certificate) = (account.name.clone(), *certificate);
                Ok(DirectoryFact::CertificateAdded { name, certificate })
            }
            DirectoryCommand::RemoveCertificate { name, certificate } => {
                let account = own_or_operator(name)?;
                if !account.certificates.contains(certificate) {
                    return Err(Refusal::NothingToChange);
                }
                let (name, certificate) = (account.name.clone(), *certificate);
                Ok(DirectoryFact::CertificateRemoved { name, certificate })
            }
            DirectoryCommand::Purge { name, reason } => {
                operators()?;
                Ok(DirectoryFact::Purged { name: name.clone(), reason: reason.clone() })
            }
            DirectoryCommand::Unpurge { name } => {
                operators()?;
                self.purge_of(name).ok_or(Refusal::NothingToChange)?;
                Ok(DirectoryFact::Unpurged { name: name.clone() })
            }
            DirectoryCommand::Ban { mask, reason, until, spares_accounts } => {
                operators()?;
                if self.bans.len() >= BANS_MAX && !self.bans.iter().any(|b| b.mask.same(mask)) {
                    return Err(Refusal::TooManyBans { bans_max: BANS_MAX });
                }
                // Who means an account by a name that none has would wait for ever for it to be kept out.
                if let Mask::Account(name) = mask
                    && !name.contains(['*', '?'])
                    && self.account(name).is_none()
                {
                    return Err(Refusal::NoSuchPerson(Arc::clone(name)));
                }
                Ok(DirectoryFact::Banned {
                    mask: mask.clone(),
                    reason: reason.clone(),
                    until: *until,
                    spares_accounts: *spares_accounts,
                })
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
}
