//! The writer: batches, whole or not at all.

use super::Sqlite;
use super::append::Append;
use super::change::Change;
use super::columns::{SAID, id, int};
use super::erase;
use super::marks;
use super::numbering::{Order, View, hand_over, mark};
use super::stored::StoredEvent;
use super::tails::Tails;
use super::trouble::{Tried, Trouble};
use super::whos::{Authors, Met, Whos};
use crate::{Batch, Digest, Position};
use hashbrown::{HashMap, hash_map};
use parlor_model::{DirectoryFact, Fact, Number, RoomId};
use rusqlite::{Connection, OptionalExtension, params};

/// What the writer remembers of the file, so that keeping a message is one insert.
#[derive(Default)]
pub(super) struct Ends {
    lasts: HashMap<RoomId, Number>,
    authors: Authors,
}

impl Ends {
    /// Forgets everything: after a fault nobody knows what of it is so.
    fn forget(&mut self) {
        self.lasts.clear();
        self.authors.forget();
    }

    /// Gives the memory back; everything is looked up again.
    pub(super) fn rest(&mut self) {
        *self = Self::default();
    }

    fn last(&mut self, conn: &Connection, tails: &Tails, room: RoomId) -> Tried<&mut Number> {
        Ok(match self.lasts.entry(room) {
            hash_map::Entry::Occupied(known) => known.into_mut(),
            hash_map::Entry::Vacant(place) => place.insert(View::within(conn, tails, room, &[]).last(room)?),
        })
    }
}

impl Sqlite {
    /// Keeps the batch in one transaction. After any trouble the writer starts from what the file says.
    pub(super) fn keep_whole(&mut self, batch: &Batch) -> Tried<()> {
        let Batch { events, positions, marks, forgotten, digests } = batch;
        let read = positions.len() + marks.len() + forgotten.len();
        if events.is_empty() && read == 0 && digests.is_empty() {
            return Ok(());
        }
        self.be_sure()?;
        let done = self.keep_in_transaction(batch);
        if done.is_err() {
            self.ends.forget();
            // People whose rows were undone may have been read.
            self.whos = Whos::default();
            self.unsure = true;
        }
        done
    }

    fn keep_in_transaction(&mut self, batch: &Batch) -> Tried<()> {
        let change = Change::begin(&self.conn)?;
        let mut erased = false;
        let mut kept = Vec::with_capacity(batch.events.len());
        let mut met = Met::default();
        let mut log = Append::to(&change)?;
        for event in &batch.events {
            let last = self.ends.last(&change, &self.tails, event.room)?;
            if event.number != last.next() {
                return Err(Trouble::Conflict(format!(
                    "event {} of room {} does not follow on {last}",
                    event.number, event.room.0
                )));
            }
            *last = event.number;
            let author = self.ends.authors.row_in(&mut met, &change, &event.by)?;
            log.push(event, author, &mut kept)?;
            if let Fact::Deleted { target, .. } = &event.fact {
                log.flush(&mut kept)?;
                let view = View::within(&change, &self.tails, event.room, &kept);
                erased |= erase::words(&view, &mut self.whos, event.room, *target)?;
            }
            if let Fact::Directory(DirectoryFact::Deleted { person, .. }) = &event.fact {
                marks::forget(&change, *person)?;
            }
        }
        log.flush(&mut kept)?;
        for position in &batch.positions {
            advance(&change, position)?;
        }
        for mark in &batch.marks {
            marks::keep(&change, mark)?;
        }
        for person in &batch.forgotten {
            marks::forget(&change, *person)?;
        }
        for digest in &batch.digests {
            let last = *self.ends.last(&change, &self.tails, digest.room)?;
            if digest.as_of > last {
                return Err(Trouble::Conflict(format!(
                    "a digest of room {} as of {}, but the last event is {last}",
                    digest.room.0, digest.as_of
                )));
            }
            replace_digest(&View::within(&change, &self.tails, digest.room, &kept), digest)?;
        }
        let too_many = (self.tails.len() + kept.len()).saturating_sub(self.options.unnumbered_max);
        let due = if too_many > 0 { self.tails.due(too_many) } else { Vec::new() };
        hand_over(&change, &due)?;
        if let Some(oldest) = self.chores.mark_due(due.len(), self.options.unnumbered_max, &self.tails) {
            mark(&change, oldest - 1)?;
        }
        drop(log);
        self.ahead.step(&self.mover);
        change.commit()?;
        self.tails.settle(&due, &kept);
        self.chores.kept(batch.events.len(), erased);
        self.mover.step(&self.conn, &self.file);
        Ok(())
    }
}

fn advance(conn: &Connection, position: &Position) -> Tried<()> {
    let mut put = conn.prepare_cached(
        "INSERT INTO positions (person, room, number, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET number = excluded.number, at = excluded.at WHERE excluded.number > number",
    )?;
    put.execute(params![
        id(position.person.0),
        id(position.room.0),
        int(position.number.0),
        int(position.at.0)
    ])?;
    Ok(())
}

fn replace_digest(view: &View<'_>, digest: &Digest) -> Tried<()> {
    let events: Vec<StoredEvent> = digest.events.iter().map(Into::into).collect();
    let last_said = last_said(view, digest.room, digest.as_of)?;
    let mut put = view.conn.prepare_cached(
        "INSERT INTO digests (room, as_of, last_said, events) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET as_of = excluded.as_of, last_said = excluded.last_said, events = excluded.events
         WHERE excluded.as_of >= as_of",
    )?;
    put.execute(params![id(digest.room.0), int(digest.as_of.0), last_said, serde_json::to_string(&events)?])?;
    Ok(())
}

/// The time of the last message up to a number. Reads back to the last digest at most: what came before, it knows.
pub(super) fn last_said(view: &View<'_>, room: RoomId, up_to: Number) -> Tried<Option<i64>> {
    let known: Option<(i64, Option<i64>)> = view
        .conn
        .prepare_cached("SELECT as_of, last_said FROM digests WHERE room = ?1 AND as_of <= ?2")?
        .query_row(params![id(room.0), int(up_to.0)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (as_of, mut said) = known.unwrap_or((0, None));
    let since = Number(as_of.cast_unsigned()).next()..up_to.next();
    view.walk(room, since, Order::NewestFirst, SAID, |row| {
        said = Some(row.get(3)?);
        Ok(true)
    })?;
    Ok(said)
}
