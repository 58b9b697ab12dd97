//! How the crash test on the real binary is started.

use std::process::Command;

use crate::tools;

/// The variable by which the crash test learns how often to kill.
pub(crate) const KILLS: &str = "PARLOR_CRASH_KILLS";

/// Kills a release build of the server `kills` times.
///
/// Release, because that is what people run, and because a fast server is caught in the middle of more.
pub(crate) fn command(kills: u32) -> Command {
    let mut command = tools::cargo();
    command
        .args(["test", "--release", "--package", "parlor", "--test", "crash", "--", "--nocapture"])
        .env(KILLS, kills.to_string());
    command
}

/// A filter for `cargo nextest` that leaves the crash test out. It refuses to name a binary that is not there.
pub(crate) fn filter_out() -> &'static str {
    let sources = ["crates/parlor/tests/crash.rs", "crates/parlor/tests/crash/main.rs"];
    if sources.iter().any(|path| tools::at(path).exists()) { "not binary_id(parlor::crash)" } else { "all()" }
}
