//! How `parlor reload` and `parlor account …` reach a running server: a socket in its data folder, for who may enter
//! that folder.
//!
//! One line asks (`reload`, `accounts`, `delete NAME`, `create NAME` and `passwd NAME` with the credentials on a second
//! line), the answer is text, its first line `ok` or `no`.

use crate::serve::News;
use parlor_model::{AccountName, DirectoryCommand, NameRules, PersonId, Refusal};
use parlor_server::Administer;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// The socket's name in the data folder.
const SOCKET: &str = "control.sock";
/// A question is short; who says more is not one of ours.
const QUESTION_BYTES_MAX: u64 = 4096;
const PATIENCE: Duration = Duration::from_secs(30);

/// What somebody at the machine asks of a running house.
pub struct Wish(Administer);

impl From<Wish> for Administer {
    fn from(wish: Wish) -> Self {
        wish.0
    }
}

/// The open socket; gone with it.
pub struct Control {
    path: PathBuf,
}

impl Control {
    /// Listens in the data folder. A server without it runs as well, and says so.
    pub fn open(
        folder: &Path,
        names: impl Fn() -> NameRules + Send + 'static,
        news: Sender<News>,
    ) -> Option<Self> {
        let path = folder.join(SOCKET);
        // The folder's lock is ours: a socket that is there is a dead server's.
        let _ = std::fs::remove_file(&path);
        match listen(&path, names, news) {
            Ok(()) => Some(Self { path }),
            Err(error) => {
                tracing::warn!(%error, "`parlor reload` and `parlor account` cannot reach this server");
                None
            }
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn listen(path: &Path, names: impl Fn() -> NameRules + Send + 'static, news: Sender<News>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    std::thread::Builder::new().name("control".into()).spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            if let Err(error) = serve_one(&stream, &names(), &news) {
                tracing::debug!(%error, "a question at the control socket was not answered");
            }
        }
    })?;
    Ok(())
}

fn serve_one(stream: &UnixStream, names: &NameRules, news: &Sender<News>) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.take(QUESTION_BYTES_MAX)).lines();
    let question = lines.next().transpose()?.unwrap_or_default();
    let mut second = || lines.next().transpose().map(Option::unwrap_or_default);
    let (verb, name) = question.split_once(' ').unwrap_or((&question, ""));
    let answer = match verb {
        "reload" => {
            let (answer, heard) = channel();
            // Who asked may be gone.
            let answer = Box::new(move |how| drop(answer.send(how)));
            let _ = news.send(News::Reload(Some(answer)));
            heard.recv_timeout(PATIENCE).unwrap_or_else(|_| Err("The server is busy.".to_owned()))
        }
        "accounts" => {
            let (done, heard) = channel();
            let _ = news.send(News::Control(Wish(Administer::Accounts { done })));
            heard
                .recv_timeout(PATIENCE)
                .map_err(|_| "the server is busy".to_owned())
                .map(|accounts| list(&accounts))
        }
        "create" | "passwd" | "delete" => {
            let credentials = if verb == "delete" { String::new() } else { second()? };
            command(verb, name, &credentials, names).and_then(|command| {
                let (done, heard) = channel();
                let _ = news.send(News::Control(Wish(Administer::Directory { command, done })));
                heard
                    .recv_timeout(PATIENCE)
                    .map_err(|_| "the server is busy".to_owned())?
                    .map(|()| String::new())
                    .map_err(|why| words(&why))
            })
        }
        _ => Err("that is no question".to_owned()),
    };
    let mut to = stream;
    match answer {
        Ok(text) => write!(to, "ok\n{text}"),
        Err(text) => write!(to, "no\n{text}"),
    }
}

/// Accounts, one a line; operators are marked.
pub(crate) fn list(accounts: &[(String, bool)]) -> String {
    let line = |(name, operator): &(String, bool)| {
        if *operator { format!("{name} (operator)") } else { name.clone() }
    };
    accounts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What is asked of the directory.
pub(crate) fn command(
    verb: &str,
    name: &str,
    credentials: &str,
    names: &NameRules,
) -> Result<DirectoryCommand, String> {
    let name = AccountName::parse(name, names)
        .map_err(|why| words(&Refusal::NameUnfit { name: name.into(), why }))?;
    let credentials: Arc<str> = credentials.into();
    Ok(match verb {
        // The house gives the id.
        "create" => DirectoryCommand::Register { person: PersonId::HOUSE, name, credentials },
        "passwd" => DirectoryCommand::ChangeCredentials { name, credentials },
        _ => DirectoryCommand::Delete { name },
    })
}

/// A refusal in words for who looks after accounts.
pub(crate) fn words(why: &Refusal) -> String {
    match why {
        Refusal::AccountExists(name) => format!("There is an account called {name} already."),
        Refusal::NameTaken(name) => format!("There is a person called {name} already."),
        Refusal::NoSuchPerson(name) => format!("There is no account called {name}."),
        Refusal::NameUnfit { name, why } => format!("{name:?} cannot be the name of an account: {why:?}."),
        Refusal::Busy => {
            "The disk does not take it just now; it may be kept or not. Look with `parlor account list`."
                .into()
        }
        other => format!("That cannot be done: {other:?}."),
    }
}

/// Asks the server of this data folder. `None`: none runs there.
///
/// # Errors
/// When one is there but does not answer.
pub fn ask(folder: &Path, question: &str) -> io::Result<Option<Result<String, String>>> {
    let mut stream = match UnixStream::connect(folder.join(SOCKET)) {
        Ok(stream) => stream,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(e) => return Err(e),
    };
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(question.as_bytes())?;
    stream.write_all(b"\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (how, text) = answer.split_once('\n').unwrap_or((&answer, ""));
    Ok(Some(if how == "ok" { Ok(text.to_owned()) } else { Err(text.to_owned()) }))
}
