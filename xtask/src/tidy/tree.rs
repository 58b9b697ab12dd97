//! The files that the rules look at.

use std::path::Path;

use anyhow::{Context, Result};

use super::source;
use crate::tools;

/// Everything in the workspace that is, or is about to be, in git.
pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
}

/// One file of the tree.
pub(crate) struct File {
    /// From the workspace's folder, with `/`.
    pub(crate) path: String,
    /// Empty when it is not UTF-8.
    pub(crate) text: String,
    /// For Rust: the text with comments and the insides of literals blanked. Else empty.
    pub(crate) code: String,
}

impl Tree {
    /// Reads what git tracks, and what it would track if everything were added.
    pub(crate) fn read() -> Result<Tree> {
        let list = tools::read(tools::program("git").args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "--deduplicate",
        ]))
        .context("list the files of the workspace")?;
        let root = tools::root();
        // A file that git knows and the disk does not is about to be removed; nothing to check.
        let present = list.split('\0').filter(|path| !path.is_empty() && root.join(path).is_file());
        let files = present
            .map(|path| {
                let bytes = std::fs::read(root.join(path)).with_context(|| format!("read {path}"))?;
                Ok(File::new(path, &String::from_utf8(bytes).unwrap_or_default()))
            })
            .collect::<Result<_>>()?;
        Ok(Tree { files })
    }

    /// The file at this path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The Rust files under a folder.
    pub(crate) fn rust(&self, folder: &str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| file.is("rs") && file.path.starts_with(folder))
    }

    /// A tree of `(path, text)`, for tests of the rules.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Tree {
        Tree { files: files.iter().map(|(path, text)| File::new(path, text)).collect() }
    }
}

impl File {
    fn new(path: &str, text: &str) -> File {
        let code = if path.ends_with(".rs") { source::code_only(text) } else { String::new() };
        File { path: path.to_owned(), text: text.to_owned(), code }
    }

    /// Whether the name ends with this extension.
    pub(crate) fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|own| own == extension)
    }

    /// Whether the whole file is a test: in a `tests` folder, or a module of tests by its name.
    pub(crate) fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        self.path.split('/').any(|part| part == "tests")
            || name == "tests.rs"
            || name.ends_with("_tests.rs")
            || name.ends_with(".test.ts")
    }
}
