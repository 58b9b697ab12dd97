//! The shell around the engine: sockets, threads, clocks, limits. What a door sees of the house is here.
//!
//! A [`Door`] makes a [`Seat`] for every connection. A seat is pure: bytes, answers and events go in, bytes and
//! questions come out through its [`Desk`]. The serve loop is one for all doors: a *shard*, a thread that owns its
//! connections and never waits for anything but the kernel. One thread runs the engine, one keeps, a few read.

mod admitted;
mod annex;
mod cloak;
mod compact;
mod console;
mod desk;
mod figures;
mod gate;
mod hasher;
mod house;
mod letters;
mod link;
mod lookups;
mod mailbox;
mod networks;
pub mod offline;
mod proof;
mod push;
mod quiet;
mod readers;
#[cfg(feature = "rehearsal")]
pub mod rehearsal;
mod rules;
mod seat;
mod secret;
mod server;
mod shard;
mod writer;

pub use admitted::Admitted;
pub use annex::{Annex, Pipe};
pub use cloak::CloakRules;
pub use console::Console;
pub use desk::{Desk, Search};
pub use figures::{Count, Figures, Histogram};
pub use gate::Rate;
pub use house::Administer;
pub use letters::{Post, WrittenLetter, code_hash};
pub use link::{Reply, Span};
pub use lookups::LookupRules;
pub use networks::Networks;
pub use proof::{BearerRules, IssuerKey, ScramExchange, Signing};
pub use push::{Courier, Delivered, Delivery, Parcel, PushCounts, PushPost, PushWords, push_keys};
pub use rules::{ConnectionRules, Gateways, HashCost, IrcRules, Rules, ShownSetting, Sts};
pub use seat::{Arrival, Dialect, Door, Farewell, Origin, Seat, TurnedAway};
pub use secret::Secret;
pub use server::{Handle, Listener, Reread, Server, StartError};

pub use parlor_engine::{
    ACCEPTED_MAX, AccountView, Answer, Ask, Beside, Closing, Defcon, Dismissed, Duties, Ending, Entered,
    Entering, Forced, House, HouseView, KeyHolder, KeyringView, Look, MemberView, MetadataOf, MetadataView,
    Offer, OperatorClasses, PersonFlags, PersonRef, PersonView, Push, Pushed, ReadPosition, RoomLine,
    RoomRef, RoomTag, RoomView, SessionId, SessionView, Signal, Signalled, Token, Told, Typing,
};
pub use parlor_store::vault::{FileId, FileNote, NotTaken, Upload, Vault, VaultLimits};
pub use parlor_store::{Fault, Item, Page, Place, Reaction, SearchQuery, Store};
