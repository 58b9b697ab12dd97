//! What a client may ask.

use crate::asked;
use crate::{
    Announce, Ban, Change, DefconLevel, EndSessions, Kill, MakeHook, MakeInvitation, MakeToken, Manner,
    Purge, PushTo, Role, SetOperator, SetPassword, Suspend, Typing, Unban, UseInvitation, WhichAccount,
    WhichBot, WhichKey, WhichPush, WhoseSessions,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a client may ask over a stream, as `{"id": 7, "say": {…}}`: exactly one of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// To be let in, as a guest or (with a password) as an account. Where the connection came with a session or a
    /// password of its own, that has happened already.
    Enter(Enter),
    /// A guest wants to be an account from now on.
    LogIn(LogIn),
    /// An account's session ends.
    LogOut(Nothing),
    /// To go for good. Who only closes the connection may come back within the grace.
    Quit(Quit),
    /// A guest wants to own an account.
    Register(Account),
    /// The code of a letter is said: the account that waits for it begins, or its e-mail address is verified.
    Confirm(Confirm),
    /// Another password.
    ChangePassword(NewPassword),
    /// The account ends.
    DeleteAccount(DeleteAccount),
    /// To be called something else.
    Nick(Nick),
    /// To be away, or back.
    Away(Away),
    /// To become a member of a room, which opens it where there is none.
    Join(Join),
    /// To be a member no more.
    Leave(Leave),
    /// To say something.
    Say(Say),
    /// Other words for one's own message.
    Edit(Edit),
    /// To take a message away.
    Delete(Delete),
    /// To put a reaction on a message, or take one's own off.
    React(React),
    /// Another topic.
    Topic(Topic),
    /// Other rules, roles or lists.
    Change(ChangeRoom),
    /// To remove a member.
    Kick(Kick),
    /// To let somebody in.
    Invite(Invite),
    /// To ask to be let in.
    Knock(Knock),
    /// Another name for the room.
    Rename(Rename),
    /// To end the room.
    CloseRoom(CloseRoom),
    /// To hear a room that one may read without being a member, or no more.
    Follow(Follow),
    /// To be told what came after these places, then what happens from then on.
    Resume(Resume),
    /// To tell that one types.
    Typing(TypingIn),
    /// To note how far one has read. It only moves forward, and is told to one's other sessions.
    Read(Cursor),
    /// How far one has read each room one is in.
    Positions(Nothing),
    /// A look at a room.
    Room(InRoom),
    /// The rooms that one may see.
    Rooms(Nothing),
    /// One's direct conversations.
    Conversations(Nothing),
    /// A look at somebody.
    Person(WhichPerson),
    /// Everybody whose name fits a mask.
    People(People),
    /// Counts of the house.
    House(Nothing),
    /// A page of a room's history.
    History(History),
    /// A search over all that one may read.
    Search(Search),
    /// One's tokens, bots and invitations.
    Keyring(Nothing),
    /// To make a token. The answer's number is its id.
    MakeToken(MakeToken),
    /// To end a token.
    EndToken(WhichKey),
    /// To make an account for a program of one's own.
    MakeBot(WhichBot),
    /// To end such an account.
    EndBot(WhichBot),
    /// The hooks of a room. For its operators.
    Hooks(InRoom),
    /// To have a program say things in a room. For its operators. The answer's number is the id of the hook's token.
    MakeHook(MakeHook),
    /// To make an invitation. The answer's number is its id.
    MakeInvitation(MakeInvitation),
    /// To end an invitation.
    EndInvitation(WhichKey),
    /// To use an invitation: into its room at once, or to make an account with the next ask.
    UseInvitation(UseInvitation),
    /// One's own connections, or (for server operators) somebody's.
    Sessions(WhoseSessions),
    /// To have connections closed: one's own, or (for server operators) somebody's.
    EndSessions(EndSessions),
    /// To have somebody leave the house. For server operators, like all below.
    Kill(Kill),
    /// To have everybody told something.
    Announce(Announce),
    /// To see how much the house lets happen, or to change it.
    Defcon(DefconLevel),
    /// The server-wide bans that hold.
    Bans(Nothing),
    /// To keep somebody out of the house.
    Ban(Ban),
    /// To let them in again.
    Unban(Unban),
    /// Accounts whose name fits a mask.
    Accounts(People),
    /// An account; its owner and server operators see more of it.
    Account(WhichAccount),
    /// To keep an account and its bots out, for a time or for good.
    Suspend(Suspend),
    /// To let it in again.
    Unsuspend(WhichAccount),
    /// To end somebody's account. For one's own there is `delete_account`.
    EndAccount(WhichAccount),
    /// To give somebody's account another password. For one's own there is `change_password`.
    SetPassword(SetPassword),
    /// To have an account rule the house, or no more.
    SetOperator(SetOperator),
    /// Names that no room may have.
    Purges(Nothing),
    /// To let no room have a name; one that has it ends.
    Purge(Purge),
    /// To let rooms have it again.
    Unpurge(InRoom),
    /// To change a room as a server operator does, in it or not.
    Overrule(ChangeRoom),
    /// Every setting in force; secrets are left out.
    Settings(Nothing),
    /// To have the settings read again.
    Reload(Nothing),
    /// Where one is pushed to.
    Pushes(Nothing),
    /// To be pushed to.
    Push(PushTo),
    /// To be pushed to no more.
    EndPush(WhichPush),
    /// To be answered when everything before is done.
    Fence(Nothing),
}

asked! {
    /// Nothing more to say.
    Nothing {}

    /// See [`Ask::Enter`].
    Enter {
        /// The nickname, or the account's name.
        name: String,
        /// The account's password; guests have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password: Option<String>,
        /// Places to resume from: what came after them is told before anything new.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        after: Vec<Cursor>,
    }

    /// See [`Ask::LogIn`].
    LogIn {
        /// The account's name.
        name: String,
        /// Its password.
        password: String,
    }

    /// See [`Ask::Quit`].
    Quit {
        /// What others are told.
        #[serde(default)]
        reason: String,
    }

    /// A new account.
    Account {
        /// Its name.
        name: String,
        /// Its password.
        password: String,
        /// An e-mail address. Where the house asks for one, the account begins when the code that is sent there was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
    }

    /// See [`Ask::Confirm`].
    Confirm {
        /// The account's name.
        name: String,
        /// The code.
        code: String,
    }

    /// See [`Ask::ChangePassword`].
    NewPassword {
        /// The password up to now.
        old: String,
        /// The password from now on.
        new: String,
    }

    /// See [`Ask::DeleteAccount`].
    DeleteAccount {
        /// The account's password.
        password: String,
    }

    /// See [`Ask::Nick`].
    Nick {
        /// The new nickname.
        name: String,
    }

    /// See [`Ask::Away`].
    Away {
        /// Why; `null` or absent: back.
        #[serde(default)]
        text: Option<String>,
    }

    /// See [`Ask::Join`].
    Join {
        /// Which room.
        room: String,
        /// Its key, if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    }

    /// See [`Ask::Leave`].
    Leave {
        /// Which room.
        room: String,
        /// Why.
        #[serde(default)]
        reason: String,
    }

    /// See [`Ask::Say`].
    Say {
        /// Where: `#ops`, `@ann`, `!3f`.
        room: String,
        /// The words. Lines are ended by line feeds.
        text: String,
        /// The same key is the same message, for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// As what.
        #[serde(default)]
        manner: Manner,
        /// The id of the message that it answers, in the same room.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<String>,
        /// Only for members with this role and above.
        #[serde(default)]
        to_role: Role,
    }

    /// See [`Ask::Edit`].
    Edit {
        /// The message's id.
        message: String,
        /// Its words from now on.
        text: String,
        /// The same key is the same edit, for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    }

    /// See [`Ask::Delete`].
    Delete {
        /// The message's id.
        message: String,
        /// Why.
        #[serde(default)]
        reason: String,
        /// The same key is the same deletion, for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    }

    /// See [`Ask::React`].
    React {
        /// The message's id.
        message: String,
        /// An emoji or a short word.
        reaction: String,
        /// Put on, or taken off.
        #[serde(default = "yes")]
        on: bool,
        /// The same key is the same reaction, for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    }

    /// See [`Ask::Topic`].
    Topic {
        /// Which room.
        room: String,
        /// The topic; empty takes it away.
        text: String,
    }

    /// See [`Ask::Change`].
    ChangeRoom {
        /// Which room.
        room: String,
        /// What, in this order. What is refused does not stop the rest.
        changes: Vec<Change>,
    }

    /// See [`Ask::Kick`].
    Kick {
        /// Which room.
        room: String,
        /// Whom.
        person: String,
        /// Why.
        #[serde(default)]
        reason: String,
    }

    /// See [`Ask::Invite`].
    Invite {
        /// Which room.
        room: String,
        /// Whom.
        person: String,
    }

    /// See [`Ask::Knock`].
    Knock {
        /// Which room.
        room: String,
        /// What to tell its operators.
        #[serde(default)]
        text: String,
    }

    /// See [`Ask::Rename`].
    Rename {
        /// Which room.
        room: String,
        /// Its name from now on.
        to: String,
        /// Why.
        #[serde(default)]
        reason: String,
    }

    /// See [`Ask::CloseRoom`].
    CloseRoom {
        /// Which room.
        room: String,
        /// Why.
        #[serde(default)]
        reason: String,
    }

    /// See [`Ask::Follow`].
    Follow {
        /// Which room.
        room: String,
        /// On, or off.
        #[serde(default = "yes")]
        on: bool,
        /// What came after this number is told first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<u64>,
    }

    /// See [`Ask::Resume`].
    Resume {
        /// The last number that one has of each room.
        cursors: Vec<Cursor>,
    }

    /// A place in a room's log: everything up to a number.
    Cursor {
        /// Which room.
        room: String,
        /// Up to which number.
        number: u64,
    }

    /// See [`Ask::Typing`].
    TypingIn {
        /// Which room.
        room: String,
        /// The state of it.
        state: Typing,
    }

    /// A room.
    InRoom {
        /// Which.
        room: String,
    }

    /// A person.
    WhichPerson {
        /// Their nickname, or the name of an account.
        name: String,
    }

    /// See [`Ask::People`].
    People {
        /// With `*` and `?`.
        #[serde(default = "everybody")]
        mask: String,
        /// People at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<usize>,
    }

    /// See [`Ask::History`]. Without a place: the newest. With both `after` and `before`: what is between them, from
    /// the older on.
    History {
        /// Which room.
        room: String,
        /// The newest before this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Aim>,
        /// The oldest after this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Aim>,
        /// Half before this, half from it on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        around: Option<Aim>,
        /// Events at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<usize>,
        /// Only what was said.
        #[serde(default)]
        messages_only: bool,
    }

    /// See [`Ask::Search`].
    Search {
        /// Words that must all be in the message, also as parts of words; `"two words"` in quotes are a phrase.
        text: String,
        /// Only what somebody of this name said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// Only in this room.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<String>,
        /// Only before this moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
        /// Only from this moment on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
        /// Messages at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<usize>,
    }
}

/// A place in a history: an event's number, a message's id, or a moment (RFC 3339, a day, or `10m` ago).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Aim {
    /// An event's number.
    Number(u64),
    /// The same in figures, a message's id, or a moment.
    Written(String),
}

const fn yes() -> bool {
    true
}

fn everybody() -> String {
    "*".to_owned()
}
