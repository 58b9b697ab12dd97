//! SQLite holds every promise of a store.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod suite;

use parlor_store::Store;
use parlor_store::sqlite::{Sqlite, SqliteOptions};
use suite::Ground;
use tempfile::TempDir;

struct Folder(TempDir);

impl Ground for Folder {
    fn open(&self) -> Box<dyn Store> {
        Box::new(Sqlite::open(self.0.path(), SqliteOptions::default()).unwrap())
    }
}

#[test]
fn sqlite_holds_every_promise() {
    suite::hold(|| Box::new(Folder(TempDir::new().unwrap())));
}
