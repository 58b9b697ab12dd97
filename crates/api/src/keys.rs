//! Tokens, bots, hooks and invitations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a token may be used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Rooms, people, history and search may be read, and what happens be heard.
    Read,
    /// Things may be said, rooms joined and left.
    Write,
    /// Rooms, the account and (for server operators) the house may be ruled.
    Manage,
}

/// What a token is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// A login. Ends with the password.
    Login,
    /// A program's.
    Program,
    /// It says things in one room, and nothing else.
    Hook,
}

/// To make a token. Who asks has made the secret, and shows only its hash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// Of one's own, or a bot's; left out: one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// SHA-256 of the secret, 64 hexadecimal digits.
    pub hash: String,
    /// A login; the scopes do not count then.
    #[serde(default)]
    pub login: bool,
    /// What it may be used for.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// What to call it.
    #[serde(default)]
    pub label: String,
    /// How long it opens anything; left out: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

/// A token or an invitation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhichKey {
    /// Its id.
    pub id: u64,
}

/// A bot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhichBot {
    /// The name of its account.
    pub name: String,
}

/// To make a hook.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeHook {
    /// Where it speaks.
    pub room: String,
    /// The bot that speaks. It is made if it is not there.
    pub bot: String,
    /// SHA-256 of the secret, 64 hexadecimal digits.
    pub hash: String,
    /// What to call it.
    #[serde(default)]
    pub label: String,
}

/// To make an invitation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeInvitation {
    /// SHA-256 of the code, 64 hexadecimal digits.
    pub hash: String,
    /// The room it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Whether an account may be made with it where that is closed. For server operators.
    #[serde(default)]
    pub registers: bool,
    /// How often it may be used.
    #[serde(default = "once")]
    pub uses: u32,
    /// What to call it.
    #[serde(default)]
    pub label: String,
    /// How long it may be used; left out: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

/// An invitation's code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseInvitation {
    /// SHA-256 of the code, 64 hexadecimal digits.
    pub hash: String,
}

/// What somebody holds of keys to the house.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Keyring {
    /// Accounts with their tokens: one's own first, then one's bots.
    pub accounts: Vec<KeyHolder>,
    /// Open invitations.
    pub invitations: Vec<Invitation>,
    /// The token that one came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<u64>,
}

/// An account and its tokens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeyHolder {
    /// The account's name.
    pub name: String,
    /// Whether it is a program's.
    pub bot: bool,
    /// Oldest first.
    pub tokens: Vec<Token>,
}

/// A token, without its secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Token {
    /// Its id.
    pub id: u64,
    /// What it is for.
    pub kind: TokenKind,
    /// What a program's may be used for.
    pub scopes: Vec<Scope>,
    /// The room of a hook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// What it is called.
    pub label: String,
    /// When it was made, RFC 3339.
    pub since: String,
    /// Until when it opens anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// An invitation, without its code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// Its id.
    pub id: u64,
    /// The room it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// Whether an account may be made with it.
    pub registers: bool,
    /// How often it may still be used.
    pub uses: u32,
    /// What it is called.
    pub label: String,
    /// When it was made, RFC 3339.
    pub since: String,
    /// Until when it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

const fn once() -> u32 {
    1
}
