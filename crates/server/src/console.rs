//! What the person at the machine sees as it happens: who comes, by which name, where they go and why they leave.
//! Never what is said.

use crate::Arrival;
use parlor_engine::Ending;
use parlor_model::Who;
use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Lines that may wait for a slow terminal. More are not shown, and the console says how many.
const LINES_WAITING_MAX: usize = 10_000;

/// Shows lines, and is never waited for.
#[derive(Clone)]
pub struct Console {
    inner: Option<Arc<Inner>>,
}

struct Inner {
    lines: Mutex<Option<SyncSender<String>>>,
    missed: AtomicU64,
    shower: Mutex<Option<JoinHandle<()>>>,
}

impl Console {
    /// Shows nothing.
    #[must_use]
    pub const fn silent() -> Self {
        Self { inner: None }
    }

    /// Shows lines on `to`, from a thread of its own.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn showing(to: impl Write + Send + 'static) -> std::io::Result<Self> {
        Self::showing_after(std::sync::mpsc::channel().1, to)
    }

    /// The same, but nothing before the other side of `first` sends something or is gone.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn showing_after(first: Receiver<()>, mut to: impl Write + Send + 'static) -> std::io::Result<Self> {
        let (lines, shown) = sync_channel::<String>(LINES_WAITING_MAX);
        let shower = std::thread::Builder::new().name("console".into()).spawn(move || {
            let _ = first.recv();
            while let Ok(line) = shown.recv() {
                // A terminal that is gone is no reason to stop a house.
                let _ = writeln!(to, "{line}");
                while let Ok(line) = shown.try_recv() {
                    let _ = writeln!(to, "{line}");
                }
                let _ = to.flush();
            }
        })?;
        let inner = Inner {
            lines: Mutex::new(Some(lines)),
            missed: AtomicU64::new(0),
            shower: Mutex::new(Some(shower)),
        };
        Ok(Self { inner: Some(Arc::new(inner)) })
    }

    /// Shows one line.
    pub fn line(&self, line: impl fmt::Display) {
        let Some(inner) = &self.inner else { return };
        let lines = inner.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(lines) = &*lines else { return };
        let missed = inner.missed.swap(0, Ordering::Relaxed);
        if missed > 0 && lines.try_send(format!("({missed} lines not shown)")).is_err() {
            inner.missed.fetch_add(missed, Ordering::Relaxed);
        }
        if let Err(TrySendError::Full(_)) = lines.try_send(line.to_string()) {
            inner.missed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether anything is shown at all.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        self.inner.is_some()
    }

    /// Shows everything that waits, then no more.
    pub fn close(&self) {
        let Some(inner) = &self.inner else { return };
        inner.lines.lock().unwrap_or_else(PoisonError::into_inner).take();
        let shower = inner.shower.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(shower) = shower {
            let _ = shower.join();
        }
    }

    pub(crate) fn connected(&self, arrival: &Arrival, connections: usize) {
        if self.is_shown() {
            self.line(format_args!(
                "connected {} by {} ({connections} connected)",
                arrival.from, arrival.door
            ));
        }
    }

    pub(crate) fn left_unnamed(&self, arrival: &Arrival, how: &Ending) {
        if self.is_shown() {
            let (Ending::Quit(why) | Ending::Closed(why) | Ending::Broken(why)) = how;
            let why = if why.is_empty() { "left" } else { why.as_str() };
            self.line(format_args!("{} at {} is gone without a name ({why})", arrival.from, arrival.door));
        }
    }

    pub(crate) fn turned_away(&self, arrival: &Arrival, why: &crate::TurnedAway) {
        if self.is_shown() {
            self.line(format_args!("turned away {} at {}: {why:?}", arrival.from, arrival.door));
        }
    }

    pub(crate) fn entered(&self, who: &Who, arrival: &Arrival, present: usize, resumed: bool) {
        if self.is_shown() {
            let came = if resumed { "is back" } else { "entered" };
            self.line(format_args!(
                "{} {came} from {} by {} ({present} present)",
                who.nick, arrival.from, arrival.door
            ));
        }
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").field("shown", &self.inner.is_some()).finish()
    }
}
