//! A program that says of an address whether it may come in, as Ergo has it: a line of JSON in, a line of JSON out.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::IpAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// What the program says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Word {
    Welcome,
    /// With what they are told.
    Banned(String),
    /// Welcome with an account.
    AccountsOnly,
}

#[derive(Serialize)]
struct Question {
    ip: String,
}

#[derive(Deserialize)]
struct Said {
    /// 1 welcome, 2 banned, 3 with an account only.
    result: u8,
    #[serde(default, rename = "banMessage")]
    ban_message: String,
    #[serde(default)]
    error: String,
}

/// Why there is no word.
#[derive(Debug)]
pub(super) enum NoWord {
    Io(std::io::Error),
    TimedOut,
    NotJson(serde_json::Error),
    Unknown(u8, String),
}

impl fmt::Display for NoWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::TimedOut => f.write_str("it took too long"),
            Self::NotJson(error) => write!(f, "what it said is not as agreed: {error}"),
            Self::Unknown(result, error) => write!(f, "its result is {result}: {error}"),
        }
    }
}

impl From<std::io::Error> for NoWord {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

const ANSWER_BYTES_MAX: u64 = 16 * 1024;

/// Asks the program, which is ended when it takes too long.
pub(super) fn ask(program: &Path, address: IpAddr, timeout: Duration) -> Result<Word, NoWord> {
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let said = talk(&mut child, address, timeout);
    // Whatever it said: nothing is left of it.
    let _ = child.kill();
    child.wait()?;
    word(&said?)
}

fn talk(child: &mut Child, address: IpAddr, timeout: Duration) -> Result<String, NoWord> {
    let mut question =
        serde_json::to_string(&Question { ip: address.to_string() }).map_err(NoWord::NotJson)?;
    question.push('\n');
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(NoWord::TimedOut);
    };
    to.write_all(question.as_bytes())?;
    drop(to);
    let (said, heard) = channel();
    // It ends with the program, whose end of the pipe is closed at the latest when that is killed.
    std::thread::Builder::new().name("script".into()).spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(from.take(ANSWER_BYTES_MAX)).read_line(&mut line);
        let _ = said.send(read.map(|_| line));
    })?;
    Ok(heard.recv_timeout(timeout).map_err(|_| NoWord::TimedOut)??)
}

fn word(line: &str) -> Result<Word, NoWord> {
    let said: Said = serde_json::from_str(line).map_err(NoWord::NotJson)?;
    match said.result {
        1 => Ok(Word::Welcome),
        2 => Ok(Word::Banned(one_line(&said.ban_message))),
        3 => Ok(Word::AccountsOnly),
        other => Err(NoWord::Unknown(other, said.error)),
    }
}

/// What people are told is one line, of a length that a line of IRC carries.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn said(script: &str, timeout: Duration) -> Result<Word, NoWord> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("check");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        ask(&path, "192.0.2.7".parse().unwrap(), timeout)
    }

    #[test]
    fn a_script_is_asked_and_believed() {
        let long = Duration::from_secs(20);
        let echo = |json: &str| said(&format!("read line; printf '%s\\n' '{json}'"), long);
        assert_eq!(echo(r#"{"result":1}"#).unwrap(), Word::Welcome);
        assert_eq!(echo(r#"{"result":3,"error":""}"#).unwrap(), Word::AccountsOnly);
        let banned = echo(r#"{"result":2,"banMessage":"a\nproxy"}"#).unwrap();
        assert_eq!(banned, Word::Banned("a proxy".into()));
        let back = r#"read line; [ "$line" = '{"ip":"192.0.2.7"}' ] && echo '{"result":1}'"#;
        assert_eq!(said(back, long).unwrap(), Word::Welcome);
        assert!(matches!(echo(r#"{"result":9,"error":"?"}"#), Err(NoWord::Unknown(9, _))));
        assert!(matches!(echo("hello"), Err(NoWord::NotJson(_))));
        assert!(matches!(ask(Path::new("/no/such"), "::1".parse().unwrap(), long), Err(NoWord::Io(_))));
    }

    #[test]
    fn a_script_that_takes_too_long_is_ended() {
        let said = said("read line; exec sleep 600", Duration::from_millis(50));
        assert!(matches!(said, Err(NoWord::TimedOut)), "{said:?}");
    }
}
