//! Words that stand for unfinished, hidden or unproven work.

use super::Complaint;
use super::ratchet::{FILE, Ratchet};
use super::source::{line_of, test_modules, word_starts};
use super::tree::{File, Tree};

/// In code, not in comments or literals.
const IN_CODE: &[(&str, &str)] = &[
    ("#[ignore", "no test is ignored: pin what happens today and say what is wrong with it"),
    ("todo!", "finish it, or answer with a typed refusal"),
    ("unimplemented!", "finish it, or answer with a typed refusal"),
    ("dbg!", "take it out, or log what a person running Parlor would want to know"),
];

/// In comments too. Spelled in pieces, so that this file does not complain of itself.
const ANYWHERE: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Every such word, `unsafe` and a test's `sleep` that the ratchet gives no reason for, and reasons without a use.
pub(crate) fn check(tree: &Tree, ratchet: &Ratchet) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut used = Vec::new();
    for file in &tree.files {
        if ["rs", "ts", "svelte", "js", "css", "toml", "sh"].iter().any(|ext| file.is(ext)) {
            for word in ANYWHERE {
                let words =
                    format!("{word}: do it now or open an issue; a note in the code is read by nobody");
                complaints.extend(found(file, &file.text, word, &words));
            }
        }
        for (word, words) in IN_CODE {
            complaints.extend(found(file, &file.code, word, &format!("`{word}`: {words}")));
        }
        let guarded = [
            ("unsafe", found(file, &file.code, "unsafe", &unless("unsafe", "nothing here is worth it"))),
            ("sleep", sleeps(file)),
        ];
        for (rule, found) in guarded {
            match ratchet.entry(rule, &file.path) {
                Some(entry) if !found.is_empty() => used.push(entry.line),
                _ => complaints.extend(found),
            }
        }
    }
    for entry in ["unsafe", "sleep"].iter().flat_map(|rule| ratchet.entries(rule)) {
        if !used.contains(&entry.line) {
            let words = format!("{} has no `{}` any more; take this line out", entry.path, entry.rule);
            complaints.push(Complaint::line(FILE, entry.line, words));
        }
    }
    complaints
}

fn found(file: &File, text: &str, word: &str, words: &str) -> Vec<Complaint> {
    word_starts(text, word).map(|at| Complaint::line(&file.path, line_of(text, at), words)).collect()
}

fn unless(rule: &str, why: &str) -> String {
    format!("`{rule}`: {why}. If it must be, add `{rule} PATH REASON` to {FILE}")
}

/// Calls of `sleep` in tests: a test that waits for the clock is slow when it passes and wrong when the machine is.
fn sleeps(file: &File) -> Vec<Complaint> {
    let tests = test_modules(&file.code);
    let words = unless("sleep", "wait for a fence (an answer, a line, a closed socket) or move the clock");
    word_starts(&file.code, "sleep(")
        .filter(|at| file.is_test() || tests.iter().any(|range| range.contains(at)))
        .map(|at| Complaint::line(&file.path, line_of(&file.code, at), words.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str, list: &str) -> Vec<String> {
        let tree = Tree::of(&[(path, text), (FILE, list)]);
        check(&tree, &Ratchet::read(&tree).0).into_iter().map(|complaint| complaint.to_string()).collect()
    }

    fn complains(path: &str, text: &str) {
        assert_eq!(complaints(path, text, "").len(), 1, "{text}");
    }

    fn passes(path: &str, text: &str) {
        assert_eq!(complaints(path, text, ""), [""; 0], "{text}");
    }

    #[test]
    fn unfinished_work_is_found() {
        complains("a.rs", "#[ignore]\nfn f() {}");
        complains("a.rs", "#[ignore = \"slow\"]\nfn f() {}");
        complains("a.rs", "fn f() { todo!() }");
        complains("a.rs", "fn f() { unimplemented!(\"later\") }");
        complains("a.rs", "dbg!(x);");
        complains("a.rs", &["// TO", "DO: later"].concat());
        complains("a.svelte", &["<!-- FIX", "ME -->"].concat());
    }

    #[test]
    fn words_that_only_look_like_it_pass() {
        passes("a.rs", "// todo! is not allowed here\nlet x = \"dbg!\";");
        passes("a.md", &["TO", "DO"].concat());
    }

    #[test]
    fn a_test_does_not_sleep() {
        complains("crates/a/tests/b.rs", "fn f() { thread::sleep(second); }");
        complains("crates/a/src/b.rs", "#[cfg(test)]\nmod tests { fn f() { sleep(second); } }");
        passes("crates/a/src/b.rs", "fn f() { sleep(second); }");
    }

    #[test]
    fn unsafe_needs_a_reason() {
        complains("a.rs", "unsafe { f() }");
        passes("a.rs", "#![deny(unsafe_code)]");
        assert_eq!(
            complaints("a.rs", "unsafe { f() }", "unsafe a.rs the kernel has no other way in"),
            [""; 0]
        );
    }

    #[test]
    fn a_reason_without_a_use_is_taken_out() {
        assert!(
            complaints("a.rs", "f()", "sleep a.rs waits for the kernel")[0].contains("take this line out")
        );
    }
}
