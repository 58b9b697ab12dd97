//! Where the workspace is, and how its programs are called.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The version the fuzz targets are known to build with.
const CARGO_FUZZ_VERSION: &str = "0.13.2";

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_path_buf)
}

/// A file or folder of the workspace.
pub(crate) fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// Where Cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |folder| root().join(folder))
}

/// A call of `cargo` in the workspace's folder, with no standard input to wait for.
pub(crate) fn cargo() -> Command {
    program("cargo")
}

/// A call of any program in the workspace's folder, with no standard input to wait for.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).stdin(Stdio::null());
    // `cargo run` tells us about xtask itself; a build below us must not take that for its own.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command with its output going straight to the terminal; answers whether it succeeded.
pub(crate) fn show(command: &mut Command) -> Result<bool> {
    let words = words(command);
    eprintln!("$ {words}");
    Ok(command.status().with_context(|| format!("start `{words}`"))?.success())
}

/// Runs a command and answers what it printed; its failure is an error with its own words.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let words = words(command);
    let output = command.output().with_context(|| format!("start `{words}`"))?;
    if !output.status.success() {
        bail!("`{words}` failed:\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("read what `{words}` printed"))
}

/// The command as a person would type it.
pub(crate) fn words(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether `cargo nextest` can be called.
pub(crate) fn has_nextest() -> bool {
    read(cargo().args(["nextest", "--version"])).is_ok()
}

/// Where our own cargo-fuzz is, or will be.
pub(crate) fn cargo_fuzz() -> PathBuf {
    target().join("tools/bin/cargo-fuzz")
}

/// The command that puts cargo-fuzz into `target/tools`, or nothing when it is there already.
///
/// It is only a driver, so it is built without optimization: that takes a third of the time.
pub(crate) fn cargo_fuzz_install() -> Option<Command> {
    let present = Command::new(cargo_fuzz()).arg("--version").output();
    if present.is_ok_and(|out| String::from_utf8_lossy(&out.stdout).contains(CARGO_FUZZ_VERSION)) {
        return None;
    }
    let mut command = cargo();
    command.args(["install", "cargo-fuzz", "--locked", "--debug", "--force"]);
    command.args(["--version", CARGO_FUZZ_VERSION, "--root"]).arg(target().join("tools"));
    Some(command)
}
