//! The pages of `docs/` that a program writes: each has a command, and is what that command prints.

use anyhow::{Context, Result};

use crate::log::Log;
use crate::summary::Outcome;
use crate::tally::Tally;
use crate::tools;

/// One generated page.
struct Page {
    /// Its place in the workspace.
    file: &'static str,
    /// What `cargo` is told to run. Its standard output is the page.
    command: &'static [&'static str],
}

/// Release builds, because `cargo xtask test` has made them before it comes to this.
const PAGES: &[Page] = &[Page {
    file: "docs/settings.md",
    command: &["run", "--quiet", "--release", "--package", "parlor", "--", "config", "print", "--markdown"],
}];

/// Writes every page anew. Always answers true: a command that fails is an error.
pub(crate) fn write_all() -> Result<bool> {
    for page in PAGES {
        let fresh = render(page)?;
        let changed = std::fs::read_to_string(tools::at(page.file)).ok().as_deref() != Some(fresh.as_str());
        if changed {
            std::fs::write(tools::at(page.file), fresh).with_context(|| format!("write {}", page.file))?;
        }
        println!("{} {}", page.file, if changed { "written" } else { "was up to date" });
    }
    Ok(true)
}

/// Fails when a page differs from what its command prints today.
pub(crate) fn step(log: &mut Log) -> Result<Outcome> {
    let mut stale = false;
    for page in PAGES {
        let fresh = render(page)?;
        let kept = std::fs::read_to_string(tools::at(page.file)).unwrap_or_default();
        if let Some(words) = difference(page.file, &kept, &fresh) {
            log.say(&words)?;
            stale = true;
        }
    }
    let tally = Tally::default();
    Ok(if stale { Outcome::Failed(tally) } else { Outcome::Passed(tally) })
}

fn render(page: &Page) -> Result<String> {
    let output = tools::read(tools::cargo().args(page.command));
    Ok(format!("{}\n", output.with_context(|| format!("generate {}", page.file))?.trim()))
}

/// Where a page first differs, and what to do about it.
fn difference(file: &str, kept: &str, fresh: &str) -> Option<String> {
    if kept == fresh {
        return None;
    }
    let same = kept.lines().zip(fresh.lines()).take_while(|(kept, fresh)| kept == fresh).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("(the end)").to_owned();
    Some(format!(
        "{file}:{}: says\n    {}\nbut its command now prints\n    {}\n`cargo xtask docs` writes it anew; commit the result",
        same + 1,
        line(kept),
        line(fresh)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_up_to_date_is_left_alone() {
        assert_eq!(difference("docs/a.md", "one\ntwo\n", "one\ntwo\n"), None);
    }

    #[test]
    fn a_stale_page_is_named_with_its_first_difference() {
        let words = difference("docs/a.md", "one\ntwo\n", "one\nzwei\n").unwrap();
        assert!(words.starts_with("docs/a.md:2: says\n    two\n"), "{words}");
        assert!(words.contains("zwei") && words.contains("cargo xtask docs"), "{words}");
    }

    #[test]
    fn a_missing_page_is_stale() {
        assert!(difference("docs/a.md", "", "one\n").unwrap().contains("(the end)"));
    }
}
