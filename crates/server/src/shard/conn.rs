//! One connection, as its shard sees it.

use super::buffers::Buffers;
use super::catchup::Lag;
use super::out::Out;
use crate::compact::{Moment, Somebody};
use crate::desk::{DeskState, lines};
use crate::{Arrival, Count, Dialect, Seat};
use parlor_engine::SessionId;
use parlor_model::{PersonId, RoomId, Time};
use smallvec::SmallVec;

/// A connection: its seat, what waits to be written, and what the shard must know of it.
pub(crate) struct Conn {
    pub(crate) session: SessionId,
    /// The number of its door on this shard: what is rendered is shared by those of one door and dialect.
    pub(crate) door: u8,
    /// Looked at rarely.
    pub(crate) arrival: Box<Arrival>,
    pub(crate) seat: Box<dyn Seat>,
    /// The seat's dialect, as of its last call, if it `shares` one.
    dialect: Dialect,
    shares: bool,
    pub(crate) desk: DeskState,
    /// Its waiting bytes as they were counted last.
    queued: u32,
    /// Bytes to be written; those before `written` are.
    pub(crate) out: Out,
    pub(super) written: u32,
    person: Option<Somebody>,
    pub(crate) rooms: SmallVec<[RoomId; 2]>,
    /// The last act shown, of those that are shown once.
    pub(crate) act: u64,
    /// Behind: what is missed is reread when everything is written.
    pub(crate) lag: Option<Box<Lag>>,
    pub(crate) opened_at: Time,
    pub(crate) heard_at: Time,
    /// When something was written last, or when the first of the waiting bytes began to wait.
    pub(crate) moved_at: Time,
    /// The kernel said that the other side has closed; what it sent before may still have to be read.
    pub(crate) closing: bool,
    /// The other side sends no more.
    pub(crate) finished: bool,
    /// The shard was told that bytes wait in the kernel but may not read them yet.
    pub(crate) unread: bool,
    /// In the list of connections with something to write.
    pub(crate) dirty: bool,
    /// The house was told that the session ended.
    pub(crate) gone: bool,
    /// Everything is written and said to be the end; the other side has until then to close, so that it can read it.
    pub(crate) linger_until: Option<Moment>,
    /// When the timers look at it next.
    pub(crate) planned: Option<Moment>,
    /// Hears each fact of an act (`Seat::hears_every_fact`).
    pub(crate) every_fact: bool,
}

impl Conn {
    pub(crate) fn new(
        session: SessionId,
        door: u8,
        arrival: Arrival,
        seat: Box<dyn Seat>,
        burst: f64,
        now: Time,
    ) -> Self {
        Self {
            session,
            door,
            arrival: Box::new(arrival),
            dialect: seat.dialect().unwrap_or_default(),
            shares: seat.dialect().is_some(),
            every_fact: seat.hears_every_fact(),
            seat,
            desk: DeskState { bucket: lines(burst), bucket_at: now, counted: true, ..DeskState::default() },
            queued: 0,
            out: Out::default(),
            written: 0,
            person: None,
            rooms: SmallVec::new(),
            act: 0,
            lag: None,
            opened_at: now,
            heard_at: now,
            moved_at: now,
            closing: false,
            finished: false,
            unread: false,
            dirty: false,
            gone: false,
            linger_until: None,
            planned: None,
        }
    }

    /// The dialect that it hears what all others hear in.
    pub(crate) fn dialect(&self) -> Option<Dialect> {
        self.shares.then_some(self.dialect)
    }

    /// When nothing waits for it and nothing is the matter with it: by which door and in which dialect it hears what all
    /// others hear.
    pub(crate) fn calm(&self) -> Option<(u8, Dialect)> {
        let idle = self.out.is_empty() && !self.dirty;
        let well = !self.gone && self.desk.ending.is_none() && self.lag.is_none();
        Some((self.door, self.dialect()?)).filter(|_| idle && well)
    }

    #[cfg(test)]
    pub(crate) fn speaking(mut self, dialect: Dialect) -> Self {
        (self.dialect, self.shares) = (dialect, true);
        self
    }

    /// Asks the seat for its dialect.
    pub(crate) fn learn_dialect(&mut self) {
        let dialect = self.seat.dialect();
        (self.dialect, self.shares) = (dialect.unwrap_or_default(), dialect.is_some());
    }

    /// Counts its waiting bytes among those of all.
    pub(crate) fn count_queue(&mut self, bytes: usize, all: &Count) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let before = std::mem::replace(&mut self.queued, bytes);
        if bytes > before {
            all.add(u64::from(bytes - before));
        } else if before > bytes {
            all.take(u64::from(before - bytes));
        }
    }

    /// Who it is, once they have entered.
    pub(crate) fn person(&self) -> Option<PersonId> {
        self.person.map(Into::into)
    }

    /// It is that person's from now on, or nobody's; answers whose it was.
    pub(crate) fn is_of(&mut self, person: Option<PersonId>) -> Option<PersonId> {
        std::mem::replace(&mut self.person, person.map(Into::into)).map(Into::into)
    }

    /// How many of the bytes in `out` are written.
    pub(crate) fn written(&self) -> usize {
        self.written as usize
    }

    /// Bytes that wait to be written.
    pub(crate) fn waiting(&self) -> usize {
        self.out.len() - self.written()
    }

    /// Bytes of its own to append to what waits.
    pub(crate) fn own_out(&mut self, now: Time, buffers: &mut Buffers) -> &mut Vec<u8> {
        if self.out.is_empty() {
            self.moved_at = now;
        }
        self.out.own(&mut self.written, buffers)
    }

    /// `n` more of the waiting bytes are written. Nothing is held for a connection that has nothing to say.
    pub(crate) fn wrote(&mut self, n: usize, now: Time) {
        let written = self.written() + n;
        if n > 0 {
            self.moved_at = now;
        }
        if written == self.out.len() {
            self.written = 0;
            return self.out.clear();
        }
        let long = written > OUT_COMPACT_BYTES && written > self.out.len() / 2;
        if let Some(short) = u32::try_from(written).ok().filter(|_| !long) {
            self.written = short;
        } else {
            self.out.drop_first(written);
            self.written = 0;
        }
    }
}

const OUT_COMPACT_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of a hundred thousand idle connections has one of these.
    #[test]
    fn a_connection_is_small() {
        assert!(size_of::<Conn>() <= 224, "{} bytes", size_of::<Conn>());
        assert!(size_of::<Arrival>() <= 56, "{} bytes", size_of::<Arrival>());
    }
}
