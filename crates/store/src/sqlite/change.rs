//! A transaction of the writer, begun and ended by statements that stay compiled.

use rusqlite::Connection;
use std::ops::Deref;

/// Everything done by it is undone when it is dropped before [`Change::commit`].
pub(super) struct Change<'c> {
    conn: &'c Connection,
}

impl<'c> Change<'c> {
    /// Begins, as the only one who writes.
    pub(super) fn begin(conn: &'c Connection) -> rusqlite::Result<Self> {
        conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Self { conn })
    }

    /// Everything is kept, as the connection's `synchronous` promises; or undone, and the error says why.
    pub(super) fn commit(self) -> rusqlite::Result<()> {
        self.conn.prepare_cached("COMMIT")?.execute([]).map(drop)
    }
}

impl Deref for Change<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        // After a commit that went well there is nothing to undo; SQLite itself undoes after some errors.
        if !self.conn.is_autocommit() {
            let undone = self.conn.execute_batch("ROLLBACK");
            debug_assert!(undone.is_ok(), "a transaction could not be undone: {undone:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(conn: &Connection) -> i64 {
        conn.query_row("SELECT count(*) FROM kept", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn what_is_committed_stays_and_what_is_dropped_was_never_there() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE kept (id INTEGER)").unwrap();
        let change = Change::begin(&conn).unwrap();
        change.execute("INSERT INTO kept VALUES (1)", []).unwrap();
        change.commit().unwrap();
        let change = Change::begin(&conn).unwrap();
        change.execute("INSERT INTO kept VALUES (2)", []).unwrap();
        assert_eq!(count(&change), 2);
        drop(change);
        assert_eq!((count(&conn), conn.is_autocommit()), (1, true));
    }

    #[test]
    fn what_cannot_be_committed_is_undone() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "PRAGMA foreign_keys = ON;
             CREATE TABLE others (id INTEGER PRIMARY KEY);
             CREATE TABLE kept (id INTEGER REFERENCES others DEFERRABLE INITIALLY DEFERRED);",
        )
        .unwrap();
        let change = Change::begin(&conn).unwrap();
        change.execute("INSERT INTO kept VALUES (1)", []).unwrap();
        assert!(change.commit().is_err());
        assert_eq!((count(&conn), conn.is_autocommit()), (0, true));
        Change::begin(&conn).unwrap().commit().unwrap();
    }
}
