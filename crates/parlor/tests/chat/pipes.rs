//! `parlor chat --plain` in pipes.

use crate::support::house::{Ended, House, Starting, parlor};
use std::io::Write;
use std::process::Stdio;

/// Runs it to its end with this input.
fn plain(house: &House, folder: &std::path::Path, args: &[&str], input: &str) -> Ended {
    let mut command = parlor();
    command.args(["chat", &house.http.to_string(), "--plain"]).args(args).env("XDG_STATE_HOME", folder);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Starting::of(child).ended()
}

#[test]
fn what_goes_in_is_said_in_order_and_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-messages-per-second", "0"]);
    let state = folder.path().join("state");
    let lines: String = (1..=300).map(|n| format!("line {n}\n")).collect();
    let said = plain(&house, &state, &["--name", "ci", "-r", "ops"], &lines);
    assert!(said.status.success() && said.out.is_empty(), "{said:?}");
    let whole = plain(&house, &state, &["--name", "git", "-r", "ops", "--whole"], "one\n\n/two\n");
    assert!(whole.status.success(), "{whole:?}");
    let read = plain(&house, &state, &["--name", "reader", "-r", "ops", "-n", "1000"], "");
    let mut expected: Vec<String> = (1..=300).map(|n| format!("ci: line {n}")).collect();
    expected.extend(["git: one".into(), "  ".into(), "  /two".into()]);
    assert_eq!(read.out.lines().collect::<Vec<_>>(), expected, "{}", read.err);
}

#[test]
fn what_cannot_be_said_is_told_and_the_exit_code_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-message-bytes", "512"]);
    let long = format!("short\n{}\nshort again\n", "x".repeat(600));
    let said = plain(&house, folder.path(), &["--name", "ci", "-r", "ops"], &long);
    assert!(!said.status.success() && said.err.contains("too long: 600 bytes"), "{said:?}");
    let read = plain(&house, folder.path(), &["--name", "reader", "-r", "ops", "-n", "10"], "");
    assert_eq!(read.out, "ci: short\nci: short again", "{read:?}");
}

#[test]
fn nobody_there_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &[]);
    house.stop();
    let said = plain(&house, folder.path(), &["--name", "ci", "-r", "ops"], "hi\n");
    assert!(!said.status.success() && said.err.contains("Nobody answers at 127.0.0.1:"), "{said:?}");
}
