//! An event as a row of the table `events`, and back.

use super::stored::{SaidHow, StoredFact, StoredHeard, Unreadable, read_key};
use super::trouble::Tried;
use super::whos::Whos;
use parlor_model::{DirectoryFact, Event, Fact, Number, PersonId, RoomId, Text, Time};
use rusqlite::{Connection, Row};

/// What kind of fact a row holds. Kept in files: a number is never given another meaning.
pub(super) mod kind {
    pub(in crate::sqlite) const SAID: i64 = 1;
    pub(in crate::sqlite) const EDITED: i64 = 2;
    pub(in crate::sqlite) const DELETED: i64 = 3;
    pub(in crate::sqlite) const REACTED: i64 = 4;
    pub(in crate::sqlite) const KNOCKED: i64 = 5;
    pub(in crate::sqlite) const TAGGED: i64 = 6;
    /// From here on they alter the room (`Fact::alters_room`); the schema's index `events_altering` says so too.
    pub(in crate::sqlite) const OPENED: i64 = 16;
    pub(in crate::sqlite) const JOINED: i64 = 17;
    pub(in crate::sqlite) const LEFT: i64 = 18;
    pub(in crate::sqlite) const KICKED: i64 = 19;
    pub(in crate::sqlite) const INVITED: i64 = 20;
    pub(in crate::sqlite) const TOPIC_SET: i64 = 21;
    pub(in crate::sqlite) const CHANGED: i64 = 22;
    pub(in crate::sqlite) const RENAMED: i64 = 23;
    pub(in crate::sqlite) const CLOSED: i64 = 24;
    pub(in crate::sqlite) const BECAME_KNOWN_AS: i64 = 25;
    pub(in crate::sqlite) const DIRECTORY: i64 = 32;
}

/// An id as SQLite's signed integer; every id has one, and it is read back equal.
pub(super) const fn id(id: u64) -> i64 {
    id.cast_signed()
}

/// A number or a time as SQLite's signed integer, keeping the order. (There are none past 2^63 but in questions.)
pub(super) const fn int(number: u64) -> i64 {
    if number > i64::MAX as u64 { i64::MAX } else { number.cast_signed() }
}

/// The columns of a fact.
pub(super) struct Columns<'a> {
    pub(super) kind: i64,
    pub(super) target: Option<i64>,
    pub(super) text: Option<&'a str>,
    pub(super) body: Option<String>,
}

impl<'a> Columns<'a> {
    /// Words in a column of their own; what is rarer as JSON.
    pub(super) fn of(fact: &'a Fact) -> Tried<Self> {
        let plain = |kind| Self { kind, target: None, text: None, body: None };
        let mut columns = match fact {
            Fact::Said { manner, text, reply_to, to_role, tags } => {
                let how = SaidHow::of(*manner, *reply_to, *to_role, tags.as_ref());
                let body = how.map(|how| serde_json::to_string(&how)).transpose()?;
                return Ok(Self { text: Some(text), body, ..plain(kind::SAID) });
            }
            Fact::Edited { target, text } => {
                return Ok(Self { text: Some(text), target: Some(int(target.0)), ..plain(kind::EDITED) });
            }
            Fact::Deleted { target, .. } => Self { target: Some(int(target.0)), ..plain(kind::DELETED) },
            Fact::Reacted { target, .. } => Self { target: Some(int(target.0)), ..plain(kind::REACTED) },
            Fact::Knocked { .. } => plain(kind::KNOCKED),
            Fact::Tagged { .. } => plain(kind::TAGGED),
            Fact::Opened { .. } => plain(kind::OPENED),
            Fact::Joined { .. } => plain(kind::JOINED),
            Fact::Left { .. } => plain(kind::LEFT),
            Fact::Kicked { .. } => plain(kind::KICKED),
            Fact::Invited { .. } => plain(kind::INVITED),
            Fact::TopicSet { .. } => plain(kind::TOPIC_SET),
            Fact::Changed { .. } => plain(kind::CHANGED),
            Fact::Renamed { .. } => plain(kind::RENAMED),
            Fact::Closed { .. } => plain(kind::CLOSED),
            Fact::BecameKnownAs { .. } => plain(kind::BECAME_KNOWN_AS),
            Fact::Directory(
                DirectoryFact::Registered { .. }
                | DirectoryFact::CredentialsChanged { .. }
                | DirectoryFact::Deleted { .. }
                | DirectoryFact::BotMade { .. }
                | DirectoryFact::Keyring(_)
                | DirectoryFact::Push(_)
                | DirectoryFact::Awaited(_)
                | DirectoryFact::Confirmed { .. }
                | DirectoryFact::CodeSent { .. }
                | DirectoryFact::OperatorSet { .. }
                | DirectoryFact::SettingChanged { .. }
                | DirectoryFact::Purged { .. }
                | DirectoryFact::Unpurged { .. }
                | DirectoryFact::MetadataSet { .. }
                | DirectoryFact::CertificateAdded { .. }
                | DirectoryFact::CertificateRemoved { .. }
                | DirectoryFact::Banned { .. }
                | DirectoryFact::Unbanned { .. },
            ) => plain(kind::DIRECTORY),
        };
        columns.body = Some(serde_json::to_string(&StoredFact::from(fact))?);
        Ok(columns)
    }

    /// The fact that has these columns.
    pub(super) fn fact(
        kind: i64,
        target: Option<i64>,
        text: Option<&str>,
        body: Option<&str>,
    ) -> Result<Fact, Unreadable> {
        match kind {
            kind::SAID => {
                let how = body.map(serde_json::from_str::<SaidHow>).transpose()?;
                Ok(SaidHow::said(how.as_ref(), Text::trusted(text.unwrap_or_default())))
            }
            kind::EDITED => {
                let target = target.ok_or_else(|| Unreadable("an edit of nothing".to_owned()))?;
                let text = Text::trusted(text.unwrap_or_default());
                Ok(Fact::Edited { target: Number(target.cast_unsigned()), text })
            }
            other => {
                let body =
                    body.ok_or_else(|| Unreadable(format!("a fact of kind {other} without a body")))?;
                Ok(serde_json::from_str::<StoredFact>(body)?.into())
            }
        }
    }
}

/// The columns that [`event`] reads, in its order.
pub(super) const EVENT: &str =
    "events.seq, events.room, events.number, at, author, kind, target, heard, key, text, body";

/// Every event, as SQL.
pub(super) const ALL: &str = "TRUE";
/// Messages only, as SQL.
pub(super) const SAID: &str = "kind = 1";

/// The row as an event.
pub(super) fn event(row: &Row<'_>, whos: &mut Whos, conn: &Connection) -> Tried<Event> {
    let heard: Option<&[u8]> = row.get_ref(7)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
    let key: Option<&str> = row.get_ref(8)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    let text: Option<&str> = row.get_ref(9)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    let body: Option<&str> = row.get_ref(10)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    Ok(Event {
        room: room(row)?,
        number: number(row)?,
        at: Time(row.get::<_, i64>(3)?.cast_unsigned()),
        by: whos.find(conn, row.get(4)?)?,
        key: key.map(read_key).transpose()?,
        heard: StoredHeard::from_column(heard)?,
        fact: Columns::fact(row.get(5)?, row.get(6)?, text, body)?,
    })
}

fn room(row: &Row<'_>) -> Tried<RoomId> {
    Ok(RoomId(row.get::<_, i64>(1)?.cast_unsigned()))
}

fn number(row: &Row<'_>) -> Tried<Number> {
    Ok(Number(row.get::<_, i64>(2)?.cast_unsigned()))
}

/// Whether the row's audience takes in the reader; reads nothing else of it.
pub(super) fn heard_by(row: &Row<'_>, reader: PersonId) -> Tried<bool> {
    let heard: Option<&[u8]> = row.get_ref(7)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
    Ok(StoredHeard::from_column(heard)?.includes(reader))
}
