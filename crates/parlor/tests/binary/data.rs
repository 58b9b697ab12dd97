//! Data folders that cannot be used: the words, and that nothing in them is changed.

use crate::support::house::{House, Starting};
use crate::support::line::Line;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

#[track_caller]
fn refused(folder: &Path, words: &str) {
    let ended = Starting::on(folder, &[]).ended();
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert!(ended.err.contains(words), "{words:?} is not said: {ended:?}");
    assert!(!ended.out.contains("is open") && !ended.err.contains("panicked"), "{ended:?}");
}

/// A folder in which somebody has talked.
fn lived_in() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &[]);
    let mut ann = Line::enter(house.line, "ann");
    ann.say("/numbers on");
    ann.say("hello");
    ann.line_with("hello");
    house.stop();
    folder
}

#[test]
fn a_newer_parlors_folder() {
    let folder = lived_in();
    let file = folder.path().join("parlor.db");
    let version = |to: Option<i64>| {
        let conn = Connection::open(&file).unwrap();
        if let Some(to) = to {
            conn.pragma_update(None, "user_version", to).unwrap();
        }
        conn.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap()
    };
    let ours = version(None);
    version(Some(99));
    refused(folder.path(), "was written by a newer Parlor (data version 99,");
    assert_eq!(version(None), 99);
    version(Some(ours));
    let house = House::on(folder.path(), &[]);
    Line::enter(house.line, "bob").say("exit");
}

#[test]
fn a_damaged_file() {
    let folder = lived_in();
    let file = folder.path().join("parlor.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..100].fill(b'x');
    fs::write(&file, &bytes).unwrap();
    refused(folder.path(), "is damaged or no database; nothing was changed in it");
    assert_eq!(fs::read(&file).unwrap(), bytes);
}

#[test]
fn another_programs_database() {
    let folder = tempfile::tempdir().unwrap();
    let conn = Connection::open(folder.path().join("parlor.db")).unwrap();
    conn.execute_batch("CREATE TABLE recipes (dish TEXT); PRAGMA application_id = 7").unwrap();
    drop(conn);
    refused(folder.path(), "is a database of some other program; give Parlor a folder of its own");
}

#[test]
fn a_file_in_place_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data");
    fs::write(&file, "a letter").unwrap();
    refused(&file, "cannot be used");
    assert_eq!(fs::read_to_string(&file).unwrap(), "a letter");
}
