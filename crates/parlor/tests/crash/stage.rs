//! Where the house is now, for those who want to come back to it.

use crate::support::PATIENCE;
use std::net::SocketAddr;
use std::sync::{Condvar, Mutex};

#[derive(Clone, Copy)]
pub(crate) struct Addresses {
    pub(crate) line: SocketAddr,
    pub(crate) irc: SocketAddr,
}

/// One for all threads.
#[derive(Default)]
pub(crate) struct Stage {
    now: Mutex<Now>,
    changed: Condvar,
}

#[derive(Default)]
struct Now {
    /// How often it was opened.
    life: u64,
    at: Option<Addresses>,
    finishing: bool,
}

impl Stage {
    /// The house is open, here. Which of its lives this is, counted from one.
    pub(crate) fn open(&self, at: Addresses) -> u64 {
        let mut now = self.now.lock().unwrap();
        now.life += 1;
        now.at = Some(at);
        self.changed.notify_all();
        now.life
    }

    /// Nothing new is to be said.
    pub(crate) fn finish(&self) {
        self.now.lock().unwrap().finishing = true;
    }

    pub(crate) fn finishing(&self) -> bool {
        self.now.lock().unwrap().finishing
    }

    /// Waits until the house lives a later life than `life`.
    pub(crate) fn after(&self, life: u64) -> (u64, Addresses) {
        let now = self.now.lock().unwrap();
        let (now, waited) = self.changed.wait_timeout_while(now, PATIENCE, |now| now.life <= life).unwrap();
        assert!(!waited.timed_out(), "the house was left in life {life}, and it was not killed");
        (now.life, now.at.unwrap())
    }
}
