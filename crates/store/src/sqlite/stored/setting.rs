//! What the owner of an account chose, and what codes are sent to them for.

use parlor_model::{Choice, Contact, Email, Purpose, Setting};
use serde::{Deserialize, Serialize};

/// One thing chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredSetting {
    AlwaysOn(StoredChoice),
    Multiclient(StoredChoice),
    AutoAway(StoredChoice),
    Email(Option<StoredContact>),
}

/// A yes-or-no that may be left to the house.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredChoice {
    Default,
    Off,
    On,
}

/// An e-mail address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(in crate::sqlite) struct StoredContact {
    address: String,
    verified: bool,
}

/// What a code is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sqlite) enum StoredPurpose {
    Address,
    Password,
}

impl From<Purpose> for StoredPurpose {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Address => Self::Address,
            Purpose::Password => Self::Password,
        }
    }
}

impl From<StoredPurpose> for Purpose {
    fn from(stored: StoredPurpose) -> Self {
        match stored {
            StoredPurpose::Address => Self::Address,
            StoredPurpose::Password => Self::Password,
        }
    }
}

impl From<&Setting> for StoredSetting {
    fn from(setting: &Setting) -> Self {
        match setting {
            Setting::AlwaysOn(choice) => Self::AlwaysOn((*choice).into()),
            Setting::Multiclient(choice) => Self::Multiclient((*choice).into()),
            Setting::AutoAway(choice) => Self::AutoAway((*choice).into()),
            Setting::Email(contact) => Self::Email(
                contact
                    .as_ref()
                    .map(|c| StoredContact { address: c.address.as_str().to_owned(), verified: c.verified }),
            ),
        }
    }
}

impl From<StoredSetting> for Setting {
    fn from(stored: StoredSetting) -> Self {
        match stored {
            StoredSetting::AlwaysOn(choice) => Self::AlwaysOn(choice.into()),
            StoredSetting::Multiclient(choice) => Self::Multiclient(choice.into()),
            StoredSetting::AutoAway(choice) => Self::AutoAway(choice.into()),
            StoredSetting::Email(contact) => Self::Email(contact.map(|c| {
                let StoredContact { address, verified } = c;
                Contact { address: Email::trusted(&address), verified }
            })),
        }
    }
}

impl From<Choice> for StoredChoice {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Default => Self::Default,
            Choice::Off => Self::Off,
            Choice::On => Self::On,
        }
    }
}

impl From<StoredChoice> for Choice {
    fn from(stored: StoredChoice) -> Self {
        match stored {
            StoredChoice::Default => Self::Default,
            StoredChoice::Off => Self::Off,
            StoredChoice::On => Self::On,
        }
    }
}
