//! The IRC door: rooms as channels, for any IRC client.
//!
//! [`codec`] is the wire format and knows nothing of rooms. [`IrcDoor`] makes a seat for each connection; what a client
//! may send is in the table of `commands`, what it is told is written by `render` and `telling`. Like every door, this
//! one holds no rights check, no storage and no filter.

mod caps;
pub mod codec;
mod commands;
mod door;
mod isupport;
mod label;
mod modes;
mod pending;
mod refusals;
mod registration;
mod render;
mod seat;
mod services;
mod telling;
mod time;
mod turn;

pub use commands::webpush::push_words;
pub use door::IrcDoor;
pub use seat::IrcSeat;

/// What the server calls itself.
const VERSION: &str = concat!("parlor-", env!("CARGO_PKG_VERSION"));
