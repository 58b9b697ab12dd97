//! Closed lists of words: the model's enums as JSON strings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An enum here and its twin in the model, word for word.
macro_rules! twin {
    ($(#[$doc:meta])* $name:ident $(: $default:ident)? { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, $($default,)? Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl From<parlor_model::$name> for $name {
            fn from(model: parlor_model::$name) -> Self {
                match model { $(parlor_model::$name::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for parlor_model::$name {
            fn from(shape: $name) -> Self {
                match shape { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

twin! {
    /// What a member may do more than others.
    Role: Default {
        /// No role.
        #[default]
        Plain,
        /// May speak in a moderated room.
        Voice,
        /// May also kick, voice, ban and set the topic.
        HalfOperator,
        /// May also change what the room is, and make operators.
        Operator,
        /// An operator whom operators cannot remove.
        Admin,
        /// May do everything.
        Owner,
    }
}

twin! {
    /// How a message is meant.
    Manner: Default {
        /// Said.
        #[default]
        Say,
        /// Done: "ann waves".
        Action,
        /// Said by a program; never answered by a program.
        Notice,
        /// An IRC client-to-client request.
        Ctcp,
        /// The answer to one.
        CtcpReply,
    }
}

twin! {
    /// How somebody ceased to be a member.
    Leaving {
        /// Left this room.
        Parted,
        /// Left the house.
        Quit,
        /// The connection broke and nobody came back in time.
        Lost,
    }
}

twin! {
    /// The lists of a room.
    ListKind {
        /// May not join or speak.
        Ban,
        /// Bans and mutes do not count for them.
        BanException,
        /// May join an invite-only room uninvited.
        InviteException,
        /// May not speak.
        Mute,
        /// Mutes do not count for them, bans do.
        MuteException,
    }
}

twin! {
    /// A yes-or-no rule of a room.
    Flag {
        /// Not listed, and unknown to who is not in it.
        Secret,
        /// Only who was invited may join.
        InviteOnly,
        /// Only voice and above may speak.
        Moderated,
        /// Only members may speak.
        MembersSpeak,
        /// Only half-operators and above may set the topic.
        TopicLocked,
        /// No client-to-client requests but actions.
        NoCtcp,
        /// Roleplay commands may be used.
        Roleplay,
        /// Only people with an account may speak.
        RegisteredSpeak,
        /// Only people with an account may join.
        RegisteredJoin,
        /// What members without a role say is heard by half-operators and above only.
        OperatorModerated,
        /// Members without a role see only those with one, and those come and go.
        Auditorium,
    }
}

/// The state of somebody's typing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Typing {
    /// Is typing.
    Active,
    /// Stopped for a while.
    Paused,
    /// Stopped without sending.
    Done,
}

impl Manner {
    /// Plainly said: what a message is when nothing else is written.
    #[must_use]
    pub fn is_say(&self) -> bool {
        *self == Self::Say
    }
}

impl Role {
    /// No role: what a member has when nothing else is written.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}
