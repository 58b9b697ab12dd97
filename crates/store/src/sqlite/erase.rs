//! Deletion erases.

use super::columns::{id, int, kind};
use super::index;
use super::trouble::Tried;
use super::whos::Whos;
use parlor_model::{Number, RoomId};
use rusqlite::{Connection, params};

/// Blanks a message's words and tags and the words of its edits, in the log and in the index of words. `true`: there were some.
pub(super) fn words(conn: &Connection, whos: &mut Whos, room: RoomId, target: Number) -> Tried<bool> {
    index::forget(conn, whos, room, target)?;
    let mut erased = 0;
    erased += conn
        .prepare_cached(
            "UPDATE events SET text = '', body = json_remove(body, '$.tags')
             WHERE room = ?1 AND number = ?2 AND kind = ?3 AND text <> ''",
        )?
        .execute(params![id(room.0), int(target.0), kind::SAID])?;
    erased += conn
        .prepare_cached(
            "UPDATE events SET text = '' WHERE room = ?1 AND target = ?2 AND kind = ?3 AND text <> ''",
        )?
        .execute(params![id(room.0), int(target.0), kind::EDITED])?;
    Ok(erased > 0)
}
