//! What the workspace builds on: known licences, one source, and a lock file that is up to date.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::log::Log;
use crate::summary::Outcome;
use crate::tally::Tally;
use crate::tools;

/// Licences that ask for nothing but their own text. Another one is added here by whoever has read it.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Looks at every package that this platform's build takes in.
pub(crate) fn step(log: &mut Log) -> Result<Outcome> {
    let rustc = tools::read(tools::program("rustc").arg("-vV"))?;
    let host =
        rustc.lines().find_map(|line| line.strip_prefix("host: ")).context("learn the host from rustc")?;
    let metadata = tools::read(tools::cargo().args([
        "metadata",
        "--locked",
        "--format-version",
        "1",
        "--filter-platform",
        host,
    ]))
    .context(
        "read the packages; when Cargo.lock is old, `cargo check` renews it, and it belongs in the commit",
    )?;
    let metadata: Value = serde_json::from_str(&metadata).context("read what `cargo metadata` printed")?;
    let packages = metadata["packages"].as_array().context("find the packages in `cargo metadata`")?;
    let complaints: Vec<String> = packages.iter().filter_map(complaint).collect();
    for complaint in &complaints {
        log.say(complaint)?;
    }
    let tally = Tally::default();
    Ok(if complaints.is_empty() { Outcome::Passed(tally) } else { Outcome::Failed(tally) })
}

/// What is wrong with one package of `cargo metadata`, if anything.
fn complaint(package: &Value) -> Option<String> {
    let name = package["name"].as_str().unwrap_or("?");
    let licence = package["license"].as_str().unwrap_or("none");
    if !may_use(licence) {
        return Some(format!("{name}: licence `{licence}` is not among those in xtask/src/deps.rs"));
    }
    let source = package["source"].as_str().unwrap_or("registry+ourselves");
    (!source.starts_with("registry+")).then(|| {
        format!("{name}: comes from {source}; build on published versions, which cannot change or vanish")
    })
}

/// Whether an SPDX expression lets us choose licences that are all known. `/` is the old way to write OR.
fn may_use(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let known = |term: &str| match term.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => may_use(inner),
        None => LICENCES.contains(&term.trim()),
    };
    // AND binds stronger than OR.
    split_outside(&expression, " OR ")
        .into_iter()
        .any(|choice| split_outside(choice, " AND ").into_iter().all(known))
}

/// Splits where the separator stands outside of brackets.
fn split_outside<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, _) in text.match_indices(separator) {
        let before = &text[..at];
        if before.matches('(').count() == before.matches(')').count() {
            parts.push(&text[from..at]);
            from = at + separator.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(package: &str, expected: Option<&str>) {
        let complaint = complaint(&serde_json::from_str(package).unwrap());
        match expected {
            None => assert_eq!(complaint, None),
            Some(words) => assert!(complaint.as_ref().is_some_and(|c| c.contains(words)), "{complaint:?}"),
        }
    }

    #[test]
    fn known_licences_pass() {
        for licence in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Unicode-3.0"] {
            check(&format!(r#"{{"name": "a", "license": "{licence}", "source": null}}"#), None);
        }
    }

    #[test]
    fn others_do_not() {
        check(r#"{"name": "a", "license": "GPL-3.0"}"#, Some("licence `GPL-3.0`"));
        check(r#"{"name": "a", "license": "MIT AND GPL-3.0"}"#, Some("licence"));
        check(r#"{"name": "a", "license": null}"#, Some("licence `none`"));
    }

    #[test]
    fn only_published_versions() {
        check(r#"{"name": "a", "license": "MIT", "source": "git+https://example.org/a"}"#, Some("published"));
    }
}
