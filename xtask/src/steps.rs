//! The steps of `cargo xtask test`, what each runs and how its tests are counted.

use std::process::Command;

use anyhow::Result;

use crate::log::Log;
use crate::summary::Outcome;
use crate::tally::Tally;
use crate::{crash, deps, docs, fuzz, sim, tidy, tools};

/// Enough for a run of a minute; `cargo xtask simulate` tries more.
const SEEDS: u64 = 2_000;
/// Enough for a run of a minute; `cargo xtask crash` kills more often.
const KILLS: u32 = 20;

/// One check of the house.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn(&mut Log) -> Result<Outcome>,
}

/// In the order in which they run: what answers fast first, then what shares a build side by side.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "fmt", about: "is everything formatted", run: fmt },
    Step { name: "tidy", about: "the house rules", run: tidy_step },
    Step { name: "deps", about: "licences and sources of what we build on", run: deps::step },
    Step { name: "clippy", about: "no warning anywhere", run: clippy },
    Step { name: "test", about: "all tests of the workspace", run: tests },
    Step { name: "doctest", about: "the examples in doc comments", run: doctests },
    Step { name: "doc", about: "doc comments without a broken link", run: doc },
    Step { name: "sim", about: "the seeded simulator", run: simulator },
    Step { name: "crash", about: "kill -9 on the real binary", run: crash_test },
    Step { name: "docs", about: "generated pages are up to date", run: docs::step },
    Step { name: "fuzz", about: "a short run of each fuzz target", run: fuzz::step },
];

/// Prints the steps, one a line.
pub(crate) fn list() {
    for step in STEPS {
        println!("{:8} {}", step.name, step.about);
    }
}

/// A step made of commands that either succeed or do not.
pub(crate) fn plain(log: &mut Log, commands: &mut [Command]) -> Result<Outcome> {
    let mut passed = true;
    for command in commands {
        passed &= log.run(command)?;
    }
    Ok(if passed { Outcome::Passed(Tally::default()) } else { Outcome::Failed(Tally::default()) })
}

/// A step made of one test runner, whose own summary is believed.
fn counted(log: &mut Log, command: &mut Command) -> Result<Outcome> {
    let succeeded = log.run(command)?;
    let tally = Tally::read(log.text());
    Ok(if succeeded && tally.failed == 0 { Outcome::Passed(tally) } else { Outcome::Failed(tally) })
}

/// As [`counted`], and fails when no test ran: a filter or a rename must not pass for success.
fn counted_some(log: &mut Log, command: &mut Command) -> Result<Outcome> {
    match counted(log, command)? {
        Outcome::Passed(Tally { passed: 0, .. }) => {
            log.say("xtask: the runner succeeded, but it ran no test")?;
            Ok(Outcome::Failed(Tally::default()))
        }
        outcome => Ok(outcome),
    }
}

fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = tools::cargo();
    command.args(arguments);
    command
}

fn fmt(log: &mut Log) -> Result<Outcome> {
    let mut fuzz = fuzz::fmt();
    fuzz.args(["--check", "-l"]);
    let outcome = plain(log, &mut [cargo(["fmt", "--all", "--", "--check", "-l"]), fuzz])?;
    if matches!(outcome, Outcome::Failed(_)) {
        log.say("xtask: `cargo xtask fmt` formats everything")?;
    }
    Ok(outcome)
}

fn tidy_step(log: &mut Log) -> Result<Outcome> {
    let complaints = tidy::check_house()?;
    for complaint in &complaints {
        log.say(&complaint.to_string())?;
    }
    Ok(if complaints.is_empty() {
        Outcome::Passed(Tally::default())
    } else {
        Outcome::Failed(Tally::default())
    })
}

fn clippy(log: &mut Log) -> Result<Outcome> {
    plain(
        log,
        &mut [cargo(["clippy", "--workspace", "--all-targets", "--keep-going", "--", "-D", "warnings"])],
    )
}

/// All but the crash test, which has its own step and its own build.
fn tests(log: &mut Log) -> Result<Outcome> {
    if tools::has_nextest() {
        let mut command = cargo(["nextest", "run", "--workspace", "--no-fail-fast", "--config-file"]);
        command.arg(tools::at("xtask/nextest.toml"));
        command.args(["--cargo-quiet", "--status-level", "slow", "--final-status-level", "slow"]);
        command.args(["--filterset", crash::filter_out()]);
        return counted_some(log, &mut command);
    }
    let mut command = cargo(["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"]);
    // Without nextest a test binary cannot be left out, so the crash test is asked for the least.
    command.env(crash::KILLS, "1");
    counted_some(log, &mut command)
}

fn doctests(log: &mut Log) -> Result<Outcome> {
    counted(log, &mut cargo(["test", "--workspace", "--doc"]))
}

fn doc(log: &mut Log) -> Result<Outcome> {
    let mut command = cargo(["doc", "--workspace", "--no-deps", "--document-private-items", "--keep-going"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    plain(log, &mut [command])
}

fn simulator(log: &mut Log) -> Result<Outcome> {
    let passed = log.run(&mut sim::command(SEEDS, None))?;
    let tally = Tally::one(passed);
    Ok(if passed { Outcome::Passed(tally) } else { Outcome::Failed(tally) })
}

fn crash_test(log: &mut Log) -> Result<Outcome> {
    counted_some(log, &mut crash::command(KILLS))
}
