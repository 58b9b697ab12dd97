//! Programs that need a terminal, in one of tmux's.

use crate::support::PATIENCE;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

/// A tmux of our own. It ends, and all programs in it, when the last of its windows is dropped.
#[derive(Clone)]
pub(crate) struct Tmux(pub(crate) Rc<Server>);

pub(crate) struct Server {
    folder: tempfile::TempDir,
}

/// A program on its screen.
pub(crate) struct Window {
    pub(crate) tmux: Tmux,
    pub(crate) pane: String,
    /// Something was written to the screen; gone when the program is.
    written: Receiver<()>,
}

const CONFIG: &str = "\
set -g remain-on-exit on
set -g default-terminal screen-256color
set -g status off
set -g escape-time 0
";

impl Tmux {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tmux.conf"), CONFIG).unwrap();
        Self(Rc::new(Server { folder }))
    }

    /// A new folder for a program's own files.
    pub(crate) fn folder(&self, name: &str) -> String {
        let folder = self.path(name);
        fs::create_dir(&folder).unwrap();
        folder.to_string_lossy().into_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.folder.path().join(name)
    }

    /// Starts a program in a terminal of 110 columns and 40 lines.
    pub(crate) fn start(&self, program: &[&str]) -> Window {
        self.start_sized(program, "110", "40")
    }

    /// The same, with so many columns and lines.
    pub(crate) fn start_sized(&self, program: &[&str], columns: &str, lines: &str) -> Window {
        let new = ["new-session", "-d", "-x", columns, "-y", lines, "-P", "-F", "#{pane_id}", "--"];
        let pane = self.0.run(&[&new, program].concat());
        let pane = pane.trim().to_owned();
        // Whatever is written to the screen goes through a pipe as well, which wakes whoever waits for the screen.
        let pipe = self.path(&format!("pipe{}", pane.trim_start_matches('%')));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (writes, written) = channel();
        let reading = pipe.clone();
        std::thread::spawn(move || {
            let mut file = fs::File::open(reading).unwrap();
            let mut buffer = [0; 4096];
            while file.read(&mut buffer).is_ok_and(|n| n > 0) && writes.send(()).is_ok() {}
        });
        self.0.run(&["pipe-pane", "-t", &pane, &format!("exec cat > '{}'", pipe.display())]);
        Window { tmux: self.clone(), pane, written }
    }
}

impl Server {
    /// Has tmux do this; what it prints.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let output = Command::new("tmux")
            .arg("-S")
            .arg(self.folder.path().join("socket"))
            .arg("-f")
            .arg(self.folder.path().join("tmux.conf"))
            .arg("-u")
            .args(args)
            .env("LANG", "C.UTF-8")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("TMUX")
            .output()
            .expect("tmux is needed for this test");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "tmux {args:?}: {complaint}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its socket is in our own folder, so there is nobody else's program in it.
        let socket = self.folder.path().join("socket");
        let _ = Command::new("tmux").arg("-S").arg(socket).arg("kill-server").output();
    }
}

impl Window {
    /// What is on the screen.
    pub(crate) fn screen(&self) -> String {
        self.tmux.0.run(&["capture-pane", "-p", "-J", "-t", &self.pane])
    }

    /// Types a line.
    pub(crate) fn types(&self, line: &str) {
        self.tmux.0.run(&["send-keys", "-t", &self.pane, "-l", line]);
        self.tmux.0.run(&["send-keys", "-t", &self.pane, "Enter"]);
    }

    /// Presses keys, by tmux's names for them.
    #[allow(dead_code, reason = "not every test has keys")]
    pub(crate) fn press(&self, keys: &[&str]) {
        self.tmux.0.run(&[&["send-keys", "-t", &self.pane], keys].concat());
    }

    /// Waits until the screen shows this.
    #[track_caller]
    pub(crate) fn expect(&self, words: &str) {
        self.expect_line(&[words]);
    }

    /// Waits until a line of the screen shows all of this.
    #[track_caller]
    pub(crate) fn expect_line(&self, words: &[&str]) {
        let until = Instant::now() + PATIENCE;
        let mut over = false;
        loop {
            while self.written.try_recv().is_ok() {}
            let screen = self.screen();
            if screen.lines().any(|line| words.iter().all(|words| line.contains(words))) {
                return;
            }
            assert!(!over, "{words:?} never came:\n{screen}");
            let left = until.saturating_duration_since(Instant::now());
            // Once more after the time is up, and once more after the program's end.
            over = self.written.recv_timeout(left).is_err();
        }
    }
}
