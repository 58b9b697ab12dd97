//! What is to be sent, in order: one at a time is on its way, and it stays until there is a word about it.

use crate::Ticket;
use parlor_api::{Ask, Done, Event, Happened, Problem, Say};
use std::collections::VecDeque;

/// Things that wait at most. Who has more is answered at once that it is too much.
pub(crate) const WAITING_MAX: usize = 10_000;

/// What waits to be sent.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: VecDeque<Letter>,
    /// The first one is on its way.
    under_way: bool,
    /// Not before this time.
    not_before_ms: u64,
}

/// Something to be sent.
#[derive(Debug)]
struct Letter {
    ticket: Ticket,
    ask: Ask,
    tried: Option<Tried>,
}

/// Who sent it first: only with them does its key mean anything.
#[derive(Debug)]
struct Tried {
    person: String,
    /// It was heard: it is kept, although no answer came.
    heard: Option<Done>,
}

impl Outbox {
    /// Puts something at the end, with a key of its own. `Err`: there is too much already, or it cannot be sent twice.
    pub(crate) fn put(&mut self, ticket: Ticket, mut ask: Ask, key: String) -> Result<(), Problem> {
        if self.waiting.len() >= WAITING_MAX {
            let words = format!("{WAITING_MAX} messages wait to be sent, which is as many as may.");
            return Err(Problem::new(503, "too_much_waits", &words));
        }
        let place = match &mut ask {
            Ask::Say(say) => &mut say.key,
            Ask::Edit(edit) => &mut edit.key,
            Ask::Delete(delete) => &mut delete.key,
            Ask::React(react) => &mut react.key,
            _ => return Err(Problem::bad_request("only messages and changes of messages can wait")),
        };
        place.get_or_insert(key);
        self.waiting.push_back(Letter { ticket, ask, tried: None });
        Ok(())
    }

    /// Takes something back that is not on its way and never was.
    pub(crate) fn take_back(&mut self, ticket: Ticket) -> bool {
        let at = self.waiting.iter().position(|letter| letter.ticket == ticket && letter.tried.is_none());
        at.and_then(|at| self.waiting.remove(at)).is_some()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// When to look again, if something waits for its time.
    pub(crate) fn next_ms(&self) -> Option<u64> {
        (!self.under_way && !self.waiting.is_empty()).then_some(self.not_before_ms)
    }

    /// The next to be sent, by this person, if nothing is under way.
    pub(crate) fn next(&mut self, person: &str, now_ms: u64) -> Option<Ask> {
        if self.under_way || now_ms < self.not_before_ms {
            return None;
        }
        let letter = self.waiting.front_mut()?;
        letter.tried.get_or_insert_with(|| Tried { person: person.to_owned(), heard: None });
        self.under_way = true;
        Some(letter.ask.clone())
    }

    /// The first one is confirmed or refused for good.
    pub(crate) fn settled(&mut self) -> Option<Ticket> {
        self.under_way = false;
        self.waiting.pop_front().map(|letter| letter.ticket)
    }

    /// The first one is to be sent again, later.
    pub(crate) const fn again(&mut self, not_before_ms: u64) {
        self.under_way = false;
        self.not_before_ms = not_before_ms;
    }

    /// There is no connection any more.
    pub(crate) const fn broken(&mut self) {
        self.under_way = false;
    }

    /// Something happened: perhaps it is what was sent and not confirmed.
    pub(crate) fn heard(&mut self, event: &Event) {
        let Some(Letter { ask: Ask::Say(say), tried: Some(tried), .. }) = self.waiting.front_mut() else {
            return;
        };
        if tried.person == event.by.person && is_it(say, event) {
            tried.heard = Some(Done {
                number: Some(event.number),
                message_id: Some(event.message_id.clone()),
                partly: Vec::new(),
            });
        }
    }

    /// Everything that was missed is told, to this person. What somebody else had sent, whose key is worth nothing now,
    /// is either known to be kept, or was not kept.
    pub(crate) fn caught_up(&mut self, person: &str) -> Option<(Ticket, Done)> {
        let letter = self.waiting.front_mut()?;
        let tried = letter.tried.as_mut().filter(|tried| tried.person != person)?;
        match tried.heard.take() {
            Some(done) => self.settled().map(|ticket| (ticket, done)),
            None => {
                letter.tried = None;
                None
            }
        }
    }

    /// Some of what was missed cannot be told to this person: what somebody else had sent may be kept or not.
    pub(crate) fn left_in_doubt(&mut self, person: &str, room: &str) -> Option<Ticket> {
        let letter = self.waiting.front()?;
        let tried = letter.tried.as_ref().filter(|tried| tried.person != person && tried.heard.is_none());
        let Ask::Say(say) = &letter.ask else { return None };
        (tried.is_some() && say.room == room).then(|| self.settled()).flatten()
    }
}

fn is_it(say: &Say, event: &Event) -> bool {
    let Happened::Said(said) = &event.what else { return false };
    let here = event.room_id == say.room || event.room.eq_ignore_ascii_case(&say.room);
    here && said.text == say.text && said.reply_to == say.reply_to && said.manner == say.manner
}
