//! A store that is late, fails, loses its answers, and is cut off at any moment; but never keeps half a batch.

use crate::dice::Dice;
use crate::kept::Kept;
use parlor_engine::{BatchId, In, Out, Pushed, Reload, SessionId, Token};
use parlor_model::{Event, Key, MessageId, Number, PersonId, Recall, RoomId, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// How often what goes wrong, in a thousand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    /// A batch is not kept, and said to have failed.
    pub(crate) keep_fails: u64,
    /// A batch is kept, and said to have failed.
    pub(crate) answer_lost: u64,
    /// A room cannot be read again.
    pub(crate) reload_fails: u64,
    /// A message or a key cannot be looked up.
    pub(crate) look_up_fails: u64,
    /// The house is cut off, at any step.
    pub(crate) crash: u64,
}

/// The store, and what it has been asked to do.
#[derive(Debug, Default)]
pub(crate) struct Store {
    pub(crate) kept: Kept,
    pub(crate) faults: Faults,
    /// The writer does one thing after the other.
    writer: VecDeque<Job>,
    /// Readers answer in any order.
    readers: Vec<Job>,
}

/// How far people have read, and of whom that is forgotten.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) positions: Vec<(PersonId, RoomId, Number, Time)>,
    pub(crate) forgotten: Vec<PersonId>,
}

#[derive(Debug)]
enum Job {
    Keep(BatchId, Vec<Arc<Event>>, Reading),
    /// Done, not answered.
    Kept(BatchId, bool),
    Reload(RoomId, Number),
    Reloaded(RoomId, Option<Option<Box<Reload>>>),
    Recall(RoomId, Number),
    Recalled(RoomId, Number, Option<Option<Recall>>),
    Find(PersonId, Key),
    Found(PersonId, Key, Result<Option<MessageId>, ()>),
    /// A first push is under way.
    Push(SessionId, Token),
}

impl Store {
    /// Takes on what the engine asked of it; anything else is not for a store.
    pub(crate) fn take_on(&mut self, out: &Out) {
        match out {
            Out::Keep { batch, events, positions, forgotten, .. } => {
                let busy = self.writer.iter().any(|j| matches!(j, Job::Keep(..) | Job::Kept(..)));
                assert!(!busy, "two batches under way at once");
                let reading = Reading { positions: positions.clone(), forgotten: forgotten.clone() };
                self.writer.push_back(Job::Keep(*batch, events.clone(), reading));
            }
            Out::Reload { room, told } => self.writer.push_back(Job::Reload(*room, *told)),
            Out::Recall { room, number } => self.readers.push(Job::Recall(*room, *number)),
            Out::FindKey { person, key } => {
                let asked = self.readers.iter().any(|j| match j {
                    Job::Find(p, k) | Job::Found(p, k, _) => p == person && k == key,
                    _ => false,
                });
                assert!(!asked, "the same key is looked up twice at once");
                self.readers.push(Job::Find(*person, key.clone()));
            }
            Out::Push(push) => {
                if let Pushed::First { session, token } = push.what {
                    self.readers.push(Job::Push(session, token));
                }
            }
            Out::Letter(_)
            | Out::Listen { .. }
            | Out::Unlisten { .. }
            | Out::Tell(_)
            | Out::Signal(_)
            | Out::Answer { .. }
            | Out::Became { .. }
            | Out::Trusted { .. }
            | Out::Close { .. } => {}
        }
    }

    /// Whether nothing is asked of it.
    pub(crate) fn is_idle(&self) -> bool {
        self.writer.is_empty() && self.readers.is_empty()
    }

    /// Half of some job: what it does to the disk or sees there, or else its answer.
    pub(crate) fn work(&mut self, dice: &mut Dice) -> Option<In> {
        let jobs = self.readers.len() + usize::from(!self.writer.is_empty());
        let at = dice.index(jobs);
        if let Some(job) = (at < self.readers.len()).then(|| self.readers.swap_remove(at)) {
            let (job, answer) = self.step(job, dice);
            self.readers.extend(job);
            return answer;
        }
        let job = self.writer.pop_front()?;
        let (job, answer) = self.step(job, dice);
        if let Some(job) = job {
            self.writer.push_front(job);
        }
        answer
    }

    fn step(&mut self, job: Job, dice: &mut Dice) -> (Option<Job>, Option<In>) {
        let lookup_fails = dice.chance(self.faults.look_up_fails);
        match job {
            Job::Keep(batch, events, reading) => {
                let fails = dice.chance(self.faults.keep_fails);
                if !fails {
                    self.write(&events, &reading, dice);
                }
                let lost = dice.chance(self.faults.answer_lost);
                (Some(Job::Kept(batch, !fails && !lost)), None)
            }
            Job::Kept(batch, true) => (None, Some(In::Kept(batch))),
            Job::Kept(batch, false) => (None, Some(In::Failed(batch))),
            Job::Reload(room, told) => {
                let fails = dice.chance(self.faults.reload_fails);
                let log = (!fails).then(|| self.kept.reload(room, told).map(Box::new));
                (Some(Job::Reloaded(room, log)), None)
            }
            Job::Reloaded(room, Some(log)) => (None, Some(In::Reloaded { room, log })),
            Job::Reloaded(room, None) => (None, Some(In::ReloadFailed(room))),
            Job::Recall(room, number) => {
                let recall = (!lookup_fails).then(|| self.kept.recall(room, number));
                (Some(Job::Recalled(room, number, recall)), None)
            }
            Job::Recalled(room, number, Some(recall)) => (None, Some(In::Recalled { room, number, recall })),
            Job::Recalled(room, number, None) => (None, Some(In::RecallFailed { room, number })),
            Job::Find(person, key) => {
                let found = if lookup_fails { Err(()) } else { Ok(self.kept.find_key(person, &key)) };
                (Some(Job::Found(person, key, found)), None)
            }
            Job::Push(session, token) => (None, Some(In::PushTried { session, token, taken: !lookup_fails })),
            Job::Found(person, key, found) => (None, Some(In::KeyFound { person, key, found })),
        }
    }

    fn write(&mut self, events: &[Arc<Event>], reading: &Reading, dice: &mut Dice) {
        self.kept.keep(events, reading);
        if let Some(event) = events.last().filter(|_| dice.chance(60)) {
            self.kept.digest(event.room);
        }
    }

    /// The house is cut off: what the writer had begun is kept or not, everything else is forgotten.
    pub(crate) fn cut_off(&mut self, dice: &mut Dice) {
        if let Some(Job::Keep(_, events, reading)) = self.writer.pop_front()
            && dice.chance(500)
        {
            self.write(&events, &reading, dice);
        }
        self.writer.clear();
        self.readers.clear();
    }
}
