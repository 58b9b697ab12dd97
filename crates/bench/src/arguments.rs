//! What is measured, on which servers, and how long.

use std::path::PathBuf;

use clap::Parser;
use parlor_bench::servers::Server;
use parlor_bench::work::Suite;

#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
#[command(about = "Measures what a delivery, a join, a connection costs, beside the floor and other servers")]
pub(crate) struct Arguments {
    /// What to put on the servers; all of it when nothing is named
    #[arg(value_name = "WORKLOAD")]
    pub(crate) suites: Vec<Suite>,
    /// Only these servers; otherwise all that are installed
    #[arg(long, value_name = "SERVER", value_delimiter = ',', alias = "servers")]
    pub(crate) peers: Vec<Server>,
    /// Fewer and shorter workloads
    #[arg(long)]
    pub(crate) quick: bool,
    /// Measure each this often, in turn, and take the median
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) rounds: usize,
    /// How long workloads go on that have no end of their own
    #[arg(long, value_name = "SECONDS")]
    pub(crate) seconds: Option<f64>,
    /// Let the system choose the cores; otherwise the server has one and the generator another
    #[arg(long)]
    pub(crate) unpinned: bool,
    /// Only the workload of this name, or those whose names have this in it, such as `window 16`
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
    /// A setting for Parlor, such as `store.sync=normal` (may be given several times)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) settings: Vec<String>,
    /// Length of a message in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 100)]
    pub(crate) length: usize,
    /// Parlor's binary
    #[arg(long, value_name = "FILE", default_value = "target/release/parlor")]
    pub(crate) parlor: PathBuf,
    /// Where the figures and the picture go
    #[arg(long, value_name = "FOLDER", default_value = "target/bench")]
    pub(crate) out: PathBuf,
}
