//! The server as people run it: the binary, as a process of its own.

use super::heard::Heard;
use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

/// A running server. It is killed when this is dropped.
pub struct House {
    child: Child,
    /// Where the line door is.
    pub line: SocketAddr,
    /// Where the IRC door is.
    pub irc: SocketAddr,
    /// Where the HTTP door is.
    pub http: SocketAddr,
    /// What it prints: the console.
    pub out: Heard,
    /// What it complains about: the log.
    pub err: Heard,
}

/// A process that has ended, and what it said.
pub struct Ended {
    /// How.
    pub status: ExitStatus,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

impl fmt::Debug for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n--- out\n{}\n--- err\n{}", self.status, self.out, self.err)
    }
}

/// The binary, without any settings of whoever runs the tests.
pub fn parlor() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parlor"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PARLOR_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs `parlor` to its end with these arguments, and `input` typed into it.
pub fn run(args: &[&str], input: &str) -> Ended {
    use std::io::Write;
    let mut child = parlor()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A process that does not want to hear it may have closed its end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Starting::of(child).ended()
}

/// A process whose output is listened to.
pub struct Starting {
    child: Option<Child>,
    out: Heard,
    err: Heard,
}

impl Starting {
    /// A process that runs.
    pub fn of(mut child: Child) -> Self {
        let out = Heard::from(child.stdout.take().unwrap());
        let err = Heard::from(child.stderr.take().unwrap());
        Self { child: Some(child), out, err }
    }

    /// A server on this folder, on free ports, not yet waited for.
    pub fn on(folder: &Path, args: &[&str]) -> Self {
        Self::on_with(parlor(), folder, args)
    }

    /// The same, of a command that was prepared.
    pub fn on_with(mut command: Command, folder: &Path, args: &[&str]) -> Self {
        command
            .arg("--data")
            .arg(folder)
            .args(["--port", "0", "--irc-port", "0", "--http-port", "0"])
            .args(args);
        Self::command(command)
    }

    /// Any process.
    pub fn command(mut command: Command) -> Self {
        Self::of(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// Waits until its doors are open. `Err`: it ended instead.
    pub fn open(mut self) -> Result<House, Ended> {
        let address = |words: &str| {
            let line = self.out.line_with(words)?;
            let at = line.split_once(words)?.1.split_whitespace().next()?;
            at.parse().ok()
        };
        let doors = (address("line door"), address("IRC door"), address("HTTP door"));
        let (Some(line), Some(irc), Some(http)) = doors else {
            return Err(self.ended());
        };
        let child = self.child.take().unwrap();
        Ok(House { child, line, irc, http, out: self.out.clone(), err: self.err.clone() })
    }

    /// Waits for the first thing it prints, and kills it in the middle of whatever it does then.
    pub fn kill_early(mut self, after_a_line: bool) {
        if after_a_line {
            self.out.line_with("");
        }
        self.kill();
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            child.wait().unwrap();
        }
    }

    /// Waits for its end.
    pub fn ended(mut self) -> Ended {
        self.out.expect_end();
        self.err.expect_end();
        let status = self.child.take().unwrap().wait().unwrap();
        Ended { status, out: self.out.all().join("\n"), err: self.err.all().join("\n") }
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        self.kill();
    }
}

impl House {
    /// A server on this folder, on free ports.
    #[track_caller]
    pub fn on(folder: &Path, args: &[&str]) -> Self {
        Starting::on(folder, args)
            .open()
            .unwrap_or_else(|ended| panic!("the server did not start: {ended:?}"))
    }

    /// A server whose HTTP door is at the same port again after a restart: which port that is.
    #[track_caller]
    pub fn at_one_port(folder: &Path, args: &[&str]) -> (Self, u16) {
        let mut words = String::new();
        // A port that was free a moment ago may be another test's by now.
        for _ in 0..10 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            match Self::try_at(folder, port, args) {
                Ok(house) => return (house, port),
                Err(ended) => words = format!("{ended:?}"),
            }
        }
        panic!("the server did not start: {words}")
    }

    /// The same server after a restart.
    #[track_caller]
    pub fn at(folder: &Path, port: u16, args: &[&str]) -> Self {
        Self::try_at(folder, port, args).unwrap_or_else(|ended| panic!("the server did not start: {ended:?}"))
    }

    fn try_at(folder: &Path, port: u16, args: &[&str]) -> Result<Self, Ended> {
        let mut command = parlor();
        command.arg("--data").arg(folder).args(["--port", "0", "--irc-port", "0"]);
        command.args(["--http-port", &port.to_string()]).args(args);
        Starting::command(command).open()
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal: `TERM`, `INT`, `HUP`.
    pub fn signal(&self, name: &str) {
        // Every shell has a `kill`; not every machine has a program of that name.
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid())]).status().unwrap();
        assert!(sent.success(), "no {name} could be sent");
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        self.out.expect_end();
        self.err.expect_end();
        self.child.wait().unwrap()
    }

    /// Asks it to stop, and sees it end well.
    #[track_caller]
    pub fn stop(&mut self) {
        self.signal("TERM");
        let status = self.ended();
        assert!(status.success(), "it ended with {status}:\n{}", self.err.all().join("\n"));
    }

    /// Console and log together, for a look at what must not be in them.
    pub fn everything_printed(&self) -> String {
        [self.out.all(), self.err.all()].concat().join("\n")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Whether it runs still or has ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
