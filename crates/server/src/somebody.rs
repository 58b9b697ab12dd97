//! A person in little space.

use parlor_model::PersonId;
use std::num::NonZeroU64;

/// A person such that one who may not be there takes one word; `Option<PersonId>` takes two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Somebody(NonZeroU64);

impl From<PersonId> for Somebody {
    fn from(person: PersonId) -> Self {
        Self(NonZeroU64::MIN.saturating_add(person.0))
    }
}

impl From<Somebody> for PersonId {
    fn from(somebody: Somebody) -> Self {
        Self(somebody.0.get() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_person_in_one_word() {
        assert_eq!(size_of::<Option<Somebody>>(), 8);
        for id in [0, 1, 1 << 40, u64::MAX - 1] {
            assert_eq!(PersonId::from(Somebody::from(PersonId(id))), PersonId(id));
        }
    }
}
