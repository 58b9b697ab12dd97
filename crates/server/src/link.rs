//! What goes between the shards and the house.

use crate::Farewell;
use parlor_engine::{
    Answer, Ask, Closing, Ending, Entering, RoomRef, RoomTag, SessionId, Signalled, Token, Told,
};
use parlor_model::{AccountName, Event, Fingerprint, Number, PersonId, Refusal, RoomId, Time};
use parlor_store::{Fault, Item, Page};
use std::net::SocketAddr;
use std::sync::Arc;

pub use parlor_store::Span;

/// What a seat is answered.
#[derive(Debug)]
pub enum Reply {
    /// By the engine.
    Answer(Answer),
    /// A page of a room's history.
    Page {
        /// The room.
        room: Arc<RoomTag>,
        /// The page.
        page: Page,
    },
    /// What came after a place in a room's log, as it was told then.
    After {
        /// The room.
        room: Arc<RoomTag>,
        /// The events of the asker's audience, oldest first; words of deleted messages are gone.
        events: Vec<Event>,
        /// Where the next question begins: the last number looked at.
        upto: Number,
        /// What was told when this was asked: `upto` equals it when nothing is left.
        told: Number,
    },
    /// What a search found, newest first.
    Found(Vec<(Arc<RoomTag>, Item)>),
    /// The password was right: the account's name as registered.
    Verified(AccountName),
    /// A SCRAM exchange has begun: its challenge goes to the client.
    Challenge(Box<crate::ScramExchange>),
    /// What a password must match from now on.
    Hashed(Arc<str>),
    /// The settings were read again; what came of it, in words.
    Reread(Result<String, String>),
    /// The settings in force.
    Settings(Arc<[crate::ShownSetting]>),
    /// The store could not say; it is in the log.
    Fault,
}

/// A question of history.
#[derive(Clone, Debug)]
pub(crate) struct HistoryWish {
    pub(crate) room: RoomRef,
    pub(crate) span: Span,
    pub(crate) limit: usize,
    pub(crate) messages_only: bool,
}

/// A question of search; rooms are filled in by the house.
#[derive(Clone, Debug)]
pub(crate) struct SearchWish {
    pub(crate) terms: Vec<String>,
    pub(crate) from: Option<String>,
    pub(crate) room: Option<RoomRef>,
    pub(crate) before: Option<Time>,
    pub(crate) after: Option<Time>,
    pub(crate) limit: usize,
}

/// Has the settings read again for a question of a session, which is answered later.
pub(crate) type Rehash = Box<dyn Fn(SessionId, Token) + Send>;

/// From a shard, or from those who work for the house.
pub(crate) enum ToHouse {
    Ask {
        session: SessionId,
        token: Token,
        ask: Ask,
    },
    History {
        session: SessionId,
        token: Token,
        wish: HistoryWish,
    },
    After {
        session: SessionId,
        token: Token,
        room: RoomRef,
        after: Number,
        limit: usize,
    },
    Search {
        session: SessionId,
        token: Token,
        wish: SearchWish,
    },
    Verify {
        session: SessionId,
        token: Token,
        name: String,
        password: String,
    },
    /// SCRAM begins with this client-first-message.
    Scram {
        session: SessionId,
        token: Token,
        first: String,
    },
    /// Whose account a certificate proves.
    Certificate {
        session: SessionId,
        token: Token,
        certificate: Option<Fingerprint>,
        acts_for: String,
    },
    /// Whose account a token of an issuer proves.
    Bearer {
        session: SessionId,
        token: Token,
        brought: String,
        acts_for: String,
    },
    /// A password was right, and more can be kept of it than was: if the account has still `from`.
    BetterCredentials {
        account: AccountName,
        from: Arc<str>,
        to: Arc<str>,
    },
    Hash {
        session: SessionId,
        token: Token,
        password: String,
    },
    CatchUp {
        session: SessionId,
        room: RoomId,
        after: Number,
    },
    /// Somebody asks to be let in.
    Enter {
        session: SessionId,
        token: Token,
        entering: Box<Entering>,
        /// Both ends of the connection, where it is one of the machine.
        ends: Option<(SocketAddr, SocketAddr)>,
    },
    /// What was to be found out about them is.
    LookedUp {
        session: SessionId,
        token: Token,
        entering: Box<Entering>,
        verdict: Result<(), Refusal>,
    },
    Ended {
        session: SessionId,
        how: Ending,
        unshown: bool,
    },
    /// The writer is done with a batch.
    Kept(parlor_engine::BatchId),
    Failed(parlor_engine::BatchId, Fault),
    Reloaded(RoomId, Result<Option<Box<parlor_engine::Reload>>, Fault>),
    /// A reader has an answer for the engine.
    Engine(parlor_engine::In),
    /// A worker has an answer for a seat.
    Reply {
        session: SessionId,
        token: Token,
        reply: Reply,
    },
    CaughtUp {
        session: SessionId,
        room: RoomId,
        after: Number,
        events: Result<Vec<Event>, Fault>,
    },
    Administer(crate::Administer),
    NewRules(Arc<crate::Rules>),
    /// A server operator wants the settings read again.
    Rehash {
        session: SessionId,
        token: Token,
    },
    /// A server operator wants to see the settings in force.
    Settings {
        session: SessionId,
        token: Token,
    },
    /// Who reads them, from now on.
    OnRehash(Rehash),
    /// Close the house in good order.
    Stop,
    /// A shard reads no more.
    Quiet,
    /// A shard has no connection left.
    Empty,
}

impl ToHouse {
    /// Decides nothing, and reads nothing: what is shown of this moment.
    pub(crate) fn is_look(&self) -> bool {
        matches!(self, Self::Ask { ask: parlor_engine::Ask::Look(_), .. })
    }
}

/// From the house to a shard.
#[derive(Debug)]
pub(crate) enum ToShard {
    /// A connection that another shard accepted.
    Connection {
        stream: std::net::TcpStream,
        door: usize,
        from: std::net::SocketAddr,
    },
    Listen {
        session: SessionId,
        room: Arc<RoomTag>,
        told: Number,
    },
    Unlisten {
        session: SessionId,
        room: RoomId,
    },
    Tell(Arc<Told>),
    Signal(Arc<Signalled>),
    Reply {
        session: SessionId,
        token: Token,
        reply: Box<Reply>,
    },
    Became {
        session: SessionId,
        person: PersonId,
    },
    Close {
        session: SessionId,
        why: Closing,
    },
    /// The session's person rules the house, or no more.
    Trusted {
        session: SessionId,
        trusted: bool,
    },
    /// The gate has new bans.
    PutOut,
    /// Events that a slow listener missed. `None`: the store could not say.
    CaughtUp {
        session: SessionId,
        room: RoomId,
        after: Number,
        tag: Option<Arc<RoomTag>>,
        events: Option<Vec<Event>>,
    },
    NewRules(Arc<crate::Rules>),
    /// A connection whose door has shaken hands with it.
    Settler(Box<crate::annex::Settler>),
    /// A connection of the annex.
    Pipe {
        line: Arc<crate::annex::Line>,
        seat: crate::annex::Seated,
        arrival: crate::Arrival,
        connections: usize,
    },
    /// Something changed at the door's end of a pipe.
    PipeMoved(Arc<crate::annex::Line>),
    /// Read no more.
    Quiet,
    /// Say farewell, write what waits, close.
    Leave {
        why: Farewell,
    },
}
