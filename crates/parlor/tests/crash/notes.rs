//! What one of the talkers remembers.

use std::collections::{BTreeMap, BTreeSet};

/// Everything that somebody said and heard, over all lives of the house.
#[derive(Debug)]
pub(crate) struct Notes {
    pub(crate) nick: &'static str,
    /// What came back to them as kept, in order.
    pub(crate) acked: Vec<Heard>,
    /// What they heard as it happened, one list for each connection.
    pub(crate) live: Vec<Vec<Heard>>,
    /// What they have by room, and under which id, of which nothing may be missing from the first on: kept by those who
    /// ask, when coming back, for what came after the last that they have.
    pub(crate) whole: BTreeMap<String, BTreeMap<u64, String>>,
    /// Every text that they saw at all, whatever around it.
    pub(crate) seen: BTreeSet<String>,
}

/// A message with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) room: String,
    pub(crate) number: u64,
    /// Its message id, where the door tells one.
    pub(crate) id: Option<String>,
    pub(crate) text: String,
}

impl Notes {
    pub(crate) fn of(nick: &'static str) -> Self {
        let (whole, seen) = (BTreeMap::new(), BTreeSet::new());
        Self { nick, acked: Vec::new(), live: Vec::new(), whole, seen }
    }

    /// They have this message, and everything between the first that they have and it.
    pub(crate) fn has(&mut self, heard: &Heard) {
        if let Some(id) = &heard.id {
            self.whole.entry(heard.room.clone()).or_default().insert(heard.number, id.clone());
        }
    }
}

/// A text that nobody else says and that is never said again: who says it, in which life, the how-manieth it is.
pub(crate) fn text(nick: &str, life: u64, n: u64) -> String {
    format!("said:{nick}:{life}:{n}")
}

/// A text of ours somewhere in a line.
pub(crate) fn find_text(line: &str) -> Option<&str> {
    let from = &line[line.find("said:")?..];
    from.split_whitespace().next()
}

/// Who says it, in which life, the how-manieth it is.
pub(crate) fn parts(text: &str) -> Option<(&str, u64, u64)> {
    let mut parts = text.strip_prefix("said:")?.split(':');
    let parts = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(parts)
}
