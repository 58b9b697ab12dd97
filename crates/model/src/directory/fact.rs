//! What happened in the directory.

use super::{Awaited, Purpose, Setting};
use crate::{
    AccountName, Fingerprint, KeyringFact, Mask, MetadataKey, PersonId, PushFact, RoomName, SecretHash, Text,
    Time,
};
use alloc::sync::Arc;

/// What happened in the directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DirectoryFact {
    /// An account began.
    Registered {
        /// Its id.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// What its password must match.
        credentials: Arc<str>,
    },
    /// What its password must match changed.
    CredentialsChanged {
        /// Whose.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// The new ones.
        credentials: Arc<str>,
    },
    /// An account ended.
    Deleted {
        /// Its id.
        person: PersonId,
        /// Its name.
        name: AccountName,
    },
    /// An account of a program began.
    BotMade {
        /// Its id.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// Whose it is.
        owner: PersonId,
    },
    /// Something about tokens or invitations.
    Keyring(KeyringFact),
    /// Something about pushes.
    Push(PushFact),
    /// An account became a server operator or ceased to be one.
    OperatorSet {
        /// Its name.
        name: AccountName,
        /// On or off.
        operator: bool,
    },
    /// Something was chosen for an account.
    SettingChanged {
        /// Whose.
        name: AccountName,
        /// What is so from now on.
        setting: Setting,
    },
    /// Something is said about an account's owner, or no more.
    MetadataSet {
        /// Whose.
        name: AccountName,
        /// Under what.
        key: MetadataKey,
        /// What; `None`: nothing.
        value: Option<Text>,
    },
    /// A certificate proves an account from now on.
    CertificateAdded {
        /// Whose.
        name: AccountName,
        /// Which.
        certificate: Fingerprint,
    },
    /// It proves it no more.
    CertificateRemoved {
        /// Whose.
        name: AccountName,
        /// Which.
        certificate: Fingerprint,
    },
    /// Somebody asked for an account and is to show that mail reaches them.
    Awaited(Awaited),
    /// They did: the account began, with that address.
    Confirmed {
        /// Its id.
        person: PersonId,
        /// Its name.
        name: AccountName,
    },
    /// A code was sent to the owner of an account.
    CodeSent {
        /// Whose.
        name: AccountName,
        /// What for.
        purpose: Purpose,
        /// The hash of the code.
        hash: SecretHash,
        /// It works until then.
        until: Time,
    },
    /// No room may have this name any more.
    Purged {
        /// Which.
        name: RoomName,
        /// What who asks for it is told.
        reason: Text,
    },
    /// Rooms may have it again.
    Unpurged {
        /// Which.
        name: RoomName,
    },
    /// A server-wide ban began, or replaced the one with the same mask.
    Banned {
        /// Whom it keeps out.
        mask: Mask,
        /// What they are told.
        reason: Text,
        /// Until when.
        until: Option<Time>,
        /// Who is logged in to an account is let in all the same.
        spares_accounts: bool,
    },
    /// A server-wide ban ended.
    Unbanned {
        /// Which.
        mask: Mask,
    },
}
