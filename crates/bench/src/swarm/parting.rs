//! What is known of a connection that the other side ended, for who looks for the reason.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use super::link::Stage;

/// A connection that ended without our doing.
#[derive(Debug)]
pub struct Parting {
    /// How it was counted.
    pub(super) id: usize,
    /// Our end of it, by which the server knows it.
    pub(super) from: Option<SocketAddr>,
    /// What it was waiting for.
    pub(super) stage: Stage,
    /// Since the first connection was opened.
    pub(super) after: Duration,
    /// Nothing when it was ended in order.
    pub(super) fault: Option<io::Error>,
    /// What came last and was no whole line.
    pub(super) half: Vec<u8>,
}

impl fmt::Display for Parting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            None => write!(f, "the server closed connection {}", self.id)?,
            Some(fault) => write!(f, "connection {} broke ({fault})", self.id)?,
        }
        let after = self.after.as_secs_f64();
        write!(f, " {after:.1} s after the start, while it {}", self.stage.words())?;
        if let Some(from) = self.from {
            write!(f, ", which came from {from}")?;
        }
        if !self.half.is_empty() {
            write!(f, ", after half a line: {}", String::from_utf8_lossy(&self.half))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_said() {
        let mut parting = Parting {
            id: 7,
            from: Some(SocketAddr::from(([127, 0, 0, 2], 4000))),
            stage: Stage::Joining,
            after: Duration::from_millis(1_500),
            fault: None,
            half: Vec::new(),
        };
        let begins = "the server closed connection 7 1.5 s after the start, while it waited to be in a room";
        assert_eq!(parting.to_string(), format!("{begins}, which came from 127.0.0.2:4000"));
        parting.fault = Some(io::ErrorKind::TimedOut.into());
        parting.half = b":irc.local 36".to_vec();
        let words = parting.to_string();
        assert!(words.starts_with("connection 7 broke (timed out) 1.5 s"), "{words}");
        assert!(words.ends_with(", after half a line: :irc.local 36"), "{words}");
    }
}
