//! What is written beside a file.

use crate::Fault;
use parlor_model::{Number, PersonId, RoomId, Time};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of a file: part of its address, so it cannot be guessed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileId(Arc<str>);

impl FileId {
    /// 8 to 64 letters, figures, `-` and `_`: nothing that could lead out of a folder.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        ((8..=64).contains(&text.len()) && text.bytes().all(fits)).then(|| Self(text.into()))
    }

    /// As it stands in addresses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FileId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not the name of a file")
    }
}

impl From<FileId> for String {
    fn from(id: FileId) -> Self {
        id.0.as_ref().to_owned()
    }
}

/// What is known of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileNote {
    /// Its name in addresses.
    pub id: FileId,
    /// Who shared it.
    pub person: PersonId,
    /// In which room; `None`: with whoever has the address.
    pub room: Option<RoomId>,
    /// The message that shows it.
    pub number: Option<Number>,
    /// What it is called.
    pub name: String,
    /// Its media type (RFC 9110 §8.3.1).
    pub kind: String,
    /// How large it is.
    pub bytes: u64,
    /// When it came.
    pub at: Time,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    id: FileId,
    person: u64,
    room: Option<u64>,
    number: Option<u64>,
    name: String,
    kind: String,
    bytes: u64,
    at: u64,
}

const NOTE: &str = "json";
/// What an upload writes into; taken away at a start.
pub(super) const HALF: &str = "half";

pub(super) fn path_of(folder: &Path, id: &FileId) -> PathBuf {
    folder.join(format!("{}.{NOTE}", id.as_str()))
}

/// Writes a note so that after a crash there is the old one or the new one.
pub(super) fn write_note(folder: &Path, note: &FileNote) -> Result<(), Fault> {
    let stored = Stored {
        id: note.id.clone(),
        person: note.person.0,
        room: note.room.map(|r| r.0),
        number: note.number.map(|n| n.0),
        name: note.name.clone(),
        kind: note.kind.clone(),
        bytes: note.bytes,
        at: note.at.0,
    };
    let write = || -> io::Result<()> {
        let half = folder.join(format!("{}.{NOTE}.{HALF}", note.id.as_str()));
        let mut file = File::create(&half)?;
        file.write_all(&serde_json::to_vec(&stored)?)?;
        file.sync_all()?;
        fs::rename(&half, path_of(folder, &note.id))?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|e| Fault::caused("the note of a file", e))
}

/// Every file whose note and bytes are there. What is half is taken away.
pub(super) fn read_notes(folder: &Path) -> io::Result<Vec<FileNote>> {
    let mut notes = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.extension().and_then(|e| e.to_str()) {
            Some(HALF) => fs::remove_file(&path)?,
            Some(NOTE) => match read_note(folder, &path) {
                Some(note) => notes.push(note),
                None => tracing::warn!(path = %path.display(), "the note of a file is not one"),
            },
            // The bytes of a file; without a note nobody finds them.
            Some(_) | None => {}
        }
    }
    Ok(notes)
}

fn read_note(folder: &Path, path: &Path) -> Option<FileNote> {
    let stored: Stored = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let there = fs::metadata(folder.join(stored.id.as_str())).ok()?.len();
    (there == stored.bytes).then(|| FileNote {
        id: stored.id,
        person: PersonId(stored.person),
        room: stored.room.map(RoomId),
        number: stored.number.map(Number),
        name: stored.name,
        kind: stored.kind,
        bytes: stored.bytes,
        at: Time(stored.at),
    })
}
