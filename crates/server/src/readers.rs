//! Threads that read what was kept, each with its own connection to the store.

use crate::Reply;
use crate::link::ToHouse;
use crate::mailbox::Mailbox;
use crate::writer::log_fault;
use parlor_engine::{In, RoomTag, SessionId, Token};
use parlor_model::{Event, Key, Number, PersonId, RoomId, Time};
use parlor_store::{History, Reader, SearchQuery};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// A question for the store. Bounded: a connection has one at a time, the engine one per message and key asked about.
pub(crate) enum Job {
    History {
        session: SessionId,
        token: Token,
        room: Arc<RoomTag>,
        query: History,
    },
    Search {
        session: SessionId,
        token: Token,
        rooms: Vec<Arc<RoomTag>>,
        query: SearchQuery,
    },
    After {
        session: SessionId,
        token: Token,
        room: Arc<RoomTag>,
        reader: PersonId,
        after: Number,
        told: Number,
        since: Time,
        limit: usize,
    },
    Recall {
        room: RoomId,
        number: Number,
    },
    FindKey {
        person: PersonId,
        key: Key,
    },
    CatchUp {
        session: SessionId,
        room: RoomId,
        after: Number,
    },
}

/// Events that a slow listener rereads at once.
pub(crate) const CATCH_UP_EVENTS: usize = 500;

/// Answers a question there and then.
pub(crate) fn read(reader: &mut dyn Reader, job: Job) -> ToHouse {
    match job {
        Job::History { session, token, room, query } => {
            let reply = match reader.history(&query) {
                Ok(page) => Reply::Page { room, page },
                Err(fault) => failed("a history was not read", &fault),
            };
            ToHouse::Reply { session, token, reply }
        }
        Job::Search { session, token, rooms, query } => {
            let reply = match reader.search(&query) {
                Ok(found) => Reply::Found(
                    found
                        .into_iter()
                        .filter_map(|item| {
                            let room = rooms.iter().find(|r| r.id == item.event.room)?;
                            Some((Arc::clone(room), item))
                        })
                        .collect(),
                ),
                Err(fault) => failed("a search failed", &fault),
            };
            ToHouse::Reply { session, token, reply }
        }
        Job::After { session, token, room, reader: who, after, told, since, limit } => {
            let reply = match reader.after(room.id, after, limit) {
                Ok(events) => after_reply(room, events, (who, since), after, told, limit),
                Err(fault) => failed("a log was not read", &fault),
            };
            ToHouse::Reply { session, token, reply }
        }
        Job::Recall { room, number } => ToHouse::Engine(match reader.recall(room, number) {
            Ok(recall) => In::Recalled { room, number, recall },
            Err(fault) => {
                log_fault("a message was not recalled", &fault);
                In::RecallFailed { room, number }
            }
        }),
        Job::FindKey { person, key } => {
            let found =
                reader.find_key(person, &key).map_err(|fault| log_fault("a key was not looked up", &fault));
            ToHouse::Engine(In::KeyFound { person, key, found })
        }
        Job::CatchUp { session, room, after } => {
            let events = reader.after(room, after, CATCH_UP_EVENTS);
            ToHouse::CaughtUp { session, room, after, events }
        }
    }
}

/// Leaves out what was not told yet, what the asker was not in the audience of, and what is too long ago for them.
fn after_reply(
    room: Arc<RoomTag>,
    mut events: Vec<Event>,
    (who, since): (PersonId, Time),
    after: Number,
    told: Number,
    limit: usize,
) -> Reply {
    let whole = events.len() < limit;
    events.retain(|e| e.number <= told);
    let upto = if whole { told.max(after) } else { events.last().map_or(after, |e| e.number) };
    events.retain(|e| e.heard.includes(who) && e.at >= since);
    Reply::After { room, events, upto, told }
}

fn failed(what: &str, fault: &parlor_store::Fault) -> Reply {
    log_fault(what, fault);
    Reply::Fault
}

pub(crate) struct Readers {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub(crate) fn start(
        readers: Vec<Box<dyn Reader>>,
        house: &Arc<Mailbox<ToHouse>>,
    ) -> std::io::Result<Self> {
        let (jobs, todo) = channel();
        let todo = Arc::new(Mutex::new(todo));
        let mut threads = Vec::new();
        for (i, mut reader) in readers.into_iter().enumerate() {
            let (todo, house) = (Arc::clone(&todo), Arc::clone(house));
            let run = move || {
                while let Some(job) = next(&todo) {
                    house.post(read(&mut *reader, job));
                }
            };
            threads.push(std::thread::Builder::new().name(format!("read-{i}")).spawn(run)?);
        }
        Ok(Self { jobs: Some(jobs), threads })
    }

    pub(crate) fn give(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // Readers end only when nobody gives them jobs any more.
            let _ = jobs.send(job);
        }
    }

    /// Waits until every question is answered.
    pub(crate) fn finish(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn next(todo: &Mutex<Receiver<Job>>) -> Option<Job> {
    todo.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
