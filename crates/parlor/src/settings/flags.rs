//! The flags, made from the table, and what the command line said with them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::layers::Given;
use super::part::{Setting, Takes};
use super::parts::sections;
use super::print::default_toml;

const CONFIG: &str = "config-file";

/// `--config` and a flag for each setting, understood before and after any subcommand.
pub(super) fn flags() -> Vec<Arg> {
    let config = Arg::new(CONFIG)
        .long("config")
        .value_name("FILE")
        .global(true)
        .value_parser(value_parser!(PathBuf))
        .help("File of settings [variable: PARLOR_CONFIG] [default: parlor.toml in the data folder, if it is there]");
    let mut flags = vec![config];
    for (section, settings) in sections() {
        let heading = if section.is_empty() { "Settings".to_owned() } else { format!("Settings: {section}") };
        flags.extend(settings.into_iter().map(|setting| flag(setting).help_heading(heading.clone())));
    }
    flags
}

fn flag(setting: &'static Setting) -> Arg {
    let help = setting.help_text();
    let first = help.split_inclusive(". ").next().unwrap_or(&help).trim().trim_end_matches('.').to_owned();
    // `-h` is for the first minutes: it shows what people change then.
    let common = setting.section().is_empty() || setting.short_flag.is_some() || setting.name() == "port";
    let default = default_toml(setting);
    let takes = match setting.takes {
        Takes::Now => "may change at a reload",
        Takes::Restart => "changes at a restart",
    };
    let long = format!(
        "{help}\n\nAllowed: {} [default: {default}] [variable: {}] [{takes}]",
        setting.kind.allowed(),
        setting.variable()
    );
    let arg = Arg::new(setting.key)
        .long(setting.flag())
        .value_name("VALUE")
        .global(true)
        .allow_negative_numbers(true)
        .hide_short_help(!common)
        .help(format!("{first} [default: {default}]"))
        .long_help(long);
    let arg = if setting.kind.is_list() { arg.action(ArgAction::Append) } else { arg.action(ArgAction::Set) };
    let arg = if setting.kind.is_switch() && setting.default == "false" {
        // Alone it means on. A value then needs its `=`, or `--open serve` would be about a value `serve`.
        arg.num_args(0..=1).require_equals(true).default_missing_value("true")
    } else {
        arg.num_args(1)
    };
    match setting.short_flag {
        Some(short) => arg.visible_alias(short),
        None => arg,
    }
}

/// What the flags said, as it was written.
pub(super) fn given(matches: &ArgMatches) -> Given {
    let mut flags = BTreeMap::new();
    for (_, settings) in sections() {
        for setting in settings {
            if let Some(texts) = matches.get_many::<String>(setting.key) {
                flags.insert(setting.key, texts.cloned().collect());
            }
        }
    }
    Given { config: matches.get_one::<PathBuf>(CONFIG).cloned(), flags }
}
