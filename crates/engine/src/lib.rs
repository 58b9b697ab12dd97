//! The house's order of things, as a pure machine: [`In`] goes in, [`Out`] comes out. It knows no runtime, no clock, no
//! disk and no bytes.
//!
//! Everything that comes out stands in one order, that of the decisions; an [`Out`] is held back until every event
//! decided before it is kept. So an answer never shows what a restart could take back, a fence is answered after
//! everything asked before it, and a look at a room fits exactly between two of its events.

mod accept;
mod account;
mod accounts_seen;
mod adopt;
mod ask;
mod audit;
mod by_id;
mod changes;
mod duties;
mod engine;
mod enter;
mod flags;
mod follow;
mod force;
mod founding;
mod guard;
mod hold;
mod io;
mod keep;
mod keyring;
mod keys;
mod letters;
mod likeness;
mod login;
mod look;
mod marks;
mod metadata;
mod names;
mod person;
mod presence;
mod push;
mod reread;
mod rooms;
mod scope;
mod slot;
mod view;
mod watch;

pub use accept::ACCEPTED_MAX;
pub use accounts_seen::{AccountView, Dismissed, SessionView};
pub use ask::{
    Ask, Beside, Closing, Ending, Entering, Forced, Look, MetadataOf, PersonRef, RoomRef, Signal, Typing,
};
pub use duties::{Duties, OperatorClasses};
pub use engine::{Engine, House, Seed};
pub use flags::PersonFlags;
pub use guard::Defcon;
pub use io::{Answer, BatchId, In, Out, Reload, SessionId, Signalled, Token, Told};
pub use letters::{Letter, LetterCode, LetterKind};
pub use metadata::MetadataChanges;
pub use presence::Offer;
pub use push::{Push, Pushed};
pub use view::{
    Entered, HouseView, KeyHolder, KeyringView, MemberView, MetadataView, PersonView, ReadPosition, RoomLine,
    RoomTag, RoomView,
};
