//! Finding events by room and number: in the table `numbering`, and where it has not come yet.

use super::Sqlite;
use super::columns::{EVENT, id, int};
use super::tails::{Entry, RoomTails, Tail, Tails, add};
use super::trouble::Tried;
use parlor_model::{Number, RoomId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::ops::Range;

/// The log as one question sees it.
pub(super) struct View<'a> {
    pub(super) conn: &'a Connection,
    tails: RoomTails,
}

/// Which way to walk.
#[derive(Clone, Copy)]
pub(super) enum Order {
    OldestFirst,
    NewestFirst,
}

impl<'a> View<'a> {
    /// `tails` were copied before the connection's moment began.
    pub(super) fn new(conn: &'a Connection, tails: RoomTails) -> Self {
        Self { conn, tails }
    }

    /// The writer's view of one room in the middle of a batch.
    pub(super) fn within(conn: &'a Connection, tails: &Tails, room: RoomId, kept: &[Entry]) -> Self {
        let mut tails = tails.of(room);
        for entry in kept.iter().filter(|entry| entry.room == room) {
            add(&mut tails, entry);
        }
        Self { conn, tails }
    }

    /// Rooms whose events are not all in the table.
    pub(super) fn rooms_ahead(&self) -> impl Iterator<Item = RoomId> {
        self.tails.keys().copied()
    }

    /// The number of the last event of a room; 0 when there is none.
    pub(super) fn last(&self, room: RoomId) -> Tried<Number> {
        Ok(match self.tails.get(&room) {
            Some(tail) => tail.last(),
            None => self.numbered(room)?,
        })
    }

    /// The number up to which the table has a room.
    fn numbered(&self, room: RoomId) -> Tried<Number> {
        let mut ask = self.conn.prepare_cached("SELECT max(number) FROM numbering WHERE room = ?1")?;
        let last: Option<i64> = ask.query_row([id(room.0)], |row| row.get(0))?;
        Ok(Number(last.unwrap_or(0).cast_unsigned()))
    }

    /// The row of an event.
    pub(super) fn seq(&self, room: RoomId, number: Number) -> Tried<Option<i64>> {
        if let Some(seq) = self.tails.get(&room).and_then(|tail| tail.seq(number)) {
            return Ok(Some(seq));
        }
        let mut ask =
            self.conn.prepare_cached("SELECT seq FROM numbering WHERE room = ?1 AND number = ?2")?;
        Ok(ask.query_row(params![id(room.0), int(number.0)], |row| row.get(0)).optional()?)
    }

    /// Hands over the events of a range for which `only` (SQL) is true, as rows of [`EVENT`], until `each` says `true`: enough.
    /// Answers whether it did.
    pub(super) fn walk(
        &self,
        room: RoomId,
        range: Range<Number>,
        order: Order,
        only: &'static str,
        mut each: impl FnMut(&Row<'_>) -> Tried<bool>,
    ) -> Tried<bool> {
        if range.start >= range.end {
            return Ok(false);
        }
        let ahead = match self.tails.get(&room) {
            Some(tail) if tail.last() >= range.start => self.ahead(room, tail, &range)?,
            Some(_) | None => Vec::new(),
        };
        match order {
            Order::OldestFirst => {
                let enough = self.walk_table(room, &range, "ASC", only, &mut each)?;
                Ok(enough || self.walk_rows(ahead.into_iter(), only, &mut each)?)
            }
            Order::NewestFirst => {
                let enough = self.walk_rows(ahead.into_iter().rev(), only, &mut each)?;
                Ok(enough || self.walk_table(room, &range, "DESC", only, &mut each)?)
            }
        }
    }

    /// The rows of the range that the table does not have.
    fn ahead(&self, room: RoomId, tail: &Tail, range: &Range<Number>) -> Tried<Vec<i64>> {
        let from = range.start.max(self.numbered(room)?.next());
        Ok(tail.seqs(from, range.end).collect())
    }

    fn walk_table(
        &self,
        room: RoomId,
        range: &Range<Number>,
        order: &str,
        only: &str,
        each: &mut impl FnMut(&Row<'_>) -> Tried<bool>,
    ) -> Tried<bool> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT {EVENT} FROM numbering CROSS JOIN events ON events.seq = numbering.seq
             WHERE numbering.room = ?1 AND numbering.number >= ?2 AND numbering.number < ?3 AND {only}
             ORDER BY numbering.number {order}"
        ))?;
        let mut rows = ask.query(params![id(room.0), int(range.start.0), int(range.end.0)])?;
        while let Some(row) = rows.next()? {
            if each(row)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn walk_rows(
        &self,
        seqs: impl Iterator<Item = i64>,
        only: &str,
        each: &mut impl FnMut(&Row<'_>) -> Tried<bool>,
    ) -> Tried<bool> {
        let mut ask =
            self.conn.prepare_cached(&format!("SELECT {EVENT} FROM events WHERE seq = ?1 AND {only}"))?;
        for seq in seqs {
            let mut rows = ask.query([seq])?;
            if let Some(row) = rows.next()?
                && each(row)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What the table does not have, by the file: rows after the mark that are not in it.
pub(super) fn unnumbered(conn: &Connection) -> rusqlite::Result<Vec<Entry>> {
    let mut ask = conn.prepare(
        "SELECT room, number, seq FROM events WHERE seq > (SELECT upto FROM numbered) AND NOT EXISTS
         (SELECT 1 FROM numbering AS has WHERE has.room = events.room AND has.number = events.number) ORDER BY seq",
    )?;
    let entry = |row: &Row<'_>| {
        Ok(Entry {
            room: RoomId(row.get::<_, i64>(0)?.cast_unsigned()),
            number: Number(row.get::<_, i64>(1)?.cast_unsigned()),
            seq: row.get(2)?,
        })
    };
    ask.query_map([], entry)?.collect()
}

/// Puts entries into the table.
pub(super) fn hand_over(conn: &Connection, entries: &[Entry]) -> Tried<()> {
    let mut put = conn.prepare_cached("INSERT INTO numbering (room, number, seq) VALUES (?1, ?2, ?3)")?;
    for Entry { room, number, seq } in entries {
        put.execute(params![id(room.0), int(number.0), seq])?;
    }
    Ok(())
}

/// All rows up to this one are in the table: a start need not look at them.
pub(super) fn mark(conn: &Connection, upto: i64) -> Tried<()> {
    conn.prepare_cached("UPDATE numbered SET upto = ?1")?.execute([upto])?;
    Ok(())
}

impl Sqlite {
    /// After a fault nobody knows which of it is in the file: reads what the table does not have.
    pub(super) fn be_sure(&mut self) -> Tried<()> {
        if self.unsure {
            self.tails.start_from(&unnumbered(&self.conn)?);
            self.unsure = false;
        }
        Ok(())
    }
}
