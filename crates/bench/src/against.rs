//! `parlor bench`: workloads put on a server that runs already.

use std::ffi::OsString;
use std::fs;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};

use crate::work::{Suite, chosen};
use crate::{Dialect, Effort, Report, Target, listener, plot, run, table, usage};

/// Files that this program needs beside its connections.
const FILES_BESIDE: u64 = 100;
/// How many knock at once: what any listening socket queues up.
const ABREAST_MAX: usize = 64;

/// What is spoken with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Spoken {
    /// IRC, of any server
    Irc,
    /// Parlor's line door
    Line,
    /// Redis, publish and subscribe
    Redis,
    /// NATS
    Nats,
    /// The WebSocket of Parlor's HTTP door
    Stream,
}

impl From<Spoken> for Dialect {
    fn from(spoken: Spoken) -> Dialect {
        match spoken {
            Spoken::Irc => Dialect::Irc,
            Spoken::Line => Dialect::Line,
            Spoken::Redis => Dialect::Redis,
            Spoken::Nats => Dialect::Nats,
            Spoken::Stream => Dialect::Stream,
        }
    }
}

/// Measures a server that runs already: every delivery is checked, and what it cost is shown
///
/// It talks in rooms named `#bench0` and so on, and a server that keeps what is said keeps that too: use one that is
/// there for it. Limits of the server (connections of one address, messages per second) hold for it as for anybody.
#[derive(Parser)]
#[command(name = "bench", bin_name = "parlor bench")]
struct Against {
    /// Where the server listens, such as 127.0.0.1:6667
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// What to put on it
    #[arg(value_name = "WORKLOAD", default_values = ["fanout", "rooms", "connects", "idle"])]
    suites: Vec<Suite>,
    /// What it speaks there
    #[arg(long, value_name = "DIALECT", default_value = "irc")]
    speak: Spoken,
    /// All sizes of each workload; otherwise the few that tell most
    #[arg(long)]
    whole: bool,
    /// Only the workload of this name, or those whose names have this in it, such as `window 16`
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// How long workloads go on that have no end of their own
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, value_parser = seconds)]
    seconds: f64,
    /// Length of a message in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 100, value_parser = clap::value_parser!(u16).range(32..=400))]
    length: u16,
    /// The server is another machine's, and who runs it knows of this
    #[arg(long)]
    elsewhere: bool,
    /// Figures for programs (JSON) and a picture (SVG) go into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.1..=60.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds from 0.1 to 60".into()),
    }
}

/// Runs with these arguments, the first being the command's name. Fails when a delivery was lost, doubled or out of
/// order, or nothing could be measured.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let against = match Against::try_parse_from(arguments) {
        Ok(against) => against,
        Err(usage) => {
            // A closed pipe is no reason to complain.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    match measure(&against) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("parlor bench: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether something was measured and every delivery was in order.
fn measure(against: &Against) -> Result<bool> {
    let workloads = chosen(&against.suites, !against.whole, against.only.as_deref())?;
    let mut target = target(against)?;
    let files = usage::open_many_files();
    let effort =
        Effort { time: Duration::from_secs_f64(against.seconds), length: usize::from(against.length) };
    let mut reports: Vec<Report> = Vec::new();
    for (at, workload) in workloads.into_iter().enumerate() {
        // Who was cut off may come back for a while: the names of the workload before, and of another run, are not free.
        target.tag = format!("{at}x{:x}x", std::process::id());
        let name = workload.name();
        if workload.connections() as u64 + FILES_BESIDE > files {
            eprintln!("{name}: left out, only {files} files may be open");
            continue;
        }
        match run(&target, &workload, &effort) {
            Ok(report) => {
                print!("{}", table::table(std::slice::from_ref(&report)));
                reports.push(report);
            }
            Err(fault) => eprintln!("{name}: {fault:#}"),
        }
    }
    if let Some(folder) = &against.out {
        fs::create_dir_all(folder).context("make the folder for figures")?;
        let text = serde_json::to_string_pretty(&reports).context("write figures")?;
        fs::write(folder.join("bench.json"), text).context("write figures")?;
        fs::write(folder.join("bench.svg"), plot::svg(&reports)).context("write the picture")?;
    }
    Ok(!reports.is_empty() && reports.iter().all(|report| report.faults.none()))
}

fn target(against: &Against) -> Result<Target> {
    let address = resolve(&against.address)?;
    if !address.ip().to_canonical().is_loopback() && !against.elsewhere {
        bail!("{address} is another machine; say --elsewhere if who runs it knows of this");
    }
    let pid = listener::process_at(address);
    if pid.is_none() {
        eprintln!(
            "The server's process is not to be seen from here: its processor time and memory are not shown."
        );
    }
    let name = "server".to_owned();
    let dialect = against.speak.into();
    Ok(Target { name, address, dialect, pid, tag: String::new(), abreast_max: ABREAST_MAX })
}

fn resolve(text: &str) -> Result<SocketAddr> {
    let mut found = text.to_socket_addrs().with_context(|| format!("find {text}, which is HOST:PORT"))?;
    found.next().with_context(|| format!("{text} is nowhere"))
}
