//! Accounts that show that mail reaches them: codes that are sent, and what they are good for.

use crate::engine::Asker;
use crate::{Engine, Out};
use parlor_model::{
    AccountName, Actor, Awaited, CodeCommand, Contact, DirectoryFact, Email, MessageId, Purpose, Refusal,
    SecretHash, Setting, Who,
};
use std::fmt;
use std::sync::Arc;

/// A code as it is written in a letter, made by the shell. Only its hash is kept.
#[derive(Clone)]
pub struct LetterCode {
    /// The code.
    pub text: Arc<str>,
    /// Its hash.
    pub hash: SecretHash,
}

impl fmt::Debug for LetterCode {
    /// Says nothing of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterCode")
    }
}

/// A letter to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Where to.
    pub to: Email,
    /// About which account.
    pub account: AccountName,
    /// What the code in it is for.
    pub what: LetterKind,
    /// The code.
    pub code: Arc<str>,
}

/// What a letter is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LetterKind {
    /// An account waits for its code.
    Registration,
    /// The address of an account is to be verified.
    Address,
    /// A new password is to be set.
    Password,
}

/// Time between two letters for one thing to one account.
const LETTER_EVERY_MS: u64 = 10 * 60 * 1000;

impl Engine {
    /// An account with an e-mail address. Where that is required it waits until mail was answered.
    pub(crate) fn register_by_mail(
        &mut self,
        asker: Asker,
        name: AccountName,
        credentials: Arc<str>,
        email: Email,
        code: Option<LetterCode>,
    ) {
        let newcomer = match self.may_register(asker, &name) {
            Ok(newcomer) => newcomer,
            Err(why) => return self.refuse(asker, why),
        };
        if !self.house.email_required {
            return match self.begin_account(asker, newcomer, name.clone(), credentials) {
                Ok(id) => {
                    let id = self.note_address(&name, email, code).unwrap_or(id);
                    self.done(asker, Some(id));
                }
                Err(why) => self.refuse(asker, why),
            };
        }
        // Without letters nobody could ever confirm.
        let Some(code) = code.filter(|_| self.house.mail) else {
            return self.refuse(asker, Refusal::NoRegistration);
        };
        let until = self.now.plus(self.house.code_ms);
        let (hash, to) = (code.hash, email.clone());
        let awaited = Awaited { name: name.clone(), credentials, email, code: hash, until };
        match self.code_used(&newcomer.by, &CodeCommand::Await(awaited)) {
            Ok((id, _)) => {
                let what = LetterKind::Registration;
                self.emit(Out::Letter(Letter { to, account: name, what, code: code.text }));
                self.done(asker, Some(id));
            }
            Err(why) => self.refuse(asker, why),
        }
    }

    /// The address of an account that just began: kept, and a letter goes there where letters go out.
    fn note_address(
        &mut self,
        name: &AccountName,
        address: Email,
        code: Option<LetterCode>,
    ) -> Option<MessageId> {
        let account = self.directory.account(name.as_str())?;
        let who = self.people.get(account.person).map(|p| Arc::clone(&p.who));
        let by = who.unwrap_or_else(|| Arc::new(Who::house()));
        let setting = Setting::Email(Some(Contact { address: address.clone(), verified: false }));
        let id = self.happen_in_directory(&by, DirectoryFact::SettingChanged { name: name.clone(), setting });
        self.send(name, Purpose::Address, &address, code);
        Some(id)
    }

    fn send(&mut self, name: &AccountName, purpose: Purpose, to: &Email, code: Option<LetterCode>) {
        let Some(code) = code.filter(|_| self.house.mail) else { return };
        let until = self.now.plus(self.house.code_ms);
        let command = CodeCommand::Send { name: name.clone(), purpose, hash: code.hash, until };
        if self.code_used(&Arc::new(Who::house()), &command).is_ok() {
            let what = match purpose {
                Purpose::Address => LetterKind::Address,
                Purpose::Password => LetterKind::Password,
            };
            self.emit(Out::Letter(Letter { to: to.clone(), account: name.clone(), what, code: code.text }));
        }
    }

    /// Has a code sent to the owner of an account. Whether there is such an account, or such an address, is not said
    /// to who lost a password.
    pub(crate) fn send_code(
        &mut self,
        asker: Asker,
        name: &AccountName,
        purpose: Purpose,
        code: Option<LetterCode>,
    ) {
        let Some(me) = self.person_of(asker) else { return };
        if !self.house.mail {
            return self.refuse(asker, Refusal::NotHere);
        }
        if self.directory_is_reloading() {
            return self.refuse(asker, Refusal::Busy);
        }
        let now = self.now;
        let account = self.directory.account(name.as_str()).filter(|account| {
            let recent = account.sent_code(purpose, now).is_some_and(|c| now.since(c.at) < LETTER_EVERY_MS);
            let own = match purpose {
                Purpose::Address => account.person == me,
                Purpose::Password => true,
            };
            own && !recent
        });
        let to = account.and_then(|account| {
            let wanted = |c: &&Contact| c.verified == (purpose == Purpose::Password);
            Some((account.name.clone(), account.settings.email.as_ref().filter(wanted)?.address.clone()))
        });
        match (to, purpose) {
            (Some((name, to)), _) => self.send(&name, purpose, &to, code),
            (None, Purpose::Address) => return self.refuse(asker, Refusal::NothingToChange),
            (None, Purpose::Password) => {}
        }
        self.done(asker, None);
    }

    /// Somebody says the code that was sent to them: the account that waits for it begins, or its address is verified.
    pub(crate) fn confirm(&mut self, asker: Asker, name: AccountName, code: SecretHash) {
        if self.directory_is_reloading() {
            return self.refuse(asker, Refusal::Busy);
        }
        if self.directory.awaited(name.as_str(), self.now).is_some() {
            return match self.confirmed(asker, &name, code) {
                Ok(id) => self.done(asker, Some(id)),
                Err(why) => self.refuse(asker, why),
            };
        }
        let me = self.person_at(asker.session).and_then(|id| self.people.get(id));
        let by = me.map_or_else(|| Arc::new(Who::house()), |p| Arc::clone(&p.who));
        match self.code_used(&by, &CodeCommand::VerifyAddress { name, code }) {
            Ok((id, _)) => self.done(asker, Some(id)),
            Err(why) => self.refuse(asker, why),
        }
    }

    fn confirmed(
        &mut self,
        asker: Asker,
        name: &AccountName,
        code: SecretHash,
    ) -> Result<MessageId, Refusal> {
        let newcomer = self.newcomer(asker, name)?;
        let (person, by) = (newcomer.person, Arc::clone(&newcomer.by));
        let command = CodeCommand::Confirm { person, name: name.clone(), code };
        let (id, _) = self.code_used(&by, &command)?;
        self.account_began(asker, newcomer, name);
        Ok(id)
    }

    /// A new password by a code instead of the old one.
    pub(crate) fn reset_password(
        &mut self,
        asker: Asker,
        name: AccountName,
        code: SecretHash,
        credentials: Arc<str>,
    ) {
        let me = self.person_at(asker.session).and_then(|id| self.people.get(id));
        let by = me.map_or_else(|| Arc::new(Who::house()), |p| Arc::clone(&p.who));
        match self.code_used(&by, &CodeCommand::ResetPassword { name, code, credentials }) {
            Ok((id, fact)) => {
                if let DirectoryFact::CredentialsChanged { person, .. } = fact {
                    self.end_logins(person, None);
                }
                self.done(asker, Some(id));
            }
            Err(why) => self.refuse(asker, why),
        }
    }

    fn code_used(
        &mut self,
        by: &Arc<Who>,
        command: &CodeCommand,
    ) -> Result<(MessageId, DirectoryFact), Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let actor = Actor { who: Arc::clone(by), operator: false };
        let fact = self.directory.decide_code(&actor, command, self.now)?;
        Ok((self.happen_in_directory(by, fact.clone()), fact))
    }
}
