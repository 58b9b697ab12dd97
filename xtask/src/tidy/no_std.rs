//! The model is a pure thing: no clock, no dice, no disk, no network, no runtime, no wire shapes.

use super::Complaint;
use super::source::{line_of, test_modules, word_starts};
use super::tree::Tree;

const MODEL: &str = "crates/model/";

/// What the model may build on: nothing that does I/O, and nothing that decides by itself.
const DEPENDENCIES: &[&str] = &[
    "compact_str",
    "hashbrown",
    "unicode-bidi",
    "unicode-normalization",
    "unicode-security",
    "unicode-segmentation",
];

const WORDS: &[(&str, &str)] = &[
    ("std::", "the model is `no_std`: take it from `core` or `alloc`, or let it arrive with the command"),
    ("extern crate std", "the model is `no_std`; only tests may ask for `std`"),
    ("async", "the model waits for nothing: leave waiting to the server"),
    (".await", "the model waits for nothing: leave waiting to the server"),
    ("serde", "the model's types are not serializable: doors and stores have their own shapes"),
    ("rand", "the model throws no dice: random things arrive with the command"),
    ("SystemTime", "the model has no clock: the time arrives with the command"),
    ("Instant", "the model has no clock: the time arrives with the command"),
];

/// What in the model is not pure. Its tests may use what they like.
pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let Some(root) = tree.file("crates/model/src/lib.rs") else { return complaints };
    if !root.code.contains("#![no_std]") {
        complaints
            .push(Complaint::file(&root.path, "must begin with `#![no_std]` and `extern crate alloc;`"));
    }
    for file in tree.rust("crates/model/src/").filter(|file| !file.is_test()) {
        let tests = test_modules(&file.code);
        for (word, words) in WORDS {
            for at in word_starts(&file.code, word).filter(|at| !tests.iter().any(|range| range.contains(at)))
            {
                let line = line_of(&file.code, at);
                let for_tests = *word == "extern crate std"
                    && line > 1
                    && file.code.lines().nth(line - 2).is_some_and(|above| above.trim() == "#[cfg(test)]");
                if !for_tests {
                    complaints.push(Complaint::line(&file.path, line, format!("`{word}`: {words}")));
                }
            }
        }
    }
    complaints.extend(dependencies(tree));
    complaints
}

fn dependencies(tree: &Tree) -> Vec<Complaint> {
    let path = format!("{MODEL}Cargo.toml");
    let Some(manifest) = tree.file(&path) else { return Vec::new() };
    // A manifest that cannot be read is the floors' complaint.
    let Ok(table) = manifest.text.parse::<toml::Table>() else { return Vec::new() };
    let Some(dependencies) = table.get("dependencies").and_then(toml::Value::as_table) else {
        return Vec::new();
    };
    dependencies
        .keys()
        .filter(|name| !DEPENDENCIES.contains(&name.as_str()))
        .map(|name| {
            Complaint::file(
                &path,
                format!(
                    "the model builds on `{name}`. If that is pure (no clock, dice, disk, network), add it to \
                     xtask/src/tidy/no_std.rs; if not, it belongs on a higher floor"
                ),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_lib(text: &str) -> Vec<String> {
        let tree = Tree::of(&[("crates/model/src/lib.rs", text)]);
        check(&tree).into_iter().map(|complaint| complaint.to_string()).collect()
    }

    #[test]
    fn a_pure_model_is_fine() {
        let text = "//! std::time is not for us\n#![no_std]\nextern crate alloc;\nuse core::fmt;\nfn randomly() {}\n\
                    #[cfg(test)]\nextern crate std;\n#[cfg(test)]\nmod tests { use std::vec; }\n";
        assert_eq!(check_lib(text), [""; 0]);
    }

    #[test]
    fn complains_about_the_world_outside() {
        for word in
            ["use std::time;", "async fn f() {}", "use serde::Serialize;", "rand::random()", "Instant::now()"]
        {
            let complaints = check_lib(&format!("#![no_std]\n{word}\n"));
            assert_eq!(complaints.len(), 1, "{complaints:?}");
            assert!(complaints[0].starts_with("crates/model/src/lib.rs:2: "), "{complaints:?}");
        }
        assert!(check_lib("extern crate alloc;")[0].contains("#![no_std]"));
    }

    #[test]
    fn complains_about_dependencies_it_does_not_know() {
        let manifest =
            "[dependencies]\nhashbrown = \"1\"\ntokio = \"1\"\n[dev-dependencies]\nproptest = \"1\"\n";
        let tree =
            Tree::of(&[("crates/model/src/lib.rs", "#![no_std]"), ("crates/model/Cargo.toml", manifest)]);
        let complaints = check(&tree);
        assert_eq!(complaints.len(), 1);
        assert!(complaints[0].words.contains("`tokio`"), "{complaints:?}");
    }
}
