//! The line door: plain TCP lines, for `nc`, `telnet` and the thirty-line client of a school exercise.
//!
//! [`codec`] turns bytes into what a person asks; [`words`] is what the door says that depends on nothing else.
//! Between them sits a seat: it asks the house ([`LineDoor`] makes it), and shows what the house answers and tells.

pub mod codec;
pub mod words;

mod door;
mod seat;
mod show;

pub use door::{LineDoor, LineSettings};
