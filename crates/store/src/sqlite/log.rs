//! The log as it was kept: what a start, a reload and a cursor need.

use super::columns::{ALL, EVENT, event, id, int};
use super::keep::last_said;
use super::numbering::{Order, View};
use super::stored::StoredEvent;
use super::trouble::Tried;
use super::whos::Whos;
use crate::{Digest, RoomLog};
use parlor_model::{Event, Number, RoomId, Time};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// Every room but the directory: by hopping over the index, not by reading the log.
pub(super) fn rooms(view: &View<'_>, whos: &mut Whos) -> Tried<Vec<RoomLog>> {
    let mut next =
        view.conn.prepare_cached("SELECT room FROM numbering WHERE room >= ?1 ORDER BY room LIMIT 1")?;
    let mut rooms: BTreeSet<_> = view.rooms_ahead().collect();
    let mut from = Some(i64::MIN);
    while let Some(at) = from {
        let found: Option<i64> = next.query_row([at], |row| row.get(0)).optional()?;
        let Some(found) = found else { break };
        from = found.checked_add(1);
        rooms.insert(RoomId(found.cast_unsigned()));
    }
    rooms.remove(&RoomId::DIRECTORY);
    let logs = rooms.into_iter().map(|room| room_log(view, whos, room));
    logs.filter_map(Result::transpose).collect()
}

/// What is needed to fold one room; `None`: nothing was kept of it.
pub(super) fn room_log(view: &View<'_>, whos: &mut Whos, room: RoomId) -> Tried<Option<RoomLog>> {
    let conn = view.conn;
    let last = view.last(room)?;
    if last == Number(0) {
        return Ok(None);
    }
    let digest = digest(conn, room)?;
    let as_of = digest.as_ref().map_or(Number(0), |d| d.as_of);
    let mut ask = conn.prepare_cached(&format!(
        "SELECT {EVENT} FROM events INDEXED BY events_altering
         WHERE room = ?1 AND number > ?2 AND kind >= 16 ORDER BY number"
    ))?;
    let mut rows = ask.query(params![id(room.0), int(as_of.0)])?;
    let mut altering = Vec::new();
    while let Some(row) = rows.next()? {
        altering.push(event(row, whos, conn)?);
    }
    let last_said = last_said(view, room, last)?.map(|at| Time(at.cast_unsigned()));
    Ok(Some(RoomLog { room, digest, altering, last, last_said, untold: Vec::new() }))
}

fn digest(conn: &Connection, room: RoomId) -> Tried<Option<Digest>> {
    let found: Option<(i64, String)> = conn
        .prepare_cached("SELECT as_of, events FROM digests WHERE room = ?1")?
        .query_row([id(room.0)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((as_of, json)) = found else { return Ok(None) };
    let stored: Vec<StoredEvent> = serde_json::from_str(&json)?;
    let events = stored.into_iter().map(Event::try_from).collect::<Result<_, _>>()?;
    Ok(Some(Digest { room, as_of: Number(as_of.cast_unsigned()), events }))
}

/// The events after a number, oldest first, at most `limit`.
pub(super) fn after(
    view: &View<'_>,
    whos: &mut Whos,
    room: RoomId,
    after: Number,
    limit: usize,
) -> Tried<Vec<Event>> {
    let mut events = Vec::new();
    if limit == 0 {
        return Ok(events);
    }
    let after = Number(after.0.saturating_add(1));
    view.walk(room, after..Number(u64::MAX), Order::OldestFirst, ALL, |row| {
        events.push(event(row, whos, view.conn)?);
        Ok(events.len() == limit)
    })?;
    Ok(events)
}
