//! The tails of the rooms' logs, as far as the table `numbering` does not have them yet.
//!
//! A batch in a hundred rooms would touch a hundred pages of that table, for one entry each. So the writer puts them
//! off and hands over some rooms' entries with each batch, the oldest first: thirty to a page where there are a thousand
//! rooms and thirty thousand entries.

use hashbrown::{HashMap, hash_map};
use parlor_model::{Number, RoomId};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Entries of one room that are handed over at once, at most.
const HANDED_MAX: usize = 256;

/// Where one event lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) room: RoomId,
    pub(super) number: Number,
    pub(super) seq: i64,
}

/// The last events of a room: their numbers have no holes. A copy costs nothing; the writer makes one in earnest when it
/// has to write while somebody reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Tail {
    first: Number,
    seqs: Arc<VecDeque<i64>>,
}

impl Tail {
    fn of(entry: &Entry) -> Self {
        Self { first: entry.number, seqs: Arc::new(VecDeque::from([entry.seq])) }
    }

    fn push(&mut self, entry: &Entry) {
        debug_assert_eq!(entry.number.0, self.first.0 + self.seqs.len() as u64, "a hole in a room's numbers");
        Arc::make_mut(&mut self.seqs).push_back(entry.seq);
    }

    /// The number of its last event.
    pub(super) fn last(&self) -> Number {
        Number(self.first.0 + self.seqs.len() as u64 - 1)
    }

    /// The row of an event.
    pub(super) fn seq(&self, number: Number) -> Option<i64> {
        let at = usize::try_from(number.0.checked_sub(self.first.0)?).ok()?;
        self.seqs.get(at).copied()
    }

    /// The rows from the first number to before the second.
    pub(super) fn seqs(&self, from: Number, to: Number) -> impl DoubleEndedIterator<Item = i64> {
        let at = |number: Number| {
            let at = number.0.saturating_sub(self.first.0);
            usize::try_from(at).unwrap_or(usize::MAX).min(self.seqs.len())
        };
        let (from, to) = (at(from), at(to));
        self.seqs.range(from..to.max(from)).copied()
    }
}

/// What the table does not have, by room.
pub(super) type RoomTails = HashMap<RoomId, Tail>;

/// Shared by the writer, who alone alters them, and the readers.
///
/// Who asks copies what it needs *before* its moment of the file begins. An event that it then finds in both is in the
/// table; one that it finds in neither was kept after it asked.
#[derive(Debug, Default)]
pub(super) struct Tails {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    rooms: RoomTails,
    /// The first row of each tail, and whose it is.
    by_age: BTreeSet<(i64, RoomId)>,
    events: usize,
}

impl Tails {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Nothing that is done under the lock can panic half way.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many events the table does not have.
    pub(super) fn len(&self) -> usize {
        self.inner().events
    }

    /// The oldest row that the table does not have.
    pub(super) fn oldest(&self) -> Option<i64> {
        self.inner().by_age.first().map(|(seq, _)| *seq)
    }

    /// The end of one room.
    pub(super) fn of(&self, room: RoomId) -> RoomTails {
        self.inner().rooms.get(&room).map(|tail| (room, tail.clone())).into_iter().collect()
    }

    /// The tails of all rooms.
    pub(super) fn all(&self) -> RoomTails {
        self.inner().rooms.clone()
    }

    /// Events to hand over, oldest rooms first: `wanted`, and what else their last room has.
    pub(super) fn due(&self, wanted: usize) -> Vec<Entry> {
        let inner = self.inner();
        let mut due = Vec::new();
        for (_, room) in &inner.by_age {
            if due.len() >= wanted {
                break;
            }
            if let Some(tail) = inner.rooms.get(room) {
                let numbers = (tail.first.0..).map(Number);
                let handed = numbers.zip(tail.seqs.iter().copied()).take(HANDED_MAX);
                due.extend(handed.map(|(number, seq)| Entry { room: *room, number, seq }));
            }
        }
        due
    }

    /// The table has `handed` now, and the log has `kept`.
    pub(super) fn settle(&self, handed: &[Entry], kept: &[Entry]) {
        let mut inner = self.inner();
        for of_room in handed.chunk_by(|a, b| a.room == b.room) {
            inner.drop_first(of_room);
        }
        if inner.events == 0 {
            // What a crowd needed is given back.
            *inner = Inner::default();
        }
        for entry in kept {
            inner.push(entry);
        }
    }

    /// Starts from what the file says.
    pub(super) fn start_from(&self, entries: &[Entry]) {
        let mut inner = Inner::default();
        for entry in entries {
            inner.push(entry);
        }
        *self.inner() = inner;
    }
}

impl Inner {
    fn push(&mut self, entry: &Entry) {
        add(&mut self.rooms, entry);
        if self.rooms.get(&entry.room).is_some_and(|tail| tail.seqs.len() == 1) {
            self.by_age.insert((entry.seq, entry.room));
        }
        self.events += 1;
    }

    /// Forgets the first events of a room.
    fn drop_first(&mut self, handed: &[Entry]) {
        let Some(Entry { room, seq, .. }) = handed.first() else { return };
        let Some(tail) = self.rooms.get_mut(room) else { return };
        debug_assert_eq!(tail.seqs.front(), Some(seq), "handed over out of order");
        Arc::make_mut(&mut tail.seqs).drain(..handed.len());
        tail.first.0 += handed.len() as u64;
        self.events -= handed.len();
        self.by_age.remove(&(*seq, *room));
        match tail.seqs.front() {
            Some(next) => {
                self.by_age.insert((*next, *room));
            }
            None => {
                self.rooms.remove(room);
            }
        }
    }
}

/// Adds an event to its room's end.
pub(super) fn add(tails: &mut RoomTails, entry: &Entry) {
    match tails.entry(entry.room) {
        hash_map::Entry::Occupied(mut known) => known.get_mut().push(entry),
        hash_map::Entry::Vacant(place) => {
            place.insert(Tail::of(entry));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(room: u64, number: u64, seq: i64) -> Entry {
        Entry { room: RoomId(room), number: Number(number), seq }
    }

    #[test]
    fn the_oldest_room_is_handed_over_first_and_whole() {
        let tails = Tails::default();
        let kept = [entry(7, 4, 10), entry(3, 1, 11), entry(7, 5, 12), entry(5, 9, 13), entry(3, 2, 14)];
        tails.settle(&[], &kept);
        let due = tails.due(1);
        assert_eq!(due, [kept[0], kept[2]]);
        tails.settle(&due, &[entry(7, 6, 15)]);
        assert_eq!((tails.len(), tails.oldest()), (4, Some(11)));
        assert_eq!(tails.due(3), [kept[1], kept[4], kept[3]]);
        assert_eq!(tails.due(9).len(), 4);
        tails.settle(&tails.due(9), &[]);
        assert_eq!((tails.len(), tails.oldest(), tails.all().len()), (0, None, 0));
    }

    #[test]
    fn a_large_room_is_handed_over_in_pieces() {
        let tails = Tails::default();
        let kept: Vec<_> = (1..=HANDED_MAX as u64 + 2).map(|n| entry(1, n, n.cast_signed() * 10)).collect();
        tails.settle(&[], &kept);
        let due = tails.due(5);
        assert_eq!(due, kept[..HANDED_MAX]);
        tails.settle(&due, &[]);
        assert_eq!(tails.due(5), kept[HANDED_MAX..]);
    }

    #[test]
    fn a_tail_knows_its_numbers() {
        let mut tails = RoomTails::new();
        for n in 5..8 {
            add(&mut tails, &entry(2, n, n.cast_signed() + 100));
        }
        let tail = &tails[&RoomId(2)];
        let seqs = |from, to| tail.seqs(Number(from), Number(to)).collect::<Vec<_>>();
        assert_eq!((tail.last(), tail.seq(Number(6)), tail.seq(Number(4))), (Number(7), Some(106), None));
        assert_eq!(tail.seq(Number(8)), None);
        assert_eq!(seqs(0, 6), [105]);
        assert_eq!(seqs(6, u64::MAX), [106, 107]);
        assert_eq!((seqs(0, 5), seqs(8, 20), seqs(7, 6)), (vec![], vec![], vec![]));
    }
}
