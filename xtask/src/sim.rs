//! How the seeded simulator is started.

use std::process::Command;

use crate::tools;

/// Tries `seeds` seeds in a release build. Without a first seed the simulator starts at its own.
pub(crate) fn command(seeds: u64, first: Option<u64>) -> Command {
    let mut command = tools::cargo();
    command.args(["run", "--release", "--package", "parlor-sim", "--", "--seeds", &seeds.to_string()]);
    if let Some(seed) = first {
        command.args(["--seed", &seed.to_string()]);
    }
    command
}
