//! The thread that keeps: one batch at a time, each with one flush.

use crate::Figures;
use crate::link::ToHouse;
use crate::mailbox::Mailbox;
use crate::quiet::QUIET_AFTER;
use parlor_engine::{BatchId, Reload};
use parlor_model::{Number, RoomId};
use parlor_store::{Batch, Digest, Fault, RoomLog, Store};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What the writer is told. At most one batch and a reload per room of a failed one are under way.
pub(crate) enum Work {
    Keep(BatchId, Batch),
    Reload(RoomId, Number),
    Digests(Vec<Digest>),
}

/// How long nothing must come before work that may lag is done.
const LULL: Duration = Duration::from_millis(20);

pub(crate) struct Writer {
    work: Option<Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(
        store: Box<dyn Store>,
        house: Arc<Mailbox<ToHouse>>,
        figures: Arc<Figures>,
    ) -> std::io::Result<Self> {
        let (work, todo) = channel();
        let thread = std::thread::Builder::new()
            .name("keep".into())
            .spawn(move || run(store, &todo, &house, &figures))?;
        Ok(Self { work: Some(work), thread: Some(thread) })
    }

    pub(crate) fn give(&self, work: Work) {
        if let Some(to) = &self.work {
            // The writer outlives everyone who gives it work.
            let _ = to.send(work);
        }
    }

    /// Waits until all work is done and the store is closed.
    pub(crate) fn finish(&mut self) {
        self.work = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What there is to do for the writer when no work comes.
enum Idle {
    /// Work that may lag.
    Tidy,
    /// To give back what the last crowd needed.
    Rest,
    /// Nothing.
    Wait,
}

fn run(mut store: Box<dyn Store>, todo: &Receiver<Work>, house: &Mailbox<ToHouse>, figures: &Figures) {
    let mut idle = Idle::Tidy;
    loop {
        let work = match idle {
            Idle::Tidy => todo.recv_timeout(LULL),
            Idle::Rest => todo.recv_timeout(QUIET_AFTER),
            Idle::Wait => todo.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        idle = match (work, idle) {
            (Ok(work), _) => {
                let (begun, keeps) = (Instant::now(), matches!(work, Work::Keep(..)));
                let answer = perform(&mut *store, work);
                if keeps {
                    figures.keeping.took(begun.elapsed());
                }
                if let Some(answer) = answer {
                    house.post(answer);
                }
                Idle::Tidy
            }
            (Err(RecvTimeoutError::Disconnected), _) => break,
            (Err(RecvTimeoutError::Timeout), Idle::Tidy) => {
                if tidy(&mut *store) {
                    Idle::Tidy
                } else {
                    Idle::Rest
                }
            }
            (Err(RecvTimeoutError::Timeout), Idle::Rest | Idle::Wait) => {
                if let Err(fault) = store.rest() {
                    log_fault("the store did not give memory back", &fault);
                }
                Idle::Wait
            }
        };
    }
}

/// Does a piece of work there and then.
pub(crate) fn perform(store: &mut dyn Store, work: Work) -> Option<ToHouse> {
    match work {
        Work::Keep(id, batch) => Some(match store.keep(&batch) {
            Ok(()) => ToHouse::Kept(id),
            Err(fault) => ToHouse::Failed(id, fault),
        }),
        Work::Reload(room, told) => {
            let log = store.reload(room, told);
            Some(ToHouse::Reloaded(room, log.map(|l| l.map(|l| Box::new(reload(l))))))
        }
        Work::Digests(digests) => {
            let batch = Batch { digests, ..Batch::default() };
            if let Err(fault) = store.keep(&batch) {
                // Nothing is lost: the next start reads a longer log.
                log_fault("digests of rooms were not kept", &fault);
            }
            None
        }
    }
}

pub(crate) fn tidy(store: &mut dyn Store) -> bool {
    store.tidy().unwrap_or_else(|fault| {
        log_fault("the search index is behind", &fault);
        false
    })
}

/// The engine's shape of what the store knows of a room.
pub(crate) fn reload(log: RoomLog) -> Reload {
    let (digest, digest_as_of) = log.digest.map_or((Vec::new(), Number(0)), |d| (d.events, d.as_of));
    Reload {
        digest,
        digest_as_of,
        altering: log.altering,
        last: log.last,
        last_said: log.last_said,
        untold: log.untold,
    }
}

/// A fault with its whole chain, for the log.
pub(crate) fn log_fault(what: &str, fault: &Fault) {
    let mut chain = fault.to_string();
    let mut cause = std::error::Error::source(fault);
    while let Some(error) = cause {
        chain.push_str(": ");
        chain.push_str(&error.to_string());
        cause = error.source();
    }
    tracing::error!(fault = chain, "{what}");
}
