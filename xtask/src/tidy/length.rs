//! No file is so long that it must have two subjects.

use super::Complaint;
use super::ratchet::{FILE, Ratchet};
use super::tree::Tree;

const LINES_MAX: usize = 500;

/// Source files over the limit, and exceptions that are looser than they need to be.
pub(crate) fn check(tree: &Tree, ratchet: &Ratchet) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.files.iter().filter(|file| ["rs", "ts", "svelte"].iter().any(|ext| file.is(ext))) {
        let lines = file.text.lines().count();
        let allowed = ratchet.entry("length", &file.path).map_or(Ok(LINES_MAX), |entry| entry.rest.parse());
        if lines > allowed.unwrap_or(LINES_MAX) {
            complaints.push(Complaint::file(
                &file.path,
                format!(
                    "{lines} lines. Past some {LINES_MAX} there is nearly always a second subject: look for it and \
                     give it a file of its own"
                ),
            ));
        }
    }
    for entry in ratchet.entries("length") {
        let lines = tree.file(&entry.path).map_or(0, |file| file.text.lines().count());
        let words = match entry.rest.parse::<usize>() {
            Err(_) => "write `length PATH LINES`".to_owned(),
            Ok(_) if lines <= LINES_MAX => format!("{} needs no exception any more; take it out", entry.path),
            Ok(allowed) if allowed > lines => format!("{} has shrunk: write {lines}", entry.path),
            Ok(_) => continue,
        };
        complaints.push(Complaint::line(FILE, entry.line, words));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_lines(lines: usize, list: &str) -> Vec<String> {
        let text = "x\n".repeat(lines);
        let tree = Tree::of(&[("a.rs", &text), (FILE, list)]);
        check(&tree, &Ratchet::read(&tree).0).into_iter().map(|complaint| complaint.to_string()).collect()
    }

    #[test]
    fn up_to_the_limit_is_fine() {
        assert_eq!(check_lines(500, ""), [""; 0]);
    }

    #[test]
    fn over_the_limit_asks_for_the_second_subject() {
        let complaints = check_lines(501, "");
        assert!(complaints[0].starts_with("a.rs: 501 lines.") && complaints[0].contains("second subject"));
    }

    #[test]
    fn an_exception_holds_only_up_to_its_number() {
        assert_eq!(check_lines(600, "length a.rs 600"), [""; 0]);
        assert_eq!(check_lines(601, "length a.rs 600").len(), 1);
    }

    #[test]
    fn an_exception_only_shrinks() {
        assert!(check_lines(550, "length a.rs 600")[0].ends_with("has shrunk: write 550"));
        assert!(check_lines(400, "length a.rs 600")[0].contains("take it out"));
    }
}
