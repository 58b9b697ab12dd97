//! The house rules that no compiler holds. Each is a file of its own here, a function from the tree to its complaints.

mod docs;
mod floors;
mod length;
mod logging;
mod manifests;
mod no_std;
mod paths;
mod ratchet;
mod source;
mod tree;
mod words;

use std::fmt;

use anyhow::Result;

use ratchet::Ratchet;
use tree::Tree;

/// Something that breaks a house rule, where, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    path: String,
    /// Counted from one; nothing when it is about the whole file.
    line: Option<usize>,
    words: String,
}

impl Complaint {
    fn file(path: &str, words: impl Into<String>) -> Complaint {
        Complaint { path: path.to_owned(), line: None, words: words.into() }
    }

    fn line(path: &str, line: usize, words: impl Into<String>) -> Complaint {
        Complaint { path: path.to_owned(), line: Some(line), words: words.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.words),
            None => write!(f, "{}: {}", self.path, self.words),
        }
    }
}

/// Every complaint about the files of this workspace, those not yet added to git among them.
pub(crate) fn check_house() -> Result<Vec<Complaint>> {
    let tree = Tree::read()?;
    let (ratchet, mut complaints) = Ratchet::read(&tree);
    complaints.extend(check(&tree, &ratchet));
    complaints.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    Ok(complaints)
}

fn check(tree: &Tree, ratchet: &Ratchet) -> Vec<Complaint> {
    [
        floors::check(tree),
        no_std::check(tree),
        length::check(tree, ratchet),
        words::check(tree, ratchet),
        paths::check(tree),
        manifests::check(tree),
        docs::check(tree),
        logging::check(tree),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    /// The rule of rules: this workspace keeps them all.
    #[test]
    fn the_house_is_tidy() {
        let complaints = super::check_house().unwrap();
        let lines: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
    }
}
