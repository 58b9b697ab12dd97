//! Closed lists of plain cases.

use parlor_model::{Flag, Leaving, ListKind, Manner, Role, Sign};
use serde::{Deserialize, Serialize};

/// A stored twin of a model enum without contents, and the way there and back.
macro_rules! twin {
    ($stored:ident of $model:ident { $($case:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(in crate::sqlite) enum $stored { $($case),+ }

        impl From<$model> for $stored {
            fn from(model: $model) -> Self {
                match model { $($model::$case => Self::$case),+ }
            }
        }

        impl From<$stored> for $model {
            fn from(stored: $stored) -> Self {
                match stored { $($stored::$case => Self::$case),+ }
            }
        }
    };
}

twin!(StoredManner of Manner { Say, Action, Notice, Ctcp, CtcpReply });
twin!(StoredLeaving of Leaving { Parted, Quit, Lost });
twin!(StoredSign of Sign { Plus, Minus });
twin!(StoredList of ListKind { Ban, BanException, InviteException, Mute, MuteException });
twin!(StoredRole of Role { Plain, Voice, HalfOperator, Operator, Admin, Owner });
twin!(StoredFlag of Flag {
    Secret, InviteOnly, Moderated, MembersSpeak, TopicLocked, NoCtcp, Roleplay, RegisteredSpeak, RegisteredJoin,
    OperatorModerated, Auditorium,
});
