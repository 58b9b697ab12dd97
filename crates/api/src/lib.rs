//! The JSON shapes of the HTTP door: what its frames, its REST calls and its streams carry.
//!
//! They are made from the model's types by hand, so that the model can change without changing what programs read.
//! One stream carries frames in both directions: an [`Ask`] with an `id`, its [`Answer`] with the same number as `re`,
//! and between answers [`Event`]s (numbered, in order, kept) and [`Signal`]s (unnumbered, best effort). REST calls
//! are the same asks and answers, one at a time.

mod answer;
mod ask;
mod asked;
mod change;
mod event;
mod frame;
mod keys;
mod kinds;
mod message;
mod person;
mod place;
mod problem;
mod push;
mod room;
mod ruling;
mod signal;
mod time;
mod words;

pub(crate) use asked::asked;

pub use answer::{Answer, Done, Entered, House, Page, PersonView, Place, RoleIn};
pub use ask::{
    Account, Aim, Ask, Away, ChangeRoom, CloseRoom, Confirm, Cursor, Delete, DeleteAccount, Edit, Enter,
    Follow, History, InRoom, Invite, Join, Kick, Knock, Leave, LogIn, NewPassword, Nick, Nothing, People,
    Quit, React, Rename, Resume, Say, Search, Topic, TypingIn, WhichPerson,
};
pub use change::Change;
pub use event::{
    Became, Changed, Closed, Deleted, Edited, Event, Happened, Invited, Joined, Kicked, Knocked, Left,
    Opened, Reacted, Renamed, Said, Tagged, TopicSet,
};
pub use frame::{Answered, BadFrame, Bye, Empty, Frame, Gap, Live, Lost, Slowed, parse};
pub use keys::{
    Invitation, KeyHolder, Keyring, MakeHook, MakeInvitation, MakeToken, Scope, Token, TokenKind,
    UseInvitation, WhichBot, WhichKey,
};
pub use kinds::{Flag, Leaving, ListKind, Manner, Role, Typing};
pub use message::{Message, Reaction, Stamp};
pub use person::Person;
pub use place::{RoomAddress, room_id};
pub use problem::Problem;
pub use push::{PushKeys, PushPlace, PushTo, Pushed, PushedEvent, PushedRead, Pushes, WhichPush};
pub use room::{ListEntry, Lists, Member, Policy, Room, RoomLine, SetTopic};
pub use ruling::{
    AccountView, Announce, Ban, BanView, Defcon, DefconLevel, EndSessions, Kill, Purge, PurgeView, Reloaded,
    SessionView, SetOperator, SetPassword, Setting, Suspend, Unban, WhichAccount, WhoseSessions,
};
pub use signal::{Signal, Signalled};
pub use time::{at, parse_moment};
