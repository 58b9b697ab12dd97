//! The HTTP door: one line of `curl` in and out, a JSON API, and streams that resume.
//!
//! Everything that asks the house sits on one kind of seat, whose wire is JSON frames. A WebSocket carries these
//! frames as they are; server-sent events carry what happens; every other call opens a pipe, comes in, asks, takes
//! the answer and lets go. So all of them share one order, one set of limits and one way through the house.

mod caller;
mod counts;
mod door;
mod extract;
mod figures;
mod files;
mod guard;
mod guests;
mod pace;
mod problems;
mod reception;
mod redirect;
mod routes;
mod seat;
mod secret;
mod settings;
mod talk;
mod transcript;
mod wire;

pub use door::{HttpDoor, HttpHandle, HttpListener};
pub use seat::push_words;
pub use settings::HttpSettings;
