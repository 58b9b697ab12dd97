//! What the writer puts off: work that may lag behind the log.

use super::trouble::Tried;
use super::{Sqlite, index};
use rusqlite::Connection;
use std::time::Duration;

/// Events kept before the log file is moved into the data file.
const EVENTS_MAX: usize = 2_000;

/// What there is to do, as far as the writer knows.
#[derive(Default)]
pub(super) struct Chores {
    /// Events kept since the log file was last moved into the data file.
    events: usize,
    /// Words were erased, and the log file still has them.
    erased: bool,
}

impl Chores {
    /// A batch was kept.
    pub(super) fn kept(&mut self, events: usize, erased: bool) {
        self.events += events;
        self.erased |= erased;
    }
}

impl Sqlite {
    /// Feeds the index; when it has caught up, moves the log file into the data file. `true`: there is more.
    pub(super) fn do_a_chore(&mut self) -> Tried<bool> {
        if index::feed(&mut self.conn, &mut self.whos)? {
            return Ok(true);
        }
        if self.chores.erased {
            // Emptied, not only moved: erased words are gone from the disk when nothing holds them any more. A reader
            // in the middle of a question may be in the way; then the next chore tries again.
            self.chores.erased = !empty_log(&self.conn)?;
        } else if self.chores.events >= EVENTS_MAX {
            self.conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            self.chores.events = 0;
        }
        Ok(false)
    }
}

fn empty_log(conn: &Connection) -> Tried<bool> {
    conn.busy_timeout(Duration::ZERO)?;
    let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    conn.busy_timeout(super::open::BUSY)?;
    Ok(busy? == 0)
}
