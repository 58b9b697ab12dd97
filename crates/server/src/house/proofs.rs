//! Who proves what: passwords go to their own thread, the rest is looked up.

use super::core::{Hands, HouseCore, refuse};
use crate::Rules;
use crate::hasher;
use crate::link::{Reply, ToShard};
use crate::proof::ScramExchange;
use crate::proof::credentials::{self, Credentials};
use crate::proof::scram::ClientFirst;
use parlor_engine::{Answer, SessionId, Token};
use parlor_model::{AccountName, DirectoryCommand, Fingerprint, Folded, PersonId, Refusal, Time};
use std::sync::Arc;

impl HouseCore {
    pub(super) fn verify(
        &mut self,
        session: SessionId,
        token: Token,
        name: &str,
        password: String,
        hands: &mut dyn Hands,
    ) {
        let account = self.engine.directory().account(name);
        let account = account.map(|a| (a.name.clone(), Arc::clone(&a.credentials)));
        let making = self.rules.making();
        let job = hasher::Job::Verify { session, token, password, account, making };
        give(job, session, token, hands);
    }

    pub(super) fn make(&mut self, session: SessionId, token: Token, password: String, hands: &mut dyn Hands) {
        let (bytes_min, bytes_max) = (self.rules.password_bytes_min, self.rules.password_bytes_max);
        if !(bytes_min..=bytes_max).contains(&password.len()) {
            return refuse(session, token, Refusal::PasswordUnfit { bytes_min, bytes_max }, hands);
        }
        let making = self.rules.making();
        give(hasher::Job::Hash { session, token, password, making }, session, token, hands);
    }

    pub(super) fn scram(&mut self, session: SessionId, token: Token, first: &str, hands: &mut dyn Hands) {
        let Some(first) = ClientFirst::parse(first).filter(|_| self.rules.scram_iterations > 0) else {
            return refuse(session, token, Refusal::WrongPassword, hands);
        };
        let account = self.engine.directory().account(&first.name);
        let account = account.and_then(|a| Some((a.name.clone(), Credentials::parse(&a.credentials).scram?)));
        let (secret, iterations) = (&self.rules.secret, self.rules.scram_iterations);
        let barred = account.as_ref().and_then(|(name, _)| self.engine.suspension_of(name));
        let begun = ScramExchange::begin(first, account, secret, iterations);
        let reply =
            begun.map_or(Reply::Fault, |exchange| Reply::Challenge(Box::new(exchange.barring(barred))));
        self.reply(session, token, reply, hands);
    }

    pub(super) fn certificate(
        &mut self,
        session: SessionId,
        token: Token,
        certificate: Option<Fingerprint>,
        acts_for: &str,
        hands: &mut dyn Hands,
    ) {
        let proven = certificate.and_then(|c| self.engine.directory().account_of(&c));
        let meant = |name: &AccountName| acts_for.is_empty() || Folded::of(acts_for) == name.folded();
        match proven.map(|a| a.name.clone()).filter(meant) {
            Some(name) => {
                let reply = self.unless_suspended(Reply::Verified(name));
                self.reply(session, token, reply, hands);
            }
            None => refuse(session, token, Refusal::WrongPassword, hands),
        }
    }

    pub(super) fn bearer(
        &mut self,
        session: SessionId,
        token: Token,
        brought: &str,
        acts_for: &str,
        now: Time,
        hands: &mut dyn Hands,
    ) {
        let rules = Arc::clone(&self.rules);
        let proven = rules.bearer.as_ref().and_then(|bearer| Some((bearer, bearer.whom(brought, now)?)));
        let meant = |name: &str| acts_for.is_empty() || Folded::of(acts_for) == Folded::of(name);
        let Some((bearer, name)) = proven.filter(|(_, name)| meant(name)) else {
            return refuse(session, token, Refusal::WrongPassword, hands);
        };
        match self.engine.directory().account(&name).map(|a| (a.name.clone(), a.bot_of)) {
            // A program's account is opened by its own tokens.
            Some((_, Some(_))) => refuse(session, token, Refusal::WrongPassword, hands),
            Some((name, None)) => {
                let reply = self.unless_suspended(Reply::Verified(name));
                self.reply(session, token, reply, hands);
            }
            None if bearer.autocreate => match self.found_account(&name, &rules) {
                Ok(name) => self.found.push((self.batch_to_come(), session, token, name)),
                Err(why) => refuse(session, token, why, hands),
            },
            None => refuse(session, token, Refusal::WrongPassword, hands),
        }
    }

    /// An account whose owner is vouched for by the issuer, and that no password opens.
    fn found_account(&mut self, name: &str, rules: &Rules) -> Result<AccountName, Refusal> {
        let name = AccountName::parse(name, &rules.names)
            .map_err(|why| Refusal::NameUnfit { name: name.into(), why })?;
        // The house gives the id.
        let (person, credentials) = (PersonId::HOUSE, credentials::NONE.into());
        let command = DirectoryCommand::Register { person, name: name.clone(), credentials };
        self.engine.rule_as_house(&command)?;
        Ok(name)
    }

    /// Accounts that were made for who brought a token are kept, or perhaps not: they are told.
    pub(super) fn founded(&mut self, kept: bool, hands: &mut dyn Hands) {
        let through = self.kept_batches;
        let (due, waiting) =
            std::mem::take(&mut self.found).into_iter().partition(|(batch, ..)| *batch <= through);
        self.found = waiting;
        for (_, session, token, name) in due {
            let reply = if kept { Reply::Verified(name) } else { Reply::Fault };
            self.reply(session, token, reply, hands);
        }
    }

    /// Who proved to be whom is kept out where their account is suspended.
    pub(super) fn unless_suspended(&self, reply: Reply) -> Reply {
        match &reply {
            Reply::Verified(name) => {
                let why = self.engine.suspension_of(name);
                why.map_or(reply, |why| Reply::Answer(Answer::Refused(why)))
            }
            _ => reply,
        }
    }

    /// What came before goes into the mail before.
    fn reply(&mut self, session: SessionId, token: Token, reply: Reply, hands: &mut dyn Hands) {
        self.pass_on(hands);
        hands.mail(session, ToShard::Reply { session, token, reply: Box::new(reply) });
    }
}

fn give(job: hasher::Job, session: SessionId, token: Token, hands: &mut dyn Hands) {
    if hands.hash(job).is_err() {
        refuse(session, token, Refusal::Busy, hands);
    }
}
