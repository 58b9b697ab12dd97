//! Which connections of a shard hear which room, and which belong to whom.

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use parlor_engine::RoomTag;
use parlor_model::{Number, PersonId, RoomId};
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
    people: HashMap<PersonId, Places>,
}

/// The connections of one person; nearly everyone has one.
#[derive(Debug)]
enum Places {
    One(Index),
    #[expect(clippy::box_collection, reason = "a hundred thousand of `One` pay for each word here")]
    Many(Box<Vec<Index>>),
}

impl Places {
    fn as_slice(&self) -> &[Index] {
        match self {
            Self::One(index) => std::slice::from_ref(index),
            Self::Many(indices) => indices,
        }
    }
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

    pub(crate) fn add_person(&mut self, conn: Index, person: PersonId) {
        match self.people.entry(person) {
            Entry::Vacant(entry) => {
                entry.insert(Places::One(conn));
            }
            Entry::Occupied(mut entry) => match entry.get_mut() {
                Places::One(other) => {
                    let both = vec![*other, conn];
                    entry.insert(Places::Many(Box::new(both)));
                }
                Places::Many(indices) => indices.push(conn),
            },
        }
    }

    pub(crate) fn remove_person(&mut self, conn: Index, person: PersonId) {
        let Some(places) = self.people.get_mut(&person) else { return };
        let left = match places {
            Places::One(index) => usize::from(*index != conn),
            Places::Many(indices) => {
                indices.retain(|c| *c != conn);
                indices.len()
            }
        };
        if left == 0 {
            self.people.remove(&person);
        }
    }

    /// The connections of these people, in the order of the people.
    pub(crate) fn of(&self, people: &[PersonId]) -> Vec<Index> {
        people.iter().filter_map(|p| self.people.get(p)).flat_map(Places::as_slice).copied().collect()
    }
}
