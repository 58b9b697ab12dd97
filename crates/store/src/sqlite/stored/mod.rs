//! What the model's types look like on disk. The model is not serializable: these shapes are, and may only be added to,
//! for files with older ones are out there.
//!
//! Every conversion is written out case by case, so that a new fact asks here how it is kept.

mod change;
mod directory;
mod event;
mod fact;
mod fingerprint;
mod keyring;
mod plain;
mod push;
mod setting;
mod who;

pub(super) use event::{StoredEvent, read_key};
pub(super) use fact::{SaidHow, StoredFact};
pub(super) use who::{StoredHeard, StoredWho};

/// Something on disk that this version cannot make sense of.
#[derive(Debug)]
pub(super) struct Unreadable(pub(super) String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the data file holds something unreadable: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests;
