//! How long to wait before trying again: longer each time, and never two clients in step.

/// The first wait is about this long.
const FIRST_MS: u64 = 250;
/// No wait is longer.
const MOST_MS: u64 = 30_000;

/// The waits of one client.
#[derive(Debug)]
pub(crate) struct Backoff {
    failures: u32,
    dice: u64,
}

impl Backoff {
    pub(crate) const fn new(seed: u64) -> Self {
        // A generator of zeros stays there.
        Self { failures: 0, dice: seed | 1 }
    }

    /// It went well: the next wait is short again.
    pub(crate) const fn reset(&mut self) {
        self.failures = 0;
    }

    /// The next wait: between half and all of a time that doubles.
    pub(crate) fn next_ms(&mut self) -> u64 {
        let whole = FIRST_MS.saturating_mul(1 << self.failures.min(16)).min(MOST_MS);
        self.failures = self.failures.saturating_add(1);
        // xorshift64: not good dice, but no two clients throw the same.
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        whole / 2 + self.dice % (whole / 2 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_and_differ() {
        let mut backoff = Backoff::new(7);
        let waits: Vec<_> = (0..20).map(|_| backoff.next_ms()).collect();
        assert!((FIRST_MS / 2..=FIRST_MS).contains(&waits[0]), "{waits:?}");
        assert!(waits.iter().all(|w| *w <= MOST_MS), "{waits:?}");
        assert!(waits[10..].iter().all(|w| *w >= MOST_MS / 2), "{waits:?}");
        let mut other = Backoff::new(8);
        assert_ne!(waits, (0..20).map(|_| other.next_ms()).collect::<Vec<_>>());
        backoff.reset();
        assert!(backoff.next_ms() <= FIRST_MS);
    }
}
