//! What is wanted of a client, and what it tells.

use parlor_api::{Answer, Ask, Done, Entered, Event, Gap, Lost, Page, Problem, Room, Signal};

/// What something asked is known by; whoever asks chooses it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ticket(pub u64);

/// Who to be.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// A nickname, without an account.
    Guest {
        /// The nickname.
        name: String,
    },
    /// An account, with its password; with a token of an earlier login, that is tried first.
    Account {
        /// The account's name.
        name: String,
        /// Its password, where it is known.
        password: Option<String>,
        /// A session's token, where there is one.
        token: Option<String>,
    },
}

impl Identity {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Guest { name } | Self::Account { name, .. } => name,
        }
    }
}

// Passwords and tokens are for nobody's eyes.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Guest { name } => write!(f, "guest {name}"),
            Self::Account { name, .. } => write!(f, "account {name}"),
        }
    }
}

/// What whoever shows it wants.
#[derive(Clone, PartialEq, Debug)]
pub enum Order {
    /// To be somebody: connects.
    Enter(Identity),
    /// To be in a room, now and after every return. It is joined where one is not in it.
    Want {
        /// Its name.
        room: String,
        /// Its key, if it has one.
        key: Option<String>,
    },
    /// To have something said, or changed about a message: waits in order until it is confirmed or refused.
    Send {
        /// Told with what becomes of it.
        ticket: Ticket,
        /// A [`Ask::Say`], [`Ask::Edit`], [`Ask::Delete`] or [`Ask::React`].
        ask: Box<Ask>,
    },
    /// To take back what waits. What is on its way already stays.
    Unsend(Ticket),
    /// To ask now; without a connection, not at all.
    Ask {
        /// Told with the answer.
        ticket: Ticket,
        /// Anything.
        ask: Box<Ask>,
    },
    /// Not to wait any longer before connecting again.
    TryNow,
    /// To believe this certificate from now on, by its SHA-256 in hexadecimal digits.
    Trust(String),
    /// To go once everything that waits is sent.
    Finish {
        /// What others are told.
        reason: String,
    },
    /// To go now.
    Leave {
        /// What others are told.
        reason: String,
    },
}

/// What there is to show.
#[derive(Clone, PartialEq, Debug)]
pub enum News {
    /// How it stands with the connection.
    State(State),
    /// One is in.
    Entered(Box<Entered>),
    /// One is not let in like this: another [`Order::Enter`] is waited for.
    NotLetIn(Problem),
    /// The server's certificate is one that nothing vouches for: [`Order::Trust`] is waited for.
    Untrusted {
        /// Its SHA-256 in hexadecimal digits.
        fingerprint: String,
        /// Why it is not believed, in words.
        why: String,
    },
    /// A session's token: to be kept where nobody else can read it.
    Token {
        /// Whose.
        account: String,
        /// The token.
        token: String,
    },
    /// The token is worth nothing any more.
    TokenOver,
    /// A room that one is in, as of this place in the order of things.
    Room(Box<Room>),
    /// The newest messages of a room that one has not seen yet.
    Page(Page),
    /// Something happened: in order, and once.
    Event(Box<Event>),
    /// Something unnumbered.
    Signal(Box<Signal>),
    /// So many events of a room are left out; what comes now follows the gap.
    Gap(Gap),
    /// A room that one was in cannot be heard any more.
    Lost(Lost),
    /// What was sent is kept.
    Sent {
        /// Which.
        ticket: Ticket,
        /// Where.
        done: Done,
    },
    /// What was sent is refused.
    Refused {
        /// Which.
        ticket: Ticket,
        /// Why.
        problem: Problem,
    },
    /// What was asked is answered.
    Answered {
        /// Which.
        ticket: Ticket,
        /// With what.
        answer: Box<Answer>,
    },
    /// What was asked will not be answered: the connection broke, or there is none.
    Unanswered(Ticket),
    /// A room that one wanted to be in is not to be joined.
    NotJoined {
        /// Which.
        room: String,
        /// Why.
        problem: Problem,
    },
    /// Nothing more comes: one has left.
    Left,
}

/// How it stands with the connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Nobody said yet who to be.
    Idle,
    /// On the way to the server.
    Connecting,
    /// The server answered; it is being told who one is.
    Entering,
    /// What was missed is being told.
    CatchingUp,
    /// All is well.
    Connected,
    /// The connection is gone. It is tried again by itself.
    Waiting {
        /// Why it is gone, as a sentence.
        why: String,
        /// When it is tried again: milliseconds of the clock that the machine is given.
        until_ms: u64,
    },
    /// The server ended it for good. Only [`Order::TryNow`] or [`Order::Enter`] tries again.
    Over {
        /// Why, as a sentence.
        why: String,
    },
}

/// Why there is no connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// It may be there later.
    Unreachable {
        /// Why not, as a sentence.
        why: String,
        /// Not before so many milliseconds.
        after_ms: Option<u64>,
    },
    /// The server does not know the token, or the password is wrong.
    Refused(Problem),
    /// Nothing vouches for the certificate.
    Untrusted {
        /// Its SHA-256 in hexadecimal digits.
        fingerprint: String,
        /// Why it is not believed.
        why: String,
    },
}
