//! People and audiences.

use super::Unreadable;
use parlor_model::{AccountName, Audience, Nickname, PersonId, Who};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A person as they were.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(in crate::sqlite) struct StoredWho {
    person: u64,
    nick: String,
    user: String,
    host: String,
    address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    real: String,
}

impl From<&Who> for StoredWho {
    fn from(who: &Who) -> Self {
        let Who { person, nick, user, host, address, account, real } = who;
        Self {
            person: person.0,
            nick: nick.as_str().to_owned(),
            user: user.to_string(),
            host: host.to_string(),
            address: address.to_string(),
            account: account.as_ref().map(|a| a.as_str().to_owned()),
            real: real.to_string(),
        }
    }
}

impl From<StoredWho> for Arc<Who> {
    fn from(stored: StoredWho) -> Self {
        let StoredWho { person, nick, user, host, address, account, real } = stored;
        Arc::new(Who {
            person: PersonId(person),
            nick: Nickname::trusted(&nick),
            user: user.into(),
            host: host.into(),
            address: address.into(),
            account: account.map(|a| AccountName::trusted(&a)),
            real: real.into(),
        })
    }
}

/// An audience.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredHeard {
    Room,
    These(Vec<u64>),
    Nobody,
}

impl From<&Audience> for StoredHeard {
    fn from(heard: &Audience) -> Self {
        match heard {
            Audience::Room => Self::Room,
            Audience::These(people) => Self::These(people.iter().map(|p| p.0).collect()),
            Audience::Nobody => Self::Nobody,
        }
    }
}

impl From<StoredHeard> for Audience {
    fn from(stored: StoredHeard) -> Self {
        match stored {
            StoredHeard::Room => Self::Room,
            StoredHeard::These(people) => Self::these(people.into_iter().map(PersonId)),
            StoredHeard::Nobody => Self::Nobody,
        }
    }
}

/// The column of an audience that is nobody: no list of people has this length.
const NOBODY: [u8; 1] = [0];

impl StoredHeard {
    /// What stands in the column: nothing for the room, else eight bytes a person.
    pub(in crate::sqlite) fn column(heard: &Audience) -> Option<Vec<u8>> {
        match heard {
            Audience::Room => None,
            Audience::These(people) => Some(people.iter().flat_map(|p| p.0.to_be_bytes()).collect()),
            Audience::Nobody => Some(NOBODY.to_vec()),
        }
    }

    /// Reads what [`StoredHeard::column`] wrote.
    pub(in crate::sqlite) fn from_column(column: Option<&[u8]>) -> Result<Audience, Unreadable> {
        let Some(bytes) = column else { return Ok(Audience::Room) };
        if bytes == NOBODY {
            return Ok(Audience::Nobody);
        }
        let (people, rest) = bytes.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(Unreadable(format!("an audience of {} bytes", bytes.len())));
        }
        Ok(Audience::these(people.iter().map(|p| PersonId(u64::from_be_bytes(*p)))))
    }
}
