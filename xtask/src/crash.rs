//! How the crash test on the real binary is started.

use std::process::Command;

use crate::tools;

/// The variable by which the crash test learns how often to kill.
const KILLS: &str = "PARLOR_CRASH_KILLS";

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
