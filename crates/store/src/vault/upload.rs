//! A file on its way in.

use super::note::{FileId, FileNote, HALF, write_note};
use super::{NotTaken, Vault};
use crate::Fault;
use parlor_model::{PersonId, RoomId, Time};
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// A file on its way in. Dropped before it is finished: it never was.
#[derive(Debug)]
pub struct Upload {
    vault: Arc<Vault>,
    id: FileId,
    person: PersonId,
    file: File,
    half: PathBuf,
    written: u64,
    finished: bool,
}

impl Upload {
    pub(super) fn begin(vault: Arc<Vault>, id: FileId, person: PersonId) -> Result<Self, Fault> {
        let half = vault.folder.join(format!("{}.{HALF}", id.as_str()));
        let file = File::options().write(true).create_new(true).open(&half);
        let file = file.map_err(|e| Fault::caused("a place for a file", e))?;
        Ok(Self { vault, id, person, file, half, written: 0, finished: false })
    }

    /// More bytes of it.
    ///
    /// # Errors
    /// `Ok(Err)`: it is more than is taken. `Err`: the disk failed. Either way it is over.
    pub fn write(&mut self, bytes: &[u8]) -> Result<Result<(), NotTaken>, Fault> {
        let more = bytes.len() as u64;
        if let Err(why) = self.vault.take(self.person, self.written, more) {
            return Ok(Err(why));
        }
        self.written += more;
        self.file.write_all(bytes).map_err(|e| Fault::caused("the bytes of a file", e))?;
        Ok(Ok(()))
    }

    /// It is whole: flushed, and to be found from now on.
    ///
    /// # Errors
    /// When the disk failed; then it is not there.
    pub fn finish(
        mut self,
        name: &str,
        kind: &str,
        room: Option<RoomId>,
        at: Time,
    ) -> Result<Arc<FileNote>, Fault> {
        let failed = |e: std::io::Error| Fault::caused("the bytes of a file", e);
        self.file.sync_all().map_err(failed)?;
        fs::rename(&self.half, self.vault.path(&self.id)).map_err(failed)?;
        let note = FileNote {
            id: self.id.clone(),
            person: self.person,
            room,
            number: None,
            name: name.to_owned(),
            kind: kind.to_owned(),
            bytes: self.written,
            at,
        };
        if let Err(fault) = write_note(&self.vault.folder, &note) {
            // Without a note nobody finds it.
            let _ = fs::remove_file(self.vault.path(&self.id));
            return Err(fault);
        }
        self.finished = true;
        Ok(self.vault.with(|s| s.add(note)))
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.finished {
            self.vault.with(|s| s.discount(self.person, self.written));
            // Where it is renamed already, it has another name; a start takes away what stays.
            let _ = fs::remove_file(&self.half);
        }
    }
}
