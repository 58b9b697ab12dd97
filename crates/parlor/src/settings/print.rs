//! The commented sample.

use super::kind::{Raw, quoted};
use super::part::{Setting, Takes};
use super::parts::sections;

const HEAD: &str = "\
# Settings of Parlor, each with its default. No file is needed to start: this one shows what there is.
#
# To change a setting, remove the '#' before its key. The file counts when `--config FILE` or PARLOR_CONFIG names it, or
# when it is parlor.toml in the data folder. `parlor config check FILE` says what is wrong with it.
# Every setting is also a variable (line.port is PARLOR_LINE_PORT) and a flag (--line-port). A flag wins over a variable,
# a variable over the file.
";

/// Every setting as a TOML file in which all of them are commented out.
#[must_use]
pub fn sample() -> String {
    let mut out = String::from(HEAD);
    for (section, settings) in sections() {
        if !section.is_empty() {
            out.push_str(&format!("\n\n[{section}]\n"));
        }
        for setting in settings {
            out.push('\n');
            out.push_str(&entry(setting));
        }
    }
    out
}

fn entry(setting: &Setting) -> String {
    let mut lines: Vec<String> = setting.help.iter().map(|line| line.trim().to_owned()).collect();
    lines.push(format!("Allowed: {}.", setting.kind.allowed()));
    if setting.default.is_empty() {
        lines.push(format!("Example: {} = {}", setting.name(), toml(setting, setting.example())));
    }
    if setting.takes == Takes::Restart {
        lines.push("Changes at a restart.".to_owned());
    }
    let comment: String = lines.iter().map(|line| format!("# {line}\n")).collect();
    format!("{comment}#{} = {}\n", setting.name(), default_toml(setting))
}

/// The default as TOML.
pub(super) fn default_toml(setting: &Setting) -> String {
    toml(setting, setting.default)
}

/// A text that the setting takes, as TOML.
pub(super) fn toml(setting: &Setting, text: &str) -> String {
    let plain = setting.kind.plain(&Raw::One(text.to_owned()));
    plain.map_or_else(|_| quoted(text), |plain| setting.kind.toml(&plain))
}
