//! How one person wants lines shown.

use parlor_model::{Number, RoomName};
use parlor_server::Dialect;
use std::fmt;

/// What of a seat's wishes changes how an event is written. Seats with equal styles share the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Style {
    /// Lines begin with their numbers.
    pub(crate) numbers: bool,
    /// Messages show the time since the one before.
    pub(crate) elapsed: bool,
    /// Lines end in CR LF.
    pub(crate) telnet: bool,
    /// Messages of others ring the bell.
    pub(crate) bell: bool,
}

impl Style {
    /// The same as the house's number for it.
    pub(crate) fn dialect(self) -> Dialect {
        let Self { numbers, elapsed, telnet, bell } = self;
        Dialect(u64::from(numbers) | u64::from(elapsed) << 1 | u64::from(telnet) << 2 | u64::from(bell) << 3)
    }
}

/// What stands before a line: the room when it is not the current one, the number when numbers are on.
#[derive(Clone, Copy, Default)]
pub(crate) struct Prefix<'a> {
    pub(crate) room: Option<&'a RoomName>,
    pub(crate) number: Option<Number>,
}

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(room) = self.room {
            write!(f, "[{room}] ")?;
        }
        if let Some(number) = self.number {
            write!(f, "#{number} ")?;
        }
        Ok(())
    }
}
