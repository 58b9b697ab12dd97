//! A moment in little space.

use parlor_model::Time;
use std::num::NonZeroU64;

/// A moment such that one that may not be there takes one word; `Option<Time>` takes two, and a connection has several.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Moment(NonZeroU64);

impl From<Time> for Moment {
    fn from(time: Time) -> Self {
        Self(NonZeroU64::MIN.saturating_add(time.0))
    }
}

impl From<Moment> for Time {
    fn from(moment: Moment) -> Self {
        Self(moment.0.get() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_moment_in_one_word() {
        assert_eq!(size_of::<Option<Moment>>(), 8);
        for ms in [0, 1, 1_700_000_000_000, u64::MAX - 1] {
            assert_eq!(Time::from(Moment::from(Time(ms))), Time(ms));
        }
        assert!(Moment::from(Time(1)) < Moment::from(Time(2)));
    }
}
