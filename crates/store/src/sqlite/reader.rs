//! A reader: one connection that cannot write.

use super::trouble::Tried;
use super::whos::Whos;
use super::{history, log, marks, recall, search};
use crate::{Fault, Found, History, Page, Position, Reader, RoomLog, SearchQuery};
use parlor_model::{Event, Key, Mark, MessageId, Number, PersonId, Recall, RoomId};
use rusqlite::{Connection, Transaction};

/// Answers questions from its own connection.
pub(super) struct SqliteReader {
    pub(super) conn: Connection,
    pub(super) whos: Whos,
}

impl SqliteReader {
    /// Answers a question of several parts from one moment of the file.
    fn at_once<T>(
        &mut self,
        attempt: impl FnOnce() -> String,
        answer: impl FnOnce(&Transaction<'_>, &mut Whos) -> Tried<T>,
    ) -> Result<T, Fault> {
        let whos = &mut self.whos;
        let conn = &mut self.conn;
        let tried = || answer(&conn.transaction()?, whos);
        tried().map_err(|trouble| trouble.during(attempt()))
    }
}

impl Reader for SqliteReader {
    fn rooms(&mut self) -> Result<Vec<RoomLog>, Fault> {
        self.at_once(|| "reading the rooms".to_owned(), |conn, whos| log::rooms(conn, whos))
    }

    fn directory(&mut self) -> Result<Vec<Event>, Fault> {
        self.at_once(
            || "reading the log of accounts".to_owned(),
            |conn, whos| log::after(conn, whos, RoomId::DIRECTORY, Number(0), usize::MAX),
        )
    }

    fn after(&mut self, room: RoomId, after: Number, limit: usize) -> Result<Vec<Event>, Fault> {
        self.at_once(
            || format!("reading room {} after {after}", room.0),
            |conn, whos| log::after(conn, whos, room, after, limit),
        )
    }

    fn history(&mut self, query: &History) -> Result<Page, Fault> {
        self.at_once(
            || format!("reading the history of room {}", query.room.0),
            |conn, whos| history::page(conn, whos, query),
        )
    }

    fn search(&mut self, query: &SearchQuery) -> Result<Vec<Found>, Fault> {
        self.at_once(
            || format!("searching in {} rooms", query.rooms.len()),
            |conn, whos| search::search(conn, whos, query),
        )
    }

    fn recall(&mut self, room: RoomId, number: Number) -> Result<Option<Recall>, Fault> {
        self.at_once(
            || format!("recalling message {number} of room {}", room.0),
            |conn, whos| recall::recall(conn, whos, room, number),
        )
    }

    fn find_key(&mut self, person: PersonId, key: &Key) -> Result<Option<MessageId>, Fault> {
        self.at_once(
            || format!("looking for a key of person {}", person.0),
            |conn, _| recall::find_key(conn, person, key),
        )
    }

    fn positions(&mut self) -> Result<Vec<Position>, Fault> {
        self.at_once(|| "reading how far people have read".to_owned(), |conn, _| recall::positions(conn))
    }

    fn marks(&mut self) -> Result<Vec<Mark>, Fault> {
        self.at_once(|| "reading the read marks".to_owned(), |conn, _| marks::all(conn))
    }
}
