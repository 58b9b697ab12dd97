//! How fast somebody may ask: token buckets by name, for calls that have no connection to remember it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Buckets by whom they are for. A full bucket is forgotten.
#[derive(Default)]
pub(crate) struct Pace {
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

/// Names that are remembered before the full ones are looked for.
const SWEEP_AT: usize = 4096;

impl Pace {
    /// Takes one from the bucket of `whom`, which holds `burst` and gets `per_second` more. `Err`: how long to wait.
    pub(crate) fn take(&self, whom: &str, burst: f64, per_second: f64) -> Result<(), Duration> {
        self.take_at(whom, burst, per_second, Instant::now())
    }

    fn take_at(&self, whom: &str, burst: f64, per_second: f64, now: Instant) -> Result<(), Duration> {
        if per_second <= 0.0 {
            return Ok(());
        }
        let burst = burst.max(1.0);
        let filled = |b: &Bucket| (b.left + (now - b.at).as_secs_f64() * per_second).min(burst);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= SWEEP_AT {
            buckets.retain(|_, b| filled(b) < burst);
        }
        let bucket = buckets.entry(whom.to_owned()).or_insert(Bucket { left: burst, at: now });
        bucket.left = filled(bucket);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - bucket.left) / per_second));
        }
        bucket.left -= 1.0;
        Ok(())
    }

    /// Gives one back: it turned out not to count.
    pub(crate) fn give_back(&self, whom: &str) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(whom) {
            bucket.left += 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_pace() {
        let (pace, start) = (Pace::default(), Instant::now());
        for _ in 0..3 {
            assert_eq!(pace.take_at("ann", 3.0, 2.0, start), Ok(()));
        }
        assert_eq!(pace.take_at("ann", 3.0, 2.0, start), Err(Duration::from_millis(500)));
        assert_eq!(pace.take_at("bob", 3.0, 2.0, start), Ok(()));
        let later = start + Duration::from_millis(500);
        assert_eq!(pace.take_at("ann", 3.0, 2.0, later), Ok(()));
        assert!(pace.take_at("ann", 3.0, 2.0, later).is_err());
        pace.give_back("ann");
        assert_eq!(pace.take_at("ann", 3.0, 2.0, later), Ok(()));
        assert_eq!(pace.take_at("ann", 3.0, 0.0, later), Ok(()));
    }

    #[test]
    fn full_buckets_are_forgotten() {
        let (pace, start) = (Pace::default(), Instant::now());
        for i in 0..SWEEP_AT {
            assert_eq!(pace.take_at(&i.to_string(), 3.0, 1.0, start), Ok(()));
        }
        assert_eq!(pace.take_at("x", 3.0, 1.0, start + Duration::from_secs(9)), Ok(()));
        assert_eq!(pace.buckets.lock().unwrap().len(), 1);
    }
}
