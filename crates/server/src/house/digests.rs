//! When a room's digest is kept, so that a start need not fold its whole log.

use hashbrown::HashMap;
use parlor_engine::Engine;
use parlor_model::{Event, RoomId};
use parlor_store::Digest;
use std::sync::Arc;

/// Counts what happened in each room since its last digest.
#[derive(Debug, Default)]
pub(crate) struct Digests {
    since: HashMap<RoomId, u32>,
}

impl Digests {
    /// Digests to keep together with these events: of rooms that were altered `every` times since their last.
    pub(crate) fn due(&mut self, engine: &Engine, events: &[Arc<Event>], every: u32) -> Vec<Digest> {
        let mut due = Vec::new();
        for event in events.iter().filter(|e| e.room != RoomId::DIRECTORY && e.fact.alters_room()) {
            let since = self.since.entry(event.room).or_default();
            *since += 1;
            if *since >= every {
                *since = 0;
                due.push(event.room);
            }
        }
        // The state is that after the last event of this batch: nothing is decided between taking and sending it.
        due.into_iter().filter_map(|room| digest(engine, room)).collect()
    }

    /// Digests of every room that something happened to.
    pub(crate) fn all(&mut self, engine: &Engine) -> Vec<Digest> {
        let rooms = std::mem::take(&mut self.since);
        rooms.into_iter().filter(|(_, n)| *n > 0).filter_map(|(room, _)| digest(engine, room)).collect()
    }
}

fn digest(engine: &Engine, room: RoomId) -> Option<Digest> {
    let state = engine.room(room)?;
    Some(Digest { room, as_of: state.last, events: state.digest() })
}
