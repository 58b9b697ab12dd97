//! Who someone is at a moment: what others are shown, and what rules look at.

use crate::{AccountName, Nickname, PersonId};
use alloc::sync::Arc;

/// A person as they were when something happened. Kept with every event, so that history shows the name of then.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Who {
    /// Who it is, whatever the name.
    pub person: PersonId,
    /// What they were called.
    pub nick: Nickname,
    /// The user part of an IRC source (`nick!user@host`).
    pub user: Arc<str>,
    /// The host others are shown (a cloak, or the address).
    pub host: Arc<str>,
    /// The address they came from: rules may look at it, nobody is shown it. Empty for the house.
    pub address: Arc<str>,
    /// The account they are logged in to.
    pub account: Option<AccountName>,
    /// Free text about themselves (IRC realname).
    pub real: Arc<str>,
}

impl Who {
    /// The house itself.
    #[must_use]
    pub fn house() -> Self {
        Self {
            person: PersonId::HOUSE,
            nick: Nickname::trusted("parlor"),
            user: "parlor".into(),
            host: "parlor".into(),
            address: "".into(),
            account: None,
            real: "".into(),
        }
    }

    /// Whether this is a guest: no account.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.account.is_none()
    }
}

/// Who asks: a person, and what the house made of them.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person as of now.
    pub who: Arc<Who>,
    /// A server operator: may do in any room what its owner may.
    pub operator: bool,
}
