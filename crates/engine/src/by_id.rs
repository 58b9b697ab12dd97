//! People by their id, which stands nowhere but in what is known of them.

use crate::person::Person;
use hashbrown::{DefaultHashBuilder, HashTable};
use parlor_model::PersonId;
use std::hash::BuildHasher;

/// Everybody, one word for each: a table has room for half as many again.
#[derive(Debug, Default)]
pub(crate) struct ById {
    people: HashTable<Box<Person>>,
    hasher: DefaultHashBuilder,
}

impl ById {
    pub(crate) fn get(&self, id: PersonId) -> Option<&Person> {
        self.people.find(self.hasher.hash_one(id), |p| p.who.person == id).map(|p| &**p)
    }

    pub(crate) fn get_mut(&mut self, id: PersonId) -> Option<&mut Person> {
        self.people.find_mut(self.hasher.hash_one(id), |p| p.who.person == id).map(|p| &mut **p)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().map(|p| &**p)
    }

    /// Takes somebody in, in place of who has the id.
    pub(crate) fn insert(&mut self, person: Box<Person>) {
        let (id, hasher) = (person.who.person, &self.hasher);
        let hash = hasher.hash_one(id);
        self.people.entry(hash, |p| p.who.person == id, |p| hasher.hash_one(p.who.person)).insert(person);
    }

    pub(crate) fn remove(&mut self, id: PersonId) -> Option<Box<Person>> {
        let entry = self.people.find_entry(self.hasher.hash_one(id), |p| p.who.person == id).ok()?;
        Some(entry.remove().0)
    }
}
