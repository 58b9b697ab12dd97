//! The ground floor: who is who, what a room is, what may be asked of it, what then happens, and who may hear of it.
//!
//! A [`Command`] asked by an [`Actor`] of a [`Room`] is decided by [`decide`](fn@decide) into [`Fact`]s or a
//! [`Refusal`]; a fact that was given a number is an [`Event`], and only [`Room::apply`] changes a room. The audience of
//! an event is [`audience`](fn@audience). Nothing here knows a clock, dice, a disk, a network or a runtime: time and
//! ids arrive with the command.
#![no_std]

extern crate alloc;

pub mod apply;
pub mod audience;
pub mod command;
pub mod decide;
pub mod digits;
pub mod directory;
pub mod event;
pub mod fingerprint;
pub mod id;
pub mod keyring;
mod letters;
pub mod limits;
pub mod mark;
pub mod mask;
mod members;
pub mod mention;
pub mod metadata;
pub mod name;
pub mod network;
mod past;
pub mod policy;
pub mod push;
pub mod refusal;
pub mod relayed;
pub mod role;
pub mod room;
pub mod text;
pub mod who;

pub use audience::{Audience, audience};
pub use command::{Change, Character, Command, Leaving, ListKind, Manner, Sign};
pub use decide::{Decision, Recall, decide};
pub use digits::Digits;
pub use directory::{
    Account, AccountSettings, Awaited, CERTIFICATES_MAX, Choice, CodeCommand, Contact, Directory,
    DirectoryCommand, DirectoryFact, Email, EmailError, Purge, Purpose, SentCode, ServerBan, Setting,
};
pub use event::{Event, Fact, Opening};
pub use fingerprint::Fingerprint;
pub use id::{Key, MessageId, Number, PersonId, RoomId, Time};
pub use keyring::{
    AccessToken, Invitation, KeyId, Keyring, KeyringCommand, KeyringFact, Scopes, SecretHash, TokenKind,
};
pub use limits::Limits;
pub use mark::{Mark, MarkPlace};
pub use mask::Mask;
pub use members::{Members, Roster};
pub use metadata::{METADATA_VALUE_BYTES_MAX, Metadata, MetadataKey};
pub use name::{AccountName, Folded, NameError, NameRules, Nickname, RoomName};
pub use network::{Network, NoNetwork};
pub use past::PastFrom;
pub use policy::{Flag, Policy};
pub use push::{Endpoint, PushCommand, PushDialect, PushFact, PushKeys, PushRules, Pushes, Subscription};
pub use refusal::{ForwardError, Refusal};
pub use relayed::RelayedName;
pub use role::{Role, Roles};
pub use room::{ListEntry, Member, Place, Room, Standing, Topic};
pub use text::{Text, TextError};
pub use who::{Actor, Who};
