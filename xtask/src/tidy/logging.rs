//! What people say to each other is never logged.

use super::Complaint;
use super::source::{bracketed, line_of, word_starts};
use super::tree::Tree;

const MACROS: &[&str] = &[
    "trace!",
    "debug!",
    "info!",
    "warn!",
    "error!",
    "event!",
    "span!",
    "trace_span!",
    "debug_span!",
    "info_span!",
    "warn_span!",
    "error_span!",
];

/// Every logging macro whose arguments mention `text`, as a value or within its format string.
pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.rust("crates/") {
        for name in MACROS {
            for at in word_starts(&file.code, name) {
                let Some(open) = file.code[at..].find(['(', '[', '{']).map(|n| at + n) else { continue };
                let arguments = bracketed(&file.code, open);
                let mentions = word_starts(&file.code[arguments.clone()], "text").next().is_some()
                    || word_starts(file.text.get(arguments).unwrap_or_default(), "{text").next().is_some();
                if mentions {
                    complaints.push(Complaint::line(
                        &file.path,
                        line_of(&file.code, at),
                        format!("`{name}` mentions `text`. What people say never goes into a log: log its length or number"),
                    ));
                }
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complains(code: &str) -> bool {
        !check(&Tree::of(&[("crates/server/src/lib.rs", code)])).is_empty()
    }

    #[test]
    fn text_is_found_however_it_gets_in() {
        assert!(complains("tracing::info!(text = %message.text, \"said\");"));
        assert!(complains("info!(?text, \"said\");"));
        assert!(complains("debug!(\"said {text}\");"));
        assert!(complains("warn!(\n    \"said {:?}\",\n    event.fact.text()\n);"));
        assert!(complains("let span = info_span!(\"say\", %text);"));
    }

    #[test]
    fn other_things_may_be_logged() {
        assert!(!complains("info!(number, \"kept the text\"); let text = 5;"));
        assert!(!complains("info!(context = %context, \"{textual}\");"));
        assert!(!complains("// info!(text)\n"));
    }
}
