//! Who proves what: passwords go to their own thread, the rest is looked up.

use super::core::{Hands, HouseCore, refuse};
use crate::hasher;
use crate::link::{Reply, ToShard};
use crate::proof::ScramExchange;
use crate::proof::credentials::Credentials;
use crate::proof::scram::ClientFirst;
use parlor_engine::{Answer, SessionId, Token};
use parlor_model::{AccountName, Fingerprint, Folded, Refusal};
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
        let begun = ScramExchange::begin(first, account, secret, iterations);
        let reply = begun.map_or(Reply::Fault, |exchange| Reply::Challenge(Box::new(exchange)));
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
