//! What happened changes the directory.

use super::{
    Account, AccountSettings, Contact, Directory, DirectoryFact, Purge, Purpose, SentCode, ServerBan, Setting,
};
use crate::name::skeleton;
use crate::{Event, Fact, KeyId, Metadata};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What no password matches.
const NO_PASSWORD: &str = "!";

impl Directory {
    fn insert(&mut self, account: Account) {
        let name = account.name.folded();
        self.by_likeness.entry(skeleton(account.name.as_str())).or_default().push(name.clone());
        self.accounts.insert(name, account);
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
                    settings: AccountSettings::default(),
                    certificates: Vec::new(),
                    codes: Vec::new(),
                    bot_of: None,
                    metadata: Metadata::default(),
                };
                self.insert(account);
            }
            DirectoryFact::Awaited(awaited) => {
                // Those that are too late go at the next occasion.
                self.awaited.retain(|_, a| event.at < a.until);
                self.awaited.insert(awaited.name.folded(), awaited.clone());
            }
            DirectoryFact::Confirmed { person, name } => {
                let Some(awaited) = self.awaited.remove(&name.folded()) else { return };
                let contact = Contact { address: awaited.email, verified: true };
                let account = Account {
                    person: *person,
                    name: name.clone(),
                    credentials: awaited.credentials,
                    since: event.at,
                    operator: false,
                    settings: AccountSettings { email: Some(contact), ..AccountSettings::default() },
                    certificates: Vec::new(),
                    codes: Vec::new(),
                    metadata: Metadata::default(),
                    bot_of: None,
                };
                self.insert(account);
            }
            DirectoryFact::CodeSent { name, purpose, hash, until } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.forget_code(*purpose);
                    let (purpose, hash, until) = (*purpose, *hash, *until);
                    account.codes.push(SentCode { purpose, hash, at: event.at, until });
                }
            }
            DirectoryFact::BotMade { person, name, owner } => {
                let account = Account {
                    person: *person,
                    name: name.clone(),
                    credentials: NO_PASSWORD.into(),
                    since: event.at,
                    operator: false,
                    settings: AccountSettings::default(),
                    certificates: Vec::new(),
                    codes: Vec::new(),
                    bot_of: Some(*owner),
                    metadata: Metadata::default(),
                };
                self.insert(account);
            }
            DirectoryFact::Keyring(fact) => {
                self.keyring.apply(fact, KeyId(event.number), event.by.person, event.at);
            }
            DirectoryFact::Push(fact) => self.pushes.apply(fact, event.at),
            DirectoryFact::CredentialsChanged { name, credentials, .. } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.credentials = Arc::clone(credentials);
                    account.forget_code(Purpose::Password);
                }
            }
            DirectoryFact::Deleted { person, name } => {
                let account = self.accounts.remove(&name.folded());
                if let Some(alike) = self.by_likeness.get_mut(&skeleton(name.as_str())) {
                    alike.retain(|n| *n != name.folded());
                    if alike.is_empty() {
                        self.by_likeness.remove(&skeleton(name.as_str()));
                    }
                }
                for certificate in account.into_iter().flat_map(|a| a.certificates) {
                    self.by_certificate.remove(&certificate);
                }
                self.keyring.forget(*person);
                self.pushes.forget(*person);
            }
            DirectoryFact::OperatorSet { name, operator } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.operator = *operator;
                }
            }
            DirectoryFact::SettingChanged { name, setting } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.settings.set(setting.clone());
                    if matches!(setting, Setting::Email(_)) {
                        account.forget_code(Purpose::Address);
                        account.forget_code(Purpose::Password);
                    }
                }
            }
            DirectoryFact::MetadataSet { name, key, value } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.metadata.set(key, value.as_ref());
                }
            }
            DirectoryFact::CertificateAdded { name, certificate } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.certificates.push(*certificate);
                    self.by_certificate.insert(*certificate, name.folded());
                }
            }
            DirectoryFact::CertificateRemoved { name, certificate } => {
                if let Some(account) = self.accounts.get_mut(&name.folded()) {
                    account.certificates.retain(|c| c != certificate);
                    self.by_certificate.remove(certificate);
                }
            }
            DirectoryFact::Purged { name, reason } => {
                self.purges.retain(|p| p.name.folded() != name.folded());
                let (name, reason) = (name.clone(), reason.clone());
                self.purges.push(Purge { name, reason, by: Arc::clone(&event.by), at: event.at });
            }
            DirectoryFact::Unpurged { name } => self.purges.retain(|p| p.name.folded() != name.folded()),
            DirectoryFact::Banned { mask, reason, until, spares_accounts } => {
                // Those that are over go at the next occasion.
                self.bans.retain(|b| !b.mask.same(mask) && b.holds(event.at));
                self.bans.push(ServerBan {
                    mask: mask.clone(),
                    reason: reason.clone(),
                    by: Arc::clone(&event.by),
                    at: event.at,
                    until: *until,
                    spares_accounts: *spares_accounts,
                });
            }
            DirectoryFact::Unbanned { mask } => self.bans.retain(|b| !b.mask.same(mask)),
        }
    }
}
