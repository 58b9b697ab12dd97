//! Builds and runs the fuzz targets of `fuzz/`.
//!
//! They are built without a sanitizer: the workspace forbids `unsafe`, so what fuzzing can find is a panic, an endless
//! loop or memory without bound, and libFuzzer sees all three by itself. That way the pinned stable toolchain is enough.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::log::Log;
use crate::summary::Outcome;
use crate::tally::Tally;
use crate::tools;

/// How long each target runs within `cargo xtask test`.
const SECONDS_IN_TEST: u32 = 10;
/// Longer inputs than any line or settings file a stranger can send are no news.
const INPUT_BYTES_MAX: u32 = 16 * 1024;
/// A target that needs longer for one input has found an endless loop.
const INPUT_SECONDS_MAX: u32 = 10;
/// A target that needs more has found memory without bound.
const MEMORY_MEGABYTES_MAX: u32 = 1024;

/// Formats the fuzz crate, which is a workspace of its own.
pub(crate) fn fmt() -> Command {
    let mut command = tools::cargo();
    command.args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--"]);
    command
}

/// Builds every target and runs each for a short while.
///
/// libFuzzer is C++. Who has no compiler for it may leave it to CI; CI itself may not.
pub(crate) fn step(log: &mut Log) -> Result<Outcome> {
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    if tools::read(tools::program(&compiler).arg("--version")).is_err() && std::env::var_os("CI").is_none() {
        return Ok(Outcome::Skipped(format!("libFuzzer needs a C++ compiler, and `{compiler}` is not here")));
    }
    if !prepare(|command| log.run(command))? {
        return Ok(Outcome::Failed(Tally::default()));
    }
    let mut tally = Tally::default();
    for target in targets()? {
        let passed = log.run(&mut run(&target, SECONDS_IN_TEST)?)?;
        tally = tally.plus(Tally::one(passed));
    }
    Ok(if tally.failed == 0 { Outcome::Passed(tally) } else { Outcome::Failed(tally) })
}

/// Fuzzes one target, or each in turn, with the output on the terminal; answers whether nothing was found.
pub(crate) fn by_hand(only: Option<&str>, seconds: u32) -> Result<bool> {
    let mut targets = targets()?;
    if let Some(only) = only {
        if !targets.iter().any(|target| target == only) {
            bail!("there is no fuzz target `{only}`; there are {}", targets.join(", "));
        }
        targets.retain(|target| target == only);
    }
    if !prepare(tools::show)? {
        return Ok(false);
    }
    for target in &targets {
        if !tools::show(&mut run(target, seconds)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The names of the targets: the files of `fuzz/targets`.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(tools::at("fuzz/targets")).context("read the folder fuzz/targets")? {
        let name = entry.context("read the folder fuzz/targets")?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// Gets cargo-fuzz and builds all targets.
fn prepare(mut carry_out: impl FnMut(&mut Command) -> Result<bool>) -> Result<bool> {
    share_lock()?;
    if let Some(mut install) = tools::cargo_fuzz_install()
        && !carry_out(&mut install)?
    {
        return Ok(false);
    }
    carry_out(&mut cargo_fuzz("build"))
}

/// Lets the fuzz crate build on the very versions of the workspace.
///
/// Its own lock file is not in git: Cargo makes it from the workspace's, and adds what only fuzzing needs.
fn share_lock() -> Result<()> {
    let (from, to) = (tools::at("Cargo.lock"), tools::at("fuzz/Cargo.lock"));
    let written = |path| std::fs::metadata(path).and_then(|data| data.modified()).ok();
    if written(&from) > written(&to) {
        std::fs::copy(&from, &to).context("copy Cargo.lock to fuzz/Cargo.lock")?;
    }
    Ok(())
}

fn cargo_fuzz(verb: &str) -> Command {
    let mut command = tools::program(&tools::cargo_fuzz().to_string_lossy());
    command.args(["fuzz", verb, "--sanitizer", "none", "--target-dir"]).arg(tools::target().join("fuzz"));
    // Of our own panics a backtrace is worth reading, of cargo-fuzz's complaints it is not.
    command.env("RUST_LIB_BACKTRACE", "0");
    command
}

/// One run of a target: what it learns goes to `fuzz/corpus`, which is not in git, and it starts from `fuzz/seeds`.
fn run(target: &str, seconds: u32) -> Result<Command> {
    let corpus = format!("fuzz/corpus/{target}");
    std::fs::create_dir_all(tools::at(&corpus)).with_context(|| format!("make the folder {corpus}"))?;
    let mut command = cargo_fuzz("run");
    command.args([target, &corpus, &format!("fuzz/seeds/{target}"), "--"]).args([
        format!("-max_total_time={seconds}"),
        format!("-max_len={INPUT_BYTES_MAX}"),
        format!("-timeout={INPUT_SECONDS_MAX}"),
        format!("-rss_limit_mb={MEMORY_MEGABYTES_MAX}"),
    ]);
    Ok(command)
}
