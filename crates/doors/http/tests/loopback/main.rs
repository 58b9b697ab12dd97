//! The door over real sockets, before a real house with a real store. Calls are written by hand, as a small program
//! would.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod accounts;
mod curl;
mod described;
mod files;
mod frames;
mod keys;
mod page;
mod positions;
mod pushes;
mod rest;
mod ruling;
mod safety;
mod slow;
mod socket;
mod sse;
mod stage;
