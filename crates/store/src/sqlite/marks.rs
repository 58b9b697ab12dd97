//! Read marks: how far accounts have read, by time.

use super::columns::{id, int};
use super::stored::Unreadable;
use super::trouble::Tried;
use parlor_model::{Folded, Mark, MarkPlace, PersonId, RoomId, Time};
use rusqlite::{Connection, params};

/// Keeps a mark, unless a later one is kept; takes it away when it is at the beginning of time.
pub(super) fn keep(conn: &Connection, mark: &Mark) -> Tried<()> {
    let place = column(&mark.place);
    if mark.upto == Time(0) {
        let mut take = conn.prepare_cached("DELETE FROM marks WHERE person = ?1 AND place = ?2")?;
        take.execute(params![id(mark.person.0), place])?;
        return Ok(());
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO marks (person, place, upto) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET upto = excluded.upto WHERE excluded.upto > upto",
    )?;
    put.execute(params![id(mark.person.0), place, int(mark.upto.0)])?;
    Ok(())
}

/// Takes away how far somebody has read: they are gone for good.
pub(super) fn forget(conn: &Connection, person: PersonId) -> Tried<()> {
    for sql in ["DELETE FROM marks WHERE person = ?1", "DELETE FROM positions WHERE person = ?1"] {
        conn.prepare_cached(sql)?.execute([id(person.0)])?;
    }
    Ok(())
}

/// Every mark, the latest of each person first.
pub(super) fn all(conn: &Connection) -> Tried<Vec<Mark>> {
    let mut ask = conn.prepare_cached("SELECT person, place, upto FROM marks ORDER BY person, upto DESC")?;
    let mut rows = ask.query([])?;
    let mut marks = Vec::new();
    while let Some(row) = rows.next()? {
        marks.push(Mark {
            person: PersonId(row.get::<_, i64>(0)?.cast_unsigned()),
            place: place(row.get_ref(1)?.as_str().unwrap_or_default())?,
            upto: Time(row.get::<_, i64>(2)?.cast_unsigned()),
        });
    }
    Ok(marks)
}

/// `#` and the room's id, or the nickname: no nickname begins with `#`.
fn column(place: &MarkPlace) -> String {
    match place {
        MarkPlace::Room(room) => format!("#{}", room.0),
        MarkPlace::With(nick) => nick.as_str().to_owned(),
    }
}

fn place(column: &str) -> Tried<MarkPlace> {
    match column.strip_prefix('#') {
        Some(room) => {
            let id = room.parse().map_err(|_| Unreadable(format!("a mark in room {room:?}")))?;
            Ok(MarkPlace::Room(RoomId(id)))
        }
        None => Ok(MarkPlace::With(Folded::of(column))),
    }
}
