//! The log as it was kept: what a start, a reload and a cursor need.

use super::columns::{EVENT, event, id, int};
use super::keep::{last_number, last_said};
use super::stored::StoredEvent;
use super::trouble::Tried;
use super::whos::Whos;
use crate::{Digest, RoomLog};
use parlor_model::{Event, Number, RoomId, Time};
use rusqlite::{Connection, OptionalExtension, params};

/// Every room but the directory: by hopping over the index, not by reading the log.
pub(super) fn rooms(conn: &Connection, whos: &mut Whos) -> Tried<Vec<RoomLog>> {
    let mut next = conn.prepare_cached("SELECT room FROM events WHERE room >= ?1 ORDER BY room LIMIT 1")?;
    let mut logs = Vec::new();
    let mut from = Some(i64::MIN);
    while let Some(at) = from {
        let found: Option<i64> = next.query_row([at], |row| row.get(0)).optional()?;
        let Some(found) = found else { break };
        from = found.checked_add(1);
        let room = RoomId(found.cast_unsigned());
        if room != RoomId::DIRECTORY
            && let Some(log) = room_log(conn, whos, room)?
        {
            logs.push(log);
        }
    }
    Ok(logs)
}

/// What is needed to fold one room; `None`: nothing was kept of it.
pub(super) fn room_log(conn: &Connection, whos: &mut Whos, room: RoomId) -> Tried<Option<RoomLog>> {
    let last = last_number(conn, room)?;
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
    let last_said = last_said(conn, room, last)?.map(|at| Time(at.cast_unsigned()));
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
    conn: &Connection,
    whos: &mut Whos,
    room: RoomId,
    after: Number,
    limit: usize,
) -> Tried<Vec<Event>> {
    let mut ask = conn.prepare_cached(&format!(
        "SELECT {EVENT} FROM events WHERE room = ?1 AND number > ?2 ORDER BY number LIMIT ?3"
    ))?;
    let mut rows = ask.query(params![id(room.0), int(after.0), int(limit as u64)])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row, whos, conn)?);
    }
    Ok(events)
}
