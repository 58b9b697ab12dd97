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
    /// Digests to keep together with these events: of rooms that were altered `every` times since their last, and
    /// half as often as they have members.
    pub(crate) fn due(&mut self, engine: &Engine, events: &[Arc<Event>], every: u32) -> Vec<Digest> {
        let mut due = Vec::new();
        for event in events.iter().filter(|e| e.room != RoomId::DIRECTORY && e.fact.alters_room()) {
            let since = self.since.entry(event.room).or_default();
            *since += 1;
            // Looked at when it may be due, and then for each event until it is: a look is one step.
            let members = || engine.room(event.room).map_or(0, |room| room.members.len());
            if *since >= every && is_enough(*since, members()) {
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

/// A digest has a line for each member, so a large room is not written out anew for every few who come: as it is, all
/// digests of a room that grows are together no more than twice its log.
fn is_enough(altered: u32, members: usize) -> bool {
    usize::try_from(altered).unwrap_or(usize::MAX) >= members / 2
}

fn digest(engine: &Engine, room: RoomId) -> Option<Digest> {
    let state = engine.room(room)?;
    Some(Digest { room, as_of: state.last, events: state.digest() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_a_room_that_grows_are_of_the_size_of_its_log() {
        let (mut written, mut since) = (0, 0);
        for members in 1..=100_000 {
            since += 1;
            if since >= 1_000 && is_enough(since, members) {
                (written, since) = (written + members, 0);
            }
        }
        assert!((100_000..200_000).contains(&written), "{written} lines");
    }
}
