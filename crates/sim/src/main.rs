//! `parlor-sim`: tries seeds, or replays one.

use parlor_sim::{Failure, Summary, replay, try_seeds};
use std::process::ExitCode;
use std::time::Instant;

const HELP: &str = "parlor-sim: tries the engine on a faulty store, seed by seed

  --seeds N   how many seeds to try (default 2000)
  --start S   the first of them (default 1)
  --seed S    replay this one and print what happens (with --seeds N above 1: the same as --start)";

/// Seeds that are tried when nothing else is said.
const SEEDS: u64 = 2000;

struct Wanted {
    seeds: Option<u64>,
    start: u64,
    seed: Option<u64>,
}

fn main() -> ExitCode {
    let wanted = match wanted(std::env::args().skip(1)) {
        Ok(wanted) => wanted,
        Err(words) => {
            eprintln!("{words}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let began = Instant::now();
    let (result, seeds) = match (wanted.seed, wanted.seeds) {
        (Some(seed), None | Some(1)) => (replay(seed), 1),
        (seed, seeds) => {
            let seeds = seeds.unwrap_or(SEEDS);
            (try_seeds(seed.unwrap_or(wanted.start), seeds), seeds)
        }
    };
    match result {
        Ok(sum) => {
            println!("{seeds} seeds in {:.1} s: {}", began.elapsed().as_secs_f64(), in_words(&sum));
            ExitCode::SUCCESS
        }
        Err(Failure { seed, step, reason }) => {
            println!("seed {seed}, step {step}: {reason}");
            println!("replay it: cargo run --release -p parlor-sim -- --seed {seed}");
            ExitCode::FAILURE
        }
    }
}

fn in_words(sum: &Summary) -> String {
    format!(
        "{} events kept, {} questions answered, {} acknowledged, {} failures of the disk, {} crashes, \
         everything compared {} times, {} things pushed",
        sum.events, sum.answers, sum.acknowledged, sum.failures, sum.crashes, sum.compared, sum.pushed
    )
}

fn wanted(mut args: impl Iterator<Item = String>) -> Result<Wanted, String> {
    let mut wanted = Wanted { seeds: None, start: 1, seed: None };
    while let Some(flag) = args.next() {
        let mut number = || {
            let value = args.next().ok_or_else(|| format!("{flag} takes a number"))?;
            value.parse().map_err(|_| format!("{flag} takes a number, not {value:?}"))
        };
        match flag.as_str() {
            "--seeds" => wanted.seeds = Some(number()?),
            "--start" => wanted.start = number()?,
            "--seed" => wanted.seed = Some(number()?),
            "--help" | "-h" => return Err("What can be said:".into()),
            _ => return Err(format!("{flag} is unknown")),
        }
    }
    Ok(wanted)
}
