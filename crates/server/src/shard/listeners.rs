//! Which connections of a shard hear which room, and which belong to whom.

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use parlor_engine::RoomTag;
use parlor_model::{Number, PersonId, RoomId};
use std::hash::BuildHasher;
use std::sync::Arc;

/// The place of a connection in its shard.
pub(crate) type Index = u32;

/// A room's listeners on one shard.
#[derive(Debug)]
pub(crate) struct Listeners {
    pub(crate) tag: Arc<RoomTag>,
    /// The last number told here.
    pub(crate) told: Number,
    pub(crate) conns: Vec<Index>,
}

/// The tables.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) rooms: HashMap<RoomId, Listeners>,
    /// Connections, found by whose they are: one word for each of a hundred thousand.
    people: HashTable<Index>,
    hasher: DefaultHashBuilder,
}

impl Tables {
    /// The connection hears the room from now on. `false`: it did already.
    pub(crate) fn listen(&mut self, conn: Index, tag: &Arc<RoomTag>, told: Number) -> bool {
        let listeners = self.rooms.entry(tag.id).or_insert_with(|| Listeners {
            tag: Arc::clone(tag),
            told,
            conns: Vec::new(),
        });
        listeners.tag = Arc::clone(tag);
        listeners.told = listeners.told.max(told);
        // The newest is the likeliest to be asked about; a room of thousands is not searched for each join.
        if listeners.conns.last() == Some(&conn) {
            return false;
        }
        listeners.conns.push(conn);
        true
    }

    pub(crate) fn unlisten(&mut self, conn: Index, room: RoomId) {
        if let Some(listeners) = self.rooms.get_mut(&room) {
            if let Some(at) = listeners.conns.iter().position(|c| *c == conn) {
                listeners.conns.swap_remove(at);
            }
            if listeners.conns.is_empty() {
                self.rooms.remove(&room);
            }
        }
    }

    /// The connection is one of this person's from now on; `person_of` says whose the others are.
    pub(crate) fn add_person(
        &mut self,
        conn: Index,
        person: PersonId,
        person_of: impl Fn(Index) -> Option<PersonId>,
    ) {
        let hasher = &self.hasher;
        let hash = |conn: &Index| hasher.hash_one(person_of(*conn));
        self.people.insert_unique(hasher.hash_one(Some(person)), conn, hash);
    }

    pub(crate) fn remove_person(&mut self, conn: Index, person: PersonId) {
        if let Ok(entry) = self.people.find_entry(self.hasher.hash_one(Some(person)), |c| *c == conn) {
            entry.remove();
        }
    }

    /// The connections of these people, in the order of the people.
    pub(crate) fn of<'a>(
        &self,
        people: impl IntoIterator<Item = &'a PersonId>,
        person_of: impl Fn(Index) -> Option<PersonId>,
    ) -> Vec<Index> {
        let mut found = Vec::new();
        for person in people {
            let places = self.people.iter_hash(self.hasher.hash_one(Some(*person)));
            found.extend(places.copied().filter(|c| person_of(*c) == Some(*person)));
        }
        found
    }
}
