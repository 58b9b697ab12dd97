//! People as they were: one row for each, and integers in the log.

use super::columns::id;
use super::trouble::Tried;
use parlor_model::{AccountName, Nickname, PersonId, Who};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::sync::Arc;

/// People remembered at most, by a reader or the writer; past it everyone is forgotten and read again. Who says something
/// now is likely to go on; who only came in is remembered for nothing.
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

/// For writing: which row a person has.
#[derive(Default)]
pub(super) struct Authors {
    by_person: HashMap<PersonId, (Arc<Who>, i64)>,
}

impl Authors {
    /// The row of this person as they are, made when there is none.
    pub(super) fn row(&mut self, conn: &Connection, who: &Arc<Who>) -> Tried<i64> {
        if let Some((known, row)) = self.by_person.get(&who.person)
            && (Arc::ptr_eq(known, who) || known == who)
        {
            return Ok(*row);
        }
        let row = match Self::look_up(conn, who)? {
            Some(row) => row,
            None => Self::insert(conn, who)?,
        };
        if self.by_person.len() >= REMEMBERED_MAX {
            self.by_person.clear();
        }
        self.by_person.insert(who.person, (Arc::clone(who), row));
        Ok(row)
    }

    /// Forgets everyone: rows made in a transaction that was rolled back are not there.
    pub(super) fn forget(&mut self) {
        self.by_person.clear();
    }

    fn look_up(conn: &Connection, who: &Who) -> Tried<Option<i64>> {
        let mut ask = conn.prepare_cached(
            "SELECT author FROM authors WHERE person = ?1 AND nick = ?2 AND user = ?3 AND host = ?4
             AND address = ?5 AND account = ?6 AND real = ?7",
        )?;
        let account = who.account.as_ref().map_or("", |a| a.as_str());
        let row = ask
            .query_row(
                params![
                    id(who.person.0),
                    who.nick.as_str(),
                    &*who.user,
                    &*who.host,
                    &*who.address,
                    account,
                    &*who.real
                ],
                |row| row.get(0),
            )
            .optional()?;
        Ok(row)
    }

    fn insert(conn: &Connection, who: &Who) -> Tried<i64> {
        let mut put = conn.prepare_cached(
            "INSERT INTO authors (person, nick, user, host, address, account, real)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let account = who.account.as_ref().map_or("", |a| a.as_str());
        Ok(put.insert(params![
            id(who.person.0),
            who.nick.as_str(),
            &*who.user,
            &*who.host,
            &*who.address,
            account,
            &*who.real
        ])?)
    }
}
