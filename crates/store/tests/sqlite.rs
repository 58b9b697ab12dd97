//! SQLite holds every promise of a store.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod suite;

use parlor_model::{Number, RoomId};
use parlor_store::Store;
use parlor_store::sqlite::{Sqlite, SqliteOptions};
use std::sync::mpsc;
use suite::story::{Story, batch};
use suite::{Ground, House};
use tempfile::TempDir;

struct Folder {
    folder: TempDir,
    unnumbered_max: usize,
}

fn folder(unnumbered_max: usize) -> Box<dyn Ground> {
    Box::new(Folder { folder: TempDir::new().unwrap(), unnumbered_max })
}

impl Ground for Folder {
    fn open(&self) -> Box<dyn Store> {
        let options = SqliteOptions { unnumbered_max: self.unnumbered_max, ..SqliteOptions::default() };
        Box::new(Sqlite::open(self.folder.path(), options).unwrap())
    }
}

#[test]
fn sqlite_holds_every_promise() {
    suite::hold(|| folder(SqliteOptions::default().unnumbered_max));
}

#[test]
fn sqlite_holds_every_promise_while_it_hands_over_numbers() {
    suite::hold(|| folder(2));
}

/// Whoever asks while the writer works misses nothing that it has answered, and hears of no event twice.
#[test]
fn a_reader_beside_the_writer_sees_every_event_once() {
    const ROOMS: u64 = 3;
    let House { mut reader, mut store, ground: _ground } = House::on(folder(4));
    let (answered, answers) = mpsc::channel();
    let writing = std::thread::spawn(move || {
        let mut story = Story::default();
        store.keep(&batch((1..=ROOMS).map(|room| story.open(room)))).unwrap();
        for n in 2..400 {
            let said: Vec<_> = (1..=ROOMS).map(|room| story.say(room, 1, "words")).collect();
            store.keep(&batch(said)).unwrap();
            if n % 50 == 0 {
                store.tidy().unwrap();
            }
            answered.send(n).unwrap();
        }
    });
    let mut asked = 0;
    while let Ok(last) = answers.recv() {
        let last: u64 = answers.try_iter().last().unwrap_or(last);
        for room in (1..=ROOMS).map(RoomId) {
            let after = last.saturating_sub(9);
            let events = reader.after(room, Number(after), 99).unwrap();
            assert!(events.len() as u64 >= last - after, "{} of {last} after {after}", events.len());
            assert!(events.iter().zip(after + 1..).all(|(event, number)| event.number.0 == number));
            assert!(reader.recall(room, Number(last)).unwrap().is_some());
        }
        asked += 1;
    }
    writing.join().unwrap();
    assert!(asked > 0);
}

/// A file that grows costs a flush more than one that is written over: the log file is longer than what is in it, and
/// who finds it after a crash sees nothing but what was kept.
#[test]
fn the_log_file_is_longer_than_what_was_kept() {
    const BATCHES: u64 = 400;
    let (folder, left) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut store = Sqlite::open(folder.path(), SqliteOptions::default()).unwrap();
    let mut story = Story::default();
    store.keep(&batch([story.open(1)])).unwrap();
    let log = folder.path().join("parlor.db-wal");
    let (mut grown, mut before) = (0, 0);
    for _ in 0..BATCHES {
        store.keep(&batch([story.say(1, 1, "words")])).unwrap();
        let len = std::fs::metadata(&log).unwrap().len();
        grown += u64::from(len != std::mem::replace(&mut before, len));
    }
    assert!(before > BATCHES * 4096, "a page at least is written for each");
    assert!(grown < BATCHES / 10, "{grown} of {BATCHES} batches made it longer");

    for name in ["parlor.db", "parlor.db-wal"] {
        std::fs::copy(folder.path().join(name), left.path().join(name)).unwrap();
    }
    let mut found = Sqlite::open(left.path(), SqliteOptions::default()).unwrap();
    assert_eq!(found.reload(RoomId(1), Number(0)).unwrap().unwrap().last, Number(BATCHES + 1));
    found.keep(&batch([story.say(1, 1, "more words")])).unwrap();
    let mut reader = found.reader().unwrap();
    assert_eq!(reader.after(RoomId(1), Number(0), 9_999).unwrap(), story.rooms[&RoomId(1)]);
}
