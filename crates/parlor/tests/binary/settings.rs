//! Settings on the real binary: shown, checked, and read again while people are inside.

use crate::support::house::{House, run};
use crate::support::line::Line;
use std::fs;
use std::path::Path;

fn write(folder: &Path, settings: &str) {
    fs::write(folder.join("parlor.toml"), settings).unwrap();
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn the_printed_sample_is_a_file_that_passes_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let sample = run(&["config", "print"], "");
    assert!(sample.status.success(), "{sample:?}");
    assert!(sample.out.contains("[limits]") && sample.out.contains("# "), "{sample:?}");
    write(folder.path(), &sample.out);
    let file = text(&folder.path().join("parlor.toml"));
    let check = run(&["config", "check", &file], "");
    assert!(
        check.status.success() && check.out.contains("The settings are all right: all are defaults."),
        "{check:?}"
    );
    let effective = run(&["config", "print", "--effective", "--max-clients", "7"], "");
    let line = effective.out.lines().find(|line| line.starts_with("limits.connections ="));
    assert!(line.is_some_and(|line| line.contains("= 7") && line.contains("--")), "{effective:?}");
}

#[test]
fn what_is_wrong_is_said_all_at_once_and_nothing_starts() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "[limits]\nconections = 5\nburst = \"many\"\n");
    let data = text(folder.path());
    let check = run(&["config", "check", "--data", &data], "");
    assert_eq!(check.status.code(), Some(2), "{check:?}");
    assert!(check.err.contains("Did you mean \"limits.connections\"?"), "{check:?}");
    assert!(check.err.contains("limits.burst is \"many\""), "{check:?}");
    let serve = run(&["--data", &data, "--port", "0", "--irc-port", "0", "--http-port", "0"], "");
    assert_eq!((serve.status.code(), serve.err), (Some(2), check.err));
    assert!(!folder.path().join("parlor.db").exists(), "it began to keep things all the same");
}

#[test]
fn sighup_reads_the_settings_again_and_connections_stay() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "[server]\nmotd = \"Before\"\n");
    let mut house = House::on(folder.path(), &[]);
    let mut ann = Line::enter(house.line, "ann");
    assert!(ann.heard().iter().any(|line| line == "Before"), "{}", ann.past());
    write(folder.path(), "[server]\nmotd = \"After\"\nname = \"other.example\"\n");
    house.signal("HUP");
    house.err.expect("server.motd was \"Before\" and is now \"After\"");
    house.err.expect("server.name stays \"parlor.local\" until a restart; then it is \"other.example\"");
    let bob = Line::enter(house.line, "bob");
    assert!(bob.heard().iter().any(|line| line == "After"), "{}", bob.past());
    assert_eq!(ann.line_with("bob"), "bob has joined");
    house.stop();
}

#[test]
fn reload_tells_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    let reload = || run(&["reload", "--data", &data], "");
    let nobody = reload();
    assert_eq!(nobody.status.code(), Some(1), "{nobody:?}");
    assert!(nobody.err.contains("No server runs on"), "{nobody:?}");

    let mut house = House::on(folder.path(), &[]);
    let mut ann = Line::enter(house.line, "ann");
    assert_eq!(reload().out, "Nothing changed.");
    write(folder.path(), "[limits]\nconnections = 1\n[server]\nmotd = \"New\"\n");
    let changed = reload();
    assert!(changed.status.success(), "{changed:?}");
    assert!(changed.out.contains("limits.connections was 50000 and is now 1"), "{changed:?}");
    // What is wrong changes nothing, and is told.
    write(folder.path(), "[limits]\nconnections = 0\n");
    let wrong = reload();
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    assert!(wrong.err.contains("limits.connections is \"0\", which is too small"), "{wrong:?}");
    ann.say("/topic");
    ann.line_with("#lobby has no topic.");
    house.stop();
}

#[test]
fn a_reload_that_the_server_refuses_has_failed() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (text(folder.path()), folder.path().join("elsewhere.toml"));
    fs::write(&file, "[server]\nmotd = \"Before\"\n").unwrap();
    // Who asks reads other settings than the server does.
    let mut house = House::on(folder.path(), &["--config", &text(&file)]);
    fs::write(&file, "[server]\nmotdd = \"After\"\n").unwrap();
    let reload = run(&["reload", "--data", &data], "");
    let said = format!("{}{}", reload.out, reload.err);
    assert!(said.contains("The settings are not changed") && said.contains("server.motd"), "{reload:?}");
    let ann = Line::enter(house.line, "ann");
    assert!(ann.heard().iter().any(|line| line == "Before"), "{}", ann.past());
    house.stop();
    assert_eq!(reload.status.code(), Some(1), "{reload:?}");
}
