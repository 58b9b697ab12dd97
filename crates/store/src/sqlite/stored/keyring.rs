//! Facts about tokens and invitations.

use parlor_model::{
    Digits, KeyId, KeyringFact, Number, PersonId, RoomId, Scopes, SecretHash, Text, Time, TokenKind,
};
use serde::{Deserialize, Serialize};

/// What happened to the keyring. A hash is written in hexadecimal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredKeyringFact {
    TokenMade {
        person: u64,
        hash: StoredHash,
        kind: StoredTokenKind,
        label: String,
        until: Option<u64>,
    },
    TokenEnded {
        id: u64,
    },
    LoginsEnded {
        person: u64,
        but: Option<u64>,
    },
    InvitationMade {
        hash: StoredHash,
        room: Option<u64>,
        registers: bool,
        uses: u32,
        label: String,
        until: Option<u64>,
    },
    InvitationEnded {
        id: u64,
    },
    InvitationUsed {
        id: u64,
    },
}

/// What a token is for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredTokenKind {
    Login,
    Program { read: bool, write: bool, manage: bool },
    Hook { room: u64 },
}

/// 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(in crate::sqlite) struct StoredHash(pub(super) [u8; 32]);

impl From<StoredHash> for String {
    fn from(hash: StoredHash) -> Self {
        Digits(hash.0).to_string()
    }
}

impl TryFrom<String> for StoredHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Digits::parse(&text).map(|digits| Self(digits.0)).ok_or("not 64 hexadecimal digits")
    }
}

impl From<&KeyringFact> for StoredKeyringFact {
    fn from(fact: &KeyringFact) -> Self {
        match fact {
            KeyringFact::TokenMade { person, hash, kind, label, until } => Self::TokenMade {
                person: person.0,
                hash: StoredHash(hash.0),
                kind: match kind {
                    TokenKind::Login => StoredTokenKind::Login,
                    TokenKind::Program(Scopes { read, write, manage }) => {
                        StoredTokenKind::Program { read: *read, write: *write, manage: *manage }
                    }
                    TokenKind::Hook(room) => StoredTokenKind::Hook { room: room.0 },
                },
                label: label.to_string(),
                until: until.map(|u| u.0),
            },
            KeyringFact::TokenEnded { id } => Self::TokenEnded { id: id.0.0 },
            KeyringFact::LoginsEnded { person, but } => {
                Self::LoginsEnded { person: person.0, but: but.map(|b| b.0.0) }
            }
            KeyringFact::InvitationMade { hash, room, registers, uses, label, until } => {
                Self::InvitationMade {
                    hash: StoredHash(hash.0),
                    room: room.map(|r| r.0),
                    registers: *registers,
                    uses: *uses,
                    label: label.to_string(),
                    until: until.map(|u| u.0),
                }
            }
            KeyringFact::InvitationEnded { id } => Self::InvitationEnded { id: id.0.0 },
            KeyringFact::InvitationUsed { id } => Self::InvitationUsed { id: id.0.0 },
        }
    }
}

impl From<StoredKeyringFact> for KeyringFact {
    fn from(stored: StoredKeyringFact) -> Self {
        let key = |id| KeyId(Number(id));
        match stored {
            StoredKeyringFact::TokenMade { person, hash, kind, label, until } => Self::TokenMade {
                person: PersonId(person),
                hash: SecretHash(hash.0),
                kind: match kind {
                    StoredTokenKind::Login => TokenKind::Login,
                    StoredTokenKind::Program { read, write, manage } => {
                        TokenKind::Program(Scopes { read, write, manage })
                    }
                    StoredTokenKind::Hook { room } => TokenKind::Hook(RoomId(room)),
                },
                label: Text::trusted(&label),
                until: until.map(Time),
            },
            StoredKeyringFact::TokenEnded { id } => Self::TokenEnded { id: key(id) },
            StoredKeyringFact::LoginsEnded { person, but } => {
                Self::LoginsEnded { person: PersonId(person), but: but.map(key) }
            }
            StoredKeyringFact::InvitationMade { hash, room, registers, uses, label, until } => {
                Self::InvitationMade {
                    hash: SecretHash(hash.0),
                    room: room.map(RoomId),
                    registers,
                    uses,
                    label: Text::trusted(&label),
                    until: until.map(Time),
                }
            }
            StoredKeyringFact::InvitationEnded { id } => Self::InvitationEnded { id: key(id) },
            StoredKeyringFact::InvitationUsed { id } => Self::InvitationUsed { id: key(id) },
        }
    }
}
