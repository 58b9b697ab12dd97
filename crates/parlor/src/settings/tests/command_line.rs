//! The command line: actions, flags, help.

use super::World;
use crate::settings::{AccountAction, Action, Invocation, SettingsError, answer, command, sample};

fn action(args: &[&str]) -> Result<Action, SettingsError> {
    Invocation::parse(World { args, ..World::default() }.args()).map(|invocation| invocation.action)
}

/// What a `parlor config` command prints, or how it refuses.
fn printed(world: &World<'_>) -> Option<String> {
    let invocation = Invocation::parse(world.args()).unwrap();
    answer(&invocation, &|name| world.env(name), &|path| world.read(path))
        .unwrap_or_else(|e| Some(e.to_string()))
}

#[test]
fn the_table_makes_a_sound_command_line() {
    command().debug_assert();
}

#[test]
fn commands_are_understood_and_to_serve_is_the_default() {
    let name = || "ann".to_owned();
    let cases: &[(&[&str], Action)] = &[
        (&[], Action::Serve),
        (&["--open"], Action::Serve),
        (&["serve", "--port", "1"], Action::Serve),
        (&["config", "print"], Action::PrintSample),
        (&["config", "print", "--effective"], Action::PrintEffective),
        (&["config", "print", "--markdown"], Action::PrintMarkdown),
        (&["config", "check"], Action::Check),
        (&["reload"], Action::Reload),
        (&["account", "create", "ann"], Action::Account(AccountAction::Create(name()))),
        (&["account", "passwd", "ann"], Action::Account(AccountAction::Passwd(name()))),
        (&["account", "list"], Action::Account(AccountAction::List)),
        (&["account", "delete", "ann"], Action::Account(AccountAction::Delete(name()))),
    ];
    for (args, expected) in cases {
        assert_eq!(&action(args).unwrap(), expected, "{args:?}");
    }
    let mistakes: &[&[&str]] =
        &[&["dance"], &["config"], &["account", "create"], &["config", "print", "--effective", "--markdown"]];
    for args in mistakes {
        assert_eq!(action(args).unwrap_err().exit_code(), 2, "{args:?}");
    }
}

#[test]
fn flags_hold_before_and_after_the_command() {
    let cases: [&[&str]; 5] = [
        &["--port", "7", "--open"],
        &["--port", "7", "--open", "serve"],
        &["serve", "--line-port=7", "--open"],
        &["--open", "serve", "--port", "7"],
        &["--open=true", "serve", "--port", "7"],
    ];
    for args in cases {
        let settings = World { args, ..World::default() }.load().unwrap();
        assert_eq!((settings.line.port, settings.house.open), (7, true), "{args:?}");
    }
}

#[test]
fn friendly_flags_are_the_settings_they_name() {
    let args =
        ["--name", "a.b", "--data", "d", "--irc-port", "9", "--max-clients", "5", "--line-enabled", "false"];
    let settings = World { args: &args, ..World::default() }.load().unwrap();
    assert_eq!((settings.house.name.as_str(), settings.house.data.to_str()), ("a.b", Some("d")));
    assert_eq!((settings.irc.port, settings.limits.connections, settings.line.enabled), (9, 5, false));
}

#[test]
fn the_open_flag_says_what_is_not_encrypted_in_help_and_at_the_start() {
    for help in [command().render_help().to_string(), command().render_long_help().to_string()] {
        let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("so that others can enter; they are NOT encrypted"), "{help}");
    }
    let notices =
        World { args: &["--open", "--line-enabled=false"], ..World::default() }.load().unwrap().notices();
    let open = ["IRC door on 0.0.0.0:6667, [::]:6667", "HTTP door on 0.0.0.0:8080, [::]:8080"].map(|door| {
        format!(
            "The {door} can be reached from other machines and is not encrypted: on the way, anyone can read what is \
             said, passwords included."
        )
    });
    assert_eq!(notices, open);
    let weaker = World { args: &["--store-sync", "normal"], ..World::default() }.load().unwrap().notices();
    assert_eq!(
        weaker,
        [
            "store.sync is normal: a power cut or a crash of this machine may lose the last confirmed messages."
        ]
    );
}

#[test]
fn a_mistyped_flag_is_refused_with_the_nearest() {
    let words = action(&["--max-client", "5"]).unwrap_err().to_string();
    assert!(words.contains("a similar argument exists: '--max-clients'"), "{words}");
}

#[test]
fn help_is_no_failure() {
    for flag in ["--help", "-h", "--version"] {
        assert_eq!(action(&[flag]).unwrap_err().exit_code(), 0);
    }
}

#[test]
fn config_commands_print() {
    let files = [("p.toml", "line.port = 7"), ("bad.toml", "line.prot = 7")];
    let print = |args: &[&str]| printed(&World { args, files: &files, ..World::default() });
    assert_eq!(print(&["serve"]), None);
    assert_eq!(print(&["config", "print"]), Some(sample()));
    let effective = print(&["config", "print", "--effective", "--config", "p.toml"]).unwrap();
    assert!(
        effective.lines().any(|l| l.starts_with("line.port = 7 ") && l.ends_with(" # p.toml, line 1")),
        "{effective}"
    );
    assert_eq!(print(&["config", "check"]).unwrap(), "The settings are all right: all are defaults.\n");
    assert_eq!(
        print(&["config", "check", "p.toml"]).unwrap(),
        "Settings are read from p.toml.\nThe settings are all right: 1 is set, the others are defaults.\n"
    );
    assert_eq!(
        print(&["config", "check", "bad.toml"]).unwrap(),
        "bad.toml, line 1: there is no setting \"line.prot\". Did you mean \"line.port\"?"
    );
}

#[test]
fn two_files_to_check_are_one_too_many() {
    assert_eq!(action(&["config", "check", "a", "--config", "b"]).unwrap_err().exit_code(), 2);
    assert_eq!(action(&["--config", "b", "config", "check", "a"]).unwrap_err().exit_code(), 2);
}
