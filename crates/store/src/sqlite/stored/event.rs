//! Whole events, as a digest holds them.

use super::{StoredFact, StoredHeard, StoredWho, Unreadable};
use parlor_model::{Event, Key, Number, RoomId, Time};
use serde::{Deserialize, Serialize};

/// An event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(in crate::sqlite) struct StoredEvent {
    room: u64,
    number: u64,
    at: u64,
    by: StoredWho,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    heard: StoredHeard,
    fact: StoredFact,
}

impl From<&Event> for StoredEvent {
    fn from(event: &Event) -> Self {
        let Event { room, number, at, by, key, heard, fact } = event;
        Self {
            room: room.0,
            number: number.0,
            at: at.0,
            by: by.as_ref().into(),
            key: key.as_ref().map(|k| k.as_str().to_owned()),
            heard: heard.into(),
            fact: fact.into(),
        }
    }
}

impl TryFrom<StoredEvent> for Event {
    type Error = Unreadable;

    fn try_from(stored: StoredEvent) -> Result<Self, Unreadable> {
        let StoredEvent { room, number, at, by, key, heard, fact } = stored;
        Ok(Self {
            room: RoomId(room),
            number: Number(number),
            at: Time(at),
            by: by.into(),
            key: key.map(|k| read_key(&k)).transpose()?,
            heard: heard.into(),
            fact: fact.into(),
        })
    }
}

/// An idempotency key that was checked before it was kept.
pub(in crate::sqlite) fn read_key(text: &str) -> Result<Key, Unreadable> {
    Key::parse(text).ok_or_else(|| Unreadable("an idempotency key".to_owned()))
}
