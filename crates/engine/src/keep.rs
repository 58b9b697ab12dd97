//! What is to be kept, and what waits for it.

use crate::engine::Asker;
use crate::hold::Holds;
use crate::keys::Keys;
use crate::marks::Marked;
use crate::{BatchId, Engine, Out, Reload, SessionId};
use hashbrown::HashSet;
use parlor_model::{DirectoryFact, Event, Fact, Mark, Number, PersonId, RoomId, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// The order of things.
#[derive(Debug, Default)]
pub(crate) struct Keeping {
    /// Decided since the last batch was sent.
    pub(crate) current: Batch,
    /// The batch under way.
    pub(crate) in_flight: Option<(BatchId, Batch)>,
    last_batch: BatchId,
    /// What waits for a batch, in order.
    pub(crate) held: VecDeque<Held>,
    /// What could still be taken back.
    pub(crate) holds: Holds,
    /// Messages and keys that the store is asked about.
    pub(crate) keys: Keys,
    /// Logs forgotten after a failure that are being read again.
    pub(crate) rereading: HashSet<RoomId>,
    /// Rooms read before the accounts were: they wait, for accounts say who their members are.
    pub(crate) read_early: Vec<(RoomId, Option<Box<Reload>>)>,
    /// Listeners that left a room in a decision that is lost: they hear it until it was read again.
    pub(crate) unlisten_later: Vec<(SessionId, RoomId)>,
    /// Followers that lost a room in a decision that is not kept yet.
    pub(crate) unfollowed: Vec<(BatchId, SessionId, RoomId)>,
    /// Of those, the ones whose room is read again: they follow until it is known to be locked.
    pub(crate) follow_until: Vec<(SessionId, RoomId)>,
    pub(crate) reload_later: Vec<RoomId>,
    /// What is emitted just now was kept before: no failure takes it back.
    pub(crate) replaying: bool,
}

/// Things to be kept together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) events: Vec<Arc<Event>>,
    pub(crate) positions: Vec<Moved>,
    pub(crate) marks: Vec<Marked>,
    /// People whose positions are forgotten. Those of a batch that fails are so at the next start.
    pub(crate) forgotten: Vec<PersonId>,
}

impl Batch {
    pub(crate) fn is_empty(&self) -> bool {
        let read = self.positions.len() + self.marks.len() + self.forgotten.len();
        self.events.is_empty() && read == 0
    }
}

/// A read position that moves forward.
#[derive(Debug)]
pub(crate) struct Moved {
    pub(crate) asker: Asker,
    pub(crate) person: PersonId,
    pub(crate) room: RoomId,
    pub(crate) from: Number,
    pub(crate) to: Number,
    pub(crate) at: Time,
}

/// Something that waits for a batch.
#[derive(Debug)]
pub(crate) struct Held {
    batch: BatchId,
    pub(crate) out: Out,
    /// It shows nothing but what was kept before.
    pub(crate) sure: bool,
}

impl Keeping {
    /// The batch that what is decided now goes into.
    pub(crate) fn next(&self) -> BatchId {
        BatchId(self.last_batch.0 + 1)
    }

    /// The batch after which everything decided so far is kept.
    pub(crate) fn pending(&self) -> Option<BatchId> {
        if self.current.is_empty() { self.in_flight.as_ref().map(|(b, _)| *b) } else { Some(self.next()) }
    }

    /// Whether a read position of this person moves in a batch that is not kept yet.
    pub(crate) fn moves(&self, person: PersonId, room: RoomId) -> bool {
        let sent = self.in_flight.iter().flat_map(|(_, b)| &b.positions);
        sent.chain(&self.current.positions).any(|m| m.person == person && m.room == room)
    }

    /// Whether this person's mark there moves in a batch that is not kept yet.
    pub(crate) fn marks(&self, mark: &Mark) -> bool {
        let sent = self.in_flight.iter().flat_map(|(_, b)| &b.marks);
        sent.chain(&self.current.marks).any(|m| m.mark.person == mark.person && m.mark.place == mark.place)
    }

    /// Nothing that is sent from now on is mistaken for what was lost.
    pub(crate) fn skip_batch(&mut self) {
        self.last_batch = self.next();
    }

    /// What is left over when nothing is under way.
    pub(crate) fn leftovers(&self) -> Vec<String> {
        let left = [
            ("events", self.current.events.len()),
            ("positions", self.current.positions.len()),
            ("marks", self.current.marks.len()),
            ("people to forget", self.current.forgotten.len()),
            ("batches under way", usize::from(self.in_flight.is_some())),
            ("held answers", self.held.len()),
            ("held names", self.holds.len()),
            ("messages or keys being looked up", self.keys.len()),
            ("rooms being read again", self.rereading.len() + self.read_early.len()),
            ("listeners to take off", self.unlisten_later.len() + self.unfollowed.len()),
            ("followers to put out", self.follow_until.len()),
            ("rooms to read again", self.reload_later.len()),
        ];
        left.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}")).collect()
    }
}

impl Engine {
    /// Puts something in its place in the order: after all that was decided, when that is kept.
    pub(crate) fn emit(&mut self, out: Out) {
        match self.keeping.pending() {
            None => self.release(out),
            Some(batch) => {
                let sure = self.keeping.replaying;
                self.keeping.held.push_back(Held { batch, out, sure });
            }
        }
    }

    /// Lets something out.
    pub(crate) fn release(&mut self, out: Out) {
        if let Out::Tell(told) = &out
            && let Some(slot) = self.rooms.get_mut(told.event.room)
        {
            slot.told = told.event.number;
            if matches!(told.event.fact, Fact::Said { .. }) {
                slot.said(told.event.number, told.event.at);
            }
            slot.forget_old();
        }
        if let Some(out) = self.push_leaves(out) {
            self.out.push(out);
        }
    }

    /// Sends what was decided on its way, one batch at a time.
    pub(crate) fn submit(&mut self) {
        let keeping = &mut self.keeping;
        if keeping.in_flight.is_some() || keeping.current.is_empty() {
            return;
        }
        keeping.last_batch = keeping.next();
        let batch = keeping.last_batch;
        let sent = std::mem::take(&mut keeping.current);
        let events = sent.events.clone();
        let positions = sent.positions.iter().map(|p| (p.person, p.room, p.to, p.at)).collect();
        let marks = sent.marks.iter().map(|m| m.mark.clone()).collect();
        let forgotten = sent.forgotten.clone();
        keeping.in_flight = Some((batch, sent));
        self.out.push(Out::Keep { batch, events, positions, marks, forgotten });
    }

    pub(crate) fn kept(&mut self, batch: BatchId) {
        let Some((_, kept)) = self.keeping.in_flight.take_if(|(b, _)| *b == batch) else { return };
        for event in kept.events {
            if let Fact::Directory(DirectoryFact::Deleted { person, .. }) = &event.fact {
                self.read_up_to.remove(person);
                self.marks.forget(*person);
                self.pushing.forget(*person);
            }
        }
        self.keeping.holds.kept(batch);
        self.keeping.keys.kept(batch);
        self.keeping.unfollowed.retain(|(b, ..)| *b > batch);
        while let Some(held) = self.keeping.held.pop_front_if(|h| h.batch <= batch) {
            self.release(held.out);
        }
    }

    pub(crate) fn tick(&mut self) {
        for room in std::mem::take(&mut self.keeping.reload_later) {
            let told = self.rooms.get(room).map_or(Number(0), |s| s.told);
            self.out.push(Out::Reload { room, told });
        }
        self.sweep();
        self.push_what_is_due();
    }
}
