//! Line by line: for pipes, and for screen readers. Nothing that was written is ever changed.

use super::Options;
use super::lines::Lines;
use parlor_api::{Ask, Manner, Problem, Role, Say};
use parlor_client::{Client, Identity, News, Order, State, Ticket, fingerprint_words};
use std::collections::HashSet;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

/// News and lines that wait.
const WAITING_MAX: usize = 1024;
/// Lines that are not confirmed; then the input waits.
const UNSENT_MAX: usize = 256;
/// Lines of before, where a person looks on.
const LINES_OF_BEFORE: usize = 10;

enum Woken {
    News(Box<News>),
    Line(String),
    /// The input is at its end.
    End,
    /// Somebody wants this process to end.
    Stop,
}

/// Runs line by line until the input is at its end and everything is said.
pub(super) fn run(options: Options) -> Result<ExitCode, String> {
    let typed = io::stdin().is_terminal();
    let shows = typed || options.listen;
    let name = options.identity().or_else(|| ask_for_name(typed));
    let Some(identity) = name else {
        return Err("Say who you are: --name NAME.".into());
    };
    let mut rooms = options.rooms.clone();
    if rooms.is_empty() {
        rooms.extend(options.remembered.room.clone());
    }
    let Some(home) = rooms.first().map(|room| super::screen::hashed(room)) else {
        return Err("Say where: -r ROOM.".into());
    };
    let page = options.lines.unwrap_or(if typed { LINES_OF_BEFORE } else { 0 });
    let (woken, waiting) = sync_channel::<Woken>(WAITING_MAX);
    let news = woken.clone();
    let settings = options.client(page, false)?;
    let client = Client::start(options.target(), settings, Instant::now(), move |told| {
        // Whoever would read it has gone, and the client with it.
        let _ = news.send(Woken::News(Box::new(told)));
    })
    .map_err(|error| format!("The client does not start: {error}."))?;
    for room in &rooms {
        if !room.starts_with('@') {
            client.order_patiently(Order::Want { room: room.clone(), key: None });
        }
    }
    client.order_patiently(Order::Enter(identity.clone()));
    let (tokens, given) = sync_channel(UNSENT_MAX);
    watch_signals(woken.clone()).map_err(|error| format!("Signals cannot be watched: {error}."))?;
    read_input(options.whole, woken, tokens);
    let lines = Lines::at(home.clone());
    let plain = Plain {
        client,
        options,
        identity,
        home,
        lines,
        typed,
        shows,
        unsent: HashSet::new(),
        next: 0,
        me: None,
        refused: 0,
        broken: false,
        given,
    };
    plain.run(waiting)
}

/// Who is asked, or, where nobody can be, the name that the machine knows them by.
fn ask_for_name(typed: bool) -> Option<Identity> {
    let name = if typed {
        eprint!("Nickname: ");
        let mut name = String::new();
        io::stdin().lock().read_line(&mut name).ok()?;
        name.trim().to_owned()
    } else {
        std::env::var("USER").unwrap_or_default()
    };
    (!name.is_empty()).then_some(Identity::Guest { name })
}

struct Plain {
    client: Client,
    options: Options,
    identity: Identity,
    /// Where lines are said.
    home: String,
    lines: Lines,
    /// A person types.
    typed: bool,
    /// What happens is written.
    shows: bool,
    unsent: HashSet<Ticket>,
    next: u64,
    me: Option<String>,
    refused: u64,
    broken: bool,
    /// Gives back one for each line that is settled.
    given: Receiver<()>,
}

impl Plain {
    fn run(mut self, waiting: Receiver<Woken>) -> Result<ExitCode, String> {
        while let Ok(woken) = waiting.recv() {
            match woken {
                Woken::News(news) => match *news {
                    News::Left => break,
                    news => self.news(news)?,
                },
                Woken::Line(line) => self.line(line),
                Woken::End if self.options.listen => {}
                Woken::End => self.order(Order::Finish { reason: String::new() }),
                Woken::Stop => self.order(Order::Leave { reason: String::new() }),
            }
        }
        let done = self.refused == 0 && self.unsent.is_empty();
        Ok(if done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn order(&self, order: Order) {
        // A client that is over has said so, or will.
        let _ = self.client.order(order);
    }

    fn line(&mut self, line: String) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            let _ = self.given.recv();
            return;
        }
        // From a pipe everything is words.
        if self.typed && (matches!(trimmed, "exit" | ":quit" | ":q") || trimmed.starts_with("/quit")) {
            return self.order(Order::Leave { reason: String::new() });
        }
        let (text, manner) = match line.strip_prefix("/me ").filter(|_| self.typed) {
            Some(deed) => (deed.to_owned(), Manner::Action),
            None => (line, Manner::Say),
        };
        if self.typed && text.starts_with('/') && !text.starts_with("//") {
            let _ = self.given.recv();
            eprintln!("Here there are only /me and /quit; // says a line that begins with a slash.");
            return;
        }
        let text = if self.typed { text.strip_prefix('/').map_or(text.clone(), str::to_owned) } else { text };
        self.next += 1;
        let ticket = Ticket(self.next);
        self.unsent.insert(ticket);
        let room = self.home.clone();
        let say = Say { room, text, key: None, manner, reply_to: None, to_role: Role::Plain };
        self.client.order_patiently(Order::Send { ticket, ask: Box::new(Ask::Say(say)) });
    }

    fn news(&mut self, news: News) -> Result<(), String> {
        match news {
            News::State(state) => self.stands(state)?,
            News::Entered(entered) => {
                self.me = Some(entered.me.person.clone());
                if self.typed && !self.broken {
                    eprintln!("You are {} in {}. exit leaves.", entered.me.name, self.home);
                }
            }
            News::NotLetIn(problem) => self.not_let_in(&problem)?,
            News::Untrusted { fingerprint, why } => {
                let words = fingerprint_words(&fingerprint);
                return Err(format!("{why}\nIf it is the right one: --trust {words}"));
            }
            News::Page(page) if self.shows || self.options.lines.is_some() => {
                for message in &page.messages {
                    let line = self.lines.past(message);
                    self.write(line)?;
                }
            }
            News::Event(event) if self.shows => {
                // Who typed a line has it on the screen already.
                let own = self.typed && self.me.as_ref() == Some(&event.by.person);
                let line = self.lines.of(&event);
                if !own {
                    self.write(line)?;
                }
            }
            News::Gap(gap) if self.shows => {
                eprintln!("{} events of {} are left out.", gap.to + 1 - gap.from, gap.room);
            }
            News::Sent { ticket, .. } => self.settled(ticket),
            News::Refused { ticket, problem } => {
                self.refused += 1;
                eprintln!("Not said: {}", problem.detail);
                self.settled(ticket);
            }
            News::NotJoined { room, problem } => return Err(format!("{room}: {}", problem.detail)),
            News::Lost(lost) => return Err(format!("{}: {}", lost.room, lost.problem.detail)),
            News::Token { account, token } => {
                let remembered = &mut self.options.remembered;
                (remembered.name, remembered.account, remembered.token) = (Some(account), true, Some(token));
                self.keep();
            }
            News::TokenOver => {
                self.options.remembered.token = None;
                self.keep();
            }
            News::Page(_)
            | News::Event(_)
            | News::Gap(_)
            | News::Signal(_)
            | News::Room(_)
            | News::Answered { .. }
            | News::Unanswered(_)
            | News::Left => {}
        }
        Ok(())
    }

    fn keep(&self) {
        // Who cannot keep anything can talk all the same.
        let _ = self.options.memory.keep(&self.options.address.to_string(), &self.options.remembered);
    }

    fn settled(&mut self, ticket: Ticket) {
        if self.unsent.remove(&ticket) {
            let _ = self.given.recv();
        }
    }

    fn stands(&mut self, state: State) -> Result<(), String> {
        match state {
            State::Waiting { why, .. } => {
                if !self.broken {
                    eprintln!("{why} Trying again; what is said meanwhile waits.");
                }
                self.broken = true;
            }
            State::Connected if std::mem::take(&mut self.broken) => eprintln!("Connected again."),
            State::Over { why } => return Err(why),
            State::Idle | State::Connecting | State::Entering | State::CatchingUp | State::Connected => {}
        }
        Ok(())
    }

    /// Another name or a password may do, where somebody can be asked.
    fn not_let_in(&mut self, problem: &Problem) -> Result<(), String> {
        let wants_password =
            matches!(problem.code.as_str(), "name_is_account" | "session_over" | "wrong_password");
        if !self.typed || !wants_password {
            return Err(problem.detail.clone());
        }
        eprintln!("{}", problem.detail);
        let name = self.identity.name().to_owned();
        let password = rpassword::prompt_password(format!("Password of {name}: "))
            .map_err(|error| format!("No password could be read: {error}."))?;
        self.identity = Identity::Account { name, password: Some(password), token: None };
        self.order(Order::Enter(self.identity.clone()));
        Ok(())
    }

    fn write(&self, line: Option<String>) -> Result<(), String> {
        let Some(line) = line else { return Ok(()) };
        let mut out = io::stdout().lock();
        // Who reads no more, as `head` does, has enough.
        writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|_| String::new())
    }
}

/// Reads lines, each when one of those before it is settled. The thread ends with the process: nothing wakes who waits
/// for a pipe.
fn read_input(whole: bool, to: SyncSender<Woken>, tokens: SyncSender<()>) {
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        if whole {
            let mut text = Vec::new();
            let read = input.read_to_end(&mut text);
            let text = String::from_utf8_lossy(&text).trim_end_matches('\n').to_owned();
            if read.is_ok() && tokens.send(()).is_ok() {
                let _ = to.send(Woken::Line(text));
            }
        } else {
            let mut line = Vec::new();
            while input.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
                let text = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
                line.clear();
                if tokens.send(()).is_err() || to.send(Woken::Line(text)).is_err() {
                    return;
                }
            }
        }
        let _ = to.send(Woken::End);
    });
}

fn watch_signals(to: SyncSender<Woken>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            if to.send(Woken::Stop).is_err() {
                return;
            }
        }
    });
    Ok(())
}
