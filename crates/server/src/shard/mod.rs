//! A shard: a thread that owns its connections, reads, lets their seats parse and write, and sends.
//!
//! [`core`] is all of it but the sockets and the clock; [`run`] is the loop around it.

mod at_once;
mod blocks;
pub(crate) mod buffers;
pub(crate) mod catchup;
pub(crate) mod conn;
pub(crate) mod conns;
pub(crate) mod core;
pub(crate) mod deliver;
pub(crate) mod gather;
pub(crate) mod listeners;
pub(crate) mod out;
mod rendered;
pub(crate) mod run;
mod sockets;
mod speakers;
pub(crate) mod timers;
mod turned_away;
