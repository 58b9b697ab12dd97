//! How a service speaks and asks.

use super::{Service, Then, Waiting, words};
use crate::pending::What;
use crate::turn::Turn;
use parlor_model::{AccountName, RoomName};
use parlor_server::{Answer, Ask, Reply, Token};
use std::sync::Arc;

/// A service that somebody talks to.
pub(super) struct Voice<'v, 't, 'd> {
    pub(super) turn: &'v mut Turn<'t, 'd>,
    pub(super) service: Service,
    /// It speaks in answer to an answer.
    chained: bool,
}

impl<'v, 't, 'd> Voice<'v, 't, 'd> {
    pub(super) fn new(turn: &'v mut Turn<'t, 'd>, service: Service, chained: bool) -> Self {
        Self { turn, service, chained }
    }

    /// Says a line: a `NOTICE`, which no program answers.
    pub(super) fn say(&mut self, words: &str) {
        let (server, nick) = (Arc::clone(&self.turn.seat.server), self.turn.nick());
        let source = format!("{0}!{0}@{server}", self.service.name());
        self.turn.start().source(&source).command("NOTICE").param(&nick).trailing_cut(words);
    }

    /// Asks the house.
    pub(super) fn ask(&mut self, ask: Ask, then: Then) {
        let token = self.turn.desk.ask(ask);
        self.expect(token, then);
    }

    /// Notes what to do with the answer to a question that was put to the desk.
    pub(super) fn expect(&mut self, token: Token, then: Then) {
        let waiting = Waiting { service: self.service, then };
        self.turn.expect(token, What::Service(Box::new(waiting)), self.chained);
    }

    /// Says the words when it was done, and why not when it was not.
    pub(super) fn done(&mut self, reply: Reply, words: &str) {
        if self.was_done(reply) {
            self.say(words);
        }
    }

    /// Whether it was done; why not was said then.
    pub(super) fn was_done(&mut self, reply: Reply) -> bool {
        match reply {
            Reply::Answer(Answer::Done { partly, .. }) => {
                for why in partly {
                    let said = words::refusal(&why);
                    self.say(&said);
                }
                true
            }
            other => {
                self.unanswered(&other);
                false
            }
        }
    }

    /// Says what became of a question that was not answered as hoped.
    pub(super) fn unanswered(&mut self, reply: &Reply) {
        let said = match reply {
            Reply::Answer(Answer::Refused(why)) => words::refusal(why),
            Reply::Answer(Answer::Unconfirmed) => {
                "The disk failed: nobody knows whether that was stored. Look before you repeat it".into()
            }
            _ => "The server had a fault; try again later".into(),
        };
        self.say(&said);
    }

    /// The account one is logged in to; that there is none was said then.
    pub(super) fn own_account(&mut self) -> Option<AccountName> {
        let account = self.turn.seat.me.as_ref().and_then(|me| me.account.clone());
        if account.is_none() {
            self.say("You are not logged in to an account");
        }
        account
    }

    /// An account's name; that it cannot be one was said then.
    pub(super) fn account(&mut self, name: &str) -> Option<AccountName> {
        let parsed = AccountName::parse(name, &self.turn.desk.rules().names).ok();
        if parsed.is_none() {
            self.say("That cannot be the name of an account");
        }
        parsed
    }

    /// A room's name; that it cannot be one was said then.
    pub(super) fn room(&mut self, name: &str) -> Option<RoomName> {
        let parsed = RoomName::parse(name, &self.turn.desk.rules().names).ok();
        if parsed.is_none() {
            self.say("That cannot be the name of a channel");
        }
        parsed
    }
}
