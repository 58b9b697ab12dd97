//! The house says no: expected, typed, each door has words for it.

use crate::{ListKind, NameError, Number, Role, RoomName};
use alloc::sync::Arc;

/// Why something was not done. Nothing changed, nobody else heard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// No room of that name that the asker may know of.
    NoSuchRoom,
    /// Nobody of that name.
    NoSuchPerson(Arc<str>),
    /// No message with that number, or none the asker may read.
    NoSuchMessage(Number),
    /// Only members may do this.
    NotMember,
    /// They are no member of the room.
    TheyAreNotMember(Arc<str>),
    /// They are in the room already.
    AlreadyMember(Arc<str>),
    /// One is in the room already: nothing to do.
    YouAreMember,
    /// Only who was invited may join.
    InviteOnly {
        /// Where to go instead.
        forward: Option<RoomName>,
    },
    /// A ban means the asker.
    Banned {
        /// Where to go instead; the banned are sent nowhere, so always `None`.
        forward: Option<RoomName>,
    },
    /// The key was missing or wrong.
    WrongKey {
        /// Where to go instead.
        forward: Option<RoomName>,
    },
    /// The room has as many members as it takes.
    Full {
        /// How many it takes.
        members_max: u32,
        /// Where to go instead.
        forward: Option<RoomName>,
    },
    /// Only people with an account may join.
    RegisteredOnly {
        /// Where to go instead.
        forward: Option<RoomName>,
    },
    /// The asker is in as many rooms as one person may be.
    TooManyRooms {
        /// How many that is.
        rooms_max: usize,
    },
    /// No room may have that name.
    Purged {
        /// Why; may be empty.
        reason: Arc<str>,
    },
    /// Guests may not open rooms here.
    GuestsMayNotCreate,
    /// Guests are not let in here.
    NoGuests,
    /// This takes a role.
    NeedRole(Role),
    /// This takes a server operator.
    NeedOperator,
    /// This takes an account.
    NeedAccount,
    /// Only voiced members and above may speak, or speak to everyone.
    Moderated,
    /// Only members may speak here.
    MembersSpeak,
    /// Only people with an account may speak.
    RegisteredSpeak,
    /// A ban or a mute means the asker.
    Muted,
    /// The room takes no client-to-client requests.
    NoCtcp,
    /// There are no plays in this room.
    NoRoleplay,
    /// They rank too high for that; the founder ranks above everyone in a room.
    TheyOutrank(Arc<str>),
    /// Nobody can be sent to that room.
    NoForward {
        /// Which.
        to: RoomName,
        /// Why not.
        why: ForwardError,
    },
    /// Only who said it may change it.
    NotYours,
    /// Messages are not deleted here.
    NoDeletion,
    /// The message was deleted before.
    Deleted(Number),
    /// It is so already.
    NothingToChange,
    /// A message without words.
    EmptyText,
    /// Too long for its place.
    TooLong {
        /// What it had.
        bytes: usize,
        /// What is allowed.
        bytes_max: usize,
    },
    /// The list takes no more.
    ListFull {
        /// Which.
        list: ListKind,
        /// How many it takes.
        entries_max: usize,
    },
    /// The message carries as many reactions as it can.
    TooManyReactions {
        /// How many that is.
        reactions_max: usize,
    },
    /// The invitations of the room are used up.
    TooManyInvitations {
        /// How many may be open.
        entries_max: usize,
    },
    /// As many people stand in a role there as can.
    TooManyStandings {
        /// How many that is.
        entries_max: usize,
    },
    /// The account is the founder of as many rooms as one may be.
    TooManyFounded {
        /// How many that is.
        rooms_max: usize,
    },
    /// The person or room has as many keys of metadata as one may have.
    TooMuchMetadata {
        /// How many that is.
        keys_max: usize,
    },
    /// The asker could just walk in: nothing to knock for.
    OpenAnyway,
    /// The name is somebody's or some room's.
    NameTaken(Arc<str>),
    /// The name looks like one that is taken.
    NameLooksTaken {
        /// What was asked for.
        name: Arc<str>,
        /// What it looks like.
        like: Arc<str>,
    },
    /// The name belongs to an account: log in first.
    NameIsAccount(Arc<str>),
    /// There is an account of that name already, or one that only waits for its letter to be answered.
    AccountExists(Arc<str>),
    /// People with an account are called as it is here.
    NickIsAccount(Arc<str>),
    /// The account is here already, and has one connection at a time.
    OneSessionOnly(Arc<str>),
    /// The name cannot be one.
    NameUnfit {
        /// What was asked for.
        name: Arc<str>,
        /// Why not.
        why: NameError,
    },
    /// Wrong name or password. The same words for both: nobody learns which accounts exist.
    WrongPassword,
    /// A password that is too short or too long.
    PasswordUnfit {
        /// Bytes it needs.
        bytes_min: usize,
        /// Bytes it may have.
        bytes_max: usize,
    },
    /// The code is wrong, or too old, or was used. The same words for all: nobody learns which accounts exist.
    WrongCode,
    /// An account is made here with an e-mail address only.
    NeedEmail,
    /// The certificate proves another account already.
    CertificateTaken,
    /// The account has as many certificates as it may.
    TooManyCertificates {
        /// How many that is.
        certificates_max: usize,
    },
    /// The push server did not take a first push.
    PushUntaken,
    /// Accounts are not made here by asking.
    NoRegistration,
    /// One has entered already.
    AlreadyEntered,
    /// One has to enter first.
    NotEntered,
    /// Server-wide ban.
    BannedFromHouse {
        /// What the ban says; may be empty.
        reason: Arc<str>,
    },
    /// Slower, please.
    TooFast {
        /// When to try again.
        wait_ms: u64,
    },
    /// Something waits for this room's log to be readable again; try again.
    Busy,
    /// That cannot be done in a direct conversation, or to the directory.
    NotHere,
    /// A server operator has put the house on its guard; not until it stands down.
    OnGuard,
    /// There are as many server-wide bans as the house keeps.
    TooManyBans {
        /// How many that is.
        bans_max: usize,
    },
    /// A direct message to a person who has no account and is not here.
    NotReachable(Arc<str>),
    /// The account holds direct messages back from who has none.
    NeedAccountToReach(Arc<str>),
    /// The token is none, or opens nothing any more.
    TokenOver,
    /// The token may be used for less than this.
    NotInScope,
    /// The invitation is none, or was used up.
    InvitationOver,
    /// More tokens, bots or invitations than one account may have.
    TooManyKeys {
        /// How many that is.
        keys_max: usize,
    },
}

/// Why nobody can be sent to a room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ForwardError {
    /// There is none of that name that the asker may know of.
    NoSuchRoom,
    /// The asker does not run it.
    NotYours,
    /// From there one is sent back.
    Loop,
}
