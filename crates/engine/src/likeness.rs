//! Rooms whose names look alike (UTS 39 §4). Names of ASCII letters are taken as they are; one with others is refused when it
//! looks like a room that there is, and so is one that looks like such a room.

use crate::rooms::Rooms;
use parlor_model::name::skeleton;
use parlor_model::{RoomId, RoomName};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Rooms by what their names look like. Most houses have ASCII names only, and never make it.
#[derive(Debug, Default)]
pub(crate) struct Likeness {
    /// By hashes of skeletons; may have rooms that are called something else by now.
    index: Option<BTreeSet<(u64, RoomId)>>,
    /// A room has a name of other letters, or had one.
    wide: bool,
}

fn hash_of(name: &RoomName) -> u64 {
    let mut hasher = DefaultHasher::new();
    skeleton(name.as_str()).hash(&mut hasher);
    hasher.finish()
}

fn is_wide(name: &RoomName) -> bool {
    !name.as_str().is_ascii()
}

impl Likeness {
    /// A room is called so.
    pub(crate) fn note(&mut self, name: &RoomName, id: RoomId) {
        self.wide |= is_wide(name);
        if let Some(index) = &mut self.index {
            index.insert((hash_of(name), id));
        }
    }

    /// A room is no more.
    pub(crate) fn forget(&mut self, id: RoomId) {
        if let Some(index) = &mut self.index {
            index.retain(|(_, room)| *room != id);
        }
    }
}

impl Rooms {
    /// The name of another room than `me` that this one could be mistaken for. The very same name is another matter.
    pub(crate) fn looks_like(&mut self, name: &RoomName, me: Option<RoomId>) -> Option<Arc<str>> {
        if !is_wide(name) && !self.likeness.wide {
            return None;
        }
        if self.likeness.index.is_none() {
            let named = self.iter().filter_map(|slot| Some((hash_of(slot.room.name()?), slot.room.id)));
            self.likeness.index = Some(named.collect());
        }
        let hash = hash_of(name);
        let alike = self.likeness.index.as_ref()?.range((hash, RoomId(0))..=(hash, RoomId(u64::MAX)));
        let mut others = alike.filter(|(_, id)| Some(*id) != me).filter_map(|(_, id)| {
            let room = &self.get(*id).filter(|slot| !slot.room.closed)?.room;
            room.name()
        });
        let other = others.find(|other| {
            (is_wide(name) || is_wide(other))
                && other.folded() != name.folded()
                && skeleton(other.as_str()) == skeleton(name.as_str())
        })?;
        Some(other.as_str().into())
    }
}
