//! `parlor account`: beside a running server, and without one.

use crate::support::house::{Ended, House, run};
use crate::support::line::Line;
use std::path::Path;

fn account(folder: &Path, args: &[&str], password: &str) -> Ended {
    let data = folder.to_string_lossy();
    let all: Vec<&str> = ["account"].iter().chain(args).copied().chain(["--data", &data]).collect();
    run(&all, &format!("{password}\n"))
}

#[track_caller]
fn done(ended: Ended, words: &str) {
    assert!(ended.status.success() && ended.out == words, "{ended:?}");
}

#[track_caller]
fn refused(ended: Ended, words: &str) {
    assert!(ended.status.code() == Some(1) && ended.err.contains(words), "{ended:?}");
}

/// The same questions get the same answers whether a server runs or not.
fn a_life(folder: &Path) {
    done(account(folder, &["list"], ""), "");
    done(account(folder, &["create", "ann"], "correct-horse"), "ann has an account.");
    refused(account(folder, &["create", "Ann"], "correct-horse"), "Ann already");
    refused(account(folder, &["create", "bob"], "short"), "A password needs at least 8 characters");
    refused(account(folder, &["create", "two words"], "correct-horse"), "cannot be the name of an account");
    done(account(folder, &["create", "bob"], "battery-staple"), "bob has an account.");
    done(account(folder, &["list"], ""), "ann\nbob");
    done(account(folder, &["passwd", "ann"], "another-horse"), "ann has a new password.");
    refused(account(folder, &["passwd", "cem"], "another-horse"), "no account called cem");
    done(account(folder, &["delete", "bob"], ""), "The account bob is deleted.");
    refused(account(folder, &["delete", "bob"], ""), "no account called bob");
    done(account(folder, &["list"], ""), "ann");
}

fn log_in(house: &House, password: &str) -> Line {
    let mut line = Line::to(house.line);
    line.say(&format!("/login ann {password}"));
    line
}

#[test]
fn without_a_server() {
    let folder = tempfile::tempdir().unwrap();
    a_life(folder.path());
    let house = House::on(folder.path(), &[]);
    log_in(&house, "correct-horse").line_with("Wrong name or password.");
    log_in(&house, "another-horse").line_with("Hello, ann.");
}

#[test]
fn beside_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    a_life(folder.path());
    log_in(&house, "correct-horse").line_with("Wrong name or password.");
    let mut ann = log_in(&house, "another-horse");
    ann.line_with("You are in #lobby");
    let mut guest = Line::to(house.line);
    guest.say("ann");
    guest.line_with("ann is");
    done(account(folder.path(), &["delete", "ann"], ""), "The account ann is deleted.");
    let rest = ann.rest();
    let last = rest.last().map(String::as_str);
    assert_eq!(last, Some("Your account was deleted, so this connection is closed."), "{rest:#?}");
}

#[test]
fn passwords_are_in_no_output_and_only_hashed_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &["--log-level", "trace"]);
    done(account(folder.path(), &["create", "ann"], "tremendous-secret"), "ann has an account.");
    log_in(&house, "tremendous-secret").line_with("Hello, ann.");
    house.stop();
    assert!(!house.everything_printed().contains("tremendous-secret"));
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(17).any(|bytes| bytes == b"tremendous-secret"));
    }
}
