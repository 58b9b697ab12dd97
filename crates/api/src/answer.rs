//! What a client is answered.

use crate::{
    AccountView, BanView, Defcon, Keyring, Message, Person, Problem, PurgeView, Pushes, Reloaded, Role, Room,
    RoomLine, SessionView, Setting,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An answer: exactly one of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// One is in.
    Entered(Entered),
    /// It is done and kept; what happened was told just before.
    Done(Done),
    /// The house says no, or could not.
    Refused(Problem),
    /// A room.
    Room(Box<Room>),
    /// Rooms.
    Rooms(Vec<RoomLine>),
    /// Somebody.
    Person(PersonView),
    /// People.
    People(Vec<PersonView>),
    /// The house.
    House(House),
    /// A page of history.
    Page(Page),
    /// What was sought, newest first.
    Found(Vec<Message>),
    /// How far one has read each room one is in.
    Positions(Vec<Place>),
    /// Tokens, bots and invitations.
    Keyring(Keyring),
    /// Connections, oldest first.
    Sessions(Vec<SessionView>),
    /// Server-wide bans.
    Bans(Vec<BanView>),
    /// An account.
    Account(AccountView),
    /// Accounts, by name.
    Accounts(Vec<AccountView>),
    /// Names that no room may have.
    Purges(Vec<PurgeView>),
    /// How much the house lets happen.
    Defcon(Defcon),
    /// Every setting in force.
    Settings(Vec<Setting>),
    /// The settings were read again.
    Reloaded(Reloaded),
    /// Where one is pushed to.
    Pushes(Pushes),
    /// Everything asked before is done.
    Fence {},
}

/// Who one is now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Entered {
    /// Oneself.
    pub me: Person,
    /// One came back: to the rooms one was in.
    pub resumed: bool,
    /// The rooms one is in, and how far one has read each.
    pub rooms: Vec<Place>,
    /// One rules the house.
    pub operator: bool,
    /// One is away, with these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<String>,
    /// People present, oneself included.
    pub present: usize,
    /// One came with the token of a hook: the room it speaks in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hook: Option<String>,
}

/// Which room, and how far one has read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// What it is called.
    pub room: String,
    /// Its id, which outlives a new name.
    pub room_id: String,
    /// The last number in its log.
    #[serde(default)]
    pub last: u64,
    /// One has read everything up to this number, at whichever door; absent: one never said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_up_to: Option<u64>,
}

/// See [`Answer::Done`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Done {
    /// The number of the event, if something had to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// What of it was refused although the rest was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partly: Vec<Problem>,
}

/// What may be seen of a person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PersonView {
    /// Who.
    #[serde(flatten)]
    pub who: Person,
    /// They are away, with these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<String>,
    /// They rule the house.
    pub operator: bool,
    /// Where they come from: for themselves and server operators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Connections now.
    pub sessions: usize,
    /// When they last said something, RFC 3339.
    pub active: String,
    /// The rooms they are in that one may know of.
    pub rooms: Vec<RoleIn>,
    /// It is oneself.
    pub me: bool,
}

/// Somebody's role in a room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleIn {
    /// Which room.
    pub room: String,
    /// Their highest role.
    pub role: Role,
}

/// Counts of the house.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct House {
    /// What it is called.
    pub name: String,
    /// One line about it.
    pub description: String,
    /// People with a connection.
    pub present: usize,
    /// The most there were since the start.
    pub present_most: usize,
    /// Named rooms.
    pub rooms: usize,
    /// Accounts.
    pub accounts: usize,
    /// When it was started, RFC 3339.
    pub started: String,
}

/// A page of history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Page {
    /// Which room.
    pub room: String,
    /// Its id.
    pub room_id: String,
    /// Oldest first.
    pub messages: Vec<Message>,
    /// There are older ones.
    pub more_before: bool,
    /// There are newer ones.
    pub more_after: bool,
}
