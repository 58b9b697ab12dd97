//! What a reload changes.

use std::fmt;

use super::checked::Settings;
use super::part::{Setting, Takes};
use super::parts::table;

/// A setting that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The setting.
    pub key: &'static str,
    /// What is in force, as TOML.
    pub old: String,
    /// What was read, as TOML.
    pub new: String,
    /// When it takes effect.
    pub takes: Takes,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, old, new, takes } = self;
        match takes {
            Takes::Now => write!(f, "{key} was {old} and is now {new}"),
            Takes::Restart => write!(f, "{key} stays {old} until a restart; then it is {new}"),
        }
    }
}

/// What is shown of a secret.
const HIDDEN: &str = "(hidden)";

/// What differs in meaning between two readings: `60s` and `1m` are the same, wherever they come from.
#[must_use]
pub fn reload_diff(old: &Settings, new: &Settings) -> Vec<Change> {
    let change = |setting: &'static Setting| {
        let (was, _) = old.values.in_force(setting);
        let (is, _) = new.values.in_force(setting);
        // These words go into the log, and to who asked.
        let toml = |raw| if setting.kind.is_secret() { HIDDEN.to_owned() } else { setting.kind.toml(raw) };
        (was != is).then(|| Change {
            key: setting.key,
            old: toml(&was),
            new: toml(&is),
            takes: setting.takes,
        })
    };
    table().filter_map(change).collect()
}

/// Whether a reload may change it.
pub(super) fn takes_now(setting: &Setting) -> bool {
    setting.takes == Takes::Now
}
