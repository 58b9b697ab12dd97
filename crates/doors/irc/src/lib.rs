//! The IRC door: rooms as channels, for any IRC client.
//!
//! [`codec`] is the wire format and knows nothing of rooms. Like every door, this one holds no rights check, no
//! storage and no filter.

pub mod codec;
