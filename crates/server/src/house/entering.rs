//! Letting people in: first what is to be found out about them, then the engine decides.

use super::core::{Hands, HouseCore, refuse};
use crate::LookupRules;
use crate::lookups::Job;
use parlor_engine::{Ask, Entering, In, SessionId, Token};
use parlor_model::{Refusal, Time};
use std::net::SocketAddr;
use std::sync::Arc;

impl HouseCore {
    pub(super) fn enter(
        &mut self,
        session: SessionId,
        token: Token,
        entering: Box<Entering>,
        ends: Option<(SocketAddr, SocketAddr)>,
        now: Time,
        hands: &mut dyn Hands,
    ) {
        if !LookupRules::concern(&self.rules, &entering) {
            return self.engine.handle(In::Ask { session, token, ask: Ask::Enter(entering) }, now);
        }
        let job = Job { session, token, entering, ends, rules: Arc::clone(&self.rules) };
        match hands.look_up(job) {
            Ok(()) => {
                self.looked_at.insert(session);
            }
            Err(job) => {
                tracing::warn!("too many people wait for lookups; one comes in without");
                self.engine.handle(In::Ask { session, token, ask: Ask::Enter(job.entering) }, now);
            }
        }
    }

    pub(super) fn looked_up(
        &mut self,
        session: SessionId,
        token: Token,
        entering: Box<Entering>,
        verdict: Result<(), Refusal>,
        now: Time,
        hands: &mut dyn Hands,
    ) {
        // Who has left meanwhile does not come in.
        if !self.looked_at.remove(&session) {
            return;
        }
        match verdict {
            Ok(()) => self.engine.handle(In::Ask { session, token, ask: Ask::Enter(entering) }, now),
            Err(why) => {
                self.pass_on(hands);
                refuse(session, token, why, hands);
            }
        }
    }
}
