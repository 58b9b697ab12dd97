//! Files that people share: bytes in a folder, each with a note that says whose it is and which message shows it.
//!
//! Who may fetch a file is not decided here: it is who may read the message. A file is there before its message is
//! said, and goes when the message is deleted.

mod note;
mod upload;

pub use note::{FileId, FileNote};
pub use upload::Upload;

use crate::Fault;
use note::{read_notes, write_note};
use parlor_model::{Number, PersonId, RoomId};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Bounds of a vault, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VaultLimits {
    /// One file.
    pub file_bytes_max: u64,
    /// All files of one person.
    pub person_bytes_max: u64,
    /// All files.
    pub total_bytes_max: u64,
}

/// Why a file is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotTaken {
    /// It is larger than one may be.
    TooLarge {
        /// How large one may be.
        bytes_max: u64,
    },
    /// The person has as much here as one may have.
    QuotaUsed {
        /// How much that is.
        bytes_max: u64,
    },
    /// There is no room for more.
    VaultFull,
}

/// The files of a house.
#[derive(Debug)]
pub struct Vault {
    folder: PathBuf,
    limits: VaultLimits,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: HashMap<FileId, Arc<FileNote>>,
    by_message: HashMap<(RoomId, Number), FileId>,
    by_person: HashMap<PersonId, u64>,
    /// Files, and what is on its way.
    total: u64,
}

impl State {
    fn count(&mut self, person: PersonId, bytes: u64) {
        *self.by_person.entry(person).or_default() += bytes;
        self.total += bytes;
    }

    fn discount(&mut self, person: PersonId, bytes: u64) {
        if let Some(used) = self.by_person.get_mut(&person) {
            *used = used.saturating_sub(bytes);
        }
        self.by_person.retain(|_, used| *used > 0);
        self.total = self.total.saturating_sub(bytes);
    }

    fn add(&mut self, note: FileNote) -> Arc<FileNote> {
        if let (Some(room), Some(number)) = (note.room, note.number) {
            self.by_message.insert((room, number), note.id.clone());
        }
        let note = Arc::new(note);
        self.files.insert(note.id.clone(), Arc::clone(&note));
        note
    }
}

impl Vault {
    /// The files in this folder, which is made if it is not there. What an upload left behind half is taken away.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(folder: &Path, limits: VaultLimits) -> Result<Self, Fault> {
        let failed = |e: std::io::Error| Fault::caused(format!("files in {}", folder.display()), e);
        fs::create_dir_all(folder).map_err(failed)?;
        let mut state = State::default();
        for note in read_notes(folder).map_err(failed)? {
            state.count(note.person, note.bytes);
            state.add(note);
        }
        Ok(Self { folder: folder.to_owned(), limits, state: Mutex::new(state) })
    }

    /// A file begins to come. `hint` is how large it says it is.
    ///
    /// # Errors
    /// `Ok(Err)`: it is not taken. `Err`: the disk failed.
    pub fn begin(
        self: &Arc<Self>,
        id: FileId,
        person: PersonId,
        hint: u64,
    ) -> Result<Result<Upload, NotTaken>, Fault> {
        if let Err(why) = self.would_take(person, 0, hint) {
            return Ok(Err(why));
        }
        Upload::begin(Arc::clone(self), id, person).map(Ok)
    }

    /// Whether `more` bytes of a file that has `there` already are taken.
    fn would_take(&self, person: PersonId, there: u64, more: u64) -> Result<(), NotTaken> {
        let VaultLimits { file_bytes_max, person_bytes_max, total_bytes_max } = self.limits;
        self.with(|s| {
            let used = s.by_person.get(&person).copied().unwrap_or_default();
            if there.saturating_add(more) > file_bytes_max {
                Err(NotTaken::TooLarge { bytes_max: file_bytes_max })
            } else if used.saturating_add(more) > person_bytes_max {
                Err(NotTaken::QuotaUsed { bytes_max: person_bytes_max })
            } else if s.total.saturating_add(more) > total_bytes_max {
                Err(NotTaken::VaultFull)
            } else {
                Ok(())
            }
        })
    }

    /// Counts bytes that are about to be written.
    fn take(&self, person: PersonId, there: u64, more: u64) -> Result<(), NotTaken> {
        self.would_take(person, there, more)?;
        self.with(|s| s.count(person, more));
        Ok(())
    }

    /// The message that shows a file is known: from now on who may read it may fetch the file.
    ///
    /// # Errors
    /// When the note cannot be written.
    pub fn attach(&self, id: &FileId, number: Number) -> Result<(), Fault> {
        let Some(note) = self.find(id) else { return Ok(()) };
        let note = FileNote { number: Some(number), ..(*note).clone() };
        write_note(&self.folder, &note)?;
        self.with(|s| s.add(note));
        Ok(())
    }

    /// What is known of a file.
    #[must_use]
    pub fn find(&self, id: &FileId) -> Option<Arc<FileNote>> {
        self.with(|s| s.files.get(id).cloned())
    }

    /// Where its bytes are.
    #[must_use]
    pub fn path(&self, id: &FileId) -> PathBuf {
        self.folder.join(id.as_str())
    }

    /// Takes a file away. One that cannot be is in the log, and nobody finds it any more.
    pub fn remove(&self, id: &FileId) {
        let removed = self.with(|s| {
            let note = s.files.remove(id)?;
            if let (Some(room), Some(number)) = (note.room, note.number) {
                s.by_message.remove(&(room, number));
            }
            s.discount(note.person, note.bytes);
            Some(note)
        });
        if removed.is_some() {
            for path in [self.path(id), note::path_of(&self.folder, id)] {
                if let Err(error) = fs::remove_file(&path) {
                    tracing::error!(%error, path = %path.display(), "a file was not taken away");
                }
            }
        }
    }

    /// A message was deleted: what it showed goes with it.
    pub fn message_deleted(&self, room: RoomId, number: Number) {
        if let Some(id) = self.with(|s| s.by_message.get(&(room, number)).cloned()) {
            self.remove(&id);
        }
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
