//! Runs the steps of `cargo xtask test` one after another and says how it went.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::log::Log;
use crate::steps::{STEPS, Step};
use crate::summary::{self, Outcome, Row};
use crate::tally::Tally;
use crate::tools;

/// Runs every step, or only those named; answers whether none failed.
///
/// Later steps run although an earlier one failed, unless `fail_fast`: one run then tells all there is to mend.
pub(crate) fn test(only: &[String], fail_fast: bool) -> Result<bool> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str())) {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("there is no step `{unknown}`; there are {}", names.join(", "));
    }
    let mut rows = Vec::new();
    for step in STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)) {
        println!("{:8} {} ...", step.name, step.about);
        let row = take(step)?;
        println!("{:8} {} ({:.1} s)", step.name, summary::words(&row), row.took.as_secs_f64());
        let stop = fail_fast && row.failed();
        rows.push(row);
        if stop {
            break;
        }
    }
    println!("\nLogs are in {}", tools::target().join("xtask").display());
    print!("{}", summary::table(&rows));
    Ok(!rows.iter().any(Row::failed))
}

/// Runs one step; when it fails its whole log is printed.
fn take(step: &Step) -> Result<Row> {
    let started = Instant::now();
    let mut log = Log::create(step.name)?;
    let outcome = match (step.run)(&mut log) {
        Ok(outcome) => outcome,
        Err(fault) => {
            log.say(&format!("xtask: {fault:#}"))?;
            Outcome::Failed(Tally::default())
        }
    };
    if matches!(outcome, Outcome::Failed(_)) {
        println!("---- {} ----\n{}\n---- end of {} ----", step.name, log.text().trim_end(), step.name);
    }
    Ok(Row { name: step.name, outcome, took: started.elapsed() })
}
