//! Moving the log file into the data file under load, beside the writer.
//!
//! Copying thousands of pages takes longer than a message may wait to be kept. So a thread of its own moves what is
//! there, and what was kept meanwhile, a few pages, the writer moves between two batches: then nothing is left, and
//! SQLite begins the log file anew. (A checkpoint and a writer of WAL do not exclude each other: sqlite.org/wal.html.)

use super::open;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::JoinHandle;

/// Pages in the log file, or more since it could not be emptied, at which it is moved; chores do so far earlier.
const MOVED_PAGES: u32 = 12 * 1024;
/// Pages that the thread's connection holds, in KiB: a checkpoint needs none.
const CACHE_KIB: u32 = 64;

/// Watches over the log file's length.
#[derive(Default)]
pub(super) struct Mover {
    /// Pages in the log file after the last commit.
    pages: Arc<AtomicU32>,
    /// Pages that were there when it was moved last.
    before: u32,
    moving: Option<JoinHandle<()>>,
}

impl Mover {
    /// Counts the pages that the writer's connection commits; SQLite itself moves nothing any more.
    pub(super) fn watch(conn: &mut Connection) -> rusqlite::Result<Self> {
        let mover = Self::default();
        let pages = Arc::clone(&mover.pages);
        conn.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, count| {
            pages.store(u32::try_from(count).unwrap_or(u32::MAX), Relaxed);
            Ok(())
        }))?;
        Ok(mover)
    }

    /// Pages in the log file after the last commit.
    pub(super) fn pages(&self) -> u32 {
        self.pages.load(Relaxed)
    }

    /// A batch was kept: takes the next step, if one is due. That it fails harms nobody yet, for all is in the log file.
    pub(super) fn step(&mut self, conn: &Connection, file: &Path) {
        let pages = self.pages();
        if pages < self.before {
            // It was begun anew.
            self.before = 0;
        }
        if let Some(moving) = self.moving.take_if(|moving| moving.is_finished()) {
            end(moving);
            report(pass(conn));
            self.before = pages;
        } else if self.moving.is_none() && pages - self.before >= MOVED_PAGES {
            self.begin(file);
            self.before = pages;
        }
    }

    fn begin(&mut self, file: &Path) {
        let file = file.to_owned();
        let thread = std::thread::Builder::new().name("move".into());
        let begun = thread.spawn(move || {
            let conn = open::connect(&file, OpenFlags::empty(), CACHE_KIB);
            report(conn.and_then(|conn| pass(&conn)));
        });
        match begun {
            Ok(moving) => self.moving = Some(moving),
            Err(error) => {
                tracing::warn!(%error, "no thread could be had to move the log file into the data file");
            }
        }
    }

    /// Waits until nothing is being moved.
    pub(super) fn finish(&mut self) {
        if let Some(moving) = self.moving.take() {
            end(moving);
        }
    }
}

impl Drop for Mover {
    fn drop(&mut self) {
        self.finish();
    }
}

fn end(moving: JoinHandle<()>) {
    if moving.join().is_err() {
        tracing::error!("moving the log file into the data file ended in a panic");
    }
}

/// Moves what no reader still needs where it is.
pub(super) fn pass(conn: &Connection) -> rusqlite::Result<()> {
    conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}

fn report(moved: rusqlite::Result<()>) {
    if let Err(error) = moved {
        tracing::warn!(%error, "the log file could not be moved into the data file; it grows until it can");
    }
}
