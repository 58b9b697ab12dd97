//! What was rendered of the events that are being told: each of them once for each door and dialect.

use super::blocks::BlockId;
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
    /// The block of all of them, for who has nothing else to hear (`at_once.rs`).
    pub(super) block: Option<BlockId>,
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
            rendering.block = None;
        }
        rendering
    }

    /// The block of all of so many events, if there is one already.
    pub(super) fn block(&self, (door, dialect): (u8, Dialect), events: usize) -> Option<BlockId> {
        let of_all = |r: &&Rendering| r.door == door && r.dialect == dialect && r.ends.len() == events;
        self.of.iter().find(of_all)?.block
    }

    /// They are told. The buffers stay.
    pub(super) fn clear(&mut self) {
        self.of.truncate(KEPT_MAX);
        for rendering in &mut self.of {
            rendering.bytes.clear();
            rendering.ends.clear();
            rendering.block = None;
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
}
