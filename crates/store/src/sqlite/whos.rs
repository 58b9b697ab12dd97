//! People as they were: one row for each, and integers in the log.

use super::columns::id;
use super::trouble::Tried;
use hashbrown::HashMap;
use parlor_model::{AccountName, Nickname, PersonId, Who};
use rusqlite::{Connection, ToSql};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// People that a reader remembers at most; past it everyone is forgotten and read again.
const REMEMBERED_MAX: usize = 4096;

/// For reading: who has this row.
#[derive(Default)]
pub(super) struct Whos {
    by_row: HashMap<i64, Arc<Who>>,
}

impl Whos {
    /// The person with this row; events of one person share them.
    pub(super) fn find(&mut self, conn: &Connection, author: i64) -> Tried<Arc<Who>> {
        if let Some(who) = self.by_row.get(&author) {
            return Ok(Arc::clone(who));
        }
        let mut ask = conn.prepare_cached(
            "SELECT person, nick, user, host, address, account, real FROM authors WHERE author = ?1",
        )?;
        let who = ask.query_row([author], |row| {
            let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
            let account = text(5)?;
            Ok(Who {
                person: PersonId(row.get::<_, i64>(0)?.cast_unsigned()),
                nick: Nickname::trusted(text(1)?),
                user: text(2)?.into(),
                host: text(3)?.into(),
                address: text(4)?.into(),
                account: (!account.is_empty()).then(|| AccountName::trusted(account)),
                real: text(6)?.into(),
            })
        })?;
        if self.by_row.len() >= REMEMBERED_MAX {
            self.by_row.clear();
        }
        let who = Arc::new(who);
        self.by_row.insert(author, Arc::clone(&who));
        Ok(who)
    }
}

/// Rows that the writer remembers at most, of 16 bytes each; past it all are forgotten and looked up again.
const ROWS_REMEMBERED_MAX: usize = 64 * 1024;

/// For writing: which row a person has. Everyone who came in was looked up once, by all they are; who then speaks is known.
#[derive(Default)]
pub(super) struct Authors {
    /// By the lower half of the person's number.
    rows: HashMap<u32, Known>,
    hasher: RandomState,
}

/// The first people of a batch, found by where they lie in memory: most of what comes together is of a few, and none of
/// it needs a print of all they are.
#[derive(Default)]
pub(super) struct Met<'a> {
    rows: Vec<(&'a Arc<Who>, i64)>,
}

/// Few enough that looking through them costs less than a print.
const MET_MAX: usize = 16;

/// A person's last row.
struct Known {
    row: u32,
    /// The hash of everything in it, under a key that nobody knows: who has changed in any way has another one, but for
    /// one change in 2 to the 64th.
    print: u64,
}

impl Authors {
    /// The row of this person as they are, made when there is none.
    pub(super) fn row(&mut self, conn: &Connection, who: &Arc<Who>) -> Tried<i64> {
        let (person, print) = ((who.person.0 & u64::from(u32::MAX)) as u32, self.hasher.hash_one(who));
        if let Some(known) = self.rows.get(&person)
            && known.print == print
        {
            return Ok(known.row.into());
        }
        let row = Self::find_or_make(conn, who)?;
        if self.rows.len() >= ROWS_REMEMBERED_MAX {
            self.rows.clear();
        }
        if let Ok(row) = u32::try_from(row) {
            self.rows.insert(person, Known { row, print });
        }
        Ok(row)
    }

    /// The same, for one thing of many in a batch.
    pub(super) fn row_in<'a>(
        &mut self,
        met: &mut Met<'a>,
        conn: &Connection,
        who: &'a Arc<Who>,
    ) -> Tried<i64> {
        if let Some((_, row)) = met.rows.iter().find(|(known, _)| Arc::ptr_eq(known, who)) {
            return Ok(*row);
        }
        let row = self.row(conn, who)?;
        if met.rows.len() < MET_MAX {
            met.rows.push((who, row));
        }
        Ok(row)
    }

    /// Forgets everyone: rows made in a transaction that was rolled back are not there.
    pub(super) fn forget(&mut self) {
        self.rows.clear();
    }

    fn find_or_make(conn: &Connection, who: &Who) -> Tried<i64> {
        let (person, account) = (id(who.person.0), who.account.as_ref().map_or("", |a| a.as_str()));
        let cells: [&dyn ToSql; 7] =
            [&person, &who.nick.as_str(), &who.user, &who.host, &who.address, &account, &who.real];
        // Most who are not remembered are new.
        let mut put = conn.prepare_cached(
            "INSERT INTO authors (person, nick, user, host, address, account, real)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        )?;
        if put.execute(&cells[..])? > 0 {
            return Ok(conn.last_insert_rowid());
        }
        let mut ask = conn.prepare_cached(
            "SELECT author FROM authors WHERE person = ?1 AND nick = ?2 AND user = ?3 AND host = ?4
             AND address = ?5 AND account = ?6 AND real = ?7",
        )?;
        Ok(ask.query_row(&cells[..], |row| row.get(0))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::schema::MIGRATIONS;

    #[test]
    fn a_person_has_one_row_as_long_as_they_are_the_same() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(MIGRATIONS[0].sql).unwrap();
        let ann = Arc::new(Who { nick: Nickname::trusted("ann"), ..Who::house() });
        let bob = Arc::new(Who { nick: Nickname::trusted("bob"), ..Who::house() });
        let mut authors = Authors::default();
        let row = authors.row(&conn, &ann).unwrap();
        assert_eq!(authors.row(&conn, &ann).unwrap(), row);
        // After a restart nobody is remembered.
        let mut authors = Authors::default();
        assert_eq!(authors.row(&conn, &ann).unwrap(), row);
        let other = authors.row(&conn, &bob).unwrap();
        assert_ne!(other, row);
        assert_eq!(authors.row(&conn, &ann).unwrap(), row);
        let rows: i64 = conn.query_row("SELECT count(*) FROM authors", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 2);
    }
}
