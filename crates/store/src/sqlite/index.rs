//! The index of words: what it holds of a message, how it is fed behind the log, and how it forgets.
//!
//! Every message and every edit is a document, named by its `seq`. Its tokens are the runs of three characters of its
//! plain words (shorter ones at the end), each once; one for the room; and one for each name of who said it. No
//! positions are kept: what the index finds is a candidate, and is compared with the message's words of now. That is
//! a third of the size of an index with positions, and finds any substring from one character on.

use super::columns::{id, int, kind};
use super::numbering::View;
use super::tails::Tails;
use super::trouble::Tried;
use super::whos::Whos;
use crate::words;
use parlor_model::{Folded, Number, RoomId, Who};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// Characters of a token.
pub(super) const GRAM: usize = 3;
/// Rows of the log looked at in one piece.
const PIECE_ROWS_MAX: u32 = 1_000;
/// Bytes of words taken in in one piece, before the one that goes past it.
const PIECE_BYTES_MAX: usize = 512 * 1024;
/// Rows of the log in one era, as a power of two: what `after` can leave out whole.
pub(super) const ERA_BITS: u32 = 10;

/// The rows up to this one are in the index.
pub(super) fn indexed(conn: &Connection) -> Tried<i64> {
    Ok(conn.prepare_cached("SELECT indexed FROM progress")?.query_row([], |row| row.get(0))?)
}

/// Starts the index anew when it was made by other rules for what words are.
pub(super) fn check_shape(conn: &mut Connection) -> rusqlite::Result<()> {
    let shape = words::shape();
    let kept: Option<String> =
        conn.query_row("SELECT shape FROM progress", [], |row| row.get(0)).optional()?;
    if kept.as_ref() == Some(&shape) {
        return Ok(());
    }
    if kept.is_some() {
        tracing::info!(from = kept, to = shape, "making the index of words anew");
    }
    let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    change.execute_batch(
        "INSERT INTO words (words) VALUES ('delete-all'); DELETE FROM eras; DELETE FROM progress",
    )?;
    change.execute("INSERT INTO progress (indexed, shape) VALUES (0, ?1)", [shape])?;
    change.commit()
}

/// How many rows of the log the index has yet to take in.
pub(super) fn behind(conn: &Connection) -> Tried<i64> {
    let last: Option<i64> =
        conn.prepare_cached("SELECT max(seq) FROM events")?.query_row([], |r| r.get(0))?;
    Ok(last.unwrap_or(0) - indexed(conn)?)
}

/// Takes the next piece of the log into the index.
pub(super) fn feed(conn: &Connection, whos: &mut Whos, tails: &Tails) -> Tried<()> {
    let to = take_in(conn, whos, tails, indexed(conn)?)?;
    conn.prepare_cached("UPDATE progress SET indexed = ?1")?.execute([to])?;
    Ok(())
}

/// Takes in a piece of the log after `from`; answers how far it went.
fn take_in(conn: &Connection, whos: &mut Whos, tails: &Tails, from: i64) -> Tried<i64> {
    let mut ask = conn.prepare_cached(
        "SELECT seq, room, at, kind, author, target, text FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let mut put = conn.prepare_cached("INSERT INTO words (rowid, tokens) VALUES (?1, ?2)")?;
    let mut era = conn.prepare_cached(
        "INSERT INTO eras (era, at_max) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET at_max = max(at_max, excluded.at_max)",
    )?;
    let (mut to, mut bytes) = (from, 0);
    let mut rows = ask.query(params![from, PIECE_ROWS_MAX])?;
    while let Some(row) = rows.next()? {
        let (seq, room, at, kind): (i64, i64, i64, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        to = seq;
        if !matches!(kind, kind::SAID | kind::EDITED) {
            continue;
        }
        era.execute(params![seq >> ERA_BITS, at])?;
        let text = row.get_ref(6)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default();
        // Deleted before it was taken in: nothing of it is left to find.
        if text.is_empty() {
            continue;
        }
        let room = RoomId(room.cast_unsigned());
        // An edit is found by the name that its message is found by.
        let message = match row.get::<_, Option<i64>>(5)? {
            Some(target) => View::new(conn, tails.of(room)).seq(room, Number(target.cast_unsigned()))?,
            None => None,
        };
        let said_by = message.map(|seq| author(conn, seq)).transpose()?.flatten();
        let who = whos.find(conn, said_by.unwrap_or(row.get(4)?))?;
        put.execute(params![seq, tokens(text, room, &who)])?;
        bytes += text.len();
        if bytes >= PIECE_BYTES_MAX {
            break;
        }
    }
    Ok(to)
}

/// Who said what is in the row.
fn author(conn: &Connection, seq: i64) -> Tried<Option<i64>> {
    let mut ask = conn.prepare_cached("SELECT author FROM events WHERE seq = ?1")?;
    Ok(ask.query_row([seq], |row| row.get(0)).optional()?)
}

/// Takes a message and its edits out of the index, in the transaction that blanks their words afterwards.
pub(super) fn forget(
    conn: &Connection,
    whos: &mut Whos,
    room: RoomId,
    (number, seq): (Number, i64),
) -> Tried<()> {
    let Some(author) = author(conn, seq)? else { return Ok(()) };
    let who = whos.find(conn, author)?;
    let indexed = indexed(conn)?;
    let mut ask = conn.prepare_cached(
        "SELECT seq, text FROM events WHERE seq = ?1 AND kind = 1
         UNION ALL SELECT seq, text FROM events WHERE room = ?2 AND target = ?3 AND kind = 2",
    )?;
    let mut drop =
        conn.prepare_cached("INSERT INTO words (words, rowid, tokens) VALUES ('delete', ?1, ?2)")?;
    let mut rows = ask.query(params![seq, id(room.0), int(number.0)])?;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let text = row.get_ref(1)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default();
        // The index can only take out what is said to it again, word for word.
        if seq <= indexed && !text.is_empty() {
            drop.execute(params![seq, tokens(text, room, &who)])?;
        }
    }
    Ok(())
}

/// A document as the index takes it: tokens with spaces between them.
fn tokens(text: &str, room: RoomId, who: &Who) -> String {
    let plain = words::plain(text);
    let chars: Vec<char> = plain.chars().map(safe).collect();
    let mut grams: Vec<&[char]> = (0..chars.len()).map(|i| &chars[i..chars.len().min(i + GRAM)]).collect();
    grams.sort_unstable();
    grams.dedup();
    let mut out = String::with_capacity(plain.len() * (GRAM + 1) + 64);
    for gram in grams {
        out.extend(gram);
        out.push(' ');
    }
    out.push_str(&room_token(room));
    for name in [Some(who.nick.folded()), who.account.as_ref().map(|a| a.folded())].into_iter().flatten() {
        out.push(' ');
        out.push_str(&name_token(&name));
    }
    out
}

/// The token of a room. It begins with a character that no text is likely to have; if one does, that is a candidate too many.
pub(super) fn room_token(room: RoomId) -> String {
    format!("\u{f8f0}{:x}", room.0)
}

/// The token of a nickname or account name.
pub(super) fn name_token(name: &Folded) -> String {
    std::iter::once('\u{f8f1}').chain(name.as_str().chars().map(safe)).collect()
}

/// The tokenizer cuts at what is neither an ASCII letter or digit nor beyond ASCII, and folds case: such characters go
/// where nobody writes.
pub(super) fn safe(c: char) -> char {
    if c.is_ascii_lowercase() || c.is_ascii_digit() || !c.is_ascii() {
        return c;
    }
    char::from_u32(0xe000 + u32::from(c)).unwrap_or(c)
}
