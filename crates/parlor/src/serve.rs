//! `parlor serve`: starts the server, tells where its doors are, and stops it in good order.

use crate::certificates::OurCertificates;
use crate::control::{Control, Wish};
use crate::doors::Opened;
use crate::push::Pushing;
use crate::settings::{Settings, reload_diff};
use crate::wiring::Found;
use crate::{doors, files, greeting, logs, mail, push, secret, wiring};
use parlor_http::{HttpDoor, HttpHandle, HttpSettings};
use parlor_line::LineDoor;
use parlor_server::{Console, Handle, Reread as Answer, Rules, Secret, Server, Vault};
use parlor_store::Sqlite;
use parlor_wires::{Wires, WiresHandle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::fmt;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// Reads the settings again, the way they were read at the start.
pub type Reread<'a> = &'a dyn Fn() -> Result<Settings, String>;

/// What the main thread waits for.
pub enum News {
    /// Stop in good order; a second time: at once.
    Stop(&'static str),
    /// Read the settings again. The answer is for who asked.
    Reload(Option<Answer>),
    /// Somebody at this machine asks something.
    Control(Wish),
}

/// Runs a server until it is told to stop.
///
/// # Errors
/// Why it did not start, in words.
pub fn serve(settings: &Settings, reread: Reread<'_>) -> Result<ExitCode, String> {
    let level = logs::start(&settings.log);
    files::allow_most();
    let say = |error: &dyn fmt::Display| error.to_string();
    let store = Sqlite::open(&settings.house.data, wiring::sqlite(settings)).map_err(|e| say(&e))?;
    let vault = if settings.files.enabled && settings.http.enabled {
        let folder = settings.house.data.join("files");
        Some(Arc::new(Vault::open(&folder, wiring::vault(settings)).map_err(|e| say(&e))?))
    } else {
        None
    };
    let secret = secret::of(&settings.house.data)?;
    let doors = doors::open(settings).map_err(|e| say(&e))?;
    // What happens is shown after the doors.
    let (greeted, first) = channel();
    let console = if settings.log.console {
        Console::showing_after(first, std::io::stdout()).map_err(|e| say(&e))?
    } else {
        Console::silent()
    };
    let (news, heard) = channel();
    let (push, push_key, push_counts) = match push::of(settings)? {
        Some(Pushing { post, key, counts }) => (Some(post), Some(key), Some(counts)),
        None => (None, None, None),
    };
    let found = Found { sts_port: doors.irc_tls_port(), push_key };
    let first_rules = wiring::all_rules(settings, &secret, &found)?;
    let server = Server {
        rules: first_rules.clone(),
        store: Box::new(store),
        listeners: doors.listeners,
        shards: settings.house.shards.unwrap_or(0),
        operators: wiring::operators(settings),
        post: mail::relay(&settings.mail)?,
        push,
        console: console.clone(),
        vault: vault.clone(),
    };
    let handle = server.start().map_err(|e| say(&e))?;
    let rules = Latest::new(first_rules);
    let http = if doors.http.is_empty() {
        None
    } else {
        let (annex, rules) = (handle.annex.clone(), rules.clone());
        let settings = HttpSettings {
            push_counts,
            figures: Some(Arc::clone(&handle.figures)),
            ..wiring::http(settings, vault)
        };
        let serving = HttpDoor::serve(doors.http, annex, move || rules.get(), settings);
        Some(serving.map_err(|error| format!("The HTTP door does not open: {error}."))?)
    };
    let certificates = doors.certificates;
    let wires = if doors.entrances.is_empty() && certificates.all().is_empty() {
        None
    } else {
        let rules = rules.clone();
        let wires = Wires {
            entrances: doors.entrances,
            annex: handle.annex.clone(),
            rules: Box::new(move || rules.get()),
            certificates: certificates.all(),
            acme: certificates.wish(settings),
            look_every: settings.tls.look_every,
            handshake_timeout: settings.tls.handshake_timeout,
            stop_timeout: wiring::http(settings, None).stop_timeout,
        };
        Some(wires.serve().map_err(|error| format!("The wires cannot be served: {error}."))?)
    };
    let wishes = news.clone();
    handle.on_rehash(move |answer| {
        // When nobody hears it the server is ending.
        let _ = wishes.send(News::Reload(Some(answer)));
    });
    let names = rules.clone();
    let _control = Control::open(&settings.house.data, move || names.get().names.clone(), news.clone());
    watch_signals(news).map_err(|e| say(&e))?;
    greet(settings, &doors.opened, &certificates);
    drop(greeted);
    let settings = settings.clone();
    let mut house = Running {
        settings,
        secret,
        handle,
        line: doors.line,
        http,
        wires,
        certificates,
        found,
        rules,
        level,
        reread,
    };
    let why = house.run(&heard);
    Ok(house.stop(why, &console, heard))
}

/// What is printed at the start: always, console or not, for it says where to enter.
fn greet(settings: &Settings, opened: &[Opened], certificates: &OurCertificates) {
    let data = settings.house.data.canonicalize().unwrap_or_else(|_| settings.house.data.clone());
    println!("Parlor {} is open. Everything is kept in {}.", env!("CARGO_PKG_VERSION"), data.display());
    for line in greeting::how_to_enter(opened, &settings.rooms.lobby) {
        println!("{line}");
    }
    for notice in settings.notices().into_iter().chain(certificates.notice()) {
        println!("{notice}");
    }
    println!("Ctrl-C closes it.");
}

/// The rules as they are now, for those who ask again each time.
#[derive(Clone)]
struct Latest(Arc<RwLock<Arc<Rules>>>);

impl Latest {
    fn new(rules: Rules) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(rules))))
    }

    fn get(&self) -> Arc<Rules> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, rules: Rules) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }
}

struct Running<'a> {
    settings: Settings,
    secret: Secret,
    handle: Handle,
    line: Arc<LineDoor>,
    http: Option<HttpHandle>,
    wires: Option<WiresHandle>,
    certificates: OurCertificates,
    found: Found,
    rules: Latest,
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
                    let how = self.reload();
                    match &how {
                        Ok(words) => tracing::info!("{words}"),
                        Err(words) => tracing::error!("{words}"),
                    }
                    if let Some(answer) = answer {
                        answer(how);
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
    fn reload(&mut self) -> Result<String, String> {
        let new = match (self.reread)().and_then(|new| {
            let mixed = self.settings.reloaded(&new).map_err(|e| e.to_string())?;
            Ok((new, mixed))
        }) {
            Ok(new) => new,
            Err(error) => return Err(format!("The settings are not changed:\n{error}")),
        };
        let (read, mixed) = new;
        let changes = reload_diff(&self.settings, &read);
        let rules = wiring::all_rules(&mixed, &self.secret, &self.found)
            .map_err(|error| format!("The settings are not changed:\n{error}"))?;
        self.settings = mixed;
        self.rules.set(rules.clone());
        self.handle.set_rules(rules);
        self.line.change_settings(doors::line_settings(&self.settings));
        self.level.set(self.settings.log.level);
        let mut lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
        lines.extend(self.certificates.reload());
        Ok(if lines.is_empty() { "Nothing changed.".into() } else { lines.join("\n") })
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
        if let Some(http) = self.http {
            http.stop();
        }
        if let Some(wires) = self.wires {
            wires.stop();
        }
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
