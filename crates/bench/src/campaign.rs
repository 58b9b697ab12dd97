//! Every workload on every server, one after another, and the same again for each round.

use std::fs;
use std::io::IsTerminal;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use parlor_bench::servers::{Plan, Running, Server};
use parlor_bench::work::{Suite, chosen};
use parlor_bench::{Effort, Report, Workload, plot, table, usage};
use serde::Serialize;

use crate::arguments::Arguments;

/// Files a side needs beside its connections.
const FILES_BESIDE: u64 = 300;

/// What is written for programs to read.
#[derive(Serialize)]
struct Figures<'a> {
    machine: Machine,
    reports: &'a [Report],
}

#[derive(Serialize)]
struct Machine {
    cores: usize,
    kernel: String,
    processor: String,
    pinned: bool,
}

/// Answers whether every delivery was in order.
pub(crate) fn run(arguments: &Arguments) -> Result<bool> {
    let plan = plan(arguments)?;
    let effort = Effort {
        time: Duration::from_secs_f64(arguments.seconds.unwrap_or(if arguments.quick { 1.0 } else { 3.0 })),
        length: arguments.length,
    };
    let suites = if arguments.suites.is_empty() { &Suite::ALL[..] } else { &arguments.suites };
    let workloads = chosen(suites, arguments.quick, arguments.only.as_deref())?;
    let servers = servers(arguments, &plan)?;
    let mut reports: Vec<Report> = Vec::new();
    for workload in workloads {
        if workload.connections() as u64 + FILES_BESIDE > plan.files {
            eprintln!("{}: left out, only {} files may be open", workload.name(), plan.files);
            continue;
        }
        // Round by round, so that a disturbance from outside does not meet one server only.
        let mut rounds: Vec<Vec<Report>> = vec![Vec::new(); servers.len()];
        for _ in 0..arguments.rounds.max(1) {
            let measured = in_turn(&servers, &plan, &workload, &effort)
                .unwrap_or_else(|| one_after_another(&servers, &plan, &workload, &effort));
            for ((server, report), reports) in servers.iter().zip(measured).zip(&mut rounds) {
                match report {
                    Ok(report) => reports.extend(report),
                    Err(fault) => eprintln!("{} on {}: {fault:#}", workload.name(), server.name()),
                }
            }
        }
        let of_this: Vec<Report> = rounds.into_iter().filter_map(median).collect();
        if std::io::stderr().is_terminal() {
            eprint!("\r\x1b[K");
        }
        print!("{}", table::table(&of_this));
        reports.extend(of_this);
        write(arguments, &reports)?;
    }
    println!("\nFigures and a picture are in {}", arguments.out.display());
    Ok(reports.iter().all(|report| report.faults.none()))
}

fn plan(arguments: &Arguments) -> Result<Plan> {
    let files = usage::open_many_files();
    usage::go_first();
    let cores = match usage::cores()[..] {
        _ if arguments.unpinned => None,
        [first, second, ..] => Some((vec![first], vec![second])),
        _ => {
            eprintln!("there is only one core, so the server and the generator share it");
            None
        }
    };
    if let Some((_, generator)) = &cores {
        usage::run_on(generator)?;
    }
    let mut parlor_settings = Vec::new();
    for setting in &arguments.settings {
        let Some((name, value)) = setting.split_once('=') else {
            bail!("`{setting}` is no setting: write NAME=VALUE");
        };
        parlor_settings.push((name.to_uppercase().replace('.', "_"), value.to_owned()));
    }
    let folder = std::path::absolute(arguments.out.join("servers")).context("find the folder for servers")?;
    let parlor = std::path::absolute(&arguments.parlor).context("find Parlor")?;
    Ok(Plan { parlor, parlor_settings, folder, cores, files })
}

fn servers(arguments: &Arguments, plan: &Plan) -> Result<Vec<Server>> {
    let here = |server: &Server| server.program(&plan.parlor).is_some();
    if arguments.peers.is_empty() {
        let (here, missing): (Vec<Server>, Vec<Server>) = Server::ALL.into_iter().partition(here);
        for server in missing {
            eprintln!("{} is not here; `cargo xtask bench --install` installs the peers", server.name());
        }
        return Ok(here);
    }
    if let Some(missing) = arguments.peers.iter().find(|server| !here(server)) {
        bail!("{} is not here; `cargo xtask bench --install` installs the peers", missing.name());
    }
    Ok(arguments.peers.clone())
}

/// What came of each server; nothing when the workload means nothing to it.
type Measured = Vec<Result<Option<Report>>>;

fn one_after_another(servers: &[Server], plan: &Plan, workload: &Workload, effort: &Effort) -> Measured {
    let measure = |server: &Server| {
        if workload.unfit(*server).is_some() {
            return Ok(None);
        }
        say_what_is_measured(workload, server.name());
        let running = Running::start(*server, plan)?;
        parlor_bench::run(running.target(), workload, effort).map(Some)
    };
    servers.iter().map(measure).collect()
}

/// All servers run, and each is measured a slice at a time. Nothing where the workload, or the machine, is not made for
/// that.
fn in_turn(servers: &[Server], plan: &Plan, workload: &Workload, effort: &Effort) -> Option<Measured> {
    let fit: Vec<Server> = servers.iter().copied().filter(|s| workload.unfit(*s).is_none()).collect();
    let files = (workload.connections() * fit.len()) as u64 + FILES_BESIDE;
    if fit.len() < 2 || files > plan.files || !workload.goes_in_slices() {
        return None;
    }
    say_what_is_measured(workload, "all in turn");
    let mut running: Vec<Result<Running>> = fit.iter().map(|server| Running::start(*server, plan)).collect();
    let targets: Vec<_> = running.iter().flatten().map(Running::target).collect();
    let mut reports = parlor_bench::in_turn(&targets, workload, effort).into_iter();
    let mut of_fit = running.drain(..).map(|running| {
        running?;
        reports.next().transpose()
    });
    let of_each = |server| if fit.contains(server) { of_fit.next().unwrap_or(Ok(None)) } else { Ok(None) };
    Some(servers.iter().map(of_each).collect())
}

fn say_what_is_measured(workload: &Workload, of: &str) {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K{} ... {of}", workload.name());
    }
}

/// The report whose main figure is in the middle; one with faults goes before all others, so that it is seen.
fn median(mut reports: Vec<Report>) -> Option<Report> {
    if let Some(faulty) = reports.iter().position(|report| !report.faults.none()) {
        return Some(reports.swap_remove(faulty));
    }
    reports.sort_by(|one, other| one.main.value.total_cmp(&other.main.value));
    let middle = reports.len() / 2;
    reports.into_iter().nth(middle)
}

fn write(arguments: &Arguments, reports: &[Report]) -> Result<()> {
    fs::create_dir_all(&arguments.out).context("make the folder for figures")?;
    let figures = Figures { machine: machine(arguments), reports };
    let text = serde_json::to_string_pretty(&figures).context("write figures")?;
    fs::write(arguments.out.join("bench.json"), text).context("write figures")?;
    fs::write(arguments.out.join("bench.svg"), plot::svg(reports)).context("write the picture")
}

fn machine(arguments: &Arguments) -> Machine {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let processors = read("/proc/cpuinfo");
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    Machine {
        cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        processor: model.map_or_else(String::new, |(_, model)| model.to_owned()),
        pinned: !arguments.unpinned,
    }
}
