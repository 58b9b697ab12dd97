//! What is remembered from one start to the next: servers, names, sessions, how far one has read. Only its owner may read it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    /// `None`: nowhere, on a machine that says of nobody where they are at home.
    file: Option<PathBuf>,
}

/// What is remembered of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Remembered {
    /// Who one was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// That was an account.
    pub(crate) account: bool,
    /// Its session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<String>,
    /// The room one looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) room: Option<String>,
    /// Certificates that are believed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) trusted: Vec<String>,
    /// Up to where rooms were read.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) read: BTreeMap<String, u64>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct All {
    last: Option<String>,
    servers: BTreeMap<String, Remembered>,
}

impl Memory {
    /// The memory of whoever runs this: `$XDG_STATE_HOME/parlor/chat.json`.
    pub(crate) fn open() -> Self {
        let path = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let folder = path("XDG_STATE_HOME").or_else(|| Some(path("HOME")?.join(".local/state")));
        Self { file: folder.map(|folder| folder.join("parlor/chat.json")) }
    }

    fn read(&self) -> All {
        // One that is not there, or was spoilt, is an empty one.
        let text = self.file.as_ref().and_then(|file| fs::read(file).ok()).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// The server that was talked to last.
    pub(crate) fn last(&self) -> Option<String> {
        self.read().last
    }

    /// What is remembered of a server.
    pub(crate) fn of(&self, server: &str) -> Remembered {
        self.read().servers.remove(server).unwrap_or_default()
    }

    /// Remembers it. What another client noted of other servers meanwhile stays.
    pub(crate) fn keep(&self, server: &str, remembered: &Remembered) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let mut all = self.read();
        all.last = Some(server.to_owned());
        all.servers.insert(server.to_owned(), remembered.clone());
        write_privately(file, &serde_json::to_vec_pretty(&all)?)
    }
}

/// Writes a file as a whole or not at all, for its owner's eyes only.
fn write_privately(file: &Path, text: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let draft = file.with_extension(format!("{}.new", std::process::id()));
    // One that an earlier process of the same number left could have other rights.
    let _ = fs::remove_file(&draft);
    let mut new = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    new.write_all(text)?;
    fs::rename(&draft, file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn it_is_remembered_for_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/parlor/chat.json");
        let memory = Memory { file: Some(file.clone()) };
        assert_eq!((memory.last(), memory.of("a")), (None, Remembered::default()));
        let ann =
            Remembered { name: Some("ann".into()), token: Some("secret".into()), ..Remembered::default() };
        memory.keep("a", &ann).unwrap();
        memory.keep("b", &Remembered::default()).unwrap();
        assert_eq!((memory.last().as_deref(), memory.of("a")), (Some("b"), ann));
        let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((rights(&file), rights(file.parent().unwrap())), (0o600, 0o700));
        fs::write(&file, "{").unwrap();
        assert_eq!(memory.last(), None);
        memory.keep("c", &Remembered::default()).unwrap();
        assert_eq!(memory.last().as_deref(), Some("c"));
    }
}
