//! The thread of the house: takes what came in, lets the engine decide, passes on what comes out.

use super::core::{Hands, HouseCore};
use super::pace::Pace;
use crate::hasher::{self, Hasher};
use crate::letters::{Mailer, WrittenLetter};
use crate::link::{ToHouse, ToShard};
use crate::lookups::{Job, Lookups};
use crate::mailbox::Mailbox;
use crate::push::Pusher;
use crate::quiet::Quiet;
use crate::readers::{self, Readers};
use crate::shard::run::Inbox;
use crate::writer::{Work, Writer};
use crate::{Farewell, SessionId};
use parlor_engine::{In, Push};
use parlor_model::Time;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Decisions that may wait to be kept before nothing more is asked: the bound of everything behind the doors.
const WAITING_MAX: usize = 20_000;
const TICK: Duration = Duration::from_millis(250);
/// The longest that the house does not look at its mail.
const DEAF_MAX: Duration = Duration::from_millis(10);

/// The real hands.
pub(crate) struct Crew {
    pub(crate) writer: Writer,
    pub(crate) readers: Readers,
    pub(crate) hasher: Hasher,
    pub(crate) mailer: Mailer,
    pub(crate) pusher: Pusher,
    pub(crate) lookups: Lookups,
    pub(crate) shards: Arc<[Inbox]>,
    /// Mail of this turn, by shard: posted once at its end.
    pub(crate) mail: Vec<Vec<ToShard>>,
    /// Shards that have ever had somebody: events are told to no other, which sleeps on.
    pub(crate) peopled: Vec<bool>,
    /// How long each shard took to write a turn's bytes, in microseconds.
    pub(crate) writing_us: Arc<[AtomicU32]>,
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

    fn letter(&mut self, letter: WrittenLetter) {
        self.mailer.give(letter);
    }

    fn push(&mut self, push: Push) {
        self.pusher.give(push);
    }

    fn look_up(&mut self, job: Job) -> Result<(), Box<Job>> {
        self.lookups.give(job)
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

impl Closing {
    fn one_quiet(self) -> Self {
        match self {
            Self::Quieting(n) if n > 1 => Self::Quieting(n - 1),
            Self::Open | Self::Quieting(_) | Self::Settling | Self::Emptying(_) => Self::Settling,
        }
    }

    fn one_empty(self) -> Self {
        match self {
            Self::Emptying(n) => Self::Emptying(n.saturating_sub(1)),
            Self::Open | Self::Quieting(_) | Self::Settling => self,
        }
    }
}

/// How long what waits to be kept has yet to wait; `None`: nothing waits, or it may be sent now.
fn pause(pace: &Pace, house: &HouseCore, crew: &Crew) -> Option<Duration> {
    if house.engine.waiting() == 0 || !house.is_writer_idle() {
        return None;
    }
    let writing = crew.writing_us.iter().map(|us| us.load(Relaxed)).max().unwrap_or(0);
    pace.wait(Duration::from_micros(u64::from(writing)), Instant::now())
}

/// Runs the house until it has closed in good order.
pub(crate) fn run(mut house: HouseCore, mut crew: Crew, inbox: &Mailbox<ToHouse>, clock: fn() -> Time) {
    let mut closing = Closing::Open;
    let mut messages = Vec::new();
    let mut ticked = clock();
    let mut pace = Pace::default();
    let mut quiet = Quiet::default();
    house.act(&mut crew);
    loop {
        if messages.is_empty() {
            match pause(&pace, &house, &crew) {
                Some(wait) if pace.awaits_answers() => inbox.wait(wait, &mut messages),
                // Whoever asks in the meantime is in the same batch: one wake for all of them. What else came waits as
                // long, and many may have asked for whom less is waited.
                Some(wait) => {
                    std::thread::sleep(wait.min(DEAF_MAX));
                    inbox.take(&mut messages);
                }
                None => inbox.wait(TICK, &mut messages),
            }
        }
        let now = clock();
        let stirred = !messages.is_empty();
        let mut looks = messages.iter().rev().take_while(|message| message.is_look()).count();
        let mut left = messages.drain(..);
        while let Some(message) = left.next() {
            let only_looks = left.len() < looks && house.engine.waiting() > 0 && house.is_writer_idle();
            if only_looks && pause(&pace, &house, &crew).is_none() {
                // Nothing more is decided in this turn. Who joins asks to see the room: that is put together while the
                // disk works, so the writer goes first where there is one core for both.
                looks = 0;
                pace.sent(house.act(&mut crew), Instant::now());
                std::thread::yield_now();
            }
            match message {
                ToHouse::Stop if closing == Closing::Open => {
                    closing = Closing::Quieting(crew.shards.len());
                    crew.mail_all(&|| ToShard::Quiet);
                }
                ToHouse::Quiet => closing = closing.one_quiet(),
                ToHouse::Empty => closing = closing.one_empty(),
                other => {
                    let asker = if let ToHouse::Ask { session, .. } = &other { Some(*session) } else { None };
                    let waiting = house.engine.waiting();
                    house.handle(other, now, &mut crew);
                    if let Some(asker) = asker.filter(|_| house.engine.waiting() > waiting) {
                        pace.asked(asker);
                    }
                }
            }
            if house.engine.waiting() >= WAITING_MAX {
                break;
            }
        }
        let rest: Vec<_> = left.collect();
        if !rest.is_empty() {
            messages = rest;
        }
        if now.since(ticked) >= TICK.as_millis() as u64 {
            ticked = now;
            house.engine.handle(In::Tick, now);
            house.figures.people.set(house.engine.present() as u64);
        }
        if pause(&pace, &house, &crew).is_none() {
            pace.sent(house.act(&mut crew), Instant::now());
        } else {
            house.pass_on(&mut crew);
        }
        if !messages.is_empty() {
            // Too much waits to be kept: what is left here waits for the writer, whose answer is in the next mail.
            pace.sent(house.act(&mut crew), Instant::now());
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
        if quiet.begins(stirred, now) {
            house.rest();
            messages.shrink_to_fit();
            crew.mail.iter_mut().for_each(Vec::shrink_to_fit);
            inbox.rest();
        }
        if closing == Closing::Emptying(0) && house.is_settled() && messages.is_empty() {
            break;
        }
    }
    crew.readers.finish();
    crew.writer.give(house.last_digests());
    crew.writer.finish();
}
