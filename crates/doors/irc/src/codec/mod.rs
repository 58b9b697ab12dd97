//! The shape of IRC on the wire, and nothing else: bytes to lines, lines to messages, messages to bytes.
//!
//! Everything here is pure: no socket, no clock, no room. What a command means is decided elsewhere; this module
//! only promises that whatever arrives is either understood by the published grammar or refused with a type, and
//! that whatever leaves is one well-formed line. The grammar is that of Modern IRC
//! (<https://modern.ircdocs.horse/>) with the IRCv3 message-tags extension
//! (<https://ircv3.net/specs/extensions/message-tags>).

pub mod cut;
pub(crate) mod duration;
pub mod format;
pub mod framer;
mod fuzz;
pub mod limits;
pub mod message;
pub mod modes;
pub mod numerics;
pub mod params;
pub mod tags;
pub mod verb;

#[cfg(test)]
mod properties;

pub use format::{line, numeric};
pub use framer::{Flow, FrameError, Framer, Line};
#[doc(hidden)]
pub use fuzz::fuzz_one;
pub use limits::Limits;
pub use message::{Message, ParseError};
pub use params::Params;
pub use tags::{Tag, Tags};
pub use verb::Verb;
