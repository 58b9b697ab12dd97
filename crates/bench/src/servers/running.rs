//! A server that runs for one measurement, and not longer.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::{Server, configs};
use crate::{Target, usage};

const START_MAX: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How servers are started.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Parlor's binary.
    pub parlor: PathBuf,
    /// Settings for Parlor beyond those of every run: the end of a variable's name, and its value.
    pub parlor_settings: Vec<(String, String)>,
    /// Where servers keep what they must keep.
    pub folder: PathBuf,
    /// The cores for the server and for the generator; nothing leaves both to the system.
    pub cores: Option<(Vec<usize>, Vec<usize>)>,
    /// How many files a process may open.
    pub files: u64,
}

impl Plan {
    /// How many connections a server is told to expect.
    pub(super) fn connections_max(&self) -> u64 {
        self.files.saturating_sub(200).min(1_000_000)
    }
}

/// A server of our own. It is ended when this goes.
pub struct Running {
    child: Child,
    target: Target,
    _folder: TempDir,
}

impl Running {
    /// Starts a server and waits until it answers.
    pub fn start(server: Server, plan: &Plan) -> Result<Running> {
        let program = server.program(&plan.parlor).context("it is not installed")?;
        std::fs::create_dir_all(&plan.folder).context("make a folder for servers")?;
        let folder = tempfile::Builder::new()
            .prefix(server.name())
            .tempdir_in(&plan.folder)
            .context("make a folder for a server")?;
        let port = free_port()?;
        let command = configs::command(server, &program, port, folder.path(), plan)?;
        let output =
            std::fs::File::create(folder.path().join("output")).context("make a file for its output")?;
        let mut command = tied_to_us(&command, folder.path());
        command.stdin(Stdio::null()).stderr(output.try_clone().context("share its output")?).stdout(output);
        // A process runs where the thread that started it runs.
        if let Some((server, _)) = &plan.cores {
            usage::run_on(server)?;
        }
        let child = command.spawn();
        if let Some((_, generator)) = &plan.cores {
            usage::run_on(generator)?;
        }
        let child = child.with_context(|| format!("start {}", program.display()))?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let target = Target {
            name: server.name().to_owned(),
            address,
            dialect: server.dialect(),
            pid: Some(child.id()),
            tag: String::new(),
            abreast_max: server.abreast_max(),
        };
        let mut running = Running { child, target, _folder: folder };
        running.wait()?;
        Ok(running)
    }

    /// Where it is to be found.
    pub fn target(&self) -> &Target {
        &self.target
    }

    fn wait(&mut self) -> Result<()> {
        let begun = Instant::now();
        while TcpStream::connect_timeout(&self.target.address, LOOK_EVERY).is_err() {
            if let Some(status) = self.child.try_wait().context("look after the server")? {
                bail!("it ended at once with {status}:\n{}", self.words());
            }
            if begun.elapsed() > START_MAX {
                bail!("it does not answer:\n{}", self.words());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        // A wrapper has become the server by now, so the number is the server's own.
        std::thread::sleep(LOOK_EVERY);
        Ok(())
    }

    /// The end of what it printed.
    fn words(&self) -> String {
        let text = std::fs::read(self._folder.path().join("output")).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(10)..].join("\n")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same command, ended by the kernel when we end, however we end.
fn tied_to_us(command: &Command, folder: &Path) -> Command {
    let Some(setpriv) = ["/usr/bin/setpriv", "/bin/setpriv"].map(Path::new).into_iter().find(|p| p.is_file())
    else {
        return copy(command, Command::new(command.get_program()), folder);
    };
    let mut tied = Command::new(setpriv);
    tied.args(["--pdeathsig", "KILL"]).arg(command.get_program());
    copy(command, tied, folder)
}

fn copy(from: &Command, mut to: Command, folder: &Path) -> Command {
    to.current_dir(folder).args(from.get_args());
    for (name, value) in from.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
    to
}

fn free_port() -> Result<u16> {
    let door = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("find a free port")?;
    Ok(door.local_addr().context("find a free port")?.port())
}
