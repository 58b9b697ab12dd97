//! How the benchmark is built and started.

use anyhow::Result;

use crate::tools;

/// The other servers it measures, as Debian's packages.
const PEERS: &[&str] = &["inspircd", "ngircd", "redis-server", "nats-server"];

/// What `cargo xtask bench` was asked for.
#[derive(clap::Args)]
pub(crate) struct Bench {
    /// Install the other servers from Debian first
    #[arg(long)]
    install: bool,
    /// Run the small benchmarks inside the crates instead (`cargo bench`)
    #[arg(long)]
    micro: bool,
    /// Workloads and options for the measurement; `cargo xtask bench -- --help` lists them
    #[arg(value_name = "WORKLOAD", trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Measures the server of this workspace beside a floor and whatever peers there are.
pub(crate) fn run(bench: &Bench) -> Result<bool> {
    if bench.micro {
        return tools::show(tools::cargo().args(["bench", "--workspace"]).args(&bench.rest));
    }
    if bench.install && !install()? {
        return Ok(false);
    }
    let built = tools::show(tools::cargo().args([
        "build",
        "--release",
        "--package",
        "parlor",
        "--package",
        "parlor-bench",
    ]))?;
    if !built {
        return Ok(false);
    }
    let folder = tools::target();
    let program = folder.join("release/parlor-bench");
    let mut command = tools::program(&program.to_string_lossy());
    // What was asked for comes last, so that it wins.
    command.arg("--parlor").arg(folder.join("release/parlor"));
    command.arg("--out").arg(folder.join("bench")).args(&bench.rest);
    tools::show(&mut command)
}

/// Installing starts none of them where the package manager is told so; the measurement starts its own.
fn install() -> Result<bool> {
    let apt = |words: &[&str]| {
        let mut command = tools::program("apt-get");
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
        command
    };
    let mut packages = apt(&["install", "--yes", "--no-install-recommends"]);
    packages.args(PEERS);
    Ok(tools::show(&mut apt(&["update", "--quiet"]))? && tools::show(&mut packages)?)
}
