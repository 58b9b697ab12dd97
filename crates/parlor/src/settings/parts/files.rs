//! Files that people share.

use crate::settings::kinds::{List, OneLine, Size, Switch};
use crate::settings::part::part;

/// Enough for a film.
const FILE_MAX: usize = 16 << 30;
/// As much as a disk may have.
const ALL_MAX: usize = 1 << 50;

part! {
    /// Files that people share through the HTTP door.
    pub struct FileSettings {
        /// Files may be shared: `curl -T photo.jpg http://…/r/ops/files/`.
        enabled: bool = Switch, "files.enabled", "true", Restart;

        /// People without an account may share files.
        guests: bool = Switch, "files.guests", "true", Restart;

        /// Bytes of one file.
        size: usize = Size { min: 1, max: FILE_MAX }, "files.size", "32MiB", Restart;

        /// Bytes of all files of one account; all guests together have as much.
        quota: usize = Size { min: 1, max: ALL_MAX }, "files.quota", "512MiB", Restart;

        /// Bytes of all files.
        total: usize = Size { min: 1, max: ALL_MAX }, "files.total", "8GiB", Restart;

        /// Kinds of files that are taken, by how they begin: `image/`, `text/plain`. Without any: all. What a file is
        /// is told by its first bytes.
        kinds: Vec<String> = List(OneLine { bytes_max: 80 }), "files.kinds", "", Restart;
    }
}
