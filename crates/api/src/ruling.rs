//! Ruling the house: what server operators ask, and what they are shown.

use crate::{Person, asked};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

asked! {
    /// See [`Ask::Sessions`](crate::Ask::Sessions).
    WhoseSessions {
        /// Whose; left out: one's own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<String>,
    }

    /// See [`Ask::EndSessions`](crate::Ask::EndSessions).
    EndSessions {
        /// Whose; left out: one's own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<String>,
        /// Only the one with this id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// All but the one that asks.
        #[serde(default)]
        others: bool,
    }

    /// See [`Ask::Kill`](crate::Ask::Kill).
    Kill {
        /// Whom.
        person: String,
        /// Why: they and others are told.
        #[serde(default)]
        reason: String,
    }

    /// See [`Ask::Announce`](crate::Ask::Announce).
    Announce {
        /// The words.
        text: String,
    }

    /// How much the house lets happen, while it is attacked.
    DefconLevel {
        /// 5: all that the settings allow; 4: no new accounts and founders; 3: also, only accounts write to people
        /// directly; 2: also, only accounts come in, and into rooms; 1: also, no new connections but from exempt networks.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(minimum = 1, maximum = 5)]
        level: Option<u8>,
    }

    /// See [`Ask::Ban`](crate::Ask::Ban).
    Ban {
        /// Whom: `nick!user@host` with `*` and `?`, an address or a network (`192.0.2.0/24`), or an account (`a:ann`).
        mask: String,
        /// What they are told.
        #[serde(default)]
        reason: String,
        /// For how long; left out: for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<u64>,
        /// Who is logged in to an account is let in all the same.
        #[serde(default)]
        spares_accounts: bool,
    }

    /// See [`Ask::Unban`](crate::Ask::Unban).
    Unban {
        /// As it was set.
        mask: String,
    }

    /// An account.
    WhichAccount {
        /// Its name.
        name: String,
    }

    /// See [`Ask::Suspend`](crate::Ask::Suspend).
    Suspend {
        /// The account's name.
        name: String,
        /// What its owner is told.
        #[serde(default)]
        reason: String,
        /// For how long; left out: for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<u64>,
    }

    /// See [`Ask::SetPassword`](crate::Ask::SetPassword).
    SetPassword {
        /// The account's name.
        name: String,
        /// The password from now on. Its logins end.
        password: String,
    }

    /// See [`Ask::SetOperator`](crate::Ask::SetOperator).
    SetOperator {
        /// The account's name.
        name: String,
        /// Whether it rules.
        operator: bool,
    }

    /// See [`Ask::Purge`](crate::Ask::Purge).
    Purge {
        /// The name of a room, there or not.
        room: String,
        /// What who asks for it is told.
        #[serde(default)]
        reason: String,
    }
}

/// A connection of somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SessionView {
    /// Which.
    pub id: String,
    /// Where it comes from.
    pub address: String,
    /// When it came, RFC 3339.
    pub since: String,
    /// It is the one that asks.
    pub mine: bool,
}

/// A server-wide ban.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BanView {
    /// Whom it keeps out.
    pub mask: String,
    /// What they are told; may be empty.
    pub reason: String,
    /// Who set it.
    pub by: Person,
    /// When, RFC 3339.
    pub at: String,
    /// Until when; absent: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Who is logged in to an account is let in all the same.
    pub spares_accounts: bool,
}

/// What may be seen of an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// Its name as registered.
    pub name: String,
    /// When it was registered, RFC 3339.
    pub since: String,
    /// It rules the house.
    pub operator: bool,
    /// What its owner is called, where they are here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here_as: Option<String>,
    /// Its owner stays in their rooms when the last connection closes.
    pub stays: bool,
    /// Its e-mail address: for its owner and server operators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A code that was sent there came back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub email_verified: bool,
    /// The rooms whose founder it is: for its owner and server operators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub founded: Vec<String>,
}

/// A name that no room may have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PurgeView {
    /// Which.
    pub room: String,
    /// What who asks for it is told; may be empty.
    pub reason: String,
    /// Who set it.
    pub by: Person,
    /// When, RFC 3339.
    pub at: String,
}

/// How much the house lets happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Defcon {
    /// From 5, all that the settings allow, to 1: see [`DefconLevel`].
    #[schema(minimum = 1, maximum = 5)]
    pub level: u8,
}

/// A setting in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Setting {
    /// Its name in a file: `line.port`.
    pub key: String,
    /// Its value, as TOML; absent where it is a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Who said so: `default`, a file and line, a variable or a flag.
    pub from: String,
    /// It changes when the settings are read again; else at the next start.
    pub reloads: bool,
}

/// The settings were read again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Reloaded {
    /// What changed, and what does at the next start, in words.
    pub changes: Vec<String>,
}
