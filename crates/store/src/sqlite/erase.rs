//! Deletion erases.

use super::columns::{id, int, kind};
use super::index;
use super::numbering::View;
use super::trouble::Tried;
use super::whos::Whos;
use parlor_model::{Number, RoomId};
use rusqlite::params;

/// Blanks a message's words and tags and the words of its edits, in the log and in the index of words. `true`: there were some.
pub(super) fn words(view: &View<'_>, whos: &mut Whos, room: RoomId, target: Number) -> Tried<bool> {
    let Some(seq) = view.seq(room, target)? else { return Ok(false) };
    let conn = view.conn;
    index::forget(conn, whos, room, (target, seq))?;
    let mut erased = 0;
    erased += conn
        .prepare_cached(
            "UPDATE events SET text = '', body = json_remove(body, '$.tags')
             WHERE seq = ?1 AND kind = ?2 AND text <> ''",
        )?
        .execute(params![seq, kind::SAID])?;
    erased += conn
        .prepare_cached(
            "UPDATE events SET text = '' WHERE room = ?1 AND target = ?2 AND kind = ?3 AND text <> ''",
        )?
        .execute(params![id(room.0), int(target.0), kind::EDITED])?;
    Ok(erased > 0)
}
