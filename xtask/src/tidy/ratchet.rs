//! The exceptions from the rules, each in one line of `xtask/tidy-ratchet.txt`. The list may only shrink.

use super::Complaint;
use super::tree::Tree;

/// Where the exceptions are.
pub(crate) const FILE: &str = "xtask/tidy-ratchet.txt";

/// What is let pass.
#[derive(Default)]
pub(crate) struct Ratchet {
    entries: Vec<Entry>,
}

/// One line of the list.
pub(crate) struct Entry {
    /// Where in the list it stands.
    pub(crate) line: usize,
    pub(crate) rule: String,
    pub(crate) path: String,
    /// For `length` the number of lines, for the others the reason.
    pub(crate) rest: String,
}

impl Ratchet {
    /// Reads the list; answers also what is wrong with the list itself.
    pub(crate) fn read(tree: &Tree) -> (Ratchet, Vec<Complaint>) {
        let mut ratchet = Ratchet::default();
        let mut complaints = Vec::new();
        let text = tree.file(FILE).map_or("", |file| file.text.as_str());
        for (at, words) in text.lines().enumerate() {
            let line = at + 1;
            if words.trim().is_empty() || words.starts_with('#') {
                continue;
            }
            let mut parts = words.splitn(3, ' ').map(|part| part.trim().to_owned());
            let (Some(rule), Some(path), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
                complaints.push(Complaint::line(
                    FILE,
                    line,
                    "write `RULE PATH REASON`, or `length PATH LINES`",
                ));
                continue;
            };
            if tree.file(&path).is_none() {
                complaints.push(Complaint::line(FILE, line, format!("{path} is gone; take this line out")));
            }
            ratchet.entries.push(Entry { line, rule, path, rest });
        }
        (ratchet, complaints)
    }

    /// The exception of this rule for this file.
    pub(crate) fn entry(&self, rule: &str, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.rule == rule && entry.path == path)
    }

    /// Every exception of this rule.
    pub(crate) fn entries(&self, rule: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.rule == rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_exceptions_and_their_reasons() {
        let list = "# why\n\nsleep a/tests/b.rs waits for the kernel\nlength a/c.rs 600\n";
        let tree = Tree::of(&[(FILE, list), ("a/tests/b.rs", ""), ("a/c.rs", "")]);
        let (ratchet, complaints) = Ratchet::read(&tree);
        assert_eq!(complaints, []);
        assert_eq!(ratchet.entry("sleep", "a/tests/b.rs").unwrap().rest, "waits for the kernel");
        assert!(ratchet.entry("sleep", "a/c.rs").is_none());
    }

    #[test]
    fn complains_about_what_is_gone_and_what_has_no_reason() {
        let (_, complaints) = Ratchet::read(&Tree::of(&[(FILE, "length gone.rs 600\nunsafe gone.rs\n")]));
        assert!(complaints[0].words.contains("gone.rs is gone"), "{complaints:?}");
        assert!(complaints[1].words.contains("REASON"), "{complaints:?}");
    }
}
