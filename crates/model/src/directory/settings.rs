//! What the owner of an account chose: a closed list, each with its type.

use alloc::sync::Arc;
use core::fmt;

/// What is chosen for an account. What is not is as the house has it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountSettings {
    /// Whether the person stays, in its rooms and reachable, when the last session closes.
    pub always_on: Choice,
    /// Whether several sessions may be one nickname.
    pub multiclient: Choice,
    /// Whether an always-on person without a session is shown as away.
    pub auto_away: Choice,
    /// Where mail goes. Shown to the owner and to server operators, to nobody else.
    pub email: Option<Contact>,
}

/// A yes-or-no that may be left to the house.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Choice {
    /// As the house has it.
    #[default]
    Default,
    /// No.
    Off,
    /// Yes.
    On,
}

impl Choice {
    /// What is so, where the house has `default`.
    #[must_use]
    pub const fn or(self, default: bool) -> bool {
        match self {
            Self::Default => default,
            Self::Off => false,
            Self::On => true,
        }
    }
}

/// An e-mail address, and whether mail to it was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The address.
    pub address: Email,
    /// Whether a code sent there came back, or a server operator vouched for it.
    pub verified: bool,
}

/// One thing chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Setting {
    /// [`AccountSettings::always_on`].
    AlwaysOn(Choice),
    /// [`AccountSettings::multiclient`].
    Multiclient(Choice),
    /// [`AccountSettings::auto_away`].
    AutoAway(Choice),
    /// [`AccountSettings::email`].
    Email(Option<Contact>),
}

impl AccountSettings {
    /// Takes over what was chosen.
    pub fn set(&mut self, setting: Setting) {
        match setting {
            Setting::AlwaysOn(choice) => self.always_on = choice,
            Setting::Multiclient(choice) => self.multiclient = choice,
            Setting::AutoAway(choice) => self.auto_away = choice,
            Setting::Email(email) => self.email = email,
        }
    }

    /// Whether that is not so already.
    #[must_use]
    pub fn would_change(&self, setting: &Setting) -> bool {
        match setting {
            Setting::AlwaysOn(choice) => self.always_on != *choice,
            Setting::Multiclient(choice) => self.multiclient != *choice,
            Setting::AutoAway(choice) => self.auto_away != *choice,
            Setting::Email(email) => self.email != *email,
        }
    }
}

impl Setting {
    /// As its owner may choose it: an address is not verified by saying so.
    pub(super) fn unvouched(self, now: &AccountSettings) -> Self {
        match self {
            Self::Email(Some(contact)) => {
                let verified = now.email.as_ref().is_some_and(|e| e.verified && e.address == contact.address);
                Self::Email(Some(Contact { verified, ..contact }))
            }
            Self::AlwaysOn(_) | Self::Multiclient(_) | Self::AutoAway(_) | Self::Email(None) => self,
        }
    }
}

/// An e-mail address: `local@domain`, as RFC 5321 §4.1.2 has it but without quoting, comments and address literals.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Email(Arc<str>);

/// Why something is no e-mail address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EmailError {
    /// Longer than RFC 5321 §4.5.3.1 allows.
    TooLong,
    /// Not `local@domain`.
    Unfit,
}

const EMAIL_BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;

impl Email {
    /// An address as somebody wrote it.
    ///
    /// # Errors
    /// [`EmailError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Unfit)?;
        if text.len() > EMAIL_BYTES_MAX || local.len() > LOCAL_BYTES_MAX {
            return Err(EmailError::TooLong);
        }
        let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        let host = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let label =
            |l: &str| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-') && l.chars().all(host);
        let fits =
            local.split('.').all(|a| !a.is_empty() && a.chars().all(atom)) && domain.split('.').all(label);
        if fits { Ok(Self(text.into())) } else { Err(EmailError::Unfit) }
    }

    /// An address that was checked before it was kept.
    #[must_use]
    pub fn trusted(text: &str) -> Self {
        Self(text.into())
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
