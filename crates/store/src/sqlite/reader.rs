//! A reader: one connection that cannot write.

use super::numbering::View;
use super::tails::{RoomTails, Tails};
use super::trouble::Tried;
use super::whos::Whos;
use super::{history, log, marks, recall, search};
use crate::{Fault, Found, History, Page, Position, Reader, RoomLog, SearchQuery};
use parlor_model::{Event, Key, Mark, MessageId, Number, PersonId, Recall, RoomId};
use rusqlite::Connection;
use std::sync::Arc;

/// Answers questions from its own connection.
pub(super) struct SqliteReader {
    pub(super) conn: Connection,
    pub(super) whos: Whos,
    pub(super) tails: Arc<Tails>,
}

/// Whose events a question is about.
enum About {
    Room(RoomId),
    AllRooms,
    /// Nobody's, or none that must be found by number.
    Others,
}

impl SqliteReader {
    /// Answers a question of several parts from one moment of the file.
    fn at_once<T>(
        &mut self,
        about: About,
        attempt: impl FnOnce() -> String,
        answer: impl FnOnce(&View<'_>, &mut Whos) -> Tried<T>,
    ) -> Result<T, Fault> {
        // Before the moment of the file begins (`Tails`).
        let tails = match about {
            About::Room(room) => self.tails.of(room),
            About::AllRooms => self.tails.all(),
            About::Others => RoomTails::default(),
        };
        let whos = &mut self.whos;
        let conn = &mut self.conn;
        let tried = || {
            let moment = conn.transaction()?;
            answer(&View::new(&moment, tails), whos)
        };
        tried().map_err(|trouble| trouble.during(attempt()))
    }
}

impl Reader for SqliteReader {
    fn rooms(&mut self) -> Result<Vec<RoomLog>, Fault> {
        self.at_once(About::AllRooms, || "reading the rooms".to_owned(), log::rooms)
    }

    fn directory(&mut self) -> Result<Vec<Event>, Fault> {
        self.at_once(
            About::Room(RoomId::DIRECTORY),
            || "reading the log of accounts".to_owned(),
            |view, whos| log::after(view, whos, RoomId::DIRECTORY, Number(0), usize::MAX),
        )
    }

    fn after(&mut self, room: RoomId, after: Number, limit: usize) -> Result<Vec<Event>, Fault> {
        self.at_once(
            About::Room(room),
            || format!("reading room {} after {after}", room.0),
            |view, whos| log::after(view, whos, room, after, limit),
        )
    }

    fn history(&mut self, query: &History) -> Result<Page, Fault> {
        self.at_once(
            About::Room(query.room),
            || format!("reading the history of room {}", query.room.0),
            |view, whos| history::page(view, whos, query),
        )
    }

    fn search(&mut self, query: &SearchQuery) -> Result<Vec<Found>, Fault> {
        self.at_once(
            About::AllRooms,
            || format!("searching in {} rooms", query.rooms.len()),
            |view, whos| search::search(view, whos, query),
        )
    }

    fn recall(&mut self, room: RoomId, number: Number) -> Result<Option<Recall>, Fault> {
        self.at_once(
            About::Room(room),
            || format!("recalling message {number} of room {}", room.0),
            |view, whos| recall::recall(view, whos, room, number),
        )
    }

    fn find_key(&mut self, person: PersonId, key: &Key) -> Result<Option<MessageId>, Fault> {
        self.at_once(
            About::Others,
            || format!("looking for a key of person {}", person.0),
            |view, _| recall::find_key(view.conn, person, key),
        )
    }

    fn positions(&mut self) -> Result<Vec<Position>, Fault> {
        let attempt = || "reading how far people have read".to_owned();
        self.at_once(About::Others, attempt, |view, _| recall::positions(view.conn))
    }

    fn marks(&mut self) -> Result<Vec<Mark>, Fault> {
        self.at_once(About::Others, || "reading the read marks".to_owned(), |view, _| marks::all(view.conn))
    }
}
