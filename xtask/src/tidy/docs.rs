//! No page of `docs/` is lost: each is linked from the README or from the docs' own front page.

use super::Complaint;
use super::tree::Tree;

const FRONT_PAGES: &[&str] = &["README.md", "docs/README.md"];

/// Pages that a reader cannot find, and links of the front pages that lead nowhere.
pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut linked = Vec::new();
    for front in FRONT_PAGES {
        let Some(file) = tree.file(front) else { continue };
        let folder = front.strip_suffix("README.md").unwrap_or_default();
        for (at, line) in file.text.lines().enumerate() {
            for target in targets(line) {
                let path = resolve(folder, target);
                let exists = tree.files.iter().any(|file| {
                    file.path == path
                        || file.path.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/'))
                });
                if !exists {
                    complaints.push(Complaint::line(
                        front,
                        at + 1,
                        format!("links to {path}, which is not there"),
                    ));
                }
                linked.push(path);
            }
        }
    }
    for page in tree.files.iter().filter(|file| file.path.starts_with("docs/") && file.is("md")) {
        if !linked.contains(&page.path) {
            let words = "no reader finds it: link it from README.md or docs/README.md";
            complaints.push(Complaint::file(&page.path, words));
        }
    }
    complaints
}

/// The files that a line of Markdown links to, without what points into them.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ', '#']).next())
        .filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
}

fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|complaint| complaint.to_string()).collect()
    }

    #[test]
    fn pages_linked_from_either_front_page_are_found() {
        let files = [
            ("README.md", "[docs](docs/README.md) and [a](docs/a.md#part)"),
            (
                "docs/README.md",
                "[b](why/b.md), [up](../README.md), [folder](why), [web](https://example.org/x)",
            ),
            ("docs/a.md", ""),
            ("docs/why/b.md", ""),
        ];
        assert_eq!(complaints(&files), [""; 0]);
    }

    #[test]
    fn a_lost_page_and_a_dead_link_are_named() {
        let found = complaints(&[("README.md", "\n[gone](docs/gone.md)"), ("docs/lost.md", "")]);
        assert_eq!(found[0], "README.md:2: links to docs/gone.md, which is not there");
        assert!(found[1].starts_with("docs/lost.md: no reader finds it"));
    }
}
