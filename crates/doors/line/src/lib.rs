//! The line door: plain TCP lines, for `nc`, `telnet` and the thirty-line client of a school exercise.
//!
//! [`codec`] turns bytes into what a person asks; [`words`] is what the door says that depends on nothing else.

pub mod codec;
pub mod words;
