//! One server for one folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// Held as long as it lives; the operating system lets go of it when the process ends, however it ends.
pub(super) struct Lock {
    _file: File,
}

/// Why the folder could not be taken.
pub(super) enum Taken {
    /// Another server has it; its process id, if it could be read.
    By(Option<u32>),
    /// The file could not be made or locked.
    Failed(io::Error),
}

impl Lock {
    /// Takes the folder, and writes down who has it.
    pub(super) fn take(path: &Path) -> Result<Self, Taken> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(Taken::Failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut words = String::new();
                // Who holds it is only for the words.
                let _ = file.read_to_string(&mut words);
                return Err(Taken::By(words.trim().parse().ok()));
            }
            Err(TryLockError::Error(error)) => return Err(Taken::Failed(error)),
        }
        let sign = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            writeln!(file, "{}", std::process::id())
        };
        sign(&mut file).map_err(Taken::Failed)?;
        Ok(Self { _file: file })
    }
}
