//! Small questions: one message, one key, one person's positions.

use super::columns::{EVENT, SAID, event, id};
use super::numbering::View;
use super::standing;
use super::trouble::Tried;
use super::whos::Whos;
use crate::Position;
use parlor_model::{Key, MessageId, Number, PersonId, Recall, RoomId, Time};
use rusqlite::{Connection, params};

/// What must be remembered of a message to decide about it.
pub(super) fn recall(
    view: &View<'_>,
    whos: &mut Whos,
    room: RoomId,
    number: Number,
) -> Tried<Option<Recall>> {
    let conn = view.conn;
    let Some(seq) = view.seq(room, number)? else { return Ok(None) };
    let mut ask = conn.prepare_cached(&format!("SELECT {EVENT} FROM events WHERE seq = ?1 AND {SAID}"))?;
    let mut rows = ask.query([seq])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let message = event(row, whos, conn)?;
    let mut standings = standing::of(conn, whos, room, (number, number), Number(u64::MAX))?;
    let standing = standings.remove(&number).unwrap_or_default();
    Ok(Some(Recall {
        number,
        by: message.by.person,
        heard: message.heard,
        deleted: standing.deleted.is_some(),
        reactions: standing.reactions.into_iter().map(|r| (r.by.person, r.reaction)).collect(),
    }))
}

/// The event that was kept with this key of this person.
pub(super) fn find_key(conn: &Connection, person: PersonId, key: &Key) -> Tried<Option<MessageId>> {
    let mut ask = conn.prepare_cached("SELECT room, number FROM events WHERE asker = ?1 AND key = ?2")?;
    let mut rows = ask.query(params![id(person.0), key.as_str()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let room = RoomId(row.get::<_, i64>(0)?.cast_unsigned());
    Ok(Some(MessageId { room, number: Number(row.get::<_, i64>(1)?.cast_unsigned()) }))
}

/// How far everybody has read, everywhere.
pub(super) fn positions(conn: &Connection) -> Tried<Vec<Position>> {
    let mut ask =
        conn.prepare_cached("SELECT person, room, number, at FROM positions ORDER BY person, room")?;
    let mut rows = ask.query([])?;
    let mut positions = Vec::new();
    while let Some(row) = rows.next()? {
        positions.push(Position {
            person: PersonId(row.get::<_, i64>(0)?.cast_unsigned()),
            room: RoomId(row.get::<_, i64>(1)?.cast_unsigned()),
            number: Number(row.get::<_, i64>(2)?.cast_unsigned()),
            at: Time(row.get::<_, i64>(3)?.cast_unsigned()),
        });
    }
    Ok(positions)
}
