//! What may be asked of a room.

use crate::{Flag, Mask, MetadataKey, Nickname, Number, RelayedName, Role, RoomName, Text};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What somebody asks of one room. `P` is how a person is named in it: a nickname at the door, an
/// [`Arc<Who>`](crate::Who) once the house has looked them up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command<P> {
    /// Become a member.
    Join {
        /// The room's key, if it has one.
        key: Option<Arc<str>>,
        /// A server operator brings somebody in past the room's rules.
        forced: bool,
    },
    /// Stop being a member.
    Leave {
        /// How.
        how: Leaving,
        /// What the leaver had to say about it; may be empty.
        reason: Text,
    },
    /// Say something.
    Say {
        /// As what.
        manner: Manner,
        /// The words.
        text: Text,
        /// The message this answers.
        reply_to: Option<Number>,
        /// Only for members with this role or a higher one (IRC STATUSMSG).
        to_role: Role,
        /// What programs tell each other beside it: client-only tags as IRC writes them, without `@`.
        tags: Option<Text>,
    },
    /// Say something as a character of a play. Whose words they are stays on record.
    Play {
        /// As whom.
        character: Character,
        /// As what.
        manner: Manner,
        /// The words.
        text: Text,
    },
    /// Say what somebody elsewhere said, shown by their name: what a bridge to another network does.
    Relay {
        /// What they are called.
        name: RelayedName,
        /// The words.
        text: Text,
        /// As with [`Command::Say`].
        tags: Option<Text>,
    },
    /// Tell the programs of others something, without words (IRC TAGMSG), and have it kept.
    Tag {
        /// Client-only tags as IRC writes them, without `@`.
        tags: Text,
    },
    /// Change the words of one's own message.
    Edit {
        /// Which message.
        target: Number,
        /// The new words.
        text: Text,
    },
    /// Take a message away: one's own, or any as an operator of the room.
    Delete {
        /// Which message.
        target: Number,
        /// Why; may be empty.
        reason: Text,
    },
    /// Put a reaction on a message, or take one's own off.
    React {
        /// Which message.
        target: Number,
        /// The reaction: an emoji or a short word.
        reaction: Text,
        /// On or off.
        sign: Sign,
    },
    /// Set the topic; empty takes it away.
    SetTopic {
        /// The new topic.
        text: Text,
    },
    /// Change the rules, the roles or the lists, in this order. What is refused does not stop the rest.
    Change(Vec<Change<P>>),
    /// Remove a member.
    Kick {
        /// Whom.
        whom: P,
        /// Why; may be empty.
        reason: Text,
    },
    /// Let somebody in once, past the rules that would stop them.
    Invite {
        /// Whom.
        whom: P,
    },
    /// Ask the operators to be let in.
    Knock {
        /// What to tell them; may be empty.
        text: Text,
    },
    /// Give the room another name.
    Rename {
        /// The new name.
        to: RoomName,
        /// Why; may be empty.
        reason: Text,
    },
    /// End the room. Its log is kept, nobody can enter it again.
    Close {
        /// Why; may be empty.
        reason: Text,
    },
    /// The member is now known as somebody else: nickname, shown host, account or real name. Asked by the house only.
    BecomeKnownAs {
        /// The person from now on.
        now: P,
    },
}

/// Who speaks in a play.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Character {
    /// Nobody: the scene is described.
    Scene,
    /// Somebody made up, of this name.
    Named(Nickname),
}

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Manner {
    /// Said.
    Say,
    /// Done: `/me waves`.
    Action,
    /// Said by a program; never answered by a program.
    Notice,
    /// An IRC client-to-client request that is no action.
    Ctcp,
    /// The answer to one.
    CtcpReply,
}

/// How somebody ceased to be a member.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Leaving {
    /// Left this room.
    Parted,
    /// Left the house.
    Quit,
    /// The connection broke and nobody came back in time.
    Lost,
}

/// On or off, give or take.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sign {
    /// On, give, add.
    Plus,
    /// Off, take, remove.
    Minus,
}

/// The lists of a room. The letter is the IRC channel mode.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ListKind {
    /// May not join or speak (`b`).
    Ban,
    /// Bans and mutes do not count for them (`e`).
    BanException,
    /// May join an invite-only room uninvited (`I`).
    InviteException,
    /// May not speak (`b m:`).
    Mute,
    /// Mutes do not count for them, bans do (`e m:`).
    MuteException,
}

impl ListKind {
    /// Every list.
    pub const ALL: [Self; 5] =
        [Self::Ban, Self::BanException, Self::InviteException, Self::Mute, Self::MuteException];
}

/// One change of what a room is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change<P> {
    /// A yes-or-no rule.
    Flag(Flag, Sign),
    /// The key; `None` takes it away.
    Key(Option<Arc<str>>),
    /// Members at most; `None` takes the bound away.
    Capacity(Option<u32>),
    /// Where who cannot join is sent.
    Forward(Option<RoomName>),
    /// A role given or taken.
    Role(Role, Sign, P),
    /// A list entry added or removed.
    List(ListKind, Sign, Mask),
    /// Whose room it is: they get the owner's role whenever they join. `None` gives the room up.
    Founder(Option<P>),
    /// The role that somebody with an account gets whenever they join a room that has a founder; [`Role::Plain`] takes
    /// it away.
    Standing(Role, P),
    /// What the room says about itself under a key; `None` takes it away.
    Metadata(MetadataKey, Option<Text>),
}

impl<P> Command<P> {
    /// The same command with every person in it looked up.
    ///
    /// # Errors
    /// The first error of `find`.
    pub fn find<Q, E>(self, mut find: impl FnMut(P) -> Result<Q, E>) -> Result<Command<Q>, E> {
        Ok(match self {
            Self::Join { key, forced } => Command::Join { key, forced },
            Self::Leave { how, reason } => Command::Leave { how, reason },
            Self::Say { manner, text, reply_to, to_role, tags } => {
                Command::Say { manner, text, reply_to, to_role, tags }
            }
            Self::Play { character, manner, text } => Command::Play { character, manner, text },
            Self::Relay { name, text, tags } => Command::Relay { name, text, tags },
            Self::Tag { tags } => Command::Tag { tags },
            Self::Edit { target, text } => Command::Edit { target, text },
            Self::Delete { target, reason } => Command::Delete { target, reason },
            Self::React { target, reaction, sign } => Command::React { target, reaction, sign },
            Self::SetTopic { text } => Command::SetTopic { text },
            Self::Change(changes) => {
                Command::Change(changes.into_iter().map(|c| c.find(&mut find)).collect::<Result<_, _>>()?)
            }
            Self::Kick { whom, reason } => Command::Kick { whom: find(whom)?, reason },
            Self::Invite { whom } => Command::Invite { whom: find(whom)? },
            Self::Knock { text } => Command::Knock { text },
            Self::Rename { to, reason } => Command::Rename { to, reason },
            Self::Close { reason } => Command::Close { reason },
            Self::BecomeKnownAs { now } => Command::BecomeKnownAs { now: find(now)? },
        })
    }

    /// The older message this is about, which [`decide`](fn@crate::decide) must then be told of.
    #[must_use]
    pub fn target(&self) -> Option<Number> {
        match self {
            Self::Edit { target, .. } | Self::Delete { target, .. } | Self::React { target, .. } => {
                Some(*target)
            }
            Self::Say { reply_to, .. } => *reply_to,
            Self::Join { .. }
            | Self::Leave { .. }
            | Self::Play { .. }
            | Self::Relay { .. }
            | Self::Tag { .. }
            | Self::SetTopic { .. }
            | Self::Change(_)
            | Self::Kick { .. }
            | Self::Invite { .. }
            | Self::Knock { .. }
            | Self::Rename { .. }
            | Self::Close { .. }
            | Self::BecomeKnownAs { .. } => None,
        }
    }
}

impl<P> Change<P> {
    /// The same change with its person looked up.
    ///
    /// # Errors
    /// The error of `find`.
    pub fn find<Q, E>(self, mut find: impl FnMut(P) -> Result<Q, E>) -> Result<Change<Q>, E> {
        Ok(match self {
            Self::Flag(flag, sign) => Change::Flag(flag, sign),
            Self::Key(key) => Change::Key(key),
            Self::Capacity(capacity) => Change::Capacity(capacity),
            Self::Forward(to) => Change::Forward(to),
            Self::Role(role, sign, whom) => Change::Role(role, sign, find(whom)?),
            Self::List(list, sign, mask) => Change::List(list, sign, mask),
            Self::Founder(whom) => Change::Founder(whom.map(find).transpose()?),
            Self::Standing(role, whom) => Change::Standing(role, find(whom)?),
            Self::Metadata(key, value) => Change::Metadata(key, value),
        })
    }
}
