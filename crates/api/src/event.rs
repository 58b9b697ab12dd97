//! What happened.

use crate::{Change, Leaving, Manner, Person, Role, at, room_id};
use parlor_model::{Fact, MessageId, Number, Opening, Sign};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that happened in a room: kept, and numbered without holes in the room's order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// The room as it was called: `#ops`, or `@ann` for a direct conversation.
    pub room: String,
    /// The room's id, which outlives a new name.
    pub room_id: String,
    /// Its place in the room's log.
    pub number: u64,
    /// Its id on every door, for ever.
    pub message_id: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who did it.
    pub by: Person,
    /// What.
    #[serde(flatten)]
    pub what: Happened,
}

/// What happened: exactly one of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// The room began.
    Opened(Opened),
    /// Somebody became a member.
    Joined(Joined),
    /// Somebody is no longer a member.
    Left(Left),
    /// Somebody removed a member.
    Kicked(Kicked),
    /// Somebody let somebody in.
    Invited(Invited),
    /// Somebody asked to be let in.
    Knocked(Knocked),
    /// Somebody said something.
    Said(Said),
    /// Somebody's program told those of others something, without words.
    Tagged(Tagged),
    /// Somebody changed the words of a message.
    Edited(Edited),
    /// Somebody took a message away.
    Deleted(Deleted),
    /// Somebody put a reaction on a message or took it off.
    Reacted(Reacted),
    /// Somebody set the topic.
    TopicSet(TopicSet),
    /// Somebody changed rules, roles or lists.
    Changed(Changed),
    /// Somebody gave the room another name.
    Renamed(Renamed),
    /// The room ended.
    Closed(Closed),
    /// Somebody is known as somebody else from now on.
    Became(Became),
    /// Something of the house, not of a room; never in a room's log.
    House {},
}

/// See [`Happened::Opened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Opened {
    /// The two of a direct conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<Vec<Person>>,
}

/// See [`Happened::Joined`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Joined {
    /// The highest role they came with.
    #[serde(default, skip_serializing_if = "Role::is_plain")]
    pub role: Role,
}

/// See [`Happened::Left`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Left {
    /// How.
    pub how: Leaving,
    /// Their words; may be empty.
    pub reason: String,
}

/// See [`Happened::Kicked`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Kicked {
    /// Whom.
    pub whom: Person,
    /// Why; may be empty.
    pub reason: String,
}

/// See [`Happened::Invited`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Invited {
    /// Whom.
    pub whom: Person,
}

/// See [`Happened::Knocked`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Knocked {
    /// Their words; may be empty.
    pub text: String,
}

/// See [`Happened::Said`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Said {
    /// The words; empty when the message was deleted since.
    pub text: String,
    /// As what; plainly said when absent.
    #[serde(default, skip_serializing_if = "Manner::is_say")]
    pub manner: Manner,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Only for members with this role and above; for everyone when absent.
    #[serde(default, skip_serializing_if = "Role::is_plain")]
    pub to_role: Role,
}

/// See [`Happened::Tagged`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Tagged {
    /// Client-only tags as IRC writes them, without `@`.
    pub tags: String,
}

/// See [`Happened::Edited`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Edited {
    /// Which message.
    pub message: String,
    /// Its words from now on.
    pub text: String,
}

/// See [`Happened::Deleted`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Deleted {
    /// Which message.
    pub message: String,
    /// Why; may be empty.
    pub reason: String,
}

/// See [`Happened::Reacted`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Reacted {
    /// Which message.
    pub message: String,
    /// The reaction.
    pub reaction: String,
    /// Put on, or taken off.
    pub on: bool,
}

/// See [`Happened::TopicSet`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TopicSet {
    /// The topic; empty is none.
    pub text: String,
}

/// See [`Happened::Changed`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Changed {
    /// What, in this order.
    pub changes: Vec<Change>,
}

/// See [`Happened::Renamed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Renamed {
    /// The name before.
    pub from: String,
    /// The name from now on.
    pub to: String,
    /// Why; may be empty.
    pub reason: String,
}

/// See [`Happened::Closed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Closed {
    /// Why; may be empty.
    pub reason: String,
}

/// See [`Happened::Became`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Became {
    /// Who they are now.
    pub now: Person,
}

impl Event {
    /// An event of a room that is called `room`.
    #[must_use]
    pub fn of(event: &parlor_model::Event, room: String) -> Self {
        Self {
            room,
            room_id: room_id(event.room),
            number: event.number.0,
            message_id: event.id().to_string(),
            at: at(event.at),
            by: (&*event.by).into(),
            what: happened(event),
        }
    }
}

fn happened(event: &parlor_model::Event) -> Happened {
    let id = |number: Number| MessageId { room: event.room, number }.to_string();
    let owned = |text: &parlor_model::Text| text.as_str().to_owned();
    match &event.fact {
        Fact::Opened { what: Opening::Named { .. } } => Happened::Opened(Opened { between: None }),
        Fact::Opened { what: Opening::Direct { between } } => {
            Happened::Opened(Opened { between: Some(between.iter().map(|w| (&**w).into()).collect()) })
        }
        Fact::Joined { roles } => Happened::Joined(Joined { role: roles.highest().into() }),
        Fact::Left { how, reason } => Happened::Left(Left { how: (*how).into(), reason: owned(reason) }),
        Fact::Kicked { whom, reason } => {
            Happened::Kicked(Kicked { whom: (&**whom).into(), reason: owned(reason) })
        }
        Fact::Invited { whom } => Happened::Invited(Invited { whom: (&**whom).into() }),
        Fact::Knocked { text } => Happened::Knocked(Knocked { text: owned(text) }),
        Fact::Said { manner, text, reply_to, to_role, tags: _ } => Happened::Said(Said {
            text: owned(text),
            manner: (*manner).into(),
            reply_to: reply_to.map(id),
            to_role: (*to_role).into(),
        }),
        Fact::Tagged { tags } => Happened::Tagged(Tagged { tags: owned(tags) }),
        Fact::Edited { target, text } => Happened::Edited(Edited { message: id(*target), text: owned(text) }),
        Fact::Deleted { target, reason } => {
            Happened::Deleted(Deleted { message: id(*target), reason: owned(reason) })
        }
        Fact::Reacted { target, reaction, sign } => Happened::Reacted(Reacted {
            message: id(*target),
            reaction: owned(reaction),
            on: *sign == Sign::Plus,
        }),
        Fact::TopicSet { text } => Happened::TopicSet(TopicSet { text: owned(text) }),
        Fact::Changed { changes } => {
            Happened::Changed(Changed { changes: changes.iter().map(Into::into).collect() })
        }
        Fact::Renamed { from, to, reason } => Happened::Renamed(Renamed {
            from: from.as_str().to_owned(),
            to: to.as_str().to_owned(),
            reason: owned(reason),
        }),
        Fact::Closed { reason } => Happened::Closed(Closed { reason: owned(reason) }),
        Fact::BecameKnownAs { now } => Happened::Became(Became { now: (&**now).into() }),
        // Nobody but the house is in the audience of these.
        Fact::Directory(_) => Happened::House {},
    }
}
