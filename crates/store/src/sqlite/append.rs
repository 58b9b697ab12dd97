//! Events into the log, many with one statement: to begin and to end one costs SQLite as much as a row.

use super::columns::{Columns, id, int};
use super::stored::StoredHeard;
use super::tails::Entry;
use super::trouble::Tried;
use parlor_model::Event;
use rusqlite::{CachedStatement, Connection};
use std::fmt::Write;
use std::sync::LazyLock;

/// Events that go with one statement; fewer go one by one.
const TOGETHER: usize = 16;
const COLUMNS: usize = 11;

/// `OR FAIL`: whoever fails undoes the whole batch, so SQLite need not remember what one statement did.
fn insert_rows(rows: usize) -> String {
    let mut sql = String::from(
        "INSERT OR FAIL INTO events (room, number, at, author, kind, target, heard, asker, key, text, body) VALUES ",
    );
    for row in 0..rows {
        let comma = if row > 0 { "," } else { "" };
        let _ = write!(sql, "{comma}({}?)", "?,".repeat(COLUMNS - 1));
    }
    sql
}

static ONE: LazyLock<String> = LazyLock::new(|| insert_rows(1));
static MANY: LazyLock<String> = LazyLock::new(|| insert_rows(TOGETHER));

/// What is to be put at the log's end.
pub(super) struct Append<'c, 'e> {
    conn: &'c Connection,
    one: CachedStatement<'c>,
    /// Events and the rows of their authors.
    waiting: Vec<(&'e Event, i64)>,
}

impl<'c, 'e> Append<'c, 'e> {
    pub(super) fn to(conn: &'c Connection) -> Tried<Self> {
        Ok(Self { conn, one: conn.prepare_cached(&ONE)?, waiting: Vec::with_capacity(TOGETHER) })
    }

    /// The next event. It is in the log when so many came, or with [`Append::flush`]; then `kept` has where.
    pub(super) fn push(&mut self, event: &'e Event, author: i64, kept: &mut Vec<Entry>) -> Tried<()> {
        self.waiting.push((event, author));
        if self.waiting.len() < TOGETHER {
            return Ok(());
        }
        let mut many = self.conn.prepare_cached(&MANY)?;
        for (at, (event, author)) in self.waiting.iter().enumerate() {
            bind(&mut many, at * COLUMNS, event, *author)?;
        }
        many.raw_execute()?;
        // Nobody else puts rows in meanwhile: they have one number after the other.
        let first = self.conn.last_insert_rowid() - (TOGETHER as i64 - 1);
        for ((event, _), seq) in self.waiting.drain(..).zip(first..) {
            kept.push(Entry { room: event.room, number: event.number, seq });
        }
        Ok(())
    }

    /// Everything is in the log.
    pub(super) fn flush(&mut self, kept: &mut Vec<Entry>) -> Tried<()> {
        for (event, author) in self.waiting.drain(..) {
            bind(&mut self.one, 0, event, author)?;
            self.one.raw_execute()?;
            let seq = self.conn.last_insert_rowid();
            kept.push(Entry { room: event.room, number: event.number, seq });
        }
        Ok(())
    }
}

/// An event's columns, after so many that others have.
fn bind(put: &mut CachedStatement<'_>, before: usize, event: &Event, author: i64) -> Tried<()> {
    let columns = Columns::of(&event.fact)?;
    let asker = event.key.as_ref().map(|_| id(event.by.person.0));
    let mut place = before;
    let mut next = || {
        place += 1;
        place
    };
    put.raw_bind_parameter(next(), id(event.room.0))?;
    put.raw_bind_parameter(next(), int(event.number.0))?;
    put.raw_bind_parameter(next(), int(event.at.0))?;
    put.raw_bind_parameter(next(), author)?;
    put.raw_bind_parameter(next(), columns.kind)?;
    put.raw_bind_parameter(next(), columns.target)?;
    put.raw_bind_parameter(next(), StoredHeard::column(&event.heard))?;
    put.raw_bind_parameter(next(), asker)?;
    put.raw_bind_parameter(next(), event.key.as_ref().map(|key| key.as_str()))?;
    put.raw_bind_parameter(next(), columns.text)?;
    put.raw_bind_parameter(next(), columns.body)?;
    Ok(())
}
