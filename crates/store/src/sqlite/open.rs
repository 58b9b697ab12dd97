//! Opening a data folder.

use super::ahead::Ahead;
use super::lock::{Lock, Taken};
use super::mover::Mover;
use super::numbering::unnumbered;
use super::open_error::OpenError;
use super::schema::Migration;
use super::tails::Tails;
use super::{Sqlite, SqliteOptions, Sync, index, migrate};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The data file in its folder.
const FILE: &str = "parlor.db";
/// Beside it, held by the server that uses the folder.
const LOCK: &str = "parlor.lock";
/// How long a statement waits for a checkpoint to let it through.
pub(super) const BUSY: Duration = Duration::from_secs(10);
/// Statements that a connection keeps compiled: more than there are.
const STATEMENTS_MAX: usize = 64;
/// What stays of the log file once it was moved into the data file, in bytes.
const LOG_BYTES_LEFT: u32 = 64 << 20;

impl Sqlite {
    pub(super) fn open_as(
        folder: &Path,
        options: SqliteOptions,
        migrations: &[Migration],
    ) -> Result<Self, OpenError> {
        make_folder(folder)?;
        let lock = Lock::take(&folder.join(LOCK)).map_err(|taken| match taken {
            Taken::By(pid) => OpenError::InUse { folder: folder.to_owned(), pid },
            Taken::Failed(cause) => OpenError::ReadOnly { file: folder.join(LOCK), cause: cause.into() },
        })?;
        let file = folder.join(FILE);
        let mut conn =
            connect(&file, OpenFlags::SQLITE_OPEN_CREATE, options.cache_kib_max.min(WRITER_CACHE_KIB))
                .map_err(|cause| words(&file, cause))?;
        // Before anything is written: is this ours to write to?
        let version = migrate::version(&conn, &file, migrations)?;
        prepare_writer(&conn, &options).map_err(|cause| words(&file, cause))?;
        migrate::migrate(&mut conn, &file, version, migrations)?;
        index::check_shape(&mut conn).map_err(|cause| words(&file, cause))?;
        let mover = Mover::watch(&mut conn).map_err(|cause| words(&file, cause))?;
        let tails = Tails::default();
        tails.start_from(&unnumbered(&conn).map_err(|cause| words(&file, cause))?);
        Ok(Self {
            mover,
            ahead: Ahead::of(&file),
            conn,
            file,
            options,
            ends: Default::default(),
            whos: Default::default(),
            tails: Arc::new(tails),
            unsure: false,
            chores: Default::default(),
            _lock: lock,
        })
    }
}

/// Makes the folder, and sees to it that it is there after a power cut.
fn make_folder(folder: &Path) -> Result<(), OpenError> {
    let failed = |cause| OpenError::Folder { folder: folder.to_owned(), cause };
    if folder.is_dir() {
        return Ok(());
    }
    // What is said here is for who may read it in the rooms, not for every user of the machine.
    private().recursive(true).create(folder).map_err(failed)?;
    if let Some(parent) = folder.parent().filter(|p| !p.as_os_str().is_empty()) {
        // Some file systems know no flush of a folder; then there is nothing to be had.
        match File::open(parent).and_then(|parent| parent.sync_all()) {
            Err(cause) if cause.kind() == ErrorKind::StorageFull => return Err(failed(cause)),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

#[cfg(unix)]
fn private() -> fs::DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

/// Pages that the writer holds, in KiB: it appends, so what it needs again lies at the ends of the trees.
const WRITER_CACHE_KIB: u32 = 1024;

/// A connection to the data file.
pub(super) fn connect(file: &Path, create: OpenFlags, cache_kib_max: u32) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
    let conn = Connection::open_with_flags(file, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    conn.pragma_update(None, "cache_size", -i64::from(cache_kib_max))?;
    conn.pragma_update(None, "trusted_schema", false)?;
    Ok(conn)
}

fn prepare_writer(conn: &Connection, options: &SqliteOptions) -> rusqlite::Result<()> {
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", options.sync.pragma())?;
    conn.pragma_update(None, "secure_delete", true)?;
    if let Some(pages) = options.pages_max {
        conn.pragma_update(None, "max_page_count", pages)?;
    }
    conn.pragma_update(None, "journal_size_limit", LOG_BYTES_LEFT)
}

impl Sync {
    /// SQLite's word for it.
    pub(super) const fn pragma(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Normal => "NORMAL",
        }
    }
}

/// What SQLite's code means to who starts the server.
pub(super) fn words(file: &Path, cause: rusqlite::Error) -> OpenError {
    let file = PathBuf::from(file);
    match cause.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Damaged { file, cause },
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            OpenError::ReadOnly { file, cause: cause.into() }
        }
        Some(_) | None => OpenError::Failed { file, cause },
    }
}
