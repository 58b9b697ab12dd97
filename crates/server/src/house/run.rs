//! The thread of the house: takes what came in, lets the engine decide, passes on what comes out.

use super::core::{Hands, HouseCore};
use crate::hasher::{self, Hasher};
use crate::link::{ToHouse, ToShard};
use crate::mailbox::Mailbox;
use crate::readers::{self, Readers};
use crate::shard::run::Inbox;
use crate::writer::{Work, Writer};
use crate::{Farewell, SessionId};
use parlor_engine::In;
use parlor_model::Time;
use std::sync::Arc;
use std::time::Duration;

/// Decisions that may wait to be kept before nothing more is asked: the bound of everything behind the doors.
const WAITING_MAX: usize = 20_000;
const TICK: Duration = Duration::from_millis(250);

/// The real hands.
pub(crate) struct Crew {
    pub(crate) writer: Writer,
    pub(crate) readers: Readers,
    pub(crate) hasher: Hasher,
    pub(crate) shards: Arc<[Inbox]>,
    /// Mail of this turn, by shard: posted once at its end.
    pub(crate) mail: Vec<Vec<ToShard>>,
    /// Shards that have ever had somebody: events are told to no other, which sleeps on.
    pub(crate) peopled: Vec<bool>,
}

impl Hands for Crew {
    fn keep(&mut self, work: Work) {
        self.writer.give(work);
    }

    fn read(&mut self, job: readers::Job) {
        self.readers.give(job);
    }

    fn hash(&mut self, job: hasher::Job) -> Result<(), hasher::Job> {
        self.hasher.give(job)
    }

    fn mail(&mut self, session: SessionId, message: ToShard) {
        let shard = (session.0 >> 56) as usize;
        if let Some(mail) = self.mail.get_mut(shard) {
            self.peopled[shard] = true;
            mail.push(message);
        }
    }

    fn mail_peopled(&mut self, message: &dyn Fn() -> ToShard) {
        for (mail, _) in self.mail.iter_mut().zip(&self.peopled).filter(|(_, peopled)| **peopled) {
            mail.push(message());
        }
    }

    fn mail_all(&mut self, message: &dyn Fn() -> ToShard) {
        for mail in &mut self.mail {
            mail.push(message());
        }
    }
}

impl Crew {
    fn post(&mut self) {
        for (mail, inbox) in self.mail.iter_mut().zip(self.shards.iter()) {
            inbox.post_all(mail);
        }
    }
}

/// How far the house has closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Closing {
    Open,
    /// Shards are asked to read no more; so many have not said so yet.
    Quieting(usize),
    /// Everything asked is being kept.
    Settling,
    /// Connections are told and closed; so many shards have some left.
    Emptying(usize),
}

/// Runs the house until it has closed in good order.
pub(crate) fn run(mut house: HouseCore, mut crew: Crew, inbox: &Mailbox<ToHouse>, clock: fn() -> Time) {
    let mut closing = Closing::Open;
    let mut messages = Vec::new();
    let mut ticked = clock();
    house.act(&mut crew);
    loop {
        if messages.is_empty() {
            inbox.wait(TICK, &mut messages);
        }
        let now = clock();
        let mut left = messages.drain(..);
        for message in left.by_ref() {
            match message {
                ToHouse::Stop if closing == Closing::Open => {
                    closing = Closing::Quieting(crew.shards.len());
                    crew.mail_all(&|| ToShard::Quiet);
                }
                ToHouse::Quiet => {
                    closing = match closing {
                        Closing::Quieting(n) if n > 1 => Closing::Quieting(n - 1),
                        _ => Closing::Settling,
                    };
                }
                ToHouse::Empty => {
                    if let Closing::Emptying(n) = &mut closing {
                        *n -= 1;
                    }
                }
                other => house.handle(other, now, &mut crew),
            }
            if house.engine.waiting() >= WAITING_MAX {
                break;
            }
        }
        let rest: Vec<_> = left.collect();
        messages = rest;
        if now.since(ticked) >= TICK.as_millis() as u64 {
            ticked = now;
            house.engine.handle(In::Tick, now);
        }
        house.act(&mut crew);
        if !messages.is_empty() {
            // Too much waits to be kept: what is left here waits for the writer, whose answer is in the next mail.
            crew.post();
            let mut more = Vec::new();
            inbox.wait(TICK, &mut more);
            let (writers, others): (Vec<_>, Vec<_>) = more
                .into_iter()
                .partition(|m| matches!(m, ToHouse::Kept(_) | ToHouse::Failed(..) | ToHouse::Reloaded(..)));
            messages = writers.into_iter().chain(messages).chain(others).collect();
        }
        if closing == Closing::Settling && house.is_settled() && messages.is_empty() {
            closing = Closing::Emptying(crew.shards.len());
            crew.mail_all(&|| ToShard::Leave { why: Farewell::Stopping });
        }
        crew.post();
        if closing == Closing::Emptying(0) {
            break;
        }
    }
    crew.readers.finish();
    crew.writer.give(house.last_digests());
    crew.writer.finish();
}
