//! What goes wrong inside, before it is told as a [`Fault`].

use super::stored::Unreadable;
use crate::Fault;
use std::fmt;

/// Why something failed.
#[derive(Debug)]
pub(super) enum Trouble {
    /// SQLite, or the disk under it.
    Sqlite(rusqlite::Error),
    /// A row that this version cannot read.
    Unreadable(Unreadable),
    /// What was asked to be kept does not follow on what is kept.
    Conflict(String),
}

pub(super) type Tried<T> = Result<T, Trouble>;

impl Trouble {
    /// The fault to tell: what was attempted, with the cause under it.
    pub(super) fn during(self, attempt: impl Into<String>) -> Fault {
        match self {
            Self::Conflict(words) => Fault::conflict(words),
            Self::Sqlite(cause) => Fault::caused(attempt, cause),
            Self::Unreadable(cause) => Fault::caused(attempt, cause),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(error) => error.fmt(f),
            Self::Unreadable(error) => error.fmt(f),
            Self::Conflict(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Unreadable> for Trouble {
    fn from(error: Unreadable) -> Self {
        Self::Unreadable(error)
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.into())
    }
}
