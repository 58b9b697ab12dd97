//! What people write: checked once at the door, carried as it was written ever after.

use alloc::sync::Arc;
use core::fmt;
use core::ops::Deref;

/// A message, topic or reason: no NUL, no carriage return, not longer than its place allows. May hold line feeds
/// where several lines are one message. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Text(Arc<str>);

/// Why a text was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextError {
    /// Nothing but white space.
    Empty,
    /// Longer than its place allows.
    TooLong {
        /// What it had, in bytes.
        bytes: usize,
        /// What is allowed, in bytes.
        bytes_max: usize,
    },
    /// A NUL or a carriage return.
    Forbidden,
}

impl Text {
    /// Takes a text of 1 to `bytes_max` bytes. Nothing is cut off: it is accepted whole or refused.
    ///
    /// # Errors
    /// [`TextError`] says what was wrong.
    pub fn parse(text: &str, bytes_max: usize) -> Result<Self, TextError> {
        if text.trim().is_empty() {
            return Err(TextError::Empty);
        }
        Self::parse_any(text, bytes_max)
    }

    /// Like [`Text::parse`], but empty is fine (a topic taken away, a part without a reason).
    ///
    /// # Errors
    /// [`TextError`] says what was wrong.
    pub fn parse_any(text: &str, bytes_max: usize) -> Result<Self, TextError> {
        if text.len() > bytes_max {
            return Err(TextError::TooLong { bytes: text.len(), bytes_max });
        }
        if text.bytes().any(|b| b == 0 || b == b'\r') {
            return Err(TextError::Forbidden);
        }
        Ok(Self(text.into()))
    }

    /// A text the house itself writes, or one that was checked before it was kept.
    #[must_use]
    pub fn trusted(text: &str) -> Self {
        Self(text.into())
    }

    /// No text at all.
    #[must_use]
    pub fn none() -> Self {
        Self("".into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
