//! Every crate keeps the workspace's lints and has its licence.

use super::Complaint;
use super::tree::Tree;

/// Crates that do not inherit, or that are not written down at all.
pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in &tree.files {
        let member = file.path.starts_with("crates/") || file.path.starts_with("xtask/");
        if !(member && file.path.ends_with("/Cargo.toml")) {
            continue;
        }
        // A manifest that cannot be read is the floors' complaint.
        let Ok(table) = file.text.parse::<toml::Table>() else { continue };
        let inherits = |value: Option<&toml::Value>| {
            value.and_then(|value| value.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
        };
        let package = |key| table.get("package").and_then(|package| package.get(key));
        for (what, kept) in [
            ("[lints] workspace = true", inherits(table.get("lints"))),
            ("license.workspace = true", inherits(package("license"))),
            ("edition.workspace = true", inherits(package("edition"))),
            ("publish.workspace = true", inherits(package("publish"))),
        ] {
            if !kept {
                let words = format!("lacks `{what}`: every crate keeps the same lints and terms");
                complaints.push(Complaint::file(&file.path, words));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "[package]\nname = \"a\"\nlicense.workspace = true\nedition.workspace = true\n\
                         publish.workspace = true\n[lints]\nworkspace = true\n";

    fn complaints(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|complaint| complaint.words).collect()
    }

    #[test]
    fn a_whole_manifest_is_fine() {
        assert_eq!(complaints("crates/a/Cargo.toml", WHOLE), [""; 0]);
    }

    #[test]
    fn what_lacks_is_named() {
        let without_lints = WHOLE.replace("[lints]\nworkspace = true\n", "");
        assert!(complaints("crates/a/Cargo.toml", &without_lints)[0].contains("[lints]"));
        let own_licence = WHOLE.replace("license.workspace = true", "license = \"MIT\"");
        assert!(complaints("crates/doors/a/Cargo.toml", &own_licence)[0].contains("license"));
        assert_eq!(complaints("fuzz/Cargo.toml", ""), [""; 0]);
    }
}
