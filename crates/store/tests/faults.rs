//! When the disk or the file is not as it should be: words that help, nothing lost, no crash.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[allow(dead_code)]
#[path = "suite/story.rs"]
mod story;

use parlor_model::{Number, PersonId, RoomId, Time};
use parlor_store::sqlite::{OpenError, Sqlite, SqliteOptions};
use parlor_store::{SearchQuery, Store};
use rusqlite::Connection;
use std::error::Error;
use std::fs;
use std::path::Path;
use story::{Story, batch};
use tempfile::TempDir;

fn open(folder: &Path) -> Result<Sqlite, OpenError> {
    Sqlite::open(folder, SqliteOptions::default())
}

/// The words for people, with the folder's name taken out.
fn refused(folder: &Path) -> String {
    let Err(error) = open(folder) else { panic!("it was opened") };
    error.to_string().replace(folder.to_str().unwrap(), "FOLDER")
}

/// A folder with one room and some messages in it, closed.
fn lived_in() -> (TempDir, Story) {
    let folder = TempDir::new().unwrap();
    let mut story = Story::default();
    let mut store = open(folder.path()).unwrap();
    let mut events = vec![story.open(1)];
    events.extend((0..2_000).map(|n| story.say(1, 1, &format!("message {n}"))));
    store.keep(&batch(events)).unwrap();
    while store.tidy().unwrap() {}
    (folder, story)
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("data");
    fs::write(&file, "not a folder").unwrap();
    assert_eq!(refused(&file), "the data folder FOLDER cannot be used");
    assert_eq!(refused(&file.join("below")), "the data folder FOLDER cannot be used");
    let Err(error) = open(&file) else { panic!() };
    assert!(error.source().is_some());
}

#[test]
fn what_must_be_written_cannot_be() {
    // Rights do not stop root, who may run this test; a folder where the file should be stops anyone.
    for name in ["parlor.lock", "parlor.db"] {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join(name)).unwrap();
        assert_eq!(
            refused(folder.path()),
            format!(
                "FOLDER/{name} cannot be written: Parlor needs to write to its data folder; look at the owner and \
                 the rights of the folder and at whether the disk is mounted read-only"
            )
        );
    }
}

#[test]
fn a_file_that_is_no_database() {
    let folder = TempDir::new().unwrap();
    let words = "FOLDER/parlor.db is damaged or no database; nothing was changed in it: put a backup in its place, \
                 or try `sqlite3 parlor.db .recover` on a copy";
    let file = folder.path().join("parlor.db");
    fs::write(&file, "Dear diary, ".repeat(1000)).unwrap();
    assert_eq!(refused(folder.path()), words);
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear diary, ".repeat(1000));

    let (folder, _) = lived_in();
    let file = folder.path().join("parlor.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..16].fill(0xff);
    fs::write(&file, &bytes).unwrap();
    assert_eq!(refused(folder.path()), words);

    let (folder, _) = lived_in();
    let file = folder.path().join("parlor.db");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(refused(folder.path()), words);
}

#[test]
fn a_page_damaged_later_is_a_fault_and_the_rest_is_read() {
    let (folder, story) = lived_in();
    let file = folder.path().join("parlor.db");
    let mut bytes = fs::read(&file).unwrap();
    // The page that has this message's words, wherever it is.
    let at = bytes.windows(12).position(|w| w == b"message 1234").unwrap();
    let page = at / 4096 * 4096;
    bytes[page..page + 4096].fill(0xff);
    fs::write(&file, &bytes).unwrap();
    let store = open(folder.path()).unwrap();
    let mut reader = store.reader().unwrap();
    let fault = reader.after(RoomId(1), Number(0), 5_000).unwrap_err();
    assert_eq!(fault.to_string(), "reading room 1 after 0");
    assert_eq!(fault.source().unwrap().to_string(), "database disk image is malformed");
    assert_eq!(reader.after(RoomId(1), Number(0), 100).unwrap(), story.rooms[&RoomId(1)][..100]);
}

#[test]
fn a_database_of_some_other_program() {
    let folder = TempDir::new().unwrap();
    let other = Connection::open(folder.path().join("parlor.db")).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    drop(other);
    assert_eq!(
        refused(folder.path()),
        "FOLDER/parlor.db is a database of some other program; give Parlor a folder of its own"
    );
}

#[test]
fn a_newer_file() {
    let (folder, _) = lived_in();
    let file = Connection::open(folder.path().join("parlor.db")).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    drop(file);
    let words = refused(folder.path());
    let (before, after) = words.split_once(" this program knows up to ").expect("what it knows");
    assert_eq!(before, "FOLDER/parlor.db was written by a newer Parlor (data version 99,");
    let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
    assert_eq!(after, "); start that newer Parlor, or go back to a copy from before it ran");
}

#[test]
fn a_second_server() {
    let folder = TempDir::new().unwrap();
    let first = open(folder.path()).unwrap();
    let pid = std::process::id();
    assert_eq!(
        refused(folder.path()),
        format!(
            "another Parlor is using the data folder FOLDER (process {pid}); \
             stop it first, or give this one a folder of its own"
        )
    );
    drop(first);
    open(folder.path()).unwrap();
}

#[test]
fn a_full_disk() {
    let folder = TempDir::new().unwrap();
    // SQLite itself says that there is no more room, in the same way as for a full disk.
    let options = SqliteOptions { pages_max: Some(60), unnumbered_max: 10, ..SqliteOptions::default() };
    let mut store = Sqlite::open(folder.path(), options).unwrap();
    let mut story = Story::default();
    store.keep(&batch([story.open(1)])).unwrap();
    let mut kept = 1;
    let fault = loop {
        let events: Vec<_> = (0..20).map(|_| story.say(1, 1, &"words ".repeat(20))).collect();
        match store.keep(&batch(events)) {
            Ok(()) => kept += 20,
            Err(fault) => break fault,
        }
    };
    assert_eq!(fault.to_string(), "keeping 20 events");
    assert_eq!(fault.source().unwrap().to_string(), "database or disk is full");
    assert!(!fault.is_conflict());
    assert!(kept > 100);

    // Reading goes on; so does refusing, without end or crash; nothing of the refused batch is there.
    let mut reader = store.reader().unwrap();
    for _ in 0..3 {
        let again: Vec<_> = story.rooms[&RoomId(1)][kept..].iter().cloned().map(Into::into).collect();
        store.keep(&batch(again)).unwrap_err();
        let _ = store.tidy();
        assert_eq!(reader.after(RoomId(1), Number(0), 9_999).unwrap(), story.rooms[&RoomId(1)][..kept]);
        assert_eq!(store.reload(RoomId(1), Number(0)).unwrap().unwrap().last, Number(kept as u64));
    }
    let query = SearchQuery {
        terms: vec!["words".to_owned()],
        from: None,
        rooms: vec![(RoomId(1), Number(u64::MAX), Time(0))],
        reader: PersonId(1),
        before: None,
        after: None,
        limit: 5,
    };
    assert_eq!(reader.search(&query).unwrap().len(), 5);

    // With room again, the same batch is kept.
    drop(reader);
    drop(store);
    let mut store = open(folder.path()).unwrap();
    let again: Vec<_> = story.rooms[&RoomId(1)][kept..].iter().cloned().map(Into::into).collect();
    store.keep(&batch(again)).unwrap();
}

#[test]
fn erased_words_are_nowhere_in_the_folder() {
    let folder = TempDir::new().unwrap();
    let mut store = open(folder.path()).unwrap();
    let mut story = Story::default();
    let mut events = vec![story.open(1), story.say(1, 1, "qxzjkv is the password")];
    events.push(story.tell(&story::Deed::Edit { which: 0, words: "qxzjkw is it".to_owned() }, 1).unwrap());
    events.extend((0..3_000).map(|n| story.say(1, 1, &format!("filler {n}"))));
    store.keep(&batch(events)).unwrap();
    while store.tidy().unwrap() {}
    let found = |what: &[u8]| {
        fs::read_dir(folder.path()).unwrap().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.windows(what.len()).any(|w| w == what)
        })
    };
    // "qxz" begins a token of the index; FTS5 keeps it as prefix and rest.
    assert!(found(b"qxzjkv") && found(b"qxz"));
    store.keep(&batch([story.tell(&story::Deed::Delete { which: 0 }, 1).unwrap()])).unwrap();
    while store.tidy().unwrap() {}
    assert!(!found(b"qxzjkv") && !found(b"qxzjkw"));
    assert!(!found(b"qxz") && !found(b"zjk"));
}
