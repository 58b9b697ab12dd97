//! The log of one step: what its commands printed, on disk and in memory.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::tools;

/// A command that says nothing and does not end is stopped, so that CI answers instead of hanging.
const SILENCE_MAX: Duration = Duration::from_secs(15 * 60);

/// When a command has ended, whatever it started may still hold its output open; that is waited for only so long.
const AFTERMATH_MAX: Duration = Duration::from_secs(5);

/// Everything a step printed.
pub(crate) struct Log {
    file: File,
    text: String,
}

impl Log {
    /// Starts the log `target/xtask/NAME.log` anew.
    pub(crate) fn create(name: &str) -> Result<Log> {
        let folder = tools::target().join("xtask");
        std::fs::create_dir_all(&folder).with_context(|| format!("make the folder {}", folder.display()))?;
        let path = folder.join(format!("{name}.log"));
        let file = File::create(&path).with_context(|| format!("write {}", path.display()))?;
        Ok(Log { file, text: String::new() })
    }

    /// All of it so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a line of our own.
    pub(crate) fn say(&mut self, line: &str) -> Result<()> {
        self.add(&format!("{line}\n"))
    }

    fn add(&mut self, piece: &str) -> Result<()> {
        self.text.push_str(piece);
        self.file.write_all(piece.as_bytes()).context("write a step's log")
    }

    /// Runs a command with both of its outputs going here, in the order they were written; answers whether it
    /// succeeded.
    pub(crate) fn run(&mut self, command: &mut Command) -> Result<bool> {
        let words = tools::words(command);
        self.say(&format!("$ {words}"))?;
        let started = Instant::now();
        let (mut reader, writer) = std::io::pipe().context("open a pipe")?;
        command.stdout(writer.try_clone().context("open a pipe")?).stderr(writer);
        command
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1")
            .env("CARGO_TERM_PROGRESS_WHEN", "never");
        let mut child = command.spawn().with_context(|| format!("start `{words}`"))?;
        // The command keeps its ends of the pipe until it is told otherwise, and then we would never see the end.
        command.stdout(Stdio::null()).stderr(Stdio::null());

        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(String::from_utf8_lossy(&buffer[..length]).into_owned()).is_err() {
                    break;
                }
            }
        });
        let mut heard = Instant::now();
        loop {
            match pieces.recv_timeout(AFTERMATH_MAX) {
                Ok(piece) => {
                    self.add(&piece)?;
                    heard = Instant::now();
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    if child.try_wait().with_context(|| format!("wait for `{words}`"))?.is_some() {
                        self.say("xtask: the command has ended, but something that it started still runs")?;
                        break;
                    }
                    if heard.elapsed() > SILENCE_MAX {
                        child.kill().with_context(|| format!("stop `{words}`"))?;
                        child.wait().with_context(|| format!("stop `{words}`"))?;
                        bail!(
                            "`{words}` printed nothing for {} minutes: stopped",
                            SILENCE_MAX.as_secs() / 60
                        );
                    }
                }
            }
        }
        let status = child.wait().with_context(|| format!("wait for `{words}`"))?;
        self.say(&format!("[{status}, {:.1} s]", started.elapsed().as_secs_f64()))?;
        Ok(status.success())
    }
}
