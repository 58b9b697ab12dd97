//! From the version of the file to the version of this program.

use super::open::words;
use super::open_error::OpenError;
use super::schema::{APPLICATION_ID, Migration};
use rusqlite::{Connection, TransactionBehavior};
use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The version of the file; 0 when it is new. Refuses what is not Parlor's or newer than this program; writes nothing.
pub(super) fn version(conn: &Connection, file: &Path, migrations: &[Migration]) -> Result<u32, OpenError> {
    let ask = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let read = || {
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((ask("application_id")?, ask("user_version")?, tables))
    };
    let (application, version, tables) = read().map_err(|cause| words(file, cause))?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(0);
    }
    if application != i64::from(APPLICATION_ID) {
        return Err(OpenError::NotParlor { file: file.to_owned() });
    }
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    match u32::try_from(version) {
        Ok(version) if version <= known => Ok(version),
        Ok(found) => Err(OpenError::Newer { file: file.to_owned(), found, known }),
        Err(_) => Err(OpenError::NotParlor { file: file.to_owned() }),
    }
}

/// Brings the file from `version` to the newest: all steps or none. An older file with something in it is copied first.
pub(super) fn migrate(
    conn: &mut Connection,
    file: &Path,
    version: u32,
    migrations: &[Migration],
) -> Result<(), OpenError> {
    let steps = migrations.get(version as usize..).unwrap_or_default();
    if steps.is_empty() {
        return Ok(());
    }
    let failed = |cause| OpenError::NotMigrated { file: file.to_owned(), from: version, cause };
    if version > 0 {
        copy(conn, &backup_path(file, version)).map_err(failed)?;
    }
    run(conn, steps, migrations.len(), version > 0).map_err(|cause| match version {
        0 => words(file, cause),
        _ => failed(cause.into()),
    })
}

fn run(conn: &mut Connection, steps: &[Migration], version: usize, older: bool) -> rusqlite::Result<()> {
    let change = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in steps {
        // A new file has nothing that somebody could wait or worry for.
        if older {
            tracing::info!(what = step.what, "bringing the data file up to date");
        }
        change.execute_batch(step.sql)?;
    }
    change.pragma_update(None, "application_id", APPLICATION_ID)?;
    change.pragma_update(None, "user_version", i64::try_from(version).unwrap_or(i64::MAX))?;
    change.commit()
}

/// Where the copy of a file of this version goes.
fn backup_path(file: &Path, version: u32) -> PathBuf {
    with_ending(file, &format!(".v{version}.bak"))
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

/// A whole copy or none: it gets its name only when it is complete.
fn copy(conn: &Connection, to: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
    let part = with_ending(to, ".part");
    match fs::remove_file(&part) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(cause.into()),
        Ok(()) | Err(_) => {}
    }
    conn.backup("main", &part, None::<fn(rusqlite::backup::Progress)>)?;
    File::open(&part)?.sync_all()?;
    fs::rename(&part, to)?;
    tracing::info!(copy = %to.display(), "copied the data file before changing its version");
    Ok(())
}

#[cfg(test)]
mod tests;
