//! What a session may ask of the house.

use crate::{Defcon, PersonFlags};
use parlor_model::{
    AccountName, Change, Command, DirectoryCommand, Email, Key, KeyringCommand, Mask, MetadataKey, Nickname,
    Number, Purpose, PushCommand, RoomId, RoomName, SecretHash, Text, Time, Who,
};
use std::sync::Arc;

/// Somebody, as a client names them: a nickname, or the name of an account that is not here.
pub type PersonRef = Arc<str>;

/// A room, as a client names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RoomRef {
    /// By its id.
    Id(RoomId),
    /// By its name.
    Named(RoomName),
    /// The direct conversation with somebody.
    Direct(PersonRef),
}

/// Whom or what metadata is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MetadataOf {
    /// The asker.
    Me,
    /// Somebody.
    Person(PersonRef),
    /// A room.
    Room(RoomRef),
}

/// What a session asks.
#[derive(Clone, Debug)]
pub enum Ask {
    /// To be let in as a person. Everything else but [`Ask::Fence`] and [`Look::House`] comes after it.
    Enter(Box<Entering>),
    /// Something of a room.
    Room {
        /// Which.
        room: RoomRef,
        /// What.
        command: Command<PersonRef>,
        /// The idempotency key, if the client gave one.
        key: Option<Key>,
    },
    /// To be called something else.
    Nick(Nickname),
    /// To describe oneself otherwise (IRC realname).
    Describe(Arc<str>),
    /// To be away, or back.
    Away(Option<Text>),
    /// To own an account: the guest becomes it. The credentials are made, the name and password were checked.
    Register {
        /// The account's name.
        name: AccountName,
        /// What its password must match.
        credentials: Arc<str>,
    },
    /// To own an account that has an e-mail address.
    RegisterByMail {
        /// The account's name.
        name: AccountName,
        /// What its password must match.
        credentials: Arc<str>,
        /// The address.
        email: Email,
        /// A code for a letter; the shell puts it here.
        code: Option<crate::LetterCode>,
    },
    /// To say the code of a letter: the account that waits for it begins and is one's own, or its address is verified.
    Confirm {
        /// Which account.
        name: AccountName,
        /// The hash of the code.
        code: SecretHash,
    },
    /// To have a letter with a code sent to the owner of an account.
    SendCode {
        /// Whose.
        name: AccountName,
        /// What for.
        purpose: Purpose,
        /// A code; the shell puts it here.
        code: Option<crate::LetterCode>,
    },
    /// To set a new password with the code of a letter.
    ResetPassword {
        /// Whose.
        name: AccountName,
        /// The hash of the code.
        code: SecretHash,
        /// What the new one must match.
        credentials: Arc<str>,
    },
    /// To be an account that the shell has verified.
    LogIn(AccountName),
    /// To be a guest again.
    LogOut,
    /// To rule the house as an operator account that the shell has verified, whatever one is called.
    Operate(AccountName),
    /// Something of the directory.
    Directory(DirectoryCommand),
    /// Something of pushes to one's programs.
    Push(PushCommand),
    /// Something of one's tokens and invitations. The answer's id has the number that names a new one.
    Keyring(KeyringCommand),
    /// To have a program say things in a room, whoever knows the secret. For the room's operators. Makes the bot, if it
    /// is none of theirs yet, and brings it in.
    MakeHook {
        /// Where.
        room: RoomRef,
        /// The bot that says them.
        bot: AccountName,
        /// Of the secret.
        hash: SecretHash,
        /// What to call it.
        label: Text,
    },
    /// To have somebody's connections closed. For server operators.
    Kill {
        /// Whom.
        whom: PersonRef,
        /// Why.
        reason: Text,
    },
    /// To have somebody do something, whatever they and the rooms say. For server operators.
    Force {
        /// Whom.
        whom: PersonRef,
        /// What.
        what: Forced,
    },
    /// To change a room as a server operator does, in it or not.
    Overrule {
        /// Which.
        room: RoomName,
        /// What.
        changes: Vec<Change<PersonRef>>,
    },
    /// To be reached by these people although one takes messages from accounts only, or by those no more.
    Accept {
        /// Names from now on.
        add: Vec<PersonRef>,
        /// Names no more.
        remove: Vec<PersonRef>,
    },
    /// To have everybody here told something. For server operators.
    Announce(Text),
    /// To be seen and reached otherwise.
    SetFlags {
        /// What is so from now on.
        add: PersonFlags,
        /// What is so no more.
        remove: PersonFlags,
    },
    /// To be told when somebody of one of these names comes or goes, or no more. Answered with those of the first who
    /// are here.
    Watch {
        /// Names from now on.
        add: Vec<PersonRef>,
        /// Names no more.
        remove: Vec<PersonRef>,
    },
    /// To have connections of oneself closed, or of anybody as a server operator.
    Dismiss {
        /// Whose; `None` for one's own.
        whom: Option<PersonRef>,
        /// Which.
        which: crate::Dismissed,
    },
    /// To rule the house no more, on this and every other connection of one's own.
    StandDown,
    /// To know how much the house lets happen, or to change it. For server operators; [`Answer::Defcon`](crate::Answer).
    Defcon(Option<Defcon>),
    /// To hear a room that one may read without being in it, or to hear it no more.
    Follow {
        /// Which.
        room: RoomRef,
        /// From now on, or no more.
        on: bool,
    },
    /// To tell others something that is not kept.
    Signal {
        /// Where.
        room: RoomRef,
        /// What.
        signal: Signal,
    },
    /// To note how far one has read.
    Read {
        /// Where.
        room: RoomRef,
        /// Everything up to this.
        number: Number,
    },
    /// To hear how far one has read a place, by time; [`Answer::Marked`](crate::Answer::Marked).
    Mark {
        /// Which room, or direct messages with whom.
        room: RoomRef,
        /// To note first that one has read everything up to this, which is not later than now.
        upto: Option<Time>,
    },
    /// To say something about oneself, or about a room or person as somebody who may; it is told to who sees them.
    SetMetadata {
        /// Of whom or what.
        of: MetadataOf,
        /// Under what.
        key: MetadataKey,
        /// What; `None` takes it away.
        value: Option<Text>,
    },
    /// To take all of it away; [`Answer::Cleared`](crate::Answer::Cleared).
    ClearMetadata(MetadataOf),
    /// To look at something.
    Look(Look),
    /// To be answered when everything before is done.
    Fence,
}

/// What a server operator has somebody do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Forced {
    /// Come into a room, past its rules.
    Join(RoomName),
    /// Leave a room.
    Leave {
        /// Which.
        room: RoomName,
        /// What is said of it; may be empty.
        reason: Text,
    },
    /// Be called something else.
    Nick(Nickname),
    /// Be taken for something else.
    Flags {
        /// From now on.
        add: PersonFlags,
        /// No more.
        remove: PersonFlags,
        /// Nor for a server operator.
        stand_down: bool,
    },
}

/// Who enters.
#[derive(Clone, Debug)]
pub struct Entering {
    /// What they want to be called.
    pub nick: Nickname,
    /// The user part of their source.
    pub user: Arc<str>,
    /// The address they come from.
    pub address: Arc<str>,
    /// The host others are shown.
    pub host: Arc<str>,
    /// About themselves.
    pub real: Arc<str>,
    /// The account that the shell has verified.
    pub account: Option<AccountName>,
    /// The token that says who enters, in place of a name and an account.
    pub token: Option<SecretHash>,
    /// What the connection carries cannot be read on the way.
    pub secure: bool,
    /// Whether a guest's connections may be several.
    pub beside: Beside,
}

/// A guest proves nothing but where they come from: whether who comes from there under the same name is the same guest,
/// while another connection of theirs is here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Beside {
    /// Never.
    #[default]
    Nobody,
    /// It is, if they come as [`Beside::Comes`].
    Taken,
    /// It is, and this comes beside such connections.
    Comes,
}

/// What is told but not kept: best effort, without a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signal {
    /// Somebody types.
    Typing(Typing),
    /// Somebody went away (with words) or came back.
    Away(Option<Text>),
    /// Client-only tags of a message without words (IRC TAGMSG), as they were sent.
    Tags(Arc<str>),
    /// Told to one's own sessions: one is known as `by` now, and was known as this.
    KnownAs(Arc<Who>),
    /// Told to one's own sessions: how far one has read.
    ReadUpTo {
        /// Where.
        room: Arc<crate::RoomTag>,
        /// Everything up to this.
        number: Number,
    },
    /// Told to one's own sessions: what one is taken for from now on.
    Flags {
        /// What one asked for, or a server operator did.
        flags: PersonFlags,
        /// Whether one rules the house.
        operator: bool,
    },
    /// Told to one's own sessions: how far one has read, by time.
    Marked {
        /// The name of the room, or of who the direct messages are with.
        place: Arc<str>,
        /// Everything up to this.
        upto: Time,
    },
    /// What is said about `by`, or about the room, has changed.
    Metadata {
        /// The nickname, or the name of the room.
        of: Arc<str>,
        /// What.
        changes: crate::MetadataChanges,
    },
    /// Told to who watches for the name: they are known as `by` now, and were known as this, under the same name.
    Altered(Arc<Who>),
    /// Somebody is here by a name that one watches for.
    Here,
    /// They are here no more, or not by that name.
    Gone,
    /// A word of the house to everybody in the audience (shutting down, a server operator's announcement).
    Word(Text),
}

/// The state of somebody's typing (IRCv3 `+typing`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Typing {
    /// Is typing.
    Active,
    /// Stopped for a while.
    Paused,
    /// Stopped without sending.
    Done,
}

/// How a session ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It said goodbye. Others are told at once.
    Quit(Text),
    /// It was closed in good order, by the house or by the person from elsewhere. Others are told at once.
    Closed(Text),
    /// It broke. A guest may come back within the grace; others are told after it.
    Broken(Text),
}

/// Why the house closes a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Closing {
    /// A server operator had it closed.
    Killed {
        /// Who.
        by: Nickname,
        /// Why.
        reason: Text,
    },
    /// A server-wide ban means them.
    Banned {
        /// What the ban says.
        reason: Text,
    },
    /// The account ended.
    AccountEnded,
    /// The person logged out.
    LoggedOut,
}

/// What one may look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Look {
    /// A room: topic, rules, members, lists; what the asker may see of it.
    Room(RoomRef),
    /// The same, and how each of its members is doing ([`crate::RoomView::faces`]).
    Faces(RoomRef),
    /// All rooms that the asker may see.
    Rooms,
    /// A person.
    Person(PersonRef),
    /// Everybody whose `nick!user@host` matches, or who is in the room.
    People {
        /// A mask with `*` and `?`.
        mask: Arc<str>,
        /// People at most.
        limit: usize,
    },
    /// Who was known by the name before.
    Whowas(PersonRef),
    /// People whom one hears although one takes messages from accounts only.
    Accepted,
    /// The house: counts.
    House,
    /// The server-wide bans that hold. For server operators.
    Bans,
    /// An account: its owner and server operators see more of it.
    Account(Arc<str>),
    /// Accounts whose name matches. For server operators.
    Accounts {
        /// A mask with `*` and `?`.
        mask: Arc<str>,
        /// Accounts at most.
        limit: usize,
    },
    /// The connections of somebody: one's own (`None`), or anybody's as a server operator.
    Sessions(Option<PersonRef>),
    /// One's own tokens, those of one's bots, and one's invitations.
    Keyring,
    /// Where one's own programs are pushed to; [`Answer::Pushes`](crate::Answer::Pushes).
    Pushes,
    /// The hooks of a room. For its operators.
    Hooks(RoomRef),
    /// Everybody here whom a mask means, whether or not they want to be found. For server operators.
    Meant(Mask),
    /// The names that no room may have. For server operators.
    Purges,
    /// What is said about somebody or a room, for programs to show; [`Answer::Metadata`](crate::Answer::Metadata).
    Metadata {
        /// Of whom or what.
        of: MetadataOf,
        /// Of a room: also what is said about its members, where they are few enough.
        members: bool,
    },
    /// Where an event is and whether the asker may read there: the question before a history.
    Readable(RoomRef),
    /// How far the asker has read each room they are in; [`Answer::Positions`](crate::Answer::Positions).
    Positions,
    /// Every room the asker may read, for a search.
    ReadableRooms,
}
