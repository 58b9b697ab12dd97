//! Facts about accounts.

use super::change::StoredMask;
use super::fingerprint::StoredFingerprint;
use super::keyring::StoredHash;
use super::keyring::StoredKeyringFact;
use super::push::StoredPushFact;
use super::setting::{StoredPurpose, StoredSetting};
use parlor_model::{
    AccountName, Awaited, DirectoryFact, Email, MetadataKey, PersonId, RoomName, SecretHash, Text, Time,
};
use serde::{Deserialize, Serialize};

/// What happened in the directory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredDirectoryFact {
    Registered {
        person: u64,
        name: String,
        credentials: String,
    },
    CredentialsChanged {
        person: u64,
        name: String,
        credentials: String,
    },
    Deleted {
        person: u64,
        name: String,
    },
    BotMade {
        person: u64,
        name: String,
        owner: u64,
    },
    Keyring(StoredKeyringFact),
    Push(StoredPushFact),
    OperatorSet {
        name: String,
        operator: bool,
    },
    SettingChanged {
        name: String,
        setting: StoredSetting,
    },
    MetadataSet {
        name: String,
        key: String,
        value: Option<String>,
    },
    CertificateAdded {
        name: String,
        certificate: StoredFingerprint,
    },
    CertificateRemoved {
        name: String,
        certificate: StoredFingerprint,
    },
    Awaited {
        name: String,
        credentials: String,
        email: String,
        code: StoredHash,
        until: u64,
    },
    Confirmed {
        person: u64,
        name: String,
    },
    CodeSent {
        name: String,
        purpose: StoredPurpose,
        hash: StoredHash,
        until: u64,
    },
    Purged {
        name: String,
        reason: String,
    },
    Unpurged {
        name: String,
    },
    Banned {
        mask: StoredMask,
        reason: String,
        until: Option<u64>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        spares_accounts: bool,
    },
    Unbanned {
        mask: StoredMask,
    },
}

impl From<&DirectoryFact> for StoredDirectoryFact {
    fn from(fact: &DirectoryFact) -> Self {
        match fact {
            DirectoryFact::Registered { person, name, credentials } => Self::Registered {
                person: person.0,
                name: name.as_str().to_owned(),
                credentials: credentials.to_string(),
            },
            DirectoryFact::CredentialsChanged { person, name, credentials } => Self::CredentialsChanged {
                person: person.0,
                name: name.as_str().to_owned(),
                credentials: credentials.to_string(),
            },
            DirectoryFact::Deleted { person, name } => {
                Self::Deleted { person: person.0, name: name.as_str().to_owned() }
            }
            DirectoryFact::BotMade { person, name, owner } => {
                Self::BotMade { person: person.0, name: name.as_str().to_owned(), owner: owner.0 }
            }
            DirectoryFact::Keyring(fact) => Self::Keyring(fact.into()),
            DirectoryFact::Push(fact) => Self::Push(fact.into()),
            DirectoryFact::OperatorSet { name, operator } => {
                Self::OperatorSet { name: name.as_str().to_owned(), operator: *operator }
            }
            DirectoryFact::SettingChanged { name, setting } => {
                Self::SettingChanged { name: name.as_str().to_owned(), setting: setting.into() }
            }
            DirectoryFact::MetadataSet { name, key, value } => Self::MetadataSet {
                name: name.as_str().to_owned(),
                key: key.to_string(),
                value: value.as_ref().map(ToString::to_string),
            },
            DirectoryFact::CertificateAdded { name, certificate } => Self::CertificateAdded {
                name: name.as_str().to_owned(),
                certificate: StoredFingerprint(*certificate),
            },
            DirectoryFact::CertificateRemoved { name, certificate } => Self::CertificateRemoved {
                name: name.as_str().to_owned(),
                certificate: StoredFingerprint(*certificate),
            },
            DirectoryFact::Awaited(awaited) => Self::Awaited {
                name: awaited.name.as_str().to_owned(),
                credentials: awaited.credentials.to_string(),
                email: awaited.email.as_str().to_owned(),
                code: StoredHash(awaited.code.0),
                until: awaited.until.0,
            },
            DirectoryFact::Confirmed { person, name } => {
                Self::Confirmed { person: person.0, name: name.as_str().to_owned() }
            }
            DirectoryFact::CodeSent { name, purpose, hash, until } => Self::CodeSent {
                name: name.as_str().to_owned(),
                purpose: (*purpose).into(),
                hash: StoredHash(hash.0),
                until: until.0,
            },
            DirectoryFact::Purged { name, reason } => {
                Self::Purged { name: name.as_str().to_owned(), reason: reason.to_string() }
            }
            DirectoryFact::Unpurged { name } => Self::Unpurged { name: name.as_str().to_owned() },
            DirectoryFact::Banned { mask, reason, until, spares_accounts } => Self::Banned {
                mask: mask.into(),
                reason: reason.to_string(),
                until: until.map(|u| u.0),
                spares_accounts: *spares_accounts,
            },
            DirectoryFact::Unbanned { mask } => Self::Unbanned { mask: mask.into() },
        }
    }
}

impl From<StoredDirectoryFact> for DirectoryFact {
    fn from(stored: StoredDirectoryFact) -> Self {
        match stored {
            StoredDirectoryFact::Registered { person, name, credentials } => Self::Registered {
                person: PersonId(person),
                name: AccountName::trusted(&name),
                credentials: credentials.into(),
            },
            StoredDirectoryFact::CredentialsChanged { person, name, credentials } => {
                Self::CredentialsChanged {
                    person: PersonId(person),
                    name: AccountName::trusted(&name),
                    credentials: credentials.into(),
                }
            }
            StoredDirectoryFact::Deleted { person, name } => {
                Self::Deleted { person: PersonId(person), name: AccountName::trusted(&name) }
            }
            StoredDirectoryFact::BotMade { person, name, owner } => Self::BotMade {
                person: PersonId(person),
                name: AccountName::trusted(&name),
                owner: PersonId(owner),
            },
            StoredDirectoryFact::Keyring(fact) => Self::Keyring(fact.into()),
            StoredDirectoryFact::Push(fact) => Self::Push(fact.into()),
            StoredDirectoryFact::OperatorSet { name, operator } => {
                Self::OperatorSet { name: AccountName::trusted(&name), operator }
            }
            StoredDirectoryFact::SettingChanged { name, setting } => {
                Self::SettingChanged { name: AccountName::trusted(&name), setting: setting.into() }
            }
            StoredDirectoryFact::MetadataSet { name, key, value } => Self::MetadataSet {
                name: AccountName::trusted(&name),
                key: MetadataKey::trusted(&key),
                value: value.map(|v| Text::trusted(&v)),
            },
            StoredDirectoryFact::CertificateAdded { name, certificate } => {
                Self::CertificateAdded { name: AccountName::trusted(&name), certificate: certificate.0 }
            }
            StoredDirectoryFact::CertificateRemoved { name, certificate } => {
                Self::CertificateRemoved { name: AccountName::trusted(&name), certificate: certificate.0 }
            }
            StoredDirectoryFact::Awaited { name, credentials, email, code, until } => {
                Self::Awaited(Awaited {
                    name: AccountName::trusted(&name),
                    credentials: credentials.into(),
                    email: Email::trusted(&email),
                    code: SecretHash(code.0),
                    until: Time(until),
                })
            }
            StoredDirectoryFact::Confirmed { person, name } => {
                Self::Confirmed { person: PersonId(person), name: AccountName::trusted(&name) }
            }
            StoredDirectoryFact::CodeSent { name, purpose, hash, until } => Self::CodeSent {
                name: AccountName::trusted(&name),
                purpose: purpose.into(),
                hash: SecretHash(hash.0),
                until: Time(until),
            },
            StoredDirectoryFact::Purged { name, reason } => {
                Self::Purged { name: RoomName::trusted(&name), reason: Text::trusted(&reason) }
            }
            StoredDirectoryFact::Unpurged { name } => Self::Unpurged { name: RoomName::trusted(&name) },
            StoredDirectoryFact::Banned { mask, reason, until, spares_accounts } => Self::Banned {
                mask: mask.into(),
                reason: Text::trusted(&reason),
                until: until.map(Time),
                spares_accounts,
            },
            StoredDirectoryFact::Unbanned { mask } => Self::Unbanned { mask: mask.into() },
        }
    }
}
