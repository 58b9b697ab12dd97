//! Finding messages by their words.
//!
//! Candidates come newest first: from the end of the log that the index has not taken in yet, then from the index.
//! Each is compared with the message as it stands now, so that what is found is right whatever the index knows.

use super::columns::{EVENT, SAID, event, heard_by, int, kind};
use super::index::{ERA_BITS, indexed};
use super::numbering::View;
use super::sought::{Sought, rooms_fit};
use super::standing;
use super::trouble::Tried;
use super::whos::Whos;
use crate::{Found, Item, SearchQuery};
use parlor_model::{Event, Fact, Number, RoomId, Time};
use rusqlite::{Row, params};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows at the end of the log that are looked at one by one before the index is asked for very short words: in most
/// logs they hold enough, and the index has such words in every second message.
const GLANCE_ROWS: i64 = 2_000;

/// Candidates in rooms that the asker may not read, after which the index is asked for the rooms too. Asking for them
/// makes it walk along every message of theirs, which a rare word does not need.
const ELSEWHERE_MAX: usize = 1_000;

/// Messages with all the words, newest first.
pub(super) fn search(view: &View<'_>, whos: &mut Whos, query: &SearchQuery) -> Tried<Vec<Found>> {
    let Some(sought) = Sought::of(query) else { return Ok(Vec::new()) };
    if query.limit == 0 || query.rooms.is_empty() {
        return Ok(Vec::new());
    }
    let rooms = query.rooms.iter().map(|(room, told, since)| (*room, (*told, *since))).collect();
    let mut hunt = Hunt { view, whos, query, sought, rooms, seen: HashSet::new(), found: BTreeMap::new() };
    let (first, last) = hunt.bounds()?;
    let mut floor = indexed(view.conn)?;
    if hunt.sought.is_short() {
        floor = floor.min(last.saturating_sub(GLANCE_ROWS));
    }
    if !hunt.look_through(floor.max(first - 1), last)? {
        let place = hunt.ask_index(first, floor.min(last), false)?;
        if let Some(place) = place {
            hunt.ask_index(first, place, true)?;
        }
    }
    Ok(hunt.found.into_values().rev().take(query.limit).collect())
}

struct Hunt<'a> {
    view: &'a View<'a>,
    whos: &'a mut Whos,
    query: &'a SearchQuery,
    sought: Sought,
    rooms: HashMap<RoomId, (Number, Time)>,
    /// Messages that were compared.
    seen: HashSet<(RoomId, Number)>,
    /// By `seq`.
    found: BTreeMap<i64, Item>,
}

impl Hunt<'_> {
    /// The first and the last row that can matter, by the times asked for. Documents of edits lie later than their
    /// messages, so `before` says nothing about them: only what the index has not taken in is open above.
    fn bounds(&self) -> Tried<(i64, i64)> {
        let last: Option<i64> =
            self.view.conn.prepare_cached("SELECT max(seq) FROM events")?.query_row([], |row| row.get(0))?;
        let first = match self.query.after {
            None => 1,
            Some(time) => {
                let era: Option<i64> = self
                    .view
                    .conn
                    .prepare_cached("SELECT min(era) FROM eras WHERE at_max >= ?1")?
                    .query_row([int(time.0)], |row| row.get(0))?;
                match era {
                    Some(era) => (era << ERA_BITS).max(1),
                    None => indexed(self.view.conn)? + 1,
                }
            }
        };
        Ok((first, last.unwrap_or(0)))
    }

    /// Looks at each row above `floor` up to `last`. `true`: enough was found.
    fn look_through(&mut self, floor: i64, last: i64) -> Tried<bool> {
        let mut ask = self.view.conn.prepare_cached(&format!(
            "SELECT {EVENT} FROM events WHERE seq > ?1 AND seq <= ?2 AND kind IN (1, 2) ORDER BY seq DESC"
        ))?;
        let mut rows = ask.query(params![floor, last])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(9)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default();
            if self.rooms.contains_key(&room(row)?) && self.sought.in_words(text) && self.candidate(row)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks at what the index has from `first` to `last`. Answers where it gave up, for too much was elsewhere.
    fn ask_index(&mut self, first: i64, last: i64, in_rooms: bool) -> Tried<Option<i64>> {
        let mut ask = self.view.conn.prepare_cached(
            "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC",
        )?;
        let mut load =
            self.view.conn.prepare_cached(&format!("SELECT {EVENT} FROM events WHERE seq = ?1"))?;
        let rooms = if in_rooms { &self.query.rooms[..] } else { &[] };
        let mut rows = ask.query(params![self.sought.for_index(rooms), first, last])?;
        let mut elsewhere = 0;
        while let Some(hit) = rows.next()? {
            let seq: i64 = hit.get(0)?;
            let mut row = load.query([seq])?;
            let Some(row) = row.next()? else { continue };
            if !self.rooms.contains_key(&room(row)?) {
                elsewhere += 1;
                if elsewhere > ELSEWHERE_MAX && !in_rooms && rooms_fit(self.query) {
                    return Ok(Some(seq));
                }
            } else if self.candidate(row)? {
                break;
            }
        }
        Ok(None)
    }

    /// Compares the message that this row is or edits. `true`: enough was found, nothing that comes can be newer.
    fn candidate(&mut self, row: &Row<'_>) -> Tried<bool> {
        let seq: i64 = row.get(0)?;
        let room = room(row)?;
        let Some(&place) = self.rooms.get(&room) else { return Ok(false) };
        let number = match row.get(6)? {
            Some(target) => target,
            None => row.get::<_, i64>(2)?,
        };
        if self.seen.insert((room, Number(number.cast_unsigned()))) {
            if row.get::<_, i64>(5)? == kind::SAID {
                self.compare(row, place)?;
            } else {
                let seq = self.view.seq(room, Number(number.cast_unsigned()))?;
                let mut ask = self
                    .view
                    .conn
                    .prepare_cached(&format!("SELECT {EVENT} FROM events WHERE seq = ?1 AND {SAID}"))?;
                let mut rows = ask.query([seq])?;
                if let Some(row) = rows.next()? {
                    self.compare(row, place)?;
                }
            }
        }
        let enough = self.found.keys().rev().nth(self.query.limit - 1);
        Ok(enough.is_some_and(|oldest| *oldest >= seq))
    }

    /// Takes the message in when all of the question is true of it, as it stands.
    fn compare(&mut self, row: &Row<'_>, (told, since): (Number, Time)) -> Tried<()> {
        let at = row.get::<_, i64>(3)?;
        let query = self.query;
        if row.get::<_, i64>(2)? > int(told.0)
            || at < int(since.0)
            || query.before.is_some_and(|before| at >= int(before.0))
            || query.after.is_some_and(|after| at < int(after.0))
            || !heard_by(row, query.reader)?
        {
            return Ok(());
        }
        let message: Event = event(row, self.whos, self.view.conn)?;
        if !self.sought.said_by(&message.by) {
            return Ok(());
        }
        let (room, number) = (message.room, message.number);
        let mut standings = standing::of(self.view.conn, self.whos, room, (number, number), told)?;
        let item = standings.remove(&number).unwrap_or_default().item(message);
        if let Fact::Said { text, .. } = &item.event.fact
            && item.deleted.is_none()
            && self.sought.in_words(text)
        {
            self.found.insert(row.get(0)?, item);
        }
        Ok(())
    }
}

fn room(row: &Row<'_>) -> Tried<RoomId> {
    Ok(RoomId(row.get::<_, i64>(1)?.cast_unsigned()))
}
