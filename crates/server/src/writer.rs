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

/// How long nothing must come before work that may lag is done, and how long it pauses between two pieces.
const LULL: Duration = Duration::from_millis(100);
const BREATH: Duration = Duration::from_millis(20);
/// Events that may come without a lull; then a piece of that work is done after each batch, or it would lag for ever.
const BEHIND_MAX: usize = 500_000;

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
#[derive(Clone, Copy)]
enum Idle {
    /// Work that may lag, when nothing has come for so long.
    Tidy(Duration),
    /// To give back what the last crowd needed.
    Rest,
    /// Nothing.
    Wait,
}

fn run(mut store: Box<dyn Store>, todo: &Receiver<Work>, house: &Mailbox<ToHouse>, figures: &Figures) {
    let mut idle = Idle::Tidy(LULL);
    let mut behind = 0;
    loop {
        let work = match idle {
            Idle::Tidy(lull) => todo.recv_timeout(lull),
            Idle::Rest => todo.recv_timeout(QUIET_AFTER),
            Idle::Wait => todo.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let tidies = match (work, idle) {
            (Ok(work), _) => {
                behind += keep(&mut *store, work, house, figures);
                idle = Idle::Tidy(LULL);
                behind > BEHIND_MAX
            }
            (Err(RecvTimeoutError::Disconnected), _) => break,
            (Err(RecvTimeoutError::Timeout), Idle::Tidy(_)) => {
                idle = Idle::Rest;
                true
            }
            (Err(RecvTimeoutError::Timeout), Idle::Rest | Idle::Wait) => {
                if let Err(fault) = store.rest() {
                    log_fault("the store did not give memory back", &fault);
                }
                idle = Idle::Wait;
                false
            }
        };
        if tidies {
            if tidy(&mut *store) {
                idle = Idle::Tidy(BREATH);
            } else {
                behind = 0;
            }
        }
    }
}

/// Does a piece of work and says so; answers how many events were kept.
fn keep(store: &mut dyn Store, work: Work, house: &Mailbox<ToHouse>, figures: &Figures) -> usize {
    let begun = Instant::now();
    let kept = if let Work::Keep(_, batch) = &work { Some(batch.events.len()) } else { None };
    let answer = perform(store, work);
    if kept.is_some() {
        figures.keeping.took(begun.elapsed());
    }
    if let Some(answer) = answer {
        house.post(answer);
    }
    kept.unwrap_or(0)
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
