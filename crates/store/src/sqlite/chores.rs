//! What the writer puts off: work that may lag behind the log.

use super::tails::Tails;
use super::trouble::Tried;
use super::{Sqlite, index, mover, numbering};
use rusqlite::{Connection, TransactionBehavior};
use std::time::Duration;

/// Events kept before the log file is moved into the data file.
const EVENTS_MAX: usize = 2_000;

/// Events whose numbers are handed over in one piece.
const NUMBERED_MAX: usize = 1_024;

/// What there is to do, as far as the writer knows.
#[derive(Default)]
pub(super) struct Chores {
    /// Events kept since the log file was last moved into the data file.
    events: usize,
    /// Words were erased, and the log file still has them.
    erased: bool,
    /// Events that were handed over to the table `numbering` since the mark of how far it has come.
    handed: usize,
}

impl Chores {
    /// A batch was kept.
    pub(super) fn kept(&mut self, events: usize, erased: bool) {
        self.events += events;
        self.erased |= erased;
    }

    /// Events are handed over: the oldest of those that were not before, when the mark is due.
    pub(super) fn mark_due(&mut self, handed: usize, every: usize, tails: &Tails) -> Option<i64> {
        self.handed += handed;
        if handed == 0 || self.handed < every {
            return None;
        }
        self.handed = 0;
        tails.oldest()
    }
}

impl Sqlite {
    /// Feeds the indexes; when they have caught up, moves the log file into the data file. `true`: there is more.
    pub(super) fn do_a_chore(&mut self) -> Tried<bool> {
        self.be_sure()?;
        if self.catch_up()? {
            return Ok(true);
        }
        if self.chores.erased {
            self.mover.finish();
            // Emptied, not only moved: erased words are gone from the disk when nothing holds them any more. A reader
            // in the middle of a question may be in the way; then the next chore tries again.
            self.chores.erased = !empty_log(&self.conn)?;
        } else if self.chores.events >= EVENTS_MAX {
            mover::pass(&self.conn)?;
            self.chores.events = 0;
        }
        Ok(false)
    }
}

impl Sqlite {
    /// A piece of the words, then of the numbers, that their indexes do not have yet, with one flush. `true`: there is more.
    fn catch_up(&mut self) -> Tried<bool> {
        let wordless = index::behind(&self.conn)? > 0;
        if !wordless && self.tails.oldest().is_none() {
            return Ok(false);
        }
        self.unsure = true;
        let change = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if wordless {
            index::feed(&change, &mut self.whos, &self.tails)?;
        }
        let more = index::behind(&change)? > 0;
        let due = if more { Vec::new() } else { self.tails.due(NUMBERED_MAX) };
        numbering::hand_over(&change, &due)?;
        let left = self.tails.len() - due.len();
        if left == 0 {
            numbering::mark(&change, index::indexed(&change)?)?;
        }
        change.commit()?;
        self.tails.settle(&due, &[]);
        self.unsure = false;
        Ok(more || left > 0)
    }
}

fn empty_log(conn: &Connection) -> Tried<bool> {
    conn.busy_timeout(Duration::ZERO)?;
    let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    conn.busy_timeout(super::open::BUSY)?;
    Ok(busy? == 0)
}
