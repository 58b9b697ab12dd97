//! Every chore of the house, started as `cargo xtask CHORE`.
//!
//! `cargo xtask test` is the one command that says whether the house stands; CI runs the same.

mod bench;
mod crash;
mod deps;
mod docs;
mod fuzz;
mod log;
mod runner;
mod sim;
mod steps;
mod summary;
mod tally;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Parlor's chores")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Run every check there is; the last line says how many tests passed and failed
    Test {
        /// Run only this step (may be given several times)
        #[arg(long, value_name = "STEP")]
        only: Vec<String>,
        /// Stop at the first step that fails
        #[arg(long)]
        fail_fast: bool,
        /// Say which steps there are, and stop
        #[arg(long)]
        list: bool,
    },
    /// Hold the house rules that a compiler cannot
    Tidy,
    /// Format everything
    Fmt,
    /// Run the seeded simulator
    Simulate {
        /// How many seeds to try
        #[arg(long, default_value_t = 10_000)]
        seeds: u64,
        /// Start from this seed (replays a failure when `--seeds 1`)
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Kill the real server again and again, and look for what it confirmed
    Crash {
        /// How many times to kill it
        #[arg(long, default_value_t = 100)]
        kills: u32,
    },
    /// Fuzz one target, or each in turn when none is named
    Fuzz {
        /// A file of `fuzz/targets`, without its ending
        target: Option<String>,
        /// How long to fuzz each target
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Measure what a delivery, a join, a connection costs, beside a floor and other servers
    Bench(bench::Bench),
    /// Write the generated pages of `docs/` anew
    Docs,
}

fn main() -> ExitCode {
    match carry_out(Arguments::parse().chore) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("xtask: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

/// Answers whether the chore found everything in order.
fn carry_out(chore: Chore) -> Result<bool> {
    match chore {
        Chore::Test { list: true, .. } => {
            steps::list();
            Ok(true)
        }
        Chore::Test { only, fail_fast, list: false } => runner::test(&only, fail_fast),
        Chore::Tidy => {
            let complaints = tidy::check_house()?;
            complaints.iter().for_each(|complaint| println!("{complaint}"));
            if complaints.is_empty() {
                println!("the house is tidy");
            }
            Ok(complaints.is_empty())
        }
        Chore::Fmt => tools::show(tools::cargo().args(["fmt", "--all"]))
            .and_then(|done| Ok(done && tools::show(&mut fuzz::fmt())?)),
        Chore::Simulate { seeds, seed } => tools::show(&mut sim::command(seeds, seed)),
        Chore::Crash { kills: 0 } => {
            bail!("a crash test without a kill tells nothing; say --kills 1 or more")
        }
        Chore::Crash { kills } => tools::show(&mut crash::command(kills)),
        Chore::Fuzz { target, seconds } => fuzz::by_hand(target.as_deref(), seconds),
        Chore::Bench(asked) => bench::run(&asked),
        Chore::Docs => docs::write_all(),
    }
}
