//! Rooms, as they are listed and looked at.

use crate::{Flag, Person, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A room in a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoomLine {
    /// What it is called: `#ops`, or `@ann` for a direct conversation.
    pub room: String,
    /// Its id, which outlives a new name.
    pub room_id: String,
    /// The last number in its log.
    pub last: u64,
    /// One has read everything up to this number; absent: one never said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_up_to: Option<u64>,
    /// The topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<SetTopic>,
    /// How many members.
    pub members: usize,
    /// When it began; unknown for a direct conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    /// When the last message was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_said: Option<String>,
    /// Whether one is in it.
    pub mine: bool,
    /// Whether only members know of it.
    pub secret: bool,
}

/// What may be seen of a room.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Room {
    /// What it is called.
    pub room: String,
    /// Its id, which outlives a new name.
    pub room_id: String,
    /// The last number in its log.
    pub last: u64,
    /// One has read everything up to this number; absent: one never said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_up_to: Option<u64>,
    /// When it began, RFC 3339.
    pub opened: String,
    /// The topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<SetTopic>,
    /// The rules.
    pub policy: Policy,
    /// How many members there are; one may not be shown all of them.
    pub members_count: usize,
    /// The members that one may see.
    pub members: Vec<Member>,
    /// One's own highest role; absent: one is no member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<Role>,
    /// Whose room it is: a `person` of [`Person`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founder: Option<String>,
    /// The lists, as far as one may see them.
    pub lists: Lists,
}

/// A topic.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SetTopic {
    /// The words.
    pub text: String,
    /// Who set it.
    pub by: Person,
    /// When, RFC 3339.
    pub at: String,
}

/// The rules of a room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Policy {
    /// Those of the yes-or-no rules that hold.
    pub flags: Vec<Flag>,
    /// Who joins must say it; `*` for who is not in the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Members at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Where who cannot join is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward: Option<String>,
}

impl From<&parlor_model::Policy> for Policy {
    fn from(policy: &parlor_model::Policy) -> Self {
        let flags = parlor_model::Flag::ALL.into_iter().filter(|f| policy.has(*f));
        Self {
            flags: flags.map(Into::into).collect(),
            key: policy.key.as_deref().map(str::to_owned),
            capacity: policy.capacity,
            forward: policy.forward.as_ref().map(|r| r.as_str().to_owned()),
        }
    }
}

/// Somebody in a room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// Who.
    #[serde(flatten)]
    pub who: Person,
    /// Their highest role.
    #[serde(default, skip_serializing_if = "Role::is_plain")]
    pub role: Role,
    /// Away, or not connected.
    pub away: bool,
    /// Rules the house.
    pub operator: bool,
}

/// The lists of a room.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Lists {
    /// May not join or speak.
    pub ban: Vec<ListEntry>,
    /// Bans and mutes do not count for them.
    pub ban_exception: Vec<ListEntry>,
    /// May join an invite-only room uninvited.
    pub invite_exception: Vec<ListEntry>,
    /// May not speak.
    pub mute: Vec<ListEntry>,
    /// Mutes do not count for them, bans do.
    #[serde(default)]
    pub mute_exception: Vec<ListEntry>,
}

/// An entry of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ListEntry {
    /// Whom it means.
    pub mask: String,
    /// Who put it there.
    pub by: Person,
    /// When, RFC 3339.
    pub at: String,
}
