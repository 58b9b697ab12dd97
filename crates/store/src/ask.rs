//! What a store is asked, and what it answers.

use parlor_model::{Event, Mark, Number, PersonId, RoomId, Text, Time, Who};
use std::sync::Arc;

/// What is kept together: all or nothing, with one flush.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Events in order; each the next of its room's log. One that is not is a conflict: the batch is refused.
    pub events: Vec<Arc<Event>>,
    /// Read positions; an older one than is kept changes nothing.
    pub positions: Vec<Position>,
    /// Read marks; an earlier one than is kept changes nothing, one at the beginning of time takes it away.
    pub marks: Vec<Mark>,
    /// People who are gone for good: how far they had read is forgotten, also what this batch says of it.
    pub forgotten: Vec<PersonId>,
    /// Digests of rooms as of events kept before or in this batch.
    pub digests: Vec<Digest>,
}

/// How far somebody has read a room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub room: RoomId,
    /// Everything up to this number.
    pub number: Number,
    /// When they said so.
    pub at: Time,
}

/// The shortest log that folds to a room's state as of a number (`Room::digest`).
#[derive(Clone, Debug)]
pub struct Digest {
    /// Which room.
    pub room: RoomId,
    /// The state is that after this event.
    pub as_of: Number,
    /// The events, numbered 1, 2, 3, ….
    pub events: Vec<Event>,
}

/// What a start (or a reload) needs of one room.
#[derive(Clone, Debug)]
pub struct RoomLog {
    /// Which room.
    pub room: RoomId,
    /// The last digest, if there is one.
    pub digest: Option<Digest>,
    /// Events after the digest that alter the room (`Fact::alters_room`), oldest first.
    pub altering: Vec<Event>,
    /// The number of the last event kept, altering or not.
    pub last: Number,
    /// When the last message was said (`Fact::Said`).
    pub last_said: Option<Time>,
    /// For a reload: every event after what was told, oldest first. Empty at a start.
    pub untold: Vec<Event>,
}

/// A place in a room's history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// An event's number.
    Number(Number),
    /// A moment: events before it and at or after it. Where a clock went back within a room's log, it is one of the
    /// places where the log passes this moment.
    Time(Time),
}

/// Which part of a history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// The newest.
    Latest,
    /// The newest, but only after this place.
    LatestAfter(Place),
    /// The newest before this place, which is left out.
    Before(Place),
    /// The oldest after this place, which is left out.
    After(Place),
    /// Around this place, which is taken in: half before, half from it on.
    Around(Place),
    /// Between two places, both left out: from the first on, towards the second, whichever is older.
    Between(Place, Place),
}

/// A question about one room's history.
#[derive(Clone, Debug)]
pub struct History {
    /// Which room.
    pub room: RoomId,
    /// Who asks: what they were not in the audience of is left out. That they may read the room was decided before.
    pub reader: PersonId,
    /// Which part.
    pub span: Span,
    /// Items at most.
    pub limit: usize,
    /// Nothing after this number: it was not told yet.
    pub told: Number,
    /// Nothing of before this moment.
    pub since: Time,
    /// Only what was said, without joins, topics and the like.
    pub messages_only: bool,
}

/// An answer: items oldest first, and whether there is more on each side.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The items.
    pub items: Vec<Item>,
    /// The room has older ones that the reader may hear of: older than the first item, or than the span when there is
    /// no item.
    pub more_before: bool,
    /// The room has newer ones (told by then).
    pub more_after: bool,
}

/// An event as it stands by now. Edits, deletions and reactions are no items of their own: they are worked in.
#[derive(Clone, Debug)]
pub struct Item {
    /// The event; a `Said` has its newest words. A deleted message's words are empty.
    pub event: Arc<Event>,
    /// The last edit: its number and time.
    pub edited: Option<(Number, Time)>,
    /// The deletion: its number and time. Known as soon as it is kept, even past the number told: the words are gone.
    pub deleted: Option<(Number, Time)>,
    /// Reactions in the order they were put on; none on a deleted message.
    pub reactions: Vec<Reaction>,
}

/// A reaction that is still on a message.
#[derive(Clone, Debug)]
pub struct Reaction {
    /// The reaction.
    pub reaction: Text,
    /// Whose.
    pub by: Arc<Who>,
    /// The event that put it there.
    pub number: Number,
}

/// A search over messages.
///
/// Every term must be in the message as it stands, as a substring, without regard to case, accents and width; white
/// space is one space, and none at a term's ends. Newest first is in the order of keeping; an edited message stays at
/// its place.
#[derive(Clone, Debug)]
pub struct SearchQuery {
    /// What to look for: words, and phrases with their spaces. May be empty when there is a `from`.
    pub terms: Vec<String>,
    /// Only what somebody of this name said (the nickname of then, or the account), case-folded.
    pub from: Option<String>,
    /// The rooms the asker may read, with the last number told in each, and the moment before which nothing is shown.
    pub rooms: Vec<(RoomId, Number, Time)>,
    /// Who asks: what they were not in the audience of is left out.
    pub reader: PersonId,
    /// Only before.
    pub before: Option<Time>,
    /// Only at or after.
    pub after: Option<Time>,
    /// Results at most.
    pub limit: usize,
}

/// A search result.
pub type Found = Item;
