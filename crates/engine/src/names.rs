//! People found by a name, without a copy of the name.

use hashbrown::{DefaultHashBuilder, HashTable};
use parlor_model::{Folded, PersonId};
use std::hash::BuildHasher;

/// From names to people: one word for each. What somebody is called is looked up where it stands, so whoever asks says
/// how: the function gives the name that an id is found by, or none when there is nobody with that id.
///
/// Several people may be found by one name for a moment; [`Names::find`] answers with one of them.
#[derive(Debug, Default)]
pub(crate) struct Names {
    ids: HashTable<PersonId>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// Who is found by this name.
    pub(crate) fn find(
        &self,
        name: &Folded,
        name_of: impl Fn(PersonId) -> Option<Folded>,
    ) -> Option<PersonId> {
        let hash = self.hasher.hash_one(name);
        self.ids.find(hash, |id| name_of(*id).as_ref() == Some(name)).copied()
    }

    /// From now on this name leads to `id`, and to nobody else.
    pub(crate) fn insert(
        &mut self,
        name: &Folded,
        id: PersonId,
        name_of: impl Fn(PersonId) -> Option<Folded>,
    ) {
        let hash = self.hasher.hash_one(name);
        match self.ids.find_mut(hash, |id| name_of(*id).as_ref() == Some(name)) {
            Some(other) => *other = id,
            None => {
                let hasher = &self.hasher;
                self.ids.insert_unique(hash, id, |id| name_of(*id).map_or(0, |name| hasher.hash_one(&name)));
            }
        }
    }

    /// This name leads to `id` no more, if it did.
    pub(crate) fn remove(&mut self, name: &Folded, id: PersonId) {
        if let Ok(entry) = self.ids.find_entry(self.hasher.hash_one(name), |other| *other == id) {
            entry.remove();
        }
    }

    /// Everybody who is found.
    pub(crate) fn ids(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.ids.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_the_last_who_took_it() {
        let called = |id: PersonId| Some(Folded::of(if id.0 < 1000 { "ann" } else { "bob" }));
        let (ann, bob) = (Folded::of("ann"), Folded::of("bob"));
        let mut names = Names::default();
        names.insert(&ann, PersonId(1), called);
        names.insert(&ann, PersonId(2), called);
        assert_eq!(names.find(&ann, called), Some(PersonId(2)));
        names.remove(&ann, PersonId(1));
        assert_eq!(names.find(&ann, called), Some(PersonId(2)));
        names.remove(&ann, PersonId(2));
        assert_eq!(names.find(&ann, called), None);
        assert_eq!(names.find(&bob, called), None);
    }

    #[test]
    fn thousands_are_found_while_the_table_grows() {
        let called = |id: PersonId| Some(Folded::of(&format!("b{}", id.0)));
        let mut names = Names::default();
        for id in (0..5000).map(PersonId) {
            names.insert(&Folded::of(&format!("b{}", id.0)), id, called);
        }
        for id in (0..5000).map(PersonId) {
            assert_eq!(names.find(&Folded::of(&format!("b{}", id.0)), called), Some(id));
        }
    }
}
