//! A connection that is read line by line, with a bound on every wait.

use super::PATIENCE;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};

/// One connection.
pub struct Wire {
    stream: TcpStream,
    waiting: Vec<u8>,
    /// Everything that was read, for the words of a failure.
    heard: Vec<String>,
}

/// Lines of the past that a failure shows.
const SHOWN: usize = 40;
/// And of each of them.
const CHARS_SHOWN: usize = 200;

impl Wire {
    /// Connects.
    pub fn to(at: SocketAddr) -> io::Result<Self> {
        TcpStream::connect(at).and_then(Self::over)
    }

    /// Over a connection that is there.
    pub fn over(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream, waiting: Vec::new(), heard: Vec::new() })
    }

    /// The connection itself.
    pub const fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// The next line, without its end. The end of the stream is `UnexpectedEof`; a wait that is too long is a failure
    /// of the test.
    #[track_caller]
    pub fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.waiting.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.waiting.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
                self.heard.push(line.clone());
                return Ok(line);
            }
            let mut buffer = [0; 8192];
            match self.stream.read(&mut buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(n) => self.waiting.extend_from_slice(&buffer[..n]),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    panic!("nothing was heard for {PATIENCE:?}, after:\n{}", self.past())
                }
                Err(e) => return Err(e),
            }
        }
    }

    /// The next line with `words` in it.
    #[track_caller]
    pub fn line_with(&mut self, words: &str) -> String {
        loop {
            match self.line() {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(e) => panic!("{words:?} never came ({e}), after:\n{}", self.past()),
            }
        }
    }

    /// Every line up to the end of the stream, or until the connection is reset.
    #[track_caller]
    pub fn rest(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.line().ok()).collect()
    }

    /// The last lines that were heard, or their beginnings.
    pub fn past(&self) -> String {
        let last = &self.heard[self.heard.len().saturating_sub(SHOWN)..];
        let short = |line: &String| line.chars().take(CHARS_SHOWN).collect();
        last.iter().map(short).collect::<Vec<String>>().join("\n")
    }

    /// Everything that was heard.
    pub fn heard(&self) -> &[String] {
        &self.heard
    }
}
