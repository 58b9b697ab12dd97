//! The machinery, with a second version that does not exist.

use crate::sqlite::schema::{MIGRATIONS, Migration};
use crate::sqlite::{OpenError, Sqlite, SqliteOptions};
use std::path::Path;
use tempfile::TempDir;

fn first() -> Migration {
    Migration { what: MIGRATIONS[0].what, sql: MIGRATIONS[0].sql }
}

fn open(folder: &Path, second: Option<&'static str>) -> Result<Sqlite, OpenError> {
    let mut steps = vec![first()];
    steps.extend(second.map(|sql| Migration { what: "a second version", sql }));
    Sqlite::open_as(folder, SqliteOptions::default(), &steps)
}

fn version(file: &Path) -> i64 {
    let conn = rusqlite::Connection::open(file).unwrap();
    conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn an_older_file_is_copied_and_then_changed() {
    let folder = TempDir::new().unwrap();
    let [file, copy] = ["parlor.db", "parlor.db.v1.bak"].map(|name| folder.path().join(name));
    drop(open(folder.path(), None).unwrap());
    assert!(!copy.exists());
    drop(open(folder.path(), Some("ALTER TABLE positions ADD COLUMN device TEXT")).unwrap());
    assert_eq!((version(&file), version(&copy)), (2, 1));
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
    assert!(matches!(refused, OpenError::Newer { found: 2, known: 1, .. }));
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
            "{} could not be brought from data version 1 to this program's; it is as it was before",
            file.display()
        )
    );
    assert_eq!(version(&file), 1);
    drop(open(folder.path(), None).unwrap());
}

#[test]
fn a_new_file_needs_no_copy() {
    let folder = TempDir::new().unwrap();
    drop(open(folder.path(), Some("ALTER TABLE positions ADD COLUMN device TEXT")).unwrap());
    assert_eq!(version(&folder.path().join("parlor.db")), 2);
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["parlor.db", "parlor.lock"]);
}
