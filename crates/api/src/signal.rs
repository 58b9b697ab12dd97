//! What is told but not kept: best effort, without a number.

use crate::{Person, Typing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something told that is not kept, and may be lost.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Signal {
    /// Where; absent: in the whole house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The room's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub by: Person,
    /// What.
    #[serde(flatten)]
    pub what: Signalled,
}

/// What is signalled: exactly one of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signalled {
    /// Somebody types, or stopped.
    Typing(Typing),
    /// Somebody went away (with words), or came back (`null`).
    Away(Option<String>),
    /// IRC client-only tags, as they were sent.
    Tags(String),
    /// To one's own sessions: `by` was known as this.
    KnownAs(Person),
    /// To one's own sessions: one has read up to this number.
    ReadUpTo(u64),
    /// A word of the house.
    Word(String),
}
