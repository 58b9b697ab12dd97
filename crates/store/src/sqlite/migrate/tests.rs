//! The machinery, with a version after this one that does not exist; and the steps that were taken.

use crate::sqlite::schema::{APPLICATION_ID, MIGRATIONS, Migration};
use crate::sqlite::{OpenError, Sqlite, SqliteOptions};
use crate::{Batch, Store as _};
use parlor_model::{Number, RoomId};
use std::path::Path;
use tempfile::TempDir;

/// The version of this program.
const NOW: i64 = MIGRATIONS.len() as i64;

fn open(folder: &Path, next: Option<&'static str>) -> Result<Sqlite, OpenError> {
    let mut steps: Vec<_> = MIGRATIONS.iter().map(|m| Migration { what: m.what, sql: m.sql }).collect();
    steps.extend(next.map(|sql| Migration { what: "the next version", sql }));
    Sqlite::open_as(folder, SqliteOptions::default(), &steps)
}

fn version(file: &Path) -> i64 {
    let conn = rusqlite::Connection::open(file).unwrap();
    conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn an_older_file_is_copied_and_then_changed() {
    let folder = TempDir::new().unwrap();
    let [file, copy] =
        ["parlor.db".to_owned(), format!("parlor.db.v{NOW}.bak")].map(|name| folder.path().join(name));
    drop(open(folder.path(), None).unwrap());
    assert!(!copy.exists());
    drop(open(folder.path(), Some("ALTER TABLE positions ADD COLUMN device TEXT")).unwrap());
    assert_eq!((version(&file), version(&copy)), (NOW + 1, NOW));
    let columns = |file: &Path| {
        let conn = rusqlite::Connection::open(file).unwrap();
        conn.prepare("SELECT * FROM positions").unwrap().column_count()
    };
    assert_eq!((columns(&file), columns(&copy)), (5, 4));
    // Opened again there is nothing to do.
    std::fs::remove_file(&copy).unwrap();
    drop(open(folder.path(), Some("ALTER TABLE positions ADD COLUMN device TEXT")).unwrap());
    assert!(!copy.exists());
    // And the program of before refuses it.
    let Err(refused) = open(folder.path(), None) else { panic!("it was opened") };
    let OpenError::Newer { found, known, .. } = refused else { panic!("{refused}") };
    assert_eq!((i64::from(known), i64::from(found)), (NOW, NOW + 1));
}

#[test]
fn a_step_that_fails_changes_nothing() {
    let folder = TempDir::new().unwrap();
    drop(open(folder.path(), None).unwrap());
    let half = "ALTER TABLE positions ADD COLUMN device TEXT; SELECT nonsense FROM nowhere";
    let Err(failed) = open(folder.path(), Some(half)) else { panic!("it was opened") };
    let file = folder.path().join("parlor.db");
    assert_eq!(
        failed.to_string(),
        format!(
            "{} could not be brought from data version {NOW} to this program's; it is as it was before",
            file.display()
        )
    );
    assert_eq!(version(&file), NOW);
    drop(open(folder.path(), None).unwrap());
}

#[test]
fn a_new_file_needs_no_copy() {
    let folder = TempDir::new().unwrap();
    drop(open(folder.path(), Some("ALTER TABLE positions ADD COLUMN device TEXT")).unwrap());
    assert_eq!(version(&folder.path().join("parlor.db")), NOW + 1);
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["parlor.db", "parlor.lock"]);
}

#[test]
fn the_numbers_of_an_older_file_are_found_in_their_table() {
    let folder = TempDir::new().unwrap();
    let older = rusqlite::Connection::open(folder.path().join("parlor.db")).unwrap();
    let steps: Vec<_> = MIGRATIONS.iter().take_while(|m| !m.sql.contains("TABLE numbering")).collect();
    steps.iter().for_each(|m| older.execute_batch(m.sql).unwrap());
    older.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    older.pragma_update(None, "user_version", steps.len() as i64).unwrap();
    older
        .execute_batch(
            "INSERT INTO authors VALUES (1, 1, 'ann', 'ann', 'here', '::1', '', 'Ann');
             INSERT INTO events (room, number, at, author, kind, text) VALUES
                (9, 1, 100, 1, 1, 'one'), (5, 1, 110, 1, 1, 'other'), (9, 2, 120, 1, 1, 'two');",
        )
        .unwrap();
    drop(older);
    let mut store = open(folder.path(), None).unwrap();
    let mut reader = store.reader().unwrap();
    let after = |reader: &mut dyn crate::Reader, room| reader.after(RoomId(room), Number(0), 9).unwrap();
    let events = after(&mut *reader, 9);
    assert_eq!(events.iter().map(|e| (e.number.0, e.at.0)).collect::<Vec<_>>(), [(1, 100), (2, 120)]);
    // The next event is the third one, and stands behind the two.
    let third = parlor_model::Event { number: Number(3), ..events[1].clone() };
    store.keep(&Batch { events: vec![third.into()], ..Batch::default() }).unwrap();
    assert_eq!(after(&mut *reader, 9).len(), 3);
    assert_eq!((after(&mut *reader, 5).len(), reader.rooms().unwrap().len()), (1, 2));
}
