//! How far somebody has read, by time: what programs that know moments and no numbers tell each other.

use crate::{Folded, PersonId, RoomId, Time};

/// What is marked: a room, or the direct messages with whoever has this nickname.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MarkPlace {
    /// A named room.
    Room(RoomId),
    /// Direct messages, by the folded nickname that programs file them under.
    With(Folded),
}

/// Somebody has read everything in a place up to a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub place: MarkPlace,
    /// Everything up to this, it included. The beginning of time takes the mark away.
    pub upto: Time,
}
