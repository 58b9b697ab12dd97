//! Starting and stopping a server.

use crate::annex::{Annex, AnnexShard};
use crate::gate::Gate;
use crate::hasher::Hasher;
use crate::house::Administer;
use crate::house::core::HouseCore;
use crate::house::run::{Crew, run};
use crate::letters::{Mailer, Post};
use crate::link::{Reply, ToHouse};
use crate::lookups::Lookups;
use crate::mailbox::Mailbox;
use crate::push::{PushPost, Pusher};
use crate::readers::Readers;
use crate::shard::run::{Entrance, Inbox, Shard};
use crate::writer::{Writer, reload};
use crate::{Console, Door, Figures, Rules};
use mio::{Poll, Waker};
use parlor_engine::{Engine, Seed};
use parlor_model::Time;
use parlor_store::{Fault, Store};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fmt, io};

/// A door, and an address that it listens on.
pub struct Listener {
    /// The door.
    pub door: Arc<dyn Door>,
    /// Bound already, so that whoever starts the server can say what went wrong.
    pub socket: std::net::TcpListener,
}

/// What a server is started with.
pub struct Server {
    /// The rules of the house.
    pub rules: Rules,
    /// Where everything is kept.
    pub store: Box<dyn Store>,
    /// The doors.
    pub listeners: Vec<Listener>,
    /// Who brings letters away; `None`: nobody.
    pub post: Option<Box<dyn Post>>,
    /// How pushes are brought away; `None`: there are none.
    pub push: Option<PushPost>,
    /// Threads that own connections; 0 means one per core.
    pub shards: usize,
    /// Accounts that are server operators.
    pub operators: Vec<String>,
    /// Where comings and goings are shown.
    pub console: Console,
    /// Shared files, which go with the messages that show them.
    pub vault: Option<Arc<parlor_store::vault::Vault>>,
}

/// Why a server did not start.
#[derive(Debug)]
pub enum StartError {
    /// What was kept cannot be read.
    Store(Fault),
    /// The machine does not give what a server needs.
    Machine(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(fault) => write!(f, "what was kept cannot be read: {fault}"),
            Self::Machine(error) => write!(f, "the machine does not give what a server needs: {error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(fault) => fault.source(),
            Self::Machine(error) => error.source(),
        }
    }
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Machine(error)
    }
}

impl From<Fault> for StartError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

/// Takes what came of reading the settings again, in words.
pub type Reread = Box<dyn FnOnce(Result<String, String>) + Send>;

/// A running server.
pub struct Handle {
    house: Arc<Mailbox<ToHouse>>,
    gate: Arc<Gate>,
    threads: Vec<JoinHandle<()>>,
    /// What it counts of itself.
    pub figures: Arc<Figures>,
    /// Where doors with their own wires open their connections.
    pub annex: Annex,
    /// Where it listens: the door's name and the address.
    pub addresses: Vec<(&'static str, SocketAddr)>,
}

/// Threads that answer questions of history; searches of one person do not hold up pages of another.
const READERS: usize = 2;

impl Server {
    /// Reads what was kept and opens the doors.
    ///
    /// # Errors
    /// [`StartError`]; nothing runs then.
    pub fn start(self) -> Result<Handle, StartError> {
        let rules = Arc::new(self.rules);
        let now = clock();
        let gate = Arc::new(Gate::default());
        let engine = read_house(&*self.store, &rules, now)?;
        let mut house = HouseCore::new(engine, Arc::clone(&rules), self.console.clone(), Arc::clone(&gate));
        house.vault.clone_from(&self.vault);
        if rules.lobby_always {
            house.engine.open_lobby(&rules.lobby);
        }
        house.appoint(&self.operators);
        let inbox = Arc::new(Mailbox::new(None));
        let count = match self.shards {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            n => n,
        }
        .min(usize::from(u8::MAX) - 1);
        let mut polls = Vec::new();
        let mut inboxes: Vec<Inbox> = Vec::new();
        for _ in 0..count {
            let poll = Poll::new()?;
            let waker = Waker::new(poll.registry(), Shard::wake_token())?;
            let wake = move || {
                if let Err(error) = waker.wake() {
                    tracing::error!(%error, "a shard could not be woken");
                }
            };
            inboxes.push(Arc::new(Mailbox::new(Some(Box::new(wake)))));
            polls.push(poll);
        }
        // The annex is one more shard, without sockets.
        let annex_inbox: Inbox = Arc::new(Mailbox::new(None));
        let sockets: Arc<[Inbox]> = inboxes.clone().into();
        inboxes.push(Arc::clone(&annex_inbox));
        let shards: Arc<[Inbox]> = inboxes.into();
        let doors: Arc<[Arc<dyn Door>]> = self.listeners.iter().map(|l| Arc::clone(&l.door)).collect();
        let (mut entrances, mut addresses) = (Vec::new(), Vec::new());
        for (door, listener) in self.listeners.into_iter().enumerate() {
            listener.socket.set_nonblocking(true)?;
            addresses.push((listener.door.name(), listener.socket.local_addr()?));
            entrances.push(Entrance { door, listener: mio::net::TcpListener::from_std(listener.socket) });
        }
        let mut readers = Vec::new();
        for _ in 0..READERS {
            readers.push(self.store.reader()?);
        }
        let writing_us: Arc<[AtomicU32]> = (0..count).map(|_| AtomicU32::new(0)).collect();
        let crew = Crew {
            writer: Writer::start(self.store, Arc::clone(&inbox), Arc::clone(&gate.figures))?,
            readers: Readers::start(readers, &inbox)?,
            hasher: Hasher::start(Arc::clone(&inbox))?,
            mailer: Mailer::start(self.post)?,
            pusher: Pusher::start(self.push, Arc::clone(&inbox))?,
            lookups: Lookups::new(Arc::clone(&inbox)),
            shards: Arc::clone(&shards),
            mail: (0..=count).map(|_| Vec::new()).collect(),
            peopled: vec![false; count + 1],
            writing_us: Arc::clone(&writing_us),
        };
        let mut threads = Vec::new();
        for (me, poll) in polls.into_iter().enumerate() {
            let core = Shard::core(me, Arc::clone(&rules), self.console.clone(), Arc::clone(&gate), now);
            let shard = Shard {
                core,
                poll,
                doors: Arc::clone(&doors),
                shards: Arc::clone(&sockets),
                me,
                house: Arc::clone(&inbox),
                writing_us: Arc::clone(&writing_us),
                entrances: if me == 0 { std::mem::take(&mut entrances) } else { Vec::new() },
                clock,
            };
            let run = move || {
                if let Err(error) = shard.run() {
                    tracing::error!(%error, "a shard ended");
                }
            };
            threads.push(std::thread::Builder::new().name(format!("shard-{me}")).spawn(run)?);
        }
        let core = Shard::core(count, Arc::clone(&rules), self.console.clone(), Arc::clone(&gate), now);
        let annex = AnnexShard::new(core, Arc::clone(&annex_inbox), Arc::clone(&inbox), clock);
        threads.push(std::thread::Builder::new().name("annex".into()).spawn(move || annex.run())?);
        let annex = AnnexShard::handle(&annex_inbox, &sockets, &gate);
        let mail = Arc::clone(&inbox);
        threads.push(
            std::thread::Builder::new().name("house".into()).spawn(move || run(house, crew, &mail, clock))?,
        );
        let figures = Arc::clone(&gate.figures);
        Ok(Handle { house: inbox, gate, figures, threads, addresses, annex })
    }
}

/// The engine as of what the store has.
pub(crate) fn read_house(store: &dyn Store, rules: &Rules, now: Time) -> Result<Engine, Fault> {
    let mut reader = store.reader()?;
    let directory = reader.directory()?;
    let rooms = reader.rooms()?.into_iter().map(|log| (log.room, reload(log))).collect();
    let positions = reader.positions()?.into_iter().map(|p| (p.person, p.room, p.number)).collect();
    let marks = reader.marks()?;
    // Guests leave no trace that tells which ids are used: milliseconds times 2^20 leaves room for a million new
    // people in each, and never comes again.
    let person = now.0 << 20;
    Ok(Engine::new(rules.house.clone(), Seed { directory, rooms, positions, marks, person }, now))
}

impl Handle {
    /// Asks the server to close: nobody new comes in, what was asked is kept, everyone is told, queues are written.
    pub fn stop(&self) {
        self.gate.close();
        self.house.post(ToHouse::Stop);
    }

    /// Waits until it has closed, at most so long. `false`: it has not.
    pub fn wait(self, at_most: Duration) -> bool {
        let end = std::time::Instant::now() + at_most;
        while std::time::Instant::now() < end {
            if self.threads.iter().all(JoinHandle::is_finished) {
                return self.threads.into_iter().all(|t| t.join().is_ok());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// Whether a thread of it ended by itself: that is a bug, and the house cannot go on.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.threads.iter().any(JoinHandle::is_finished)
    }

    /// Other rules from now on; connections stay.
    pub fn set_rules(&self, rules: Rules) {
        self.house.post(ToHouse::NewRules(Arc::new(rules)));
    }

    /// Who reads the settings again when a server operator asks for it at a door. The answer is for who asked.
    pub fn on_rehash(&self, reread: impl Fn(Reread) + Send + 'static) {
        let house = Arc::clone(&self.house);
        let rehash = move |session, token| {
            let house = Arc::clone(&house);
            reread(Box::new(move |how| {
                house.post(ToHouse::Reply { session, token, reply: Reply::Reread(how) });
            }));
        };
        self.house.post(ToHouse::OnRehash(Box::new(rehash)));
    }

    /// Asks something of the house past all doors.
    pub fn administer(&self, wish: Administer) {
        self.house.post(ToHouse::Administer(wish));
    }
}

pub(crate) fn clock() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
