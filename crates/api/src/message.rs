//! A page of history shows events as they stand by now.

use crate::{Event, Person, at};
use parlor_model::{Number, Text, Time, Who};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An event as it stands by now: edits, deletions and reactions are worked in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// The event, with the newest words; those of a deleted message are empty.
    #[serde(flatten)]
    pub event: Event,
    /// The last edit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Stamp>,
    /// The deletion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Stamp>,
    /// Reactions in the order they were put on; a deletion takes them away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
}

/// Where and when something was done to a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Stamp {
    /// The number of the event that did it.
    pub number: u64,
    /// When, RFC 3339.
    pub at: String,
}

impl From<(Number, Time)> for Stamp {
    fn from((number, time): (Number, Time)) -> Self {
        Self { number: number.0, at: at(time) }
    }
}

/// A reaction that is still on a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Reaction {
    /// The reaction.
    pub reaction: String,
    /// Whose.
    pub by: Person,
    /// The number of the event that put it there.
    pub number: u64,
}

impl Reaction {
    /// A reaction, from its parts.
    #[must_use]
    pub fn of(reaction: &Text, by: &Who, number: Number) -> Self {
        Self { reaction: reaction.as_str().to_owned(), by: by.into(), number: number.0 }
    }
}
