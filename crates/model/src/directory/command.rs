//! What may be asked of the directory.

use super::Setting;
use crate::{AccountName, Fingerprint, Mask, MetadataKey, PersonId, RoomName, Text, Time};
use alloc::sync::Arc;

/// What may be asked of the directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DirectoryCommand {
    /// Make an account.
    Register {
        /// The id it will have.
        person: PersonId,
        /// Its name.
        name: AccountName,
        /// What its password must match.
        credentials: Arc<str>,
    },
    /// Change what the password must match: one's own account, or any as a server operator.
    ChangeCredentials {
        /// Whose.
        name: AccountName,
        /// The new ones.
        credentials: Arc<str>,
    },
    /// End an account: one's own, or any as a server operator. Its name may be taken again, its id never comes back.
    Delete {
        /// Whose.
        name: AccountName,
    },
    /// Make an account for a program of one's own.
    MakeBot {
        /// The id it will have.
        person: PersonId,
        /// Its name.
        name: AccountName,
    },
    /// End the account of a program: one's own, or any as a server operator. For a person's own account there is
    /// [`Delete`](Self::Delete), which doors ask for only from who has proved again to be its owner.
    EndBot {
        /// Whose.
        name: AccountName,
    },
    /// Make an account a server operator, or no longer one.
    SetOperator {
        /// Whose.
        name: AccountName,
        /// On or off.
        operator: bool,
    },
    /// Choose something for an account: one's own, or any as a server operator.
    Set {
        /// Whose.
        name: AccountName,
        /// What. An e-mail address is as yet unverified, unless a server operator vouches for it.
        setting: Setting,
    },
    /// Say something about an account's owner under a key, or no more: of oneself, or of anybody as a server operator.
    SetMetadata {
        /// Whose.
        name: AccountName,
        /// Under what.
        key: MetadataKey,
        /// What; `None` takes it away.
        value: Option<Text>,
    },
    /// Have a certificate prove who one is: one's own account, or any as a server operator.
    AddCertificate {
        /// Whose.
        name: AccountName,
        /// Which.
        certificate: Fingerprint,
    },
    /// Have it prove that no more.
    RemoveCertificate {
        /// Whose.
        name: AccountName,
        /// Which.
        certificate: Fingerprint,
    },
    /// Let no room have this name; one that has it ends.
    Purge {
        /// Which.
        name: RoomName,
        /// What who asks for it is told; may be empty.
        reason: Text,
    },
    /// Let rooms have it again.
    Unpurge {
        /// Which.
        name: RoomName,
    },
    /// Keep somebody out of the house.
    Ban {
        /// Whom.
        mask: Mask,
        /// What they are told.
        reason: Text,
        /// Until when; `None` for ever.
        until: Option<Time>,
        /// Let in who is logged in to an account.
        spares_accounts: bool,
    },
    /// Lift such a ban.
    Unban {
        /// Which.
        mask: Mask,
    },
}
