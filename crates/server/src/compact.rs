//! Values in little space: one that may not be there takes one word in place of two, and a connection has several.

use parlor_model::{PersonId, Time};
use std::num::NonZeroU64;

macro_rules! compact {
    ($(#[$doc:meta])* $name:ident, of $value:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub(crate) struct $name(NonZeroU64);

        impl From<$value> for $name {
            fn from(value: $value) -> Self {
                Self(NonZeroU64::MIN.saturating_add(value.0))
            }
        }

        impl From<$name> for $value {
            fn from(compact: $name) -> Self {
                Self(compact.0.get() - 1)
            }
        }
    };
}

compact! {
    /// A moment. The last there could be is taken for the one before it.
    Moment, of Time
}

compact! {
    /// A person. Nobody is ever the last there could be.
    Somebody, of PersonId
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [u64; 4] = [0, 1, 1_700_000_000_000, u64::MAX - 1];

    #[test]
    fn it_is_the_same_in_one_word() {
        assert_eq!((size_of::<Option<Moment>>(), size_of::<Option<Somebody>>()), (8, 8));
        for value in SOME {
            assert_eq!(Time::from(Moment::from(Time(value))), Time(value));
            assert_eq!(PersonId::from(Somebody::from(PersonId(value))), PersonId(value));
        }
        assert!(Moment::from(Time(1)) < Moment::from(Time(2)));
    }
}
