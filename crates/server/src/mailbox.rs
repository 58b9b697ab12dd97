//! A queue between threads: many put in, one takes everything at once.
//!
//! It has no bound of its own: every item answers a question or is one, and each connection has a bounded number of
//! questions under way (`ConnectionRules::questions_max`); the house asks for no more while too much waits to be kept.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

pub(crate) struct Mailbox<T> {
    items: Mutex<Vec<T>>,
    came: Condvar,
    /// Wakes a reader that waits for something else than the mailbox (a shard in its poll).
    wake: Option<Box<dyn Fn() + Send + Sync>>,
}

impl<T> Mailbox<T> {
    pub(crate) fn new(wake: Option<Box<dyn Fn() + Send + Sync>>) -> Self {
        Self { items: Mutex::new(Vec::new()), came: Condvar::new(), wake }
    }

    pub(crate) fn post(&self, item: T) {
        self.post_with(|items| items.push(item));
    }

    /// Puts everything in at once and leaves `from` empty, with its room kept.
    pub(crate) fn post_all(&self, from: &mut Vec<T>) {
        if !from.is_empty() {
            self.post_with(|items| items.append(from));
        }
    }

    fn post_with(&self, put: impl FnOnce(&mut Vec<T>)) {
        let was_empty = {
            let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
            let was_empty = items.is_empty();
            put(&mut items);
            was_empty
        };
        // Who takes, takes all: it needs waking for the first item only.
        if was_empty {
            match &self.wake {
                Some(wake) => wake(),
                None => self.came.notify_one(),
            }
        }
    }

    /// Takes everything, in the order it came. `into` is empty and gives its room.
    pub(crate) fn take(&self, into: &mut Vec<T>) {
        debug_assert!(into.is_empty());
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(&mut *items, into);
    }

    /// Gives back the room that a crowd's mail needed.
    pub(crate) fn rest(&self) {
        self.items.lock().unwrap_or_else(PoisonError::into_inner).shrink_to_fit();
    }

    /// Waits for something to take, at most so long.
    pub(crate) fn wait(&self, at_most: Duration, into: &mut Vec<T>) {
        debug_assert!(into.is_empty());
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut items, _) = self
            .came
            .wait_timeout_while(items, at_most, |i| i.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(&mut *items, into);
    }
}
