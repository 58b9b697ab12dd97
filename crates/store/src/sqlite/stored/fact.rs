//! Facts.

use super::change::{StoredChange, StoredOpening};
use super::directory::StoredDirectoryFact;
use super::plain::{StoredLeaving, StoredManner, StoredRole, StoredSign};
use super::who::StoredWho;
use parlor_model::{Fact, Manner, Number, Role, Roles, RoomName, Text};
use serde::{Deserialize, Serialize};

/// How something was said, where it was not said plainly.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(in crate::sqlite) struct SaidHow {
    pub(in crate::sqlite) manner: StoredManner,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::sqlite) reply_to: Option<u64>,
    pub(in crate::sqlite) to_role: StoredRole,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::sqlite) tags: Option<String>,
}

impl SaidHow {
    /// `None` for what was plainly said to the whole room.
    pub(in crate::sqlite) fn of(
        manner: Manner,
        reply_to: Option<Number>,
        to_role: Role,
        tags: Option<&Text>,
    ) -> Option<Self> {
        if manner == Manner::Say && reply_to.is_none() && to_role == Role::Plain && tags.is_none() {
            return None;
        }
        Some(Self {
            manner: manner.into(),
            reply_to: reply_to.map(|n| n.0),
            to_role: to_role.into(),
            tags: tags.map(|tags| tags.as_str().to_owned()),
        })
    }

    /// The fact that these words were said so.
    pub(in crate::sqlite) fn said(how: Option<&Self>, text: Text) -> Fact {
        let Some(Self { manner, reply_to, to_role, tags }) = how else {
            return Fact::Said {
                manner: Manner::Say,
                text,
                reply_to: None,
                to_role: Role::Plain,
                tags: None,
            };
        };
        let (manner, to_role) = ((*manner).into(), (*to_role).into());
        let tags = tags.as_deref().map(Text::trusted);
        Fact::Said { manner, text, reply_to: reply_to.map(Number), to_role, tags }
    }
}

/// A fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredFact {
    Opened { what: StoredOpening },
    Joined { roles: u8 },
    Left { how: StoredLeaving, reason: String },
    Kicked { whom: StoredWho, reason: String },
    Invited { whom: StoredWho },
    Knocked { text: String },
    Tagged { tags: String },
    Said { text: String, how: Option<SaidHow> },
    Edited { target: u64, text: String },
    Deleted { target: u64, reason: String },
    Reacted { target: u64, reaction: String, sign: StoredSign },
    TopicSet { text: String },
    Changed { changes: Vec<StoredChange> },
    Renamed { from: String, to: String, reason: String },
    Closed { reason: String },
    BecameKnownAs { now: StoredWho },
    Directory(StoredDirectoryFact),
}

impl From<&Fact> for StoredFact {
    fn from(fact: &Fact) -> Self {
        let words = |text: &Text| text.as_str().to_owned();
        match fact {
            Fact::Opened { what } => Self::Opened { what: what.into() },
            Fact::Joined { roles } => Self::Joined { roles: roles.bits() },
            Fact::Left { how, reason } => Self::Left { how: (*how).into(), reason: words(reason) },
            Fact::Kicked { whom, reason } => {
                Self::Kicked { whom: whom.as_ref().into(), reason: words(reason) }
            }
            Fact::Invited { whom } => Self::Invited { whom: whom.as_ref().into() },
            Fact::Knocked { text } => Self::Knocked { text: words(text) },
            Fact::Tagged { tags } => Self::Tagged { tags: words(tags) },
            Fact::Said { manner, text, reply_to, to_role, tags } => Self::Said {
                text: words(text),
                how: SaidHow::of(*manner, *reply_to, *to_role, tags.as_ref()),
            },
            Fact::Edited { target, text } => Self::Edited { target: target.0, text: words(text) },
            Fact::Deleted { target, reason } => Self::Deleted { target: target.0, reason: words(reason) },
            Fact::Reacted { target, reaction, sign } => {
                Self::Reacted { target: target.0, reaction: words(reaction), sign: (*sign).into() }
            }
            Fact::TopicSet { text } => Self::TopicSet { text: words(text) },
            Fact::Changed { changes } => Self::Changed { changes: changes.iter().map(Into::into).collect() },
            Fact::Renamed { from, to, reason } => Self::Renamed {
                from: from.as_str().to_owned(),
                to: to.as_str().to_owned(),
                reason: words(reason),
            },
            Fact::Closed { reason } => Self::Closed { reason: words(reason) },
            Fact::BecameKnownAs { now } => Self::BecameKnownAs { now: now.as_ref().into() },
            Fact::Directory(fact) => Self::Directory(fact.into()),
        }
    }
}

impl From<StoredFact> for Fact {
    fn from(stored: StoredFact) -> Self {
        let words = |text: String| Text::trusted(&text);
        match stored {
            StoredFact::Opened { what } => Self::Opened { what: what.into() },
            StoredFact::Joined { roles } => Self::Joined { roles: Roles::from_bits(roles) },
            StoredFact::Left { how, reason } => Self::Left { how: how.into(), reason: words(reason) },
            StoredFact::Kicked { whom, reason } => Self::Kicked { whom: whom.into(), reason: words(reason) },
            StoredFact::Invited { whom } => Self::Invited { whom: whom.into() },
            StoredFact::Knocked { text } => Self::Knocked { text: words(text) },
            StoredFact::Tagged { tags } => Self::Tagged { tags: words(tags) },
            StoredFact::Said { text, how } => SaidHow::said(how.as_ref(), words(text)),
            StoredFact::Edited { target, text } => Self::Edited { target: Number(target), text: words(text) },
            StoredFact::Deleted { target, reason } => {
                Self::Deleted { target: Number(target), reason: words(reason) }
            }
            StoredFact::Reacted { target, reaction, sign } => {
                Self::Reacted { target: Number(target), reaction: words(reaction), sign: sign.into() }
            }
            StoredFact::TopicSet { text } => Self::TopicSet { text: words(text) },
            StoredFact::Changed { changes } => {
                Self::Changed { changes: changes.into_iter().map(Into::into).collect() }
            }
            StoredFact::Renamed { from, to, reason } => Self::Renamed {
                from: RoomName::trusted(&from),
                to: RoomName::trusted(&to),
                reason: words(reason),
            },
            StoredFact::Closed { reason } => Self::Closed { reason: words(reason) },
            StoredFact::BecameKnownAs { now } => Self::BecameKnownAs { now: now.into() },
            StoredFact::Directory(fact) => Self::Directory(fact.into()),
        }
    }
}
