//! What a process prints, line by line, to be waited for.

use super::PATIENCE;
use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

/// The lines that came so far. A thread of its own reads them, so that the process never waits.
#[derive(Clone, Default)]
pub struct Heard(Arc<(Mutex<Lines>, Condvar)>);

#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    ended: bool,
}

impl Heard {
    /// Listens to the end.
    pub fn from(source: impl Read + Send + 'static) -> Self {
        let heard = Self::default();
        let (writing, mut source) = (heard.clone(), BufReader::new(source));
        std::thread::spawn(move || {
            let mut line = Vec::new();
            while source.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                writing.add(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned());
                line.clear();
            }
            writing.0.0.lock().unwrap().ended = true;
            writing.0.1.notify_all();
        });
        heard
    }

    fn add(&self, line: String) {
        self.0.0.lock().unwrap().lines.push(line);
        self.0.1.notify_all();
    }

    /// Everything so far.
    pub fn all(&self) -> Vec<String> {
        self.0.0.lock().unwrap().lines.clone()
    }

    /// How many lines came so far: where to wait from.
    pub fn count(&self) -> usize {
        self.0.0.lock().unwrap().lines.len()
    }

    /// The first line with `words` in it; it may have come already. `None`: the end came first.
    pub fn line_with(&self, words: &str) -> Option<String> {
        self.line_after(0, words)
    }

    /// The first line with `words` in it, not counting the first `after` lines.
    pub fn line_after(&self, after: usize, words: &str) -> Option<String> {
        let mut found = None;
        self.wait(words, |lines| {
            found = lines.iter().skip(after).find(|line| line.contains(words)).cloned();
            found.is_some()
        });
        found
    }

    /// Waits for a line, and fails when the end comes first.
    #[track_caller]
    pub fn expect(&self, words: &str) -> String {
        let line = self.line_with(words);
        line.unwrap_or_else(|| panic!("{words:?} was never printed:\n{}", self.all().join("\n")))
    }

    /// Waits until nothing more will come.
    #[track_caller]
    pub fn expect_end(&self) {
        self.wait("the end", |_| false);
    }

    /// Waits until `done`, or the end.
    #[track_caller]
    fn wait(&self, for_what: &str, mut done: impl FnMut(&[String]) -> bool) {
        let until = Instant::now() + PATIENCE;
        let mut lines = self.0.0.lock().unwrap();
        while !done(&lines.lines) && !lines.ended {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let all = lines.lines.join("\n");
                drop(lines);
                panic!("{for_what:?} did not come in time:\n{all}");
            }
            lines = self.0.1.wait_timeout(lines, left).unwrap().0;
        }
    }
}
