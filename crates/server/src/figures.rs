//! What a server counts of itself, for those who watch it.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Counts since the start, and what is so now. To be read at any time, from any thread.
#[derive(Debug, Default)]
pub struct Figures {
    connections: Mutex<BTreeMap<&'static str, u64>>,
    refusals: Mutex<BTreeMap<Kind, u64>>,
    /// Messages that were kept and told.
    pub messages: Count,
    /// Events that were kept and told, messages among them.
    pub events: Count,
    /// How often a listener that reads slowly was read to from the log.
    pub catch_ups: Count,
    /// Bytes that wait in the queues of connections because they are not read.
    pub queued_bytes: Count,
    /// People who are here now.
    pub people: Count,
    /// How long keeping a batch took, its flush included.
    pub keeping: Histogram,
    /// How long after it was decided a message was handed to the kernel for the last of a shard's listeners.
    pub telling: Histogram,
}

/// A number that many threads count.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// The number now.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }

    pub(crate) fn add(&self, n: u64) {
        self.0.fetch_add(n, Relaxed);
    }

    pub(crate) fn take(&self, n: u64) {
        self.0.fetch_sub(n, Relaxed);
    }

    pub(crate) fn set(&self, n: u64) {
        self.0.store(n, Relaxed);
    }
}

/// How many times something took how long, in steps as Prometheus has them.
#[derive(Debug, Default)]
pub struct Histogram {
    steps: [Count; STEPS_US.len() + 1],
    sum_us: Count,
}

/// The upper ends of the steps in microseconds; what took longer is counted after the last.
const STEPS_US: [u64; 13] =
    [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];

impl Histogram {
    pub(crate) fn took(&self, time: Duration) {
        let us = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.steps[STEPS_US.partition_point(|end| *end < us)].add(1);
        self.sum_us.add(us);
    }

    /// How many took at most so many seconds, for each step; `None`: all of them.
    pub fn steps(&self) -> impl Iterator<Item = (Option<f64>, u64)> {
        let ends = STEPS_US.iter().map(|us| Some(*us as f64 / 1e6)).chain([None]);
        ends.zip(&self.steps).scan(0, |sum, (end, step)| {
            *sum += step.get();
            Some((end, *sum))
        })
    }

    /// How long all took together, in seconds.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.sum_us.get() as f64 / 1e6
    }
}

/// The kind of a refusal, such as `name_taken`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
struct Kind(String);

impl Kind {
    /// The name of a value's variant, in small letters with underscores. What the variant holds is not looked at.
    fn of(value: &impl fmt::Debug) -> Self {
        let mut kind = Self::default();
        // Writing ends with the name: that is its only error.
        let _ = write!(kind, "{value:?}");
        kind
    }
}

impl Write for Kind {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            if !letter.is_ascii_alphanumeric() {
                return Err(fmt::Error);
            }
            if letter.is_ascii_uppercase() && !self.0.is_empty() {
                self.0.push('_');
            }
            self.0.push(letter.to_ascii_lowercase());
        }
        Ok(())
    }
}

fn with<T, U>(mutex: &Mutex<T>, f: impl FnOnce(&mut T) -> U) -> U {
    f(&mut mutex.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Figures {
    /// Connections now, by the door that they came in by.
    #[must_use]
    pub fn connections(&self) -> Vec<(&'static str, u64)> {
        with(&self.connections, |doors| doors.iter().map(|(door, n)| (*door, *n)).collect())
    }

    /// What was refused since the start, by kind.
    #[must_use]
    pub fn refusals(&self) -> Vec<(String, u64)> {
        with(&self.refusals, |kinds| kinds.iter().map(|(kind, n)| (kind.0.clone(), *n)).collect())
    }

    pub(crate) fn came(&self, door: &'static str) {
        with(&self.connections, |doors| *doors.entry(door).or_default() += 1);
    }

    pub(crate) fn went(&self, door: &'static str) {
        with(&self.connections, |doors| {
            if let Some(here) = doors.get_mut(door) {
                *here = here.saturating_sub(1);
            }
        });
    }

    pub(crate) fn refused(&self, refusal: &impl fmt::Debug) {
        let kind = Kind::of(refusal);
        with(&self.refusals, |kinds| *kinds.entry(kind).or_default() += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_model::Refusal;

    #[test]
    fn steps_add_up() {
        let histogram = Histogram::default();
        for us in [50, 100, 101, 4_000, 60_000_000] {
            histogram.took(Duration::from_micros(us));
        }
        let steps: Vec<(Option<f64>, u64)> = histogram.steps().collect();
        assert_eq!(steps[0], (Some(0.0001), 2));
        assert_eq!(steps[1], (Some(0.000_25), 3));
        assert_eq!(steps[5], (Some(0.005), 4));
        assert_eq!(steps[12], (Some(5.0), 4));
        assert_eq!(steps[13], (None, 5));
        assert!((histogram.sum() - 60.004_251).abs() < 1e-9, "{}", histogram.sum());
    }

    #[test]
    fn refusals_are_counted_by_their_kind() {
        let figures = Figures::default();
        figures.refused(&Refusal::WrongPassword);
        figures.refused(&Refusal::WrongPassword);
        figures.refused(&Some("what is inside is nobody's"));
        assert_eq!(figures.refusals(), [("some".to_owned(), 1), ("wrong_password".to_owned(), 2)]);
    }

    #[test]
    fn connections_are_counted_by_door() {
        let figures = Figures::default();
        for door in ["irc", "irc", "line"] {
            figures.came(door);
        }
        figures.went("irc");
        assert_eq!(figures.connections(), [("irc", 1), ("line", 1)]);
    }
}
