//! `parlor serve`: starts the server, tells where its doors are, and stops it in good order.

use crate::control::{Control, Wish};
use crate::settings::{Settings, reload_diff};
use crate::{doors, logs, wiring};
use parlor_line::LineDoor;
use parlor_server::{Console, Handle, Server};
use parlor_store::Sqlite;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::fmt;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Reads the settings again, the way they were read at the start.
pub type Reread<'a> = &'a dyn Fn() -> Result<Settings, String>;

/// What the main thread waits for.
pub enum News {
    /// Stop in good order; a second time: at once.
    Stop(&'static str),
    /// Read the settings again. The answer is for who asked.
    Reload(Option<Sender<String>>),
    /// Somebody at this machine asks something.
    Control(Wish),
}

/// Runs a server until it is told to stop.
///
/// # Errors
/// Why it did not start, in words.
pub fn serve(settings: &Settings, reread: Reread<'_>) -> Result<ExitCode, String> {
    let level = logs::start(&settings.log);
    let say = |error: &dyn fmt::Display| error.to_string();
    let store = Sqlite::open(&settings.house.data, wiring::sqlite(settings)).map_err(|e| say(&e))?;
    let (listeners, line) = doors::open(settings).map_err(|e| say(&e))?;
    let console = if settings.log.console {
        Console::showing(std::io::stdout()).map_err(|e| say(&e))?
    } else {
        Console::silent()
    };
    let (news, heard) = channel();
    let server = Server {
        rules: wiring::rules(settings),
        store: Box::new(store),
        listeners,
        shards: settings.house.shards.unwrap_or(0),
        operators: settings.people.operators.clone(),
        console: console.clone(),
    };
    let handle = server.start().map_err(|e| say(&e))?;
    let _control = Control::open(&settings.house.data, news.clone());
    watch_signals(news).map_err(|e| say(&e))?;
    greet(settings, &handle);
    let mut house = Running { settings: settings.clone(), handle, line, level, reread };
    let why = house.run(&heard);
    Ok(house.stop(why, &console, heard))
}

/// What is printed at the start: always, console or not, for it says where to enter.
fn greet(settings: &Settings, handle: &Handle) {
    let data = settings.house.data.canonicalize().unwrap_or_else(|_| settings.house.data.clone());
    println!("Parlor {} is open. Everything is kept in {}.", env!("CARGO_PKG_VERSION"), data.display());
    for line in doors::how_to_enter(&handle.addresses) {
        println!("{line}");
    }
    for notice in settings.notices() {
        println!("{notice}");
    }
    println!("Ctrl-C closes it.");
}

struct Running<'a> {
    settings: Settings,
    handle: Handle,
    line: Arc<LineDoor>,
    level: logs::Level,
    reread: Reread<'a>,
}

impl Running<'_> {
    /// Serves until told to stop; why.
    fn run(&mut self, news: &Receiver<News>) -> &'static str {
        loop {
            match news.recv_timeout(Duration::from_secs(1)) {
                Ok(News::Stop(why)) => return why,
                Ok(News::Reload(answer)) => {
                    let words = self.reload();
                    tracing::info!("{words}");
                    if let Some(answer) = answer {
                        // Who asked may be gone.
                        let _ = answer.send(words);
                    }
                }
                Ok(News::Control(wish)) => self.handle.administer(wish.into()),
                Err(RecvTimeoutError::Timeout) if self.handle.is_broken() => {
                    return "a part of it ended by itself";
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return "nobody could stop it any more",
            }
        }
    }

    /// Reads the settings again; connections stay. What changed, in words.
    fn reload(&mut self) -> String {
        let new = match (self.reread)().and_then(|new| {
            let mixed = self.settings.reloaded(&new).map_err(|e| e.to_string())?;
            Ok((new, mixed))
        }) {
            Ok(new) => new,
            Err(error) => return format!("The settings are not changed:\n{error}"),
        };
        let (read, mixed) = new;
        let changes = reload_diff(&self.settings, &read);
        self.settings = mixed;
        self.handle.set_rules(wiring::rules(&self.settings));
        self.line.change_settings(doors::line_settings(&self.settings));
        self.level.set(self.settings.log.level);
        if changes.is_empty() {
            return "Nothing changed.".into();
        }
        changes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    /// Closes the house in good order. A second signal ends it at once.
    fn stop(self, why: &'static str, console: &Console, news: Receiver<News>) -> ExitCode {
        let broken = self.handle.is_broken();
        console.line(format_args!("closing ({why})"));
        let impatient = std::thread::Builder::new().name("impatient".into()).spawn(move || {
            while let Ok(news) = news.recv() {
                if matches!(news, News::Stop(_)) {
                    // Everything confirmed is on disk: nothing is lost but goodbyes.
                    std::process::exit(130);
                }
            }
        });
        if let Err(error) = impatient {
            tracing::warn!(%error, "a second signal will not be heard");
        }
        self.handle.stop();
        let in_time = self.handle.wait(self.settings.house.stop_timeout);
        console.line(if in_time {
            "closed; everything is kept"
        } else {
            "closed; some had not read their last lines"
        });
        console.close();
        if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

fn watch_signals(news: Sender<News>) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in &mut signals {
            let what = match signal {
                SIGHUP => News::Reload(None),
                SIGINT => News::Stop("Ctrl-C"),
                _ => News::Stop("asked to end"),
            };
            if news.send(what).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
