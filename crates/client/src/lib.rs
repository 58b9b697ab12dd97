//! The client's side of the talk with a server: connecting, coming in, coming back, and sending exactly once.
//!
//! [`Core`] is the whole of it without sockets, clock or dice: what happens goes in, what to do comes out. With the
//! feature `net` there is [`Client`] as well, which runs a core over a WebSocket in a thread of its own. No terminal
//! is known here: [`News`] is for whoever shows it, and [`Order`]s are what that one wants.
//!
//! What it promises:
//! - Events of a room are told in their order, each once, over any number of connections; what the server leaves out
//!   on purpose is told as a [`Gap`](parlor_api::Gap).
//! - What is [sent](Order::Send) is said in the order of sending, and exactly once: a message waits for its
//!   confirmation before the next one goes, and is repeated with the same idempotency key until there is one.

mod backoff;
mod core;
mod entering;
mod frames;
mod news;
mod outbox;
mod rooms;

#[cfg(feature = "net")]
mod address;
#[cfg(feature = "net")]
mod link;
#[cfg(feature = "net")]
mod login;
#[cfg(feature = "net")]
mod run;
#[cfg(feature = "net")]
mod tls;

pub use core::{Core, In, Out, Settings};
pub use news::{Failure, Identity, News, Order, State, Ticket};

#[cfg(feature = "net")]
pub use address::{Address, NotAnAddress};
#[cfg(feature = "net")]
pub use run::{Client, Target};
#[cfg(feature = "net")]
pub use tls::fingerprint_words;

#[cfg(test)]
mod tests;
