//! Quiet after a crowd: what was needed for the crowd's turns is not held for a connection that does nothing.

use parlor_model::Time;
use std::time::Duration;

/// So long must nothing happen.
pub(crate) const QUIET_AFTER: Duration = Duration::from_secs(1);

/// Whether it is quiet.
#[derive(Debug, Default)]
pub(crate) struct Quiet {
    /// When something happened last, unless it has been quiet since.
    stirred: Option<Time>,
}

impl Quiet {
    /// How long to wait for something to happen, where `wait` is how long there is nothing to do.
    pub(crate) fn wait(&self, now: Time, wait: Option<Duration>) -> Option<Duration> {
        let Some(stirred) = self.stirred else { return wait };
        let left = QUIET_AFTER.saturating_sub(Duration::from_millis(now.since(stirred)));
        Some(wait.map_or(left, |wait| wait.min(left)))
    }

    /// A turn is over, in which something happened or nothing. `true`: it is quiet, from now on.
    pub(crate) fn begins(&mut self, stirred: bool, now: Time) -> bool {
        if stirred {
            self.stirred = Some(now);
        }
        self.stirred.take_if(|since| Duration::from_millis(now.since(*since)) >= QUIET_AFTER).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_begins_once_after_the_last_stir() {
        let mut quiet = Quiet::default();
        let at = |ms: u64| Time(1_000_000 + ms);
        assert_eq!(quiet.wait(at(0), None), None);
        assert!(!quiet.begins(true, at(0)));
        assert!(!quiet.begins(true, at(600)));
        assert_eq!(quiet.wait(at(700), None), Some(Duration::from_millis(900)));
        assert_eq!(quiet.wait(at(700), Some(Duration::from_millis(5))), Some(Duration::from_millis(5)));
        assert!(!quiet.begins(false, at(1599)));
        assert!(quiet.begins(false, at(1600)));
        assert_eq!(quiet.wait(at(1600), None), None);
        assert!(!quiet.begins(false, at(9000)));
    }
}
