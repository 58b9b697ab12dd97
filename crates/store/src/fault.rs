//! What can go wrong with keeping.

use std::error::Error;
use std::fmt;

/// A fault of the store: what was attempted, and why it failed, with the chain for the log.
#[derive(Debug)]
pub struct Fault {
    attempt: String,
    conflict: bool,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault with words only.
    pub fn new(attempt: impl Into<String>) -> Self {
        Self { attempt: attempt.into(), conflict: false, cause: None }
    }

    /// A fault that something else caused.
    pub fn caused(attempt: impl Into<String>, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { attempt: attempt.into(), conflict: false, cause: Some(cause.into()) }
    }

    /// What was to be kept does not follow on what is kept. Nothing of it was kept; trying again will not help.
    pub fn conflict(words: impl Into<String>) -> Self {
        Self { attempt: words.into(), conflict: true, cause: None }
    }

    /// Whether this is a [`Fault::conflict`]: the log is not what the asker believed, reread it.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        self.conflict
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.attempt)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|e| e as &(dyn Error + 'static))
    }
}
