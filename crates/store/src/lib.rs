//! Keeping: the log of every room on disk, and the questions that only the disk can answer.
//!
//! A [`Store`] has one writer, which keeps [`Batch`]es whole or not at all, and any number of [`Reader`]s. What was
//! answered `Ok` is flushed. Nothing above this crate knows which store it is.

pub mod ask;
mod fault;
pub mod sqlite;
pub mod vault;
mod words;

pub use ask::{
    Batch, Digest, Found, History, Item, Page, Place, Position, Reaction, RoomLog, SearchQuery, Span,
};
pub use fault::Fault;
pub use sqlite::Sqlite;

use parlor_model::{Event, Key, Mark, MessageId, Number, PersonId, Recall, RoomId};

/// The writer of a store. There is one at a time; a second one on the same data is refused.
pub trait Store: Send {
    /// Keeps all of the batch, flushed, or nothing of it. A deletion takes the words of its message, and of the
    /// message's edits, out of everything that is kept.
    ///
    /// # Errors
    /// [`Fault`]. The batch may then be kept or not (the answer may have been lost on the way): who asked rereads.
    /// A [`Fault::is_conflict`] when it does not follow on what is kept, and some fault when a person's key was kept
    /// before; then nothing of it was. After any fault the writer can be used on.
    fn keep(&mut self, batch: &Batch) -> Result<(), Fault>;

    /// Does a bounded piece of the work that may lag behind the log (the search index). `true`: there is more.
    ///
    /// # Errors
    /// [`Fault`]; the log is not touched by it.
    fn tidy(&mut self) -> Result<bool, Fault>;

    /// Nothing is to be kept for a while: lets go of what it holds only to keep the next event sooner.
    ///
    /// # Errors
    /// [`Fault`]; nothing is lost by it.
    fn rest(&mut self) -> Result<(), Fault>;

    /// Reads what a restart needs of one room, through the writer's own eyes: everything kept so far and nothing else.
    ///
    /// # Errors
    /// [`Fault`]; try again later.
    fn reload(&mut self, room: RoomId, told: Number) -> Result<Option<RoomLog>, Fault>;

    /// A reader with its own connection. It sees everything that was kept before it is asked.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be opened.
    fn reader(&self) -> Result<Box<dyn Reader>, Fault>;
}

/// Answers questions about what was kept.
pub trait Reader: Send {
    /// Every room: what a start needs. Bounded by the number of rooms, not of messages.
    ///
    /// # Errors
    /// [`Fault`].
    fn rooms(&mut self) -> Result<Vec<RoomLog>, Fault>;

    /// The whole log of accounts, oldest first.
    ///
    /// # Errors
    /// [`Fault`].
    fn directory(&mut self) -> Result<Vec<Event>, Fault>;

    /// Events of a room after a number, oldest first, at most `limit`: the cursor's question. Words of deleted messages
    /// are gone; everything else is as it was.
    ///
    /// # Errors
    /// [`Fault`].
    fn after(&mut self, room: RoomId, after: Number, limit: usize) -> Result<Vec<Event>, Fault>;

    /// A page of history, oldest first, with edits, deletions and reactions worked in.
    ///
    /// # Errors
    /// [`Fault`].
    fn history(&mut self, query: &History) -> Result<Page, Fault>;

    /// Messages with words in them, newest first.
    ///
    /// # Errors
    /// [`Fault`].
    fn search(&mut self, query: &SearchQuery) -> Result<Vec<Found>, Fault>;

    /// What must be remembered of a message to decide about it. `None`: no such message.
    ///
    /// # Errors
    /// [`Fault`].
    fn recall(&mut self, room: RoomId, number: Number) -> Result<Option<Recall>, Fault>;

    /// The event that was kept with this key of this person.
    ///
    /// # Errors
    /// [`Fault`].
    fn find_key(&mut self, person: PersonId, key: &Key) -> Result<Option<MessageId>, Fault>;

    /// How far everybody has read, in every room where they said so.
    ///
    /// # Errors
    /// [`Fault`].
    fn positions(&mut self) -> Result<Vec<Position>, Fault>;

    /// Every read mark of every account.
    ///
    /// # Errors
    /// [`Fault`].
    fn marks(&mut self) -> Result<Vec<Mark>, Fault>;
}
