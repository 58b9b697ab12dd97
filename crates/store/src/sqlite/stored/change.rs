//! What a room is, and changes of it.

use super::plain::{StoredFlag, StoredList, StoredRole, StoredSign};
use super::who::StoredWho;
use parlor_model::{Change, Mask, MetadataKey, Opening, Policy, RoomName, Text, Who};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;

/// A mask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredMask {
    Source(String),
    Account(String),
    Block { net: IpAddr, bits: u8 },
}

impl From<&Mask> for StoredMask {
    fn from(mask: &Mask) -> Self {
        match mask {
            Mask::Source(pattern) => Self::Source(pattern.to_string()),
            Mask::Account(pattern) => Self::Account(pattern.to_string()),
            Mask::Block { net, bits } => Self::Block { net: *net, bits: *bits },
        }
    }
}

impl From<StoredMask> for Mask {
    fn from(stored: StoredMask) -> Self {
        match stored {
            StoredMask::Source(pattern) => Self::Source(pattern.into()),
            StoredMask::Account(pattern) => Self::Account(pattern.into()),
            StoredMask::Block { net, bits } => Self::Block { net, bits },
        }
    }
}

/// The rules of a room; bit n of `flags` is flag n of the model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(in crate::sqlite) struct StoredPolicy {
    flags: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forward: Option<String>,
}

impl From<&Policy> for StoredPolicy {
    fn from(policy: &Policy) -> Self {
        Self {
            flags: policy.bits(),
            key: policy.key.as_deref().map(str::to_owned),
            capacity: policy.capacity,
            forward: policy.forward.as_ref().map(|f| f.as_str().to_owned()),
        }
    }
}

impl From<StoredPolicy> for Policy {
    fn from(stored: StoredPolicy) -> Self {
        let StoredPolicy { flags, key, capacity, forward } = stored;
        let mut policy = Self::open();
        policy.set_bits(flags);
        policy.key = key.map(Into::into);
        policy.capacity = capacity;
        policy.forward = forward.map(|f| RoomName::trusted(&f));
        policy
    }
}

/// How a room began.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredOpening {
    Named { name: String, policy: StoredPolicy },
    Direct { between: Box<[StoredWho; 2]> },
}

impl From<&Opening> for StoredOpening {
    fn from(opening: &Opening) -> Self {
        match opening {
            Opening::Named { name, policy } => {
                Self::Named { name: name.as_str().to_owned(), policy: policy.into() }
            }
            Opening::Direct { between: [a, b] } => {
                Self::Direct { between: Box::new([a.as_ref().into(), b.as_ref().into()]) }
            }
        }
    }
}

impl From<StoredOpening> for Opening {
    fn from(stored: StoredOpening) -> Self {
        match stored {
            StoredOpening::Named { name, policy } => {
                Self::Named { name: RoomName::trusted(&name), policy: policy.into() }
            }
            StoredOpening::Direct { between } => Self::Direct { between: (*between).map(Into::into) },
        }
    }
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredChange {
    Flag(StoredFlag, StoredSign),
    Key(Option<String>),
    Capacity(Option<u32>),
    Forward(Option<String>),
    Role(StoredRole, StoredSign, StoredWho),
    List(StoredList, StoredSign, StoredMask),
    Founder(Option<StoredWho>),
    Standing(StoredRole, StoredWho),
    Metadata(String, Option<String>),
}

impl From<&Change<Arc<Who>>> for StoredChange {
    fn from(change: &Change<Arc<Who>>) -> Self {
        match change {
            Change::Flag(flag, sign) => Self::Flag((*flag).into(), (*sign).into()),
            Change::Key(key) => Self::Key(key.as_deref().map(str::to_owned)),
            Change::Capacity(capacity) => Self::Capacity(*capacity),
            Change::Forward(to) => Self::Forward(to.as_ref().map(|to| to.as_str().to_owned())),
            Change::Role(role, sign, whom) => {
                Self::Role((*role).into(), (*sign).into(), whom.as_ref().into())
            }
            Change::List(list, sign, mask) => Self::List((*list).into(), (*sign).into(), mask.into()),
            Change::Standing(role, whom) => Self::Standing((*role).into(), whom.as_ref().into()),
            Change::Founder(whom) => Self::Founder(whom.as_deref().map(Into::into)),
            Change::Metadata(key, value) => {
                Self::Metadata(key.to_string(), value.as_ref().map(ToString::to_string))
            }
        }
    }
}

impl From<StoredChange> for Change<Arc<Who>> {
    fn from(stored: StoredChange) -> Self {
        match stored {
            StoredChange::Flag(flag, sign) => Self::Flag(flag.into(), sign.into()),
            StoredChange::Key(key) => Self::Key(key.map(Into::into)),
            StoredChange::Capacity(capacity) => Self::Capacity(capacity),
            StoredChange::Forward(to) => Self::Forward(to.map(|to| RoomName::trusted(&to))),
            StoredChange::Role(role, sign, whom) => Self::Role(role.into(), sign.into(), whom.into()),
            StoredChange::List(list, sign, mask) => Self::List(list.into(), sign.into(), mask.into()),
            StoredChange::Standing(role, whom) => Self::Standing(role.into(), whom.into()),
            StoredChange::Founder(whom) => Self::Founder(whom.map(Into::into)),
            StoredChange::Metadata(key, value) => {
                Self::Metadata(MetadataKey::trusted(&key), value.map(|v| Text::trusted(&v)))
            }
        }
    }
}
