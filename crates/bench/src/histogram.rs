//! Percentiles of many latencies in little memory: buckets that are at most 3 % wide.

/// Each doubling of the value is cut into this many buckets.
const STEPS: u64 = 32;
const STEP_BITS: u32 = STEPS.trailing_zeros();
const BUCKETS: usize = (64 - STEP_BITS as usize + 1) * STEPS as usize;

/// Counts values by their size.
pub struct Histogram {
    counts: Box<[u64]>,
    total: u64,
    highest: u64,
}

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram { counts: vec![0; BUCKETS].into_boxed_slice(), total: 0, highest: 0 }
    }
}

impl Histogram {
    /// Counts one value.
    #[inline]
    pub fn record(&mut self, value: u64) {
        if let Some(count) = self.counts.get_mut(bucket(value)) {
            *count += 1;
        }
        self.total += 1;
        self.highest = self.highest.max(value);
    }

    /// How many values were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The highest value.
    pub fn highest(&self) -> u64 {
        self.highest
    }

    /// A value that the share `part` (0 to 1) of all values does not exceed, at most 3 % too high; 0 when there are none.
    pub fn percentile(&self, part: f64) -> u64 {
        // Exact enough: a run has far fewer than 2^52 values.
        let wanted = ((self.total as f64 * part).ceil() as u64).max(1);
        let mut seen = 0;
        for (at, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return upper(at).min(self.highest);
            }
        }
        self.highest
    }
}

#[inline]
fn bucket(value: u64) -> usize {
    let doublings = u64::BITS - value.leading_zeros();
    let shift = doublings.saturating_sub(STEP_BITS + 1);
    // Below 2 * STEPS nothing is shifted out, so the first two rows are exact.
    let row = u64::from(shift) * STEPS;
    usize::try_from(row + (value >> shift)).unwrap_or(usize::MAX)
}

/// The highest value that falls into a bucket.
fn upper(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < 2 * STEPS {
        return bucket;
    }
    let shift = bucket / STEPS - 1;
    let within = u128::from(bucket - shift * STEPS);
    u64::try_from(((within + 1) << shift) - 1).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl Iterator<Item = u64>) -> Histogram {
        let mut histogram = Histogram::default();
        values.for_each(|value| histogram.record(value));
        histogram
    }

    #[test]
    fn every_value_lies_in_its_bucket_and_no_bucket_is_wide() {
        let values = (0..64).flat_map(|bit| [1_u64 << bit, (1 << bit) | ((1 << bit) / 3), (1 << bit) - 1]);
        for value in values.chain([u64::MAX]) {
            let upper = upper(bucket(value));
            assert!(bucket(value) < BUCKETS, "{value}");
            assert!(upper >= value, "{value} is above its bucket's end {upper}");
            assert!(upper - value <= value / STEPS, "{value} is in a bucket up to {upper}");
        }
    }

    #[test]
    fn percentiles_of_what_is_known() {
        let histogram = of(1..=1000);
        for (part, exact) in [(0.5, 500), (0.99, 990), (0.999, 999), (1.0, 1000)] {
            let found = histogram.percentile(part);
            assert!((exact..=exact + exact / 32).contains(&found), "{part}: {found}, not {exact}");
        }
        assert_eq!((histogram.total(), histogram.highest()), (1000, 1000));
    }

    #[test]
    fn one_late_message_of_a_thousand_shows_in_the_highest_only() {
        let histogram = of((0..999).map(|_| 10).chain([5_000_000]));
        assert_eq!(histogram.percentile(0.999), 10);
        assert_eq!(histogram.highest(), 5_000_000);
    }

    #[test]
    fn of_nothing() {
        assert_eq!(of(std::iter::empty()).percentile(0.5), 0);
    }
}
