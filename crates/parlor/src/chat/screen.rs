//! The full screen: keys and news go in, cells and orders come out.

use super::memory::Remembered;
use super::osc::{self, Notifies};
use super::terminal::{self, Taken};
use super::{Memory, Options};
use crossterm::event::{DisableMouseCapture, EnableMouseCapture, Event};
use crossterm::execute;
use jiff::tz::TimeZone;
use parlor_client::Client;
use parlor_tui::{App, Effect, Input, Now, Settings};
use ratatui_core::terminal::Terminal;
use ratatui_crossterm::CrosstermBackend;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use std::io::{self, Stdout, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// News and keys that wait; then the server waits, too.
const WAITING_MAX: usize = 1024;
/// Of them, so many are taken before the screen is painted again.
const AT_ONCE: usize = 256;
/// Messages of a room that are fetched when it is first seen.
const PAGE: usize = 100;
/// How often the keyboard's thread looks whether it is to end.
const BREATH: Duration = Duration::from_millis(100);

enum Woken {
    Input(Input),
    /// Somebody wants this process to end.
    End,
}

/// Runs the full screen until one leaves.
pub(super) fn run(options: Options) -> Result<ExitCode, String> {
    let zone = TimeZone::try_system().unwrap_or(TimeZone::UTC);
    run_in(options, zone).map_err(|error| format!("The terminal failed: {error}."))
}

fn run_in(options: Options, zone: TimeZone) -> io::Result<ExitCode> {
    let env = |name: &str| std::env::var(name).ok();
    let began = Instant::now();
    let settings = options.client(PAGE, true).map_err(io::Error::other)?;
    let (woken, waiting) = sync_channel::<Woken>(WAITING_MAX);
    let news = woken.clone();
    let client = Client::start(options.target(), settings, began, move |told| {
        // Whoever would read it has gone, and the client with it.
        let _ = news.send(Woken::Input(Input::News(Box::new(told))));
    })?;
    let (app, first) = App::new(
        Settings {
            server: options.address.to_string(),
            open_to_eyes: options.address.is_open_to_eyes(),
            identity: options.identity(),
            name: env("USER").unwrap_or_default(),
            zone,
            depth: terminal::depth(&options.colors, &env),
            rooms: options.rooms.clone(),
            room: options.rooms.first().map(|room| hashed(room)).or_else(|| options.remembered.room.clone()),
            read: options.remembered.read.clone().into_iter().collect(),
        },
        now(began),
    );
    let taken = Taken::take()?;
    let signals = watch_signals(woken.clone())?;
    let keyboard = Keyboard::listen(woken)?;
    let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let server = options.address.to_string();
    let mut screen = Screen {
        app,
        client,
        terminal,
        taken: Some(taken),
        began,
        notifies: Notifies::of(&env),
        title: String::new(),
        memory: options.memory,
        server,
        remembered: options.remembered,
        dirty: false,
    };
    let (columns, rows) = crossterm::terminal::size()?;
    screen.app.update(Input::Resize { columns, rows }, now(began));
    let done = screen.apply(first).and_then(|()| screen.run(&waiting));
    screen.taken = None;
    keyboard.stop();
    signals.close();
    // The client's thread may be waiting to tell something.
    drop(waiting);
    screen.keep();
    done.map(|()| ExitCode::SUCCESS)
}

pub(super) fn hashed(room: &str) -> String {
    if room.starts_with(['#', '@']) { room.to_owned() } else { format!("#{room}") }
}

fn now(began: Instant) -> Now {
    Now {
        ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        unix_ms: jiff::Timestamp::now().as_millisecond(),
    }
}

struct Screen {
    app: App,
    client: Client,
    terminal: Terminal<CrosstermBackend<Stdout>>,
    taken: Option<Taken>,
    began: Instant,
    notifies: Notifies,
    title: String,
    memory: Memory,
    server: String,
    remembered: Remembered,
    /// There is something to remember.
    dirty: bool,
}

impl Screen {
    fn run(&mut self, waiting: &Receiver<Woken>) -> io::Result<()> {
        while !self.app.is_done() {
            self.paint()?;
            let woken = match self.app.wakes_at_ms() {
                None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => {
                    let left = at.saturating_sub(now(self.began).ms);
                    waiting.recv_timeout(Duration::from_millis(left))
                }
            };
            let first = match woken {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => Woken::Input(Input::Tick),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            let more = std::iter::from_fn(|| waiting.try_recv().ok()).take(AT_ONCE);
            for woken in std::iter::once(first).chain(more) {
                match woken {
                    Woken::Input(input) => {
                        let effects = self.app.update(input, now(self.began));
                        self.apply(effects)?;
                    }
                    Woken::End => {
                        self.client.order(parlor_client::Order::Leave { reason: String::new() });
                    }
                }
            }
        }
        Ok(())
    }

    fn paint(&mut self) -> io::Result<()> {
        let app = &self.app;
        self.terminal.draw(|frame| {
            if let Some(cursor) = app.draw(frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        let title = self.app.title();
        if title != self.title {
            self.write(&osc::title(&title))?;
            self.title = title;
        }
        Ok(())
    }

    fn write(&self, sequence: &str) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(sequence.as_bytes())?;
        out.flush()
    }

    fn apply(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Order(order) => {
                    self.client.order(order);
                }
                Effect::Bell => self.write(osc::BELL)?,
                Effect::Notify { title, body } => self.write(&self.notifies.notify(&title, &body))?,
                Effect::Copy(text) => self.write(&osc::copy(&text))?,
                Effect::Mouse(true) => execute!(io::stdout(), EnableMouseCapture)?,
                Effect::Mouse(false) => execute!(io::stdout(), DisableMouseCapture)?,
                Effect::Remember(what) => self.remember(what),
                Effect::Repaint => self.terminal.clear()?,
                Effect::Suspend => self.suspend()?,
            }
        }
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.taken = None;
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.taken = Some(Taken::take()?);
        self.terminal.clear()
    }

    fn remember(&mut self, what: parlor_tui::Memory) {
        use parlor_tui::Memory as What;
        self.dirty = true;
        let lasting = match what {
            What::Me { name, account } => {
                self.remembered.name = Some(name);
                self.remembered.account = account;
                true
            }
            What::Token(token) => {
                self.remembered.token = token;
                true
            }
            What::Trust(fingerprint) => {
                self.remembered.trusted.push(fingerprint);
                true
            }
            What::Room(room) => {
                self.remembered.room = Some(room);
                false
            }
            What::Read { room_id, number } => {
                self.remembered.read.insert(room_id, number);
                false
            }
        };
        // How far one has read changes all the time, and is kept at the end.
        if lasting {
            self.keep();
        }
    }

    fn keep(&mut self) {
        // Who cannot keep anything can talk all the same.
        if std::mem::take(&mut self.dirty) {
            let _ = self.memory.keep(&self.server, &self.remembered);
        }
    }
}

/// The thread that reads keys.
struct Keyboard {
    stop: Arc<AtomicBool>,
    /// Nobody says anything here; it closes with the thread.
    ended: Receiver<()>,
    thread: JoinHandle<()>,
}

/// How long the keyboard's thread may take to notice that it is over.
const LAST_KEYS: Duration = Duration::from_secs(1);

impl Keyboard {
    fn listen(to: SyncSender<Woken>) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let (alive, ended) = std::sync::mpsc::channel();
        let thread = std::thread::Builder::new().name("keyboard".into()).spawn(move || {
            let _alive: std::sync::mpsc::Sender<()> = alive;
            while !stopped.load(Ordering::Relaxed) {
                let event: io::Result<Option<Event>> = crossterm::event::poll(BREATH)
                    .and_then(|ready| if ready { crossterm::event::read().map(Some) } else { Ok(None) });
                match event {
                    Ok(None) => {}
                    Ok(Some(event)) => {
                        if let Some(input) = terminal::input(event)
                            && to.send(Woken::Input(input)).is_err()
                        {
                            return;
                        }
                    }
                    // The terminal is gone.
                    Err(_) => {
                        let _ = to.send(Woken::End);
                        return;
                    }
                }
            }
        })?;
        Ok(Self { stop, ended, thread })
    }

    fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        // Where the terminal is gone the library under it reads nothing for ever: the end of the process ends that.
        match self.ended.recv_timeout(LAST_KEYS) {
            // A panic of that thread has been printed by then.
            Ok(()) | Err(RecvTimeoutError::Disconnected) => drop(self.thread.join()),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn watch_signals(to: SyncSender<Woken>) -> io::Result<signal_hook::iterator::Handle> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let handle = signals.handle();
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for _ in signals.forever() {
            if to.send(Woken::End).is_err() {
                return;
            }
        }
    })?;
    Ok(handle)
}
