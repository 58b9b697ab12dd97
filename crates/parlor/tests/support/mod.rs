//! What the tests of the binary have in common: a server as a process of its own, and small clients of both doors.

pub mod heard;
pub mod house;
pub mod http;
pub mod irc;
pub mod line;
pub mod wire;

use std::time::Duration;

/// How long anything may take that is waited for. It is only ever waited out by what has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);
