//! Running seeds: one with its trace, or many on all cores.

use crate::trace::Trace;
use crate::world::{STEP, Summary, World};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// A seed under which a promise did not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// The step of the run.
    pub step: u64,
    /// What was found.
    pub reason: String,
}

thread_local! {
    static REASON: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Tries one seed.
///
/// # Errors
/// A [`Failure`]: the first promise that did not hold.
pub fn try_seed(seed: u64) -> Result<Summary, Failure> {
    try_one(seed, Trace { on: false })
}

/// Tries one seed and prints everything that happens.
///
/// # Errors
/// A [`Failure`]: the first promise that did not hold.
pub fn replay(seed: u64) -> Result<Summary, Failure> {
    try_one(seed, Trace { on: true })
}

fn try_one(seed: u64, trace: Trace) -> Result<Summary, Failure> {
    remember_panics();
    STEP.set(0);
    // A promise is checked where it would break, so a failure is a panic: there is no state to go on with.
    catch_unwind(AssertUnwindSafe(|| World::new(seed, trace).run())).map_err(|_| Failure {
        seed,
        step: STEP.get(),
        reason: REASON.take(),
    })
}

/// Panics of runs are told as failures, once, instead of being printed by each thread.
fn remember_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if STEP.try_with(|_| ()).is_err() {
                before(info);
            }
            REASON.set(info.to_string());
        }));
    });
}

/// Tries seeds from `start` on, on all cores, up to the first failure. What came of all of them together.
///
/// # Errors
/// The [`Failure`] with the lowest seed among those found.
pub fn try_seeds(start: u64, count: u64) -> Result<Summary, Failure> {
    let next = AtomicU64::new(start);
    let end = start.saturating_add(count);
    let work = || {
        let mut sum = Summary::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                return Ok(sum);
            }
            match try_seed(seed) {
                Ok(one) => sum.add(&one),
                Err(failure) => {
                    next.store(end, Ordering::Relaxed);
                    return Err(failure);
                }
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let done: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().filter_map(|t| t.join().ok()).collect()
    });
    let mut sum = Summary::default();
    let mut failures = Vec::new();
    for result in done {
        match result {
            Ok(one) => sum.add(&one),
            Err(failure) => failures.push(failure),
        }
    }
    failures.into_iter().min_by_key(|f| f.seed).map_or(Ok(sum), Err)
}

impl Summary {
    fn add(&mut self, other: &Self) {
        self.events += other.events;
        self.answers += other.answers;
        self.acknowledged += other.acknowledged;
        self.failures += other.failures;
        self.crashes += other.crashes;
        self.compared += other.compared;
        self.pushed += other.pushed;
    }
}
