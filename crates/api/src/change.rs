//! Changes of what a room is.

use crate::{Flag, ListKind, Role};
use parlor_model::{METADATA_VALUE_BYTES_MAX, Mask, MetadataKey, NameRules, RoomName, Sign, Text, Who};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// One change of a room's rules, roles or lists.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A yes-or-no rule: `{"flag": {"flag": "secret", "on": true}}`.
    Flag {
        /// Which.
        flag: Flag,
        /// On or off.
        on: bool,
    },
    /// The key that who joins must say; `null` takes it away. In events it is always `*`.
    Key(Option<String>),
    /// Members at most; `null` takes the bound away.
    Capacity(Option<u32>),
    /// Where who cannot join is sent.
    Forward(Option<String>),
    /// A role given or taken: `{"role": {"role": "voice", "on": true, "person": "ann"}}`.
    Role {
        /// Which.
        role: Role,
        /// Given or taken.
        on: bool,
        /// Whose.
        person: String,
    },
    /// An entry of a list: `{"list": {"list": "ban", "on": true, "mask": "ann!*@*"}}`.
    List {
        /// Which list.
        list: ListKind,
        /// Added or removed.
        on: bool,
        /// Whom it means.
        mask: String,
    },
    /// Whose room it is, who is its owner from then on where they are in it; `null` gives it up.
    Founder(Option<String>),
    /// The role that an account gets whenever it joins a room that has a founder; `null` takes it away:
    /// `{"standing": {"role": "voice", "person": "ann"}}`.
    Standing {
        /// Which.
        role: Option<Role>,
        /// Whose.
        person: String,
    },
    /// What the room says about itself under a key, for programs to show; `null` takes it away:
    /// `{"metadata": {"key": "url", "value": "https://example.org"}}`.
    Metadata {
        /// Under what: `a`-`z`, `0`-`9` and `_./:-`.
        key: String,
        /// What.
        value: Option<String>,
    },
}

const fn sign(on: bool) -> Sign {
    if on { Sign::Plus } else { Sign::Minus }
}

impl Change {
    /// The change as the house takes it.
    ///
    /// # Errors
    /// Which part cannot be read, in words.
    pub fn to_model(&self, rules: &NameRules) -> Result<parlor_model::Change<Arc<str>>, String> {
        use parlor_model::Change as Model;
        Ok(match self {
            Self::Flag { flag, on } => Model::Flag((*flag).into(), sign(*on)),
            Self::Key(key) => Model::Key(key.as_deref().map(Into::into)),
            Self::Capacity(capacity) => Model::Capacity(*capacity),
            Self::Forward(None) => Model::Forward(None),
            Self::Forward(Some(room)) => match RoomName::parse(room, rules) {
                Ok(room) => Model::Forward(Some(room)),
                Err(_) => return Err(format!("`{room}` is no name of a room")),
            },
            Self::Role { role, on, person } => Model::Role((*role).into(), sign(*on), person.as_str().into()),
            Self::List { list, on, mask } => match Mask::parse(mask) {
                Some(mask) => Model::List((*list).into(), sign(*on), mask),
                None => return Err(format!("`{mask}` is no mask")),
            },
            Self::Founder(whom) => Model::Founder(whom.as_deref().map(Into::into)),
            Self::Standing { role, person } => {
                Model::Standing(role.map_or(parlor_model::Role::Plain, Into::into), person.as_str().into())
            }
            Self::Metadata { key, value } => {
                let Some(name) = MetadataKey::parse(key) else {
                    return Err(format!("`{key}` is no key of metadata"));
                };
                let parse =
                    |v: &str| Text::parse(v, METADATA_VALUE_BYTES_MAX).ok().filter(|v| !v.contains('\n'));
                match value.as_deref().map(parse) {
                    None => Model::Metadata(name, None),
                    Some(Some(value)) => Model::Metadata(name, Some(value)),
                    Some(None) => {
                        return Err(format!("the value of `{key}` is no line of words, or too long"));
                    }
                }
            }
        })
    }
}

impl From<&parlor_model::Change<Arc<Who>>> for Change {
    fn from(change: &parlor_model::Change<Arc<Who>>) -> Self {
        use parlor_model::Change as Model;
        match change {
            Model::Flag(flag, sign) => Self::Flag { flag: (*flag).into(), on: *sign == Sign::Plus },
            // Whoever may read the log later need not learn the key: a room shows it to its members.
            Model::Key(key) => Self::Key(key.as_ref().map(|_| "*".to_owned())),
            Model::Capacity(capacity) => Self::Capacity(*capacity),
            Model::Forward(to) => Self::Forward(to.as_ref().map(|r| r.as_str().to_owned())),
            Model::Role(role, sign, whom) => Self::Role {
                role: (*role).into(),
                on: *sign == Sign::Plus,
                person: whom.nick.as_str().to_owned(),
            },
            Model::List(list, sign, mask) => {
                Self::List { list: (*list).into(), on: *sign == Sign::Plus, mask: mask.to_string() }
            }
            Model::Standing(role, whom) => Self::Standing {
                role: (*role != parlor_model::Role::Plain).then(|| (*role).into()),
                person: whom.nick.as_str().to_owned(),
            },
            Model::Founder(whom) => Self::Founder(whom.as_ref().map(|w| w.nick.as_str().to_owned())),
            Model::Metadata(key, value) => {
                Self::Metadata { key: key.to_string(), value: value.as_ref().map(ToString::to_string) }
            }
        }
    }
}
