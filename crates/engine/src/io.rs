//! What goes into the engine and what comes out of it.

use crate::{
    Ask, Closing, Defcon, Ending, Entered, HouseView, KeyringView, PersonView, RoomLine, RoomTag, RoomView,
    Signal,
};
use parlor_model::{
    Audience, Endpoint, Event, Key, Mark, MessageId, MetadataKey, Number, PersonId, Recall, Refusal, RoomId,
    ServerBan, Text, Time, Who,
};
use std::sync::Arc;

/// One connection that has entered or is about to. Chosen by the shell, never used twice at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionId(pub u64);

/// What a session calls one of its questions; comes back with the answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Token(pub u32);

/// Things kept together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct BatchId(pub u64);

/// What happens to the engine.
#[derive(Debug)]
pub enum In {
    /// A session asks.
    Ask {
        /// Who.
        session: SessionId,
        /// What it calls the question.
        token: Token,
        /// What.
        ask: Ask,
    },
    /// A session is over.
    Ended {
        /// Which.
        session: SessionId,
        /// How.
        how: Ending,
    },
    /// The batch is kept and flushed.
    Kept(BatchId),
    /// The batch is perhaps kept, perhaps not: nobody knows until the rooms are read again.
    Failed(BatchId),
    /// A room was read again. `None`: it was never kept.
    Reloaded {
        /// Which.
        room: RoomId,
        /// What is kept of it.
        log: Option<Box<Reload>>,
    },
    /// A room could not be read again; the engine asks once more after a while.
    ReloadFailed(RoomId),
    /// What is remembered of a message; `None`: there is no such message.
    Recalled {
        /// Which room.
        room: RoomId,
        /// Which message.
        number: Number,
        /// It.
        recall: Option<Recall>,
    },
    /// The store could not say.
    RecallFailed {
        /// Which room.
        room: RoomId,
        /// Which message.
        number: Number,
    },
    /// What was kept with a key; `Err` when the store could not say.
    KeyFound {
        /// Whose.
        person: PersonId,
        /// The key.
        key: Key,
        /// The event.
        found: Result<Option<MessageId>, ()>,
    },
    /// What became of the first push to a program ([`Pushed::First`](crate::Pushed::First)).
    PushTried {
        /// Who asked.
        session: SessionId,
        /// What it calls the question.
        token: Token,
        /// The push server took it.
        taken: bool,
    },
    /// Pushes of somebody's do not arrive any more.
    PushOver {
        /// Whose.
        person: PersonId,
        /// Where.
        endpoint: Endpoint,
        /// The subscription that this is about: one that is newer stays.
        since: Time,
    },
    /// A session comes from where a ban lets nobody come from.
    Unwelcome {
        /// Which.
        session: SessionId,
        /// What the ban says.
        reason: Text,
    },
    /// Time has passed.
    Tick,
}

/// What is kept of a room, for a start and for a reload.
#[derive(Clone, Debug)]
pub struct Reload {
    /// Events that fold to the room's state as of their end: a digest's, then those that alter the room.
    pub digest: Vec<Event>,
    /// The digest stands for everything up to this.
    pub digest_as_of: Number,
    /// Events after the digest that alter the room.
    pub altering: Vec<Event>,
    /// The last event kept.
    pub last: Number,
    /// When the last message was said.
    pub last_said: Option<Time>,
    /// Every event after what was told.
    pub untold: Vec<Event>,
}

/// What the engine wants done, in this order.
#[derive(Clone, Debug)]
pub enum Out {
    /// Keep these, all or nothing, then say [`In::Kept`] or [`In::Failed`]. One batch is under way at a time.
    Keep {
        /// What to call them.
        batch: BatchId,
        /// Events in order.
        events: Vec<Arc<Event>>,
        /// Read positions that moved forward: who, where, how far, when.
        positions: Vec<(PersonId, RoomId, Number, Time)>,
        /// Read marks that moved forward, or that are forgotten.
        marks: Vec<Mark>,
        /// People who are gone for good: their positions and marks are forgotten, also those of this batch.
        forgotten: Vec<PersonId>,
    },
    /// Read this room again; everything after `told` with it.
    Reload {
        /// Which.
        room: RoomId,
        /// What its listeners have been told.
        told: Number,
    },
    /// Say what is remembered of this message.
    Recall {
        /// Which room.
        room: RoomId,
        /// Which message.
        number: Number,
    },
    /// Say what was kept with this key.
    FindKey {
        /// Whose.
        person: PersonId,
        /// The key.
        key: Key,
    },
    /// From now on the session hears this room.
    Listen {
        /// Who.
        session: SessionId,
        /// Which room.
        room: Arc<RoomTag>,
        /// It has been told everything up to this.
        told: Number,
    },
    /// The session hears the room no more.
    Unlisten {
        /// Who.
        session: SessionId,
        /// Which room.
        room: RoomId,
    },
    /// Tell an event to those of its audience who listen.
    Tell(Arc<Told>),
    /// Tell something that is not kept.
    Signal(Arc<Signalled>),
    /// Answer a question.
    Answer {
        /// Whose.
        session: SessionId,
        /// Which.
        token: Token,
        /// The answer.
        answer: Answer,
    },
    /// The session is another person from now on (it entered, or logged in).
    Became {
        /// Which.
        session: SessionId,
        /// Who it is.
        person: PersonId,
    },
    /// The session's person rules the house from now on, or no more: limits that hold people back do not count for it.
    Trusted {
        /// Which.
        session: SessionId,
        /// Whether.
        trusted: bool,
    },
    /// Close the session's connection.
    Close {
        /// Which.
        session: SessionId,
        /// Why.
        why: Closing,
    },
    /// A letter is to be sent.
    Letter(crate::Letter),
    /// Something is to be pushed to somebody's programs.
    Push(crate::Push),
}

/// An event on its way to its listeners.
#[derive(Debug)]
pub struct Told {
    /// The event.
    pub event: Arc<Event>,
    /// The room, as it is named now.
    pub room: Arc<RoomTag>,
    /// Facts of one act in several rooms (a new nickname, a departure) have one act: a door that shows such an act once
    /// shows only the first of them that a listener hears. Rises.
    pub act: u64,
    /// The session that asked for it.
    pub actor: Option<SessionId>,
    /// When the message before this one was said here.
    pub said_before: Option<Time>,
}

/// Something unnumbered on its way.
#[derive(Debug)]
pub struct Signalled {
    /// Who.
    pub by: Arc<Who>,
    /// Where it is heard; `None` for the whole house.
    pub room: Option<Arc<RoomTag>>,
    /// By whom.
    pub heard: Audience,
    /// As in [`Told`].
    pub act: u64,
    /// The session that sent it: it does not hear itself.
    pub actor: Option<SessionId>,
    /// When.
    pub at: Time,
    /// What.
    pub signal: Signal,
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub enum Answer {
    /// One is in.
    Entered(Box<Entered>),
    /// It is done and kept; what happened was told just before.
    Done {
        /// The event (the last, if there were several). `None` when there was nothing to keep.
        id: Option<MessageId>,
        /// What of it was refused although the rest was done.
        partly: Vec<Refusal>,
    },
    /// The house says no.
    Refused(Refusal),
    /// The disk failed: it may be kept or not. With a key, asking again tells.
    Unconfirmed,
    /// Everything asked before is done.
    Fence,
    /// A room.
    Room(Box<RoomView>),
    /// Rooms.
    Rooms(Vec<RoomLine>),
    /// A person.
    Person(Box<PersonView>),
    /// People.
    People(Vec<PersonView>),
    /// Who was known by a name: newest first.
    Whowas(Vec<(Arc<Who>, Time)>),
    /// The house.
    House(HouseView),
    /// How much the house lets happen.
    Defcon(Defcon),
    /// Server-wide bans.
    Bans(Vec<ServerBan>),
    /// Names that no room may have, oldest first.
    Purges(Vec<parlor_model::Purge>),
    /// An account.
    Account(Box<crate::AccountView>),
    /// Accounts, by name.
    Accounts(Vec<crate::AccountView>),
    /// Somebody's connections, oldest first.
    Sessions(Vec<crate::SessionView>),
    /// What is said about somebody or a room.
    Metadata(Box<crate::MetadataView>),
    /// The keys under which something was said, and no more is.
    Cleared(Vec<MetadataKey>),
    /// How far one has read a place; `None`: nobody said.
    Marked(Option<Time>),
    /// How far one has read each room one is in.
    Positions(Vec<crate::ReadPosition>),
    /// Where programs are pushed to, oldest first.
    Pushes(Vec<Arc<parlor_model::Subscription>>),
    /// Tokens and invitations.
    Keyring(Box<KeyringView>),
    /// The asker may read this room, up to what was told.
    Readable {
        /// The room.
        room: Arc<RoomTag>,
        /// The last number told.
        told: Number,
        /// Nothing of before this moment is for them.
        since: Time,
        /// Who asks.
        reader: PersonId,
    },
    /// The rooms that the asker may read.
    ReadableRooms {
        /// The rooms, the last number told in each, and the moment before which nothing is for them.
        rooms: Vec<(Arc<RoomTag>, Number, Time)>,
        /// Who asks.
        reader: PersonId,
    },
}
