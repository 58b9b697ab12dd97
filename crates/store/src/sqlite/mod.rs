//! The embedded store: one SQLite file, one writer, any number of readers.
//!
//! A batch is one transaction and one flush (WAL, `synchronous=FULL`). Every room's log is in one table; what is done
//! to a message is worked in when it is read; the index of words is fed behind the log.

mod ahead;
mod append;
mod change;
mod chores;
mod columns;
mod erase;
mod history;
mod index;
mod keep;
mod lock;
mod log;
mod marks;
mod migrate;
mod mover;
mod numbering;
mod open;
mod open_error;
mod reader;
mod recall;
mod schema;
mod search;
mod sought;
mod standing;
mod stored;
mod tails;
mod trouble;
mod whos;

pub use open_error::OpenError;

use crate::{Batch, Fault, Reader, RoomLog, Store};
use ahead::Ahead;
use chores::Chores;
use keep::Ends;
use lock::Lock;
use mover::Mover;
use numbering::View;
use parlor_model::{Number, RoomId};
use reader::SqliteReader;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tails::Tails;
use trouble::Tried;
use whos::Whos;

/// What a flush promises.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sync {
    /// What was answered `Ok` survives a power cut.
    #[default]
    Full,
    /// What was answered `Ok` survives the end of the process, but the last of it may be lost in a power cut. Nothing
    /// is damaged, and no hole is left.
    Normal,
}

/// How the store is opened.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// What a flush promises.
    pub sync: Sync,
    /// Pages of the file that each connection holds in memory, in KiB at most.
    pub cache_kib_max: u32,
    /// Pages (4 KiB each) that the file may have; keeping more is a [`Fault`], as on a full disk. `None`: what fits.
    pub pages_max: Option<u32>,
    /// Events that the index by room and number may lag behind the log, about: they are remembered, at 8 bytes and more
    /// each. The more there are of each room, the fewer pages a batch has to touch.
    pub unnumbered_max: usize,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { sync: Sync::Full, cache_kib_max: 8 * 1024, pages_max: None, unnumbered_max: 32 * 1024 }
    }
}

/// The store of one data folder. The folder is its own as long as it lives: a second one is refused.
pub struct Sqlite {
    /// Before the connection: the last one that is closed tidies up, and should be the writer's.
    mover: Mover,
    ahead: Ahead,
    conn: Connection,
    file: PathBuf,
    options: SqliteOptions,
    ends: Ends,
    whos: Whos,
    tails: Arc<Tails>,
    /// A fault came between the file and `tails`.
    unsure: bool,
    chores: Chores,
    _lock: Lock,
}

impl Sqlite {
    /// Opens the folder, and makes it and `parlor.db` in it when they are not there. A file of an older version is
    /// brought to this one after it was copied to `parlor.db.v<old>.bak`.
    ///
    /// # Errors
    /// [`OpenError`] says what to do about it.
    pub fn open(folder: &Path, options: SqliteOptions) -> Result<Self, OpenError> {
        Self::open_as(folder, options, schema::MIGRATIONS)
    }

    /// The data file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }
}

impl Store for Sqlite {
    fn keep(&mut self, batch: &Batch) -> Result<(), Fault> {
        self.keep_whole(batch)
            .map_err(|trouble| trouble.during(format!("keeping {} events", batch.events.len())))
    }

    fn tidy(&mut self) -> Result<bool, Fault> {
        self.do_a_chore().map_err(|trouble| trouble.during("tidying up"))
    }

    fn rest(&mut self) -> Result<(), Fault> {
        self.ends.rest();
        self.conn
            .execute_batch("PRAGMA shrink_memory")
            .map_err(|cause| Fault::caused("giving memory back", cause))
    }

    fn reload(&mut self, room: RoomId, told: Number) -> Result<Option<RoomLog>, Fault> {
        let mut read = || -> Tried<Option<RoomLog>> {
            self.be_sure()?;
            let conn = self.conn.transaction()?;
            let (view, whos) = (View::new(&conn, self.tails.of(room)), &mut self.whos);
            let Some(log) = log::room_log(&view, whos, room)? else { return Ok(None) };
            let untold = log::after(&view, whos, room, told, usize::MAX)?;
            Ok(Some(RoomLog { untold, ..log }))
        };
        read().map_err(|trouble| trouble.during(format!("reloading room {}", room.0)))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, Fault> {
        let open = || {
            let conn = open::connect(&self.file, OpenFlags::empty(), self.options.cache_kib_max)?;
            conn.pragma_update(None, "query_only", true)?;
            Ok::<_, rusqlite::Error>(conn)
        };
        let conn = open().map_err(|cause| Fault::caused("opening a reader", cause))?;
        Ok(Box::new(SqliteReader { conn, whos: Whos::default(), tails: Arc::clone(&self.tails) }))
    }
}
