//! `parlor-bench`: puts workloads on servers that it starts itself, and shows what they cost.
//!
//! `cargo xtask bench` builds this and calls it. All traffic stays on loopback, and ends by itself.

mod arguments;
mod campaign;

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use arguments::Arguments;

/// The floor is this program too, so that it is there wherever the generator is.
#[derive(Parser)]
struct Floor {
    address: SocketAddr,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("parlor-bench: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

/// Answers whether every delivery was in order.
fn run() -> Result<bool> {
    if std::env::args_os().nth(1).is_some_and(|word| word == "floor") {
        let floor = Floor::parse_from(std::env::args_os().skip(1));
        return parlor_bench::floor::serve(floor.address).map(|()| true);
    }
    campaign::run(&Arguments::parse())
}
