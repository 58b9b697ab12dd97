//! What holds for every setting of the table.

use std::collections::BTreeSet;

use super::{World, of_file};
use crate::settings::kind::Raw;
use crate::settings::parts::table;
use crate::settings::print::{default_toml, toml};
use crate::settings::{markdown, reload_diff, sample};

#[test]
fn every_default_and_example_passes_its_own_check() {
    for setting in table() {
        for text in [setting.default, setting.example()] {
            let raw = Raw::One(text.to_owned());
            let plain =
                setting.kind.plain(&raw).unwrap_or_else(|why| panic!("{}: {text:?} {why}", setting.key));
            assert_eq!(
                setting.kind.plain(&plain),
                Ok(plain.clone()),
                "{}: plain text is its own",
                setting.key
            );
        }
    }
}

#[test]
fn the_defaults_agree_with_each_other() {
    World::default().load().unwrap();
}

#[test]
fn names_of_settings_flags_and_variables_are_their_own() {
    let mut seen =
        BTreeSet::from(["config".to_owned(), "help".into(), "version".into(), "PARLOR_CONFIG".into()]);
    for setting in table() {
        let names = [Some(setting.flag()), setting.short_flag.map(str::to_owned), Some(setting.variable())];
        for name in names.into_iter().flatten() {
            assert!(seen.insert(name.clone()), "{name} twice");
        }
    }
}

#[test]
fn every_setting_has_help_that_ends_a_sentence() {
    for setting in table() {
        assert!(setting.help_text().ends_with('.'), "{}", setting.key);
    }
}

#[test]
fn the_sample_is_a_file_of_defaults() {
    let defaults = World::default().load().unwrap();
    let commented = of_file(&sample()).unwrap();
    assert_eq!(reload_diff(&defaults, &commented), []);
    assert_eq!(commented.values.given(), 0);

    // Comments have a space after their '#', settings have none.
    let sample = sample();
    let lines = sample.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase()) => rest,
        _ => line,
    });
    let uncommented = of_file(&lines.collect::<Vec<_>>().join("\n")).unwrap();
    assert_eq!(reload_diff(&defaults, &uncommented), []);
    assert_eq!(uncommented.values.given(), table().count());
}

#[test]
fn examples_in_the_sample_are_taken() {
    for setting in table() {
        // A key by itself is nobody's.
        let with = match setting.key {
            "tls.key" => "tls.certificate = 'c.pem'\n",
            "mail.relay" => "mail.from = 'parlor@example.org'\n",
            _ => "",
        };
        of_file(&format!("{with}{} = {}", setting.key, toml(setting, setting.example()))).unwrap();
    }
}

#[test]
fn what_is_in_force_is_printed_so_that_it_reads_back() {
    let text = "open = true\noperators = ['ann', 'bo']\n[server]\nmotd = '''\none\n \"two\" \\ \n'''\n\
                [line]\nlisten = ['[::1]:5000']\n";
    let settings = of_file(text).unwrap();
    let again = of_file(&settings.effective()).unwrap();
    assert_eq!(reload_diff(&settings, &again), []);
    assert_eq!(again.house.motd, "one\n \"two\" \\");
}

#[test]
fn a_sample_entry_reads_like_this() {
    let sample = sample();
    let entry = "\
# Connections in all. One more is told that the house is full, and closed. Never more than the system's limit of
# open files (`ulimit -n`, systemd's `LimitNOFILE`) has room for; Parlor takes all that it may have.
# Allowed: a whole number of connections from 1 to 1000000.
#connections = 50000
";
    assert!(sample.contains(entry), "{sample}");
    assert!(sample.contains("\n[limits]\n"), "{sample}");
}

#[test]
fn the_page_of_the_guide_is_up_to_date() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
    let there = std::fs::read_to_string(page).unwrap_or_default();
    let stale = "docs/settings.md is not what the table says: `cargo run -- config print --markdown > docs/settings.md`";
    assert!(there == markdown(), "{stale}");
    assert!(table().all(|setting| there.contains(&format!(
        "| `{}` | `{}` |",
        setting.key,
        default_toml(setting)
    ))));
}
