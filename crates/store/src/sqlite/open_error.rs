//! Why a data folder cannot be used, in words for who started the server.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a data folder cannot be used. Nothing in it was changed, but that a lock file may have been left there.
#[derive(Debug)]
pub enum OpenError {
    /// The folder cannot be made or entered.
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Something in the folder cannot be written.
    ReadOnly {
        /// Which file.
        file: PathBuf,
        /// Why, as the system says it.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// Another server uses the folder.
    InUse {
        /// Which.
        folder: PathBuf,
        /// The other's process id, if it could be read.
        pid: Option<u32>,
    },
    /// A newer Parlor wrote the file.
    Newer {
        /// Which.
        file: PathBuf,
        /// The file's version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The file is of some other program.
    NotParlor {
        /// Which.
        file: PathBuf,
    },
    /// The file is damaged, or no database at all.
    Damaged {
        /// Which.
        file: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
    /// The file could not be brought to this program's version. It is as it was before.
    NotMigrated {
        /// Which.
        file: PathBuf,
        /// From which version.
        from: u32,
        /// Why.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// Anything else that SQLite or the disk says.
    Failed {
        /// Which.
        file: PathBuf,
        /// Why.
        cause: rusqlite::Error,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { folder, .. } => {
                write!(f, "the data folder {} cannot be used", folder.display())
            }
            Self::ReadOnly { file, .. } => {
                write!(
                    f,
                    "{} cannot be written: Parlor needs to write to its data folder; \
                     look at the owner and the rights of the folder and at whether the disk is mounted read-only",
                    file.display()
                )
            }
            Self::InUse { folder, pid } => {
                write!(f, "another Parlor is using the data folder {}", folder.display())?;
                if let Some(pid) = pid {
                    write!(f, " (process {pid})")?;
                }
                f.write_str("; stop it first, or give this one a folder of its own")
            }
            Self::Newer { file, found, known } => write!(
                f,
                "{} was written by a newer Parlor (data version {found}, this program knows up to {known}); \
                 start that newer Parlor, or go back to a copy from before it ran",
                file.display()
            ),
            Self::NotParlor { file } => write!(
                f,
                "{} is a database of some other program; give Parlor a folder of its own",
                file.display()
            ),
            Self::Damaged { file, .. } => write!(
                f,
                "{} is damaged or no database; nothing was changed in it: put a backup in its place, \
                 or try `sqlite3 parlor.db .recover` on a copy",
                file.display()
            ),
            Self::NotMigrated { file, from, .. } => write!(
                f,
                "{} could not be brought from data version {from} to this program's; it is as it was before",
                file.display()
            ),
            Self::Failed { file, .. } => write!(f, "{} cannot be opened", file.display()),
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Folder { cause, .. } => Some(cause),
            Self::ReadOnly { cause, .. } | Self::NotMigrated { cause, .. } => {
                Some(cause.as_ref() as &(dyn Error + 'static))
            }
            Self::Damaged { cause, .. } | Self::Failed { cause, .. } => Some(cause),
            Self::InUse { .. } | Self::Newer { .. } | Self::NotParlor { .. } => None,
        }
    }
}
