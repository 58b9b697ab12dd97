//! Measures what a chat server costs: a load generator, the workloads, a floor to compare with, and other servers.
//!
//! [`run`] puts one [`Workload`] on one [`Target`] and answers with a [`Report`]. Every delivery is checked; the main
//! figure is the server's own processor time, since time by the clock lies on a machine that others share.

pub mod against;
pub mod check;
pub mod dialect;
pub mod floor;
pub mod histogram;
pub mod listener;
pub mod plot;
pub mod report;
pub mod servers;
pub mod stamp;
pub mod swarm;
pub mod table;
pub mod usage;
pub mod work;

use std::net::SocketAddr;

use anyhow::Result;

pub use dialect::Dialect;
pub use report::Report;
pub use work::{Effort, Workload};

/// A running server.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its name in the table.
    pub name: String,
    /// Where it listens.
    pub address: SocketAddr,
    /// What is spoken with it.
    pub dialect: Dialect,
    /// Its process, when it is on this machine; without it there is no processor time and no memory to report.
    pub pid: Option<u32>,
    /// What nicknames begin with, so that they are nobody's who came before: short, and nothing for a server of our own.
    pub tag: String,
    /// How many may knock at once. More than its listening socket queues up are lost for seconds.
    pub abreast_max: usize,
}

impl Target {
    /// The nickname of a connection; those of one workload begin with the same letter.
    fn nick(&self, letter: &str, id: impl std::fmt::Display) -> String {
        format!("{letter}{}{id}", self.tag)
    }
}

/// Puts a workload on a server and tells what came of it.
pub fn run(target: &Target, workload: &Workload, effort: &Effort) -> Result<Report> {
    work::run(target, workload, effort)
}

/// Puts a workload on several servers that all run, each a slice of time in its turn, so that a machine that others slow
/// down slows down all of them. What came of each, in their order; an error where the workload does not
/// [go in slices](Workload::goes_in_slices).
pub fn in_turn(targets: &[&Target], workload: &Workload, effort: &Effort) -> Vec<Result<Report>> {
    work::in_turn(targets, workload, effort)
}
