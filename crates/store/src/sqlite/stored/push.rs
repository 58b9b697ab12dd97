//! Facts about pushes.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use parlor_model::{Endpoint, PersonId, PushDialect, PushFact, PushKeys, Time};
use serde::{Deserialize, Serialize};

/// What happened about pushes. Keys are written as programs write them: Base64 for URLs, without padding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredPushFact {
    Subscribed {
        person: u64,
        endpoint: String,
        p256dh: StoredKey<65>,
        auth: StoredKey<16>,
        dialect: StoredDialect,
        until: u64,
    },
    Unsubscribed {
        endpoint: String,
    },
}

/// How what is pushed is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredDialect {
    Irc,
    Json,
}

/// Bytes of a key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(in crate::sqlite) struct StoredKey<const N: usize>([u8; N]);

impl<const N: usize> From<StoredKey<N>> for String {
    fn from(key: StoredKey<N>) -> Self {
        BASE64_URL_SAFE_NO_PAD.encode(key.0)
    }
}

impl<const N: usize> TryFrom<String> for StoredKey<N> {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| "no Base64")?;
        bytes.try_into().map(Self).map_err(|_| "a key of another length")
    }
}

impl From<&PushFact> for StoredPushFact {
    fn from(fact: &PushFact) -> Self {
        match fact {
            PushFact::Subscribed { person, endpoint, keys, dialect, until } => Self::Subscribed {
                person: person.0,
                endpoint: endpoint.as_str().to_owned(),
                p256dh: StoredKey(keys.public),
                auth: StoredKey(keys.secret),
                dialect: match dialect {
                    PushDialect::Irc => StoredDialect::Irc,
                    PushDialect::Json => StoredDialect::Json,
                },
                until: until.0,
            },
            PushFact::Unsubscribed { endpoint } => {
                Self::Unsubscribed { endpoint: endpoint.as_str().to_owned() }
            }
        }
    }
}

impl From<StoredPushFact> for PushFact {
    fn from(stored: StoredPushFact) -> Self {
        match stored {
            StoredPushFact::Subscribed { person, endpoint, p256dh, auth, dialect, until } => {
                Self::Subscribed {
                    person: PersonId(person),
                    endpoint: Endpoint::trusted(&endpoint),
                    keys: PushKeys { public: p256dh.0, secret: auth.0 },
                    dialect: match dialect {
                        StoredDialect::Irc => PushDialect::Irc,
                        StoredDialect::Json => PushDialect::Json,
                    },
                    until: Time(until),
                }
            }
            StoredPushFact::Unsubscribed { endpoint } => {
                Self::Unsubscribed { endpoint: Endpoint::trusted(&endpoint) }
            }
        }
    }
}
