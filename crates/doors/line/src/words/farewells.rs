//! The last word to a connection that the house ends.

use super::clean::OneLine;
use parlor_server::{Closing, Farewell};
use std::fmt;

/// Why the house ends the connection, as the person is told it.
pub(crate) struct LastWord<'a> {
    pub(crate) why: &'a Farewell,
    pub(crate) name_ms: u64,
}

impl fmt::Display for LastWord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.why {
            Farewell::NoName => {
                write!(
                    f,
                    "No nickname came within {} s, so this connection is closed.",
                    self.name_ms.div_ceil(1000)
                )
            }
            Farewell::Silent { seconds } => {
                write!(f, "Nothing was heard from you for {seconds} s, so this connection is closed.")
            }
            Farewell::NotReading => {
                f.write_str("You did not read what was sent to you, so this connection is closed.")
            }
            Farewell::Stopping => f.write_str("The house is closing now. What you said is kept."),
            Farewell::Closed(Closing::Killed { by, reason }) => {
                write!(f, "{by} has put you out of the house{}.", Why(reason))
            }
            Farewell::Closed(Closing::Banned { reason }) => {
                write!(f, "You are banned from this house{}.", Why(reason))
            }
            Farewell::Closed(Closing::AccountEnded) => {
                f.write_str("Your account was deleted, so this connection is closed.")
            }
            Farewell::Closed(Closing::LoggedOut) => {
                f.write_str("You are logged out. Connect again to come back.")
            }
        }
    }
}

/// A reason in brackets; nothing where there is none.
pub(crate) struct Why<'a>(pub(crate) &'a str);

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.trim().is_empty() { Ok(()) } else { write!(f, " ({})", OneLine(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_model::{Nickname, Text};

    #[test]
    fn every_ending_has_a_sentence() {
        let closed = Farewell::Closed;
        for (why, words) in [
            (Farewell::NoName, "No nickname came within 60 s, so this connection is closed."),
            (
                Farewell::Silent { seconds: 180 },
                "Nothing was heard from you for 180 s, so this connection is closed.",
            ),
            (Farewell::NotReading, "You did not read what was sent to you, so this connection is closed."),
            (Farewell::Stopping, "The house is closing now. What you said is kept."),
            (
                closed(Closing::Killed { by: Nickname::trusted("root"), reason: Text::trusted("no\nads") }),
                "root has put you out of the house (no ads).",
            ),
            (closed(Closing::Banned { reason: Text::none() }), "You are banned from this house."),
            (closed(Closing::AccountEnded), "Your account was deleted, so this connection is closed."),
            (closed(Closing::LoggedOut), "You are logged out. Connect again to come back."),
        ] {
            assert_eq!(LastWord { why: &why, name_ms: 60_000 }.to_string(), words);
        }
    }
}
