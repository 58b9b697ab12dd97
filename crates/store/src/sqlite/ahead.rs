//! The log file is written over, not made longer.
//!
//! A flush of a file that has grown writes its new length, too: through the file system's journal, with a second wait
//! for the disk. So zeros go before the writer, some at a time; once the log file was moved into the data file SQLite
//! begins it anew and they are needed no more. What is none of its own SQLite knows by the salt (sqlite.org/walformat.html).

use super::mover::Mover;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{Result, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes of the log file's head, and of a page in it with its own.
const HEAD: u64 = 32;
const PAGE: u64 = 24 + 4096;
/// The file is made longer when less than this is left to write over.
const LEFT_MIN: u64 = 16 * PAGE;
/// By as much as is used, but no more at once than the disk takes in a fraction of a millisecond, for a batch waits.
const STEP_MIN: u64 = 64 * 1024;
const STEP_MAX: u64 = 256 * 1024;

/// Keeps ahead of the writer.
pub(super) struct Ahead {
    path: PathBuf,
    file: Option<File>,
    /// Bytes of the log file, as they were last looked at.
    len: u64,
    /// Bytes that the last commit had used.
    used: u64,
    /// It could not be done once, and would not help.
    given_up: bool,
}

impl Ahead {
    /// Of the log file beside this data file.
    pub(super) fn of(file: &Path) -> Self {
        let mut path = OsString::from(file);
        path.push("-wal");
        Self { path: path.into(), file: None, len: 0, used: 0, given_up: false }
    }

    /// A batch is about to be kept: makes the file longer, if that is due. Nothing depends on it. Only the holder of SQLite's
    /// write lock may call it: then nobody else, of whatever process, puts anything at the end of the file.
    pub(super) fn step(&mut self, mover: &Mover) {
        let used = HEAD + u64::from(mover.pages()) * PAGE;
        // Begun anew: it may have been cut short.
        let anew = used < self.used;
        self.used = used;
        if self.given_up || (!anew && used + LEFT_MIN <= self.len) {
            return;
        }
        if let Err(error) = self.lengthen() {
            tracing::debug!(%error, "the log file could not be made longer ahead of what is kept");
            self.given_up = true;
        }
    }

    fn lengthen(&mut self) -> Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(OpenOptions::new().write(true).open(&self.path)?),
        };
        self.len = file.metadata()?.len();
        if self.used + LEFT_MIN <= self.len {
            return Ok(());
        }
        let step = self.used.clamp(STEP_MIN, STEP_MAX);
        let zeros = vec![0; usize::try_from(self.used + LEFT_MIN + step - self.len).unwrap_or_default()];
        file.seek(SeekFrom::Start(self.len))?;
        file.write_all(&zeros)?;
        self.len += zeros.len() as u64;
        Ok(())
    }
}
