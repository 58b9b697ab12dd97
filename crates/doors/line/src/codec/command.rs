//! What a person at the line door asked for.

use std::fmt;

use super::verb::Verb;

/// One line, understood. Names of rooms and people are still as typed: the model checks them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input<'a> {
    /// An empty line: nothing is said by it.
    Empty,
    /// To be said to the current room.
    Say(&'a str),
    /// A command.
    Command(Command<'a>),
}

/// Every command of the line door. Message numbers are those of the current room and at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command<'a> {
    /// `/help`: everything, or one command.
    Help(Option<Verb>),
    /// `/nick`: another nickname.
    Nick(&'a str),
    /// `/names`: who is in a room; without one, in the current room.
    Names(Option<&'a str>),
    /// `/rooms`: the rooms, all or those that fit a pattern.
    Rooms(Option<&'a str>),
    /// `/join`: enter a room and make it the current one.
    Join {
        /// Which room.
        room: &'a str,
        /// The key of a room that has one.
        key: Option<Secret<'a>>,
    },
    /// `/part`: leave a room; without one, the current room.
    Part {
        /// Which room.
        room: Option<&'a str>,
        /// The reason that others see.
        why: Option<&'a str>,
    },
    /// `/room`: make a room that was entered the current one.
    Room(&'a str),
    /// `/msg`: say something to one person, or to a room that is not the current one.
    Msg {
        /// Who.
        to: &'a str,
        /// What.
        text: &'a str,
    },
    /// `/me`: an action.
    Me(&'a str),
    /// `/topic`.
    Topic(TopicAsk<'a>),
    /// `/reply`: an answer to a message.
    Reply {
        /// The message answered.
        number: u64,
        /// The answer.
        text: &'a str,
    },
    /// `/edit`: another text for a message.
    Edit {
        /// The message.
        number: u64,
        /// Its new text.
        text: &'a str,
    },
    /// `/delete`: a message.
    Delete(u64),
    /// `/react`.
    React {
        /// The message.
        number: u64,
        /// The reaction: one word.
        emoji: &'a str,
    },
    /// `/unreact`: takes a reaction back.
    Unreact {
        /// The message.
        number: u64,
        /// The reaction: one word.
        emoji: &'a str,
    },
    /// `/history`.
    History(Span),
    /// `/search`: the words as typed, with `from:`, `in:`, `before:` and `after:`.
    Search(&'a str),
    /// `/away`, perhaps with a reason.
    Away(Option<&'a str>),
    /// `/back`: no longer away.
    Back,
    /// `/whois`: what may be known of a person.
    Whois(&'a str),
    /// `/who`: everyone who is in the house, as far as the asker may see.
    Who,
    /// `/invite`: into a room; without one, the current room.
    Invite {
        /// Who.
        who: &'a str,
        /// Where to.
        room: Option<&'a str>,
    },
    /// `/kick`.
    Kick {
        /// Who.
        who: &'a str,
        /// The reason that others see.
        why: Option<&'a str>,
    },
    /// `/ban`: a mask that may not come in.
    Ban(&'a str),
    /// `/unban`.
    Unban(&'a str),
    /// `/mute`: a mask that may not speak.
    Mute(&'a str),
    /// `/unmute`.
    Unmute(&'a str),
    /// `/op`: make an operator of the room.
    Op(&'a str),
    /// `/deop`.
    Deop(&'a str),
    /// `/voice`: let speak in a moderated room.
    Voice(&'a str),
    /// `/devoice`.
    Devoice(&'a str),
    /// `/mode`: its arguments as typed, perhaps none.
    Mode(&'a str),
    /// `/rename`: another name for the current room.
    Rename(&'a str),
    /// `/register`: an account; without a name, under the current nickname.
    Register {
        /// The account's name.
        name: Option<&'a str>,
        /// Its password.
        password: Secret<'a>,
    },
    /// `/verify`: the code of a letter; without a name, for the account called like oneself.
    Verify {
        /// The account's name.
        name: Option<&'a str>,
        /// The code.
        code: &'a str,
    },
    /// `/login`.
    Login {
        /// The account's name.
        name: &'a str,
        /// Its password.
        password: Secret<'a>,
    },
    /// `/logout`.
    Logout,
    /// `/numbers`: whether messages are shown with their numbers.
    Numbers(bool),
    /// `/elapsed`: whether messages are shown with the time since the one before.
    Elapsed(bool),
    /// `/bell`.
    Bell(Bell),
    /// `/quit`, perhaps with a reason that others see.
    Quit(Option<&'a str>),
}

/// What `/topic` asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopicAsk<'a> {
    /// What is it?
    Show,
    /// Take it away (`/topic -`).
    Clear,
    /// Make it this.
    Set(&'a str),
}

/// Which messages `/history` asks for; how many is the server's default where none is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The latest.
    Latest(Option<u32>),
    /// Those just before a message.
    Before(u64),
    /// Those just after a message.
    After(u64),
}

/// When a message rings the bell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bell {
    /// Every message of another person.
    On,
    /// Never.
    Off,
    /// Only when one's own name is in it.
    Mentions,
}

/// A password or key as typed. It does not show in `Debug`, so that no log can hold it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret<'a>(&'a str);

impl<'a> Secret<'a> {
    pub(super) fn new(secret: &'a str) -> Secret<'a> {
        Secret(secret)
    }

    /// The secret itself, for the one place that checks it.
    pub fn reveal(self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
