//! The page of the guide about settings.

use super::part::{Setting, Takes};
use super::parts::sections;
use super::print::default_toml;

const HEAD: &str = "\
# Settings

<!-- Made by `parlor config print --markdown`. Change the table in crates/parlor/src/settings/parts, not this page. -->

No setting and no file is needed to start. A value comes from, the first that has one:

1. a flag: `--line-port 5001`
2. an environment variable: `PARLOR_LINE_PORT=5001`
3. a file: `port = 5001` under `[line]`
4. the default

The file is the one that `--config FILE` or `PARLOR_CONFIG` names, otherwise `parlor.toml` in the data folder, if it is
there; the server says at its start which it read. `parlor config print` prints a file of all settings with their
defaults, `parlor config check` says what is wrong with one, `parlor config print --effective` shows what is in force
and where it came from. A setting that does not exist is refused, not passed over.

Sizes are in bytes or have a unit: `390`, `64KiB`, `1MiB`. Times have a unit: `150ms`, `30s`, `5m`, `2h`. Lists are
separated by commas in flags and variables. A reload (`parlor reload` or SIGHUP) changes the settings marked *reload*
and keeps all connections; the others change at a restart.
";

/// Every setting as Markdown, by section.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from(HEAD);
    for (section, settings) in sections() {
        let title =
            if section.is_empty() { "Above all sections".to_owned() } else { format!("`[{section}]`") };
        out.push_str(&format!("\n## {title}\n\n"));
        out.push_str("| Setting | Default | Meaning | Flag | Variable | Changes at |\n");
        out.push_str("| --- | --- | --- | --- | --- | --- |\n");
        out.extend(settings.into_iter().map(row));
    }
    out
}

fn row(setting: &Setting) -> String {
    let changes = match setting.takes {
        Takes::Now => "reload",
        Takes::Restart => "restart",
    };
    let short = setting.short_flag.map(|short| format!(", `--{short}`")).unwrap_or_default();
    let cells = [
        format!("`{}`", setting.key),
        format!("`{}`", default_toml(setting)),
        format!("{} Allowed: {}.", setting.help_text(), setting.kind.allowed()),
        format!("`--{}`{short}", setting.flag()),
        format!("`{}`", setting.variable()),
        changes.to_owned(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}
