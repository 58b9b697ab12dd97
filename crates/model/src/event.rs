//! What happened.

use crate::{
    Audience, Change, DirectoryFact, Key, Leaving, Manner, MessageId, Number, Policy, Role, Roles, RoomId,
    RoomName, Sign, Text, Time, Who,
};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A fact with its place in a room's log. Immutable once kept, but for the words of what was deleted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The room, or [`RoomId::DIRECTORY`].
    pub room: RoomId,
    /// Its place in the log.
    pub number: Number,
    /// When it was decided.
    pub at: Time,
    /// Who did it, as they were then.
    pub by: Arc<Who>,
    /// The idempotency key it was asked with.
    pub key: Option<Key>,
    /// Who may hear of it, now and in history.
    pub heard: Audience,
    /// What happened.
    pub fact: Fact,
}

impl Event {
    /// The id of this event on every door.
    #[must_use]
    pub const fn id(&self) -> MessageId {
        MessageId { room: self.room, number: self.number }
    }
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fact {
    /// The room began. Always number 1.
    Opened {
        /// A named room's name and rules, or the two of a direct conversation.
        what: Opening,
    },
    /// `by` became a member.
    Joined {
        /// The roles they came with.
        roles: Roles,
    },
    /// `by` is no longer a member.
    Left {
        /// How.
        how: Leaving,
        /// Their words; may be empty.
        reason: Text,
    },
    /// `by` removed a member.
    Kicked {
        /// Whom.
        whom: Arc<Who>,
        /// Why; may be empty.
        reason: Text,
    },
    /// `by` let somebody in.
    Invited {
        /// Whom.
        whom: Arc<Who>,
    },
    /// `by` asked to be let in.
    Knocked {
        /// Their words; may be empty.
        text: Text,
    },
    /// `by` said something.
    Said {
        /// As what.
        manner: Manner,
        /// The words.
        text: Text,
        /// The message it answers.
        reply_to: Option<Number>,
        /// To members with this role and above; [`Role::Plain`] is everyone.
        to_role: Role,
        /// What programs tell each other beside it: client-only tags as IRC writes them, without `@`.
        tags: Option<Text>,
    },
    /// `by`'s program told those of others something, without words.
    Tagged {
        /// Client-only tags as IRC writes them, without `@`.
        tags: Text,
    },
    /// `by` changed the words of a message.
    Edited {
        /// Which message.
        target: Number,
        /// Its words from now on.
        text: Text,
    },
    /// `by` took a message away.
    Deleted {
        /// Which message.
        target: Number,
        /// Why; may be empty.
        reason: Text,
    },
    /// `by` put a reaction on a message or took it off.
    Reacted {
        /// Which message.
        target: Number,
        /// The reaction.
        reaction: Text,
        /// On or off.
        sign: Sign,
    },
    /// `by` set the topic.
    TopicSet {
        /// The topic; empty is none.
        text: Text,
    },
    /// `by` changed rules, roles or lists.
    Changed {
        /// What, in this order.
        changes: Vec<Change<Arc<Who>>>,
    },
    /// `by` gave the room another name.
    Renamed {
        /// The name before.
        from: RoomName,
        /// The name from now on.
        to: RoomName,
        /// Why; may be empty.
        reason: Text,
    },
    /// `by` ended the room, or it ended because nobody was left who could let anyone in.
    Closed {
        /// Why; may be empty.
        reason: Text,
    },
    /// `by` is known as somebody else from now on.
    BecameKnownAs {
        /// Who they are now.
        now: Arc<Who>,
    },
    /// Something about accounts, server operators or server-wide bans.
    Directory(DirectoryFact),
}

/// What kind of room began.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opening {
    /// A room with a name.
    Named {
        /// The name.
        name: RoomName,
        /// Its rules.
        policy: Policy,
    },
    /// A conversation of two.
    Direct {
        /// The two, as they were then; the one who began it first.
        between: [Arc<Who>; 2],
    },
}

impl Fact {
    /// Whether it changes what the room *is*. Messages and what is done to them do not: a room's state is folded
    /// without reading them.
    #[must_use]
    pub const fn alters_room(&self) -> bool {
        match self {
            Self::Said { .. }
            | Self::Tagged { .. }
            | Self::Edited { .. }
            | Self::Deleted { .. }
            | Self::Reacted { .. }
            | Self::Knocked { .. } => false,
            Self::Opened { .. }
            | Self::Joined { .. }
            | Self::Left { .. }
            | Self::Kicked { .. }
            | Self::Invited { .. }
            | Self::TopicSet { .. }
            | Self::Changed { .. }
            | Self::Renamed { .. }
            | Self::Closed { .. }
            | Self::BecameKnownAs { .. }
            | Self::Directory(_) => true,
        }
    }
}
