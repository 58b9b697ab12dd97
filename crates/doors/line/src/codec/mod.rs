//! The line door's codec: bytes to [lines](Framer), lines to [text](check), text to [what it asks](parse()).
//!
//! Pure: no socket, no clock. Silence is something the caller says ([`Framer::silence`]), and what the client must be
//! sent for its telnet commands is something the caller fetches ([`Framer::take_replies`]).

mod after;
mod command;
mod framed;
mod framer;
#[doc(hidden)]
pub mod fuzz;
mod half;
mod kept;
mod limit;
mod parse;
mod telnet;
mod text;
mod verb;

#[doc(hidden)]
pub use fuzz::fuzz_one;

pub use command::{Bell, Command, Input, Secret, Span, TopicAsk};
pub use framed::Framed;
pub use framer::Framer;
pub use limit::ENDLESS_TIMES;
pub use parse::{CommandError, parse};
pub use text::{LineError, check};
pub use verb::Verb;
