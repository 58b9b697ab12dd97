//! What was rendered of the events that are being told: each of them once for each door and dialect, and who hears all of
//! it at once.

use super::listeners::Index;
use crate::{Dialect, Seat};
use parlor_engine::Told;
use std::ops::Range;
use std::sync::Arc;

/// Few enough that looking through them beats hashing.
#[derive(Default)]
pub(crate) struct Rendered {
    of: Vec<Rendering>,
}

/// The events in the words of one door and dialect, one after the other.
#[derive(Default)]
pub(super) struct Rendering {
    door: u8,
    dialect: Dialect,
    bytes: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
    shared: Option<Arc<[u8]>>,
    /// Who has nothing else to hear: it is written to them as it is (`last_words.rs`).
    pub(super) at_once: Vec<Index>,
}

/// So many keep their buffers for the next events.
const KEPT_MAX: usize = 8;

impl Rendered {
    /// All of these events, as the seat and all others of its door and dialect show them. More may have come since the
    /// last time, at the end.
    pub(super) fn all(
        &mut self,
        events: &[Arc<Told>],
        door: u8,
        dialect: Dialect,
        seat: &dyn Seat,
    ) -> &mut Rendering {
        let known = self.of.iter().position(|r| r.door == door && r.dialect == dialect);
        let at = known.or_else(|| self.of.iter().position(|r| r.ends.is_empty())).unwrap_or_else(|| {
            self.of.push(Rendering::default());
            self.of.len() - 1
        });
        let rendering = &mut self.of[at];
        (rendering.door, rendering.dialect) = (door, dialect);
        for told in &events[rendering.ends.len()..] {
            seat.render(told, &mut rendering.bytes);
            rendering.ends.push(rendering.bytes.len());
            rendering.shared = None;
        }
        rendering
    }

    /// The same, if so many events are rendered already.
    pub(super) fn known(&mut self, door: u8, dialect: Dialect, events: usize) -> Option<&mut Rendering> {
        self.of.iter_mut().find(|r| r.door == door && r.dialect == dialect && r.ends.len() == events)
    }

    /// How many hear all of it at once.
    pub(super) fn at_once(&self) -> usize {
        self.of.iter().map(|rendering| rendering.at_once.len()).sum()
    }

    /// In the words of each door and dialect.
    pub(super) fn each(&mut self) -> impl Iterator<Item = &mut Rendering> {
        self.of.iter_mut()
    }

    /// They are told. The buffers stay.
    pub(super) fn clear(&mut self) {
        self.of.truncate(KEPT_MAX);
        for rendering in &mut self.of {
            rendering.bytes.clear();
            rendering.ends.clear();
            rendering.shared = None;
            rendering.at_once.clear();
        }
    }
}

impl Rendering {
    /// One of them.
    pub(super) fn event(&self, at: usize) -> &[u8] {
        self.events(at..at + 1)
    }

    /// Some of them, one after the other.
    pub(super) fn events(&self, which: Range<usize>) -> &[u8] {
        let end = |at: usize| at.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.bytes[end(which.start)..end(which.end)]
    }

    /// All of them.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All of them, in a block that listeners share.
    pub(super) fn shared(&mut self) -> Arc<[u8]> {
        Arc::clone(self.shared.get_or_insert_with(|| Arc::from(&*self.bytes)))
    }
}
