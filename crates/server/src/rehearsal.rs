//! A house without sockets, threads or a running clock, for the tests of doors: the real engine, the real shard, the
//! real store in a folder of its own. Everything asked is done before a call returns.

use crate::gate::Gate;
use crate::hasher;
use crate::house::core::{Hands, HouseCore};
use crate::letters::WrittenLetter;
use crate::link::{ToHouse, ToShard};
use crate::lookups;
use crate::readers;
use crate::server::read_house;
use crate::shard::core::Core;
use crate::writer::{Work, perform};
use crate::{Arrival, Console, Door, Rules, TurnedAway};
use parlor_engine::{In, Push, Pushed, SessionId};
use parlor_model::{DirectoryCommand, Time};
use parlor_store::sqlite::{Sqlite, SqliteOptions, Sync};
use parlor_store::{Reader, Store};
use std::collections::VecDeque;
use std::sync::Arc;

/// A connection of a rehearsal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guest(usize);

/// The house.
pub struct Rehearsal {
    rules: Arc<Rules>,
    open_store: Box<dyn Fn() -> Box<dyn Store>>,
    stage: Option<Stage>,
    guests: Vec<GuestState>,
    now: Time,
}

struct Stage {
    core: Core,
    house: HouseCore,
    hands: Stagehands,
}

#[derive(Default)]
struct GuestState {
    index: Option<u32>,
    session: Option<SessionId>,
    heard: Vec<u8>,
    /// Reads nothing for the time being.
    deaf: bool,
    closed: bool,
}

struct Stagehands {
    store: Box<dyn Store>,
    reader: Box<dyn Reader>,
    to_house: VecDeque<ToHouse>,
    to_shard: Vec<ToShard>,
    letters: Vec<WrittenLetter>,
    pushes: Vec<Push>,
}

impl Hands for Stagehands {
    fn keep(&mut self, work: Work) {
        self.to_house.extend(perform(&mut *self.store, work));
    }

    fn read(&mut self, job: readers::Job) {
        self.to_house.push_back(readers::read(&mut *self.reader, job));
    }

    fn hash(&mut self, job: hasher::Job) -> Result<(), hasher::Job> {
        self.to_house.extend(hasher::work(job));
        Ok(())
    }

    fn letter(&mut self, letter: WrittenLetter) {
        self.letters.push(letter);
    }

    fn push(&mut self, push: Push) {
        if let Pushed::First { session, token } = push.what {
            let taken = push.to.iter().all(|to| to.endpoint.host() != NO_PUSHES);
            self.to_house.push_back(ToHouse::Engine(In::PushTried { session, token, taken }));
        }
        self.pushes.push(push);
    }

    fn look_up(&mut self, job: lookups::Job) -> Result<(), Box<lookups::Job>> {
        self.to_house.push_back(lookups::work(job));
        Ok(())
    }

    fn mail(&mut self, _: SessionId, message: ToShard) {
        self.to_shard.push(message);
    }

    fn mail_peopled(&mut self, message: &dyn Fn() -> ToShard) {
        self.to_shard.push(message());
    }

    fn mail_all(&mut self, message: &dyn Fn() -> ToShard) {
        self.to_shard.push(message());
    }
}

/// A push server of rehearsals that takes nothing; all others take everything.
pub const NO_PUSHES: &str = "broken.example";

/// Midday of a day long past: what a rehearsal's clock shows at first.
pub const START: Time = Time(1_000_036_800_000);

impl Default for Rehearsal {
    fn default() -> Self {
        Self::new()
    }
}

impl Rehearsal {
    /// A house with the default rules, and SQLite in a folder that goes with it.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Rules::default())
    }

    /// A house with these rules, and SQLite in a folder that goes with it.
    ///
    /// # Panics
    /// When the machine gives no folder: the test cannot go on.
    #[must_use]
    pub fn with(rules: Rules) -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("no folder for a rehearsal: {e}"));
        // Flushing to a real disk is tested elsewhere; here it would only make hundreds of tests slow.
        let options = SqliteOptions { sync: Sync::Normal, ..SqliteOptions::default() };
        Self::over(rules, move || {
            let store = Sqlite::open(folder.path(), options.clone());
            Box::new(store.unwrap_or_else(|e| panic!("the store of a rehearsal does not open: {e}")))
        })
    }

    /// A house with these rules over the store that `open_store` opens (again after [`Rehearsal::restart`]).
    ///
    /// # Panics
    /// When the store cannot be read: the test cannot go on.
    pub fn over(rules: Rules, open_store: impl Fn() -> Box<dyn Store> + 'static) -> Self {
        let mut rehearsal = Self {
            rules: Arc::new(rules),
            open_store: Box::new(open_store),
            stage: None,
            guests: Vec::new(),
            now: START,
        };
        rehearsal.raise();
        rehearsal
    }

    fn raise(&mut self) {
        let store = (self.open_store)();
        let (engine, reader) = match (read_house(&*store, &self.rules, self.now), store.reader()) {
            (Ok(engine), Ok(reader)) => (engine, reader),
            (Err(fault), _) | (_, Err(fault)) => panic!("the store of a rehearsal cannot be read: {fault}"),
        };
        let gate = Arc::new(Gate::default());
        let mut house = HouseCore::new(engine, Arc::clone(&self.rules), Console::silent(), Arc::clone(&gate));
        if self.rules.lobby_always {
            house.engine.open_lobby(&self.rules.lobby);
        }
        let core = Core::new(0, Arc::clone(&self.rules), Console::silent(), gate, self.now);
        let hands = Stagehands {
            store,
            reader,
            to_house: VecDeque::new(),
            to_shard: Vec::new(),
            letters: Vec::new(),
            pushes: Vec::new(),
        };
        self.stage = Some(Stage { core, house, hands });
        self.settle();
    }

    fn stage(&mut self) -> &mut Stage {
        self.stage.as_mut().unwrap_or_else(|| panic!("the stage stands from the start"))
    }

    /// Somebody connects from `from`, like `"127.0.0.1:4001"`.
    ///
    /// # Panics
    /// When `from` is no address.
    pub fn connect(&mut self, door: &dyn Door, from: &str) -> Guest {
        let from = from.parse().unwrap_or_else(|e| panic!("{from}: {e}"));
        self.arrive(door, Arrival::plain(door.name(), from))
    }

    /// Somebody connects like this.
    pub fn arrive(&mut self, door: &dyn Door, arrival: Arrival) -> Guest {
        let rules = Arc::clone(&self.rules);
        let now = self.now;
        let stage = self.stage();
        let index = match stage.core.gate.enter(arrival.from.ip(), &rules.connection, now) {
            Ok(_) => Some(stage.core.open(door, arrival)),
            Err(why) => stage.core.open_to_turn_away(door.turn_away(&why), arrival),
        };
        let session = index.and_then(|i| stage.core.conns.get(i)).map(|conn| conn.session);
        self.guests.push(GuestState { index, session, closed: index.is_none(), ..GuestState::default() });
        self.settle();
        Guest(self.guests.len() - 1)
    }

    /// They send this.
    pub fn send(&mut self, guest: Guest, text: &str) {
        self.send_bytes(guest, text.as_bytes());
    }

    /// They send these bytes, in one piece. What the house does not read yet waits, as in a kernel.
    pub fn send_bytes(&mut self, guest: Guest, bytes: &[u8]) {
        if let Some(index) = self.guests[guest.0].index {
            let stage = self.stage();
            stage.core.received(index, bytes);
        }
        self.settle();
    }

    /// They all send something before the house gets to any of it.
    pub fn send_together(&mut self, sent: &[(Guest, &str)]) {
        for (guest, text) in sent {
            if let Some(index) = self.guests[guest.0].index {
                self.stage().core.received(index, text.as_bytes());
            }
        }
        self.settle();
    }

    /// What they were sent since the last time.
    ///
    /// # Panics
    /// When it is no UTF-8.
    pub fn heard(&mut self, guest: Guest) -> String {
        let bytes = std::mem::take(&mut self.guests[guest.0].heard);
        String::from_utf8(bytes).unwrap_or_else(|e| panic!("not UTF-8 was sent: {e}"))
    }

    /// The same, of a client whose bytes are no text.
    pub fn heard_bytes(&mut self, guest: Guest) -> Vec<u8> {
        std::mem::take(&mut self.guests[guest.0].heard)
    }

    /// Whether the house closed their connection.
    #[must_use]
    pub fn is_closed(&self, guest: Guest) -> bool {
        self.guests[guest.0].closed
    }

    /// They stop reading, or read again.
    pub fn set_deaf(&mut self, guest: Guest, deaf: bool) {
        self.guests[guest.0].deaf = deaf;
        if let Some(index) = self.guests[guest.0].index {
            self.stage().core.mark_dirty(index);
        }
        self.settle();
    }

    /// They close in good order.
    pub fn hang_up(&mut self, guest: Guest) {
        if let Some(index) = self.guests[guest.0].index {
            self.stage().core.finished(index);
        }
        self.settle();
    }

    /// Their connection breaks.
    pub fn break_off(&mut self, guest: Guest) {
        if let Some(index) = self.guests[guest.0].index.take() {
            let stage = self.stage();
            stage.core.broke(index, "connection reset");
            stage.core.remove(index);
            self.guests[guest.0].closed = true;
        }
        self.settle();
    }

    /// Time passes, with everything that is due in it.
    pub fn pass_ms(&mut self, ms: u64) {
        let end = self.now.plus(ms);
        while self.now < end {
            let next = self.stage().core.timers.next().unwrap_or(end);
            self.now = next.clamp(self.now.plus(1), end);
            self.settle();
        }
    }

    /// The house is killed and started again: nothing but what was kept is left, all connections are gone.
    pub fn restart(&mut self) {
        self.stage = None;
        for guest in &mut self.guests {
            guest.index = None;
            guest.session = None;
            guest.closed = true;
        }
        self.raise();
    }

    /// The letters that went out since the last time.
    pub fn letters(&mut self) -> Vec<WrittenLetter> {
        std::mem::take(&mut self.stage().hands.letters)
    }

    /// What was pushed since the last time.
    pub fn pushes(&mut self) -> Vec<Push> {
        std::mem::take(&mut self.stage().hands.pushes)
    }

    /// Somebody makes the account `name` a server operator.
    ///
    /// # Panics
    /// When there is no such account.
    pub fn appoint(&mut self, name: &str) {
        self.stage().house.appoint(&[name.to_owned()]);
        self.settle();
    }

    /// Whoever runs the house asks something of the directory.
    ///
    /// # Panics
    /// When the house refuses.
    pub fn rule(&mut self, command: &DirectoryCommand) {
        let ruled = self.stage().house.engine.rule_as_house(command);
        ruled.unwrap_or_else(|why| panic!("{command:?}: {why:?}"));
        self.settle();
    }

    /// The settings were read again: these rules hold from now on.
    pub fn set_rules(&mut self, rules: Rules) {
        self.rules = Arc::new(rules);
        let rules = Arc::clone(&self.rules);
        self.stage().hands.to_house.push_back(ToHouse::NewRules(rules));
        self.settle();
    }

    /// What is kept of an account's password, for tests of how it is kept.
    #[must_use]
    pub fn credentials(&mut self, account: &str) -> Option<Arc<str>> {
        let account = self.stage().house.engine.directory().account(account);
        account.map(|a| Arc::clone(&a.credentials))
    }

    /// What a connection is told that comes when the house is full.
    #[must_use]
    pub fn turn_away(door: &dyn Door, why: &TurnedAway) -> String {
        String::from_utf8_lossy(&door.turn_away(why)).into_owned()
    }

    /// Lets everything happen that can happen without time.
    fn settle(&mut self) {
        let now = self.now;
        let Some(stage) = self.stage.as_mut() else { return };
        stage.core.now = now;
        loop {
            stage.core.run_timers();
            for index in std::mem::take(&mut stage.core.readable) {
                if let Some(conn) = stage.core.conns.get_mut(index) {
                    conn.unread = false;
                }
            }
            for index in stage.core.take_dirty() {
                let Some(conn) = stage.core.conns.get_mut(index) else { continue };
                conn.dirty = false;
                let guest = self.guests.iter_mut().find(|g| g.session == Some(conn.session));
                let Some(guest) = guest else { continue };
                if !guest.deaf {
                    guest.heard.extend_from_slice(&conn.out.bytes()[conn.written()..]);
                    let n = conn.waiting();
                    conn.wrote(n, now);
                }
                if stage.core.written(index) {
                    guest.closed = true;
                    guest.index = None;
                    stage.core.remove(index);
                }
            }
            for index in std::mem::take(&mut stage.core.abandoned) {
                if let Some(conn) = stage.core.remove(index)
                    && let Some(guest) = self.guests.iter_mut().find(|g| g.session == Some(conn.session))
                {
                    guest.closed = true;
                    guest.index = None;
                }
            }
            stage.hands.to_house.extend(stage.core.asks.drain(..));
            stage.house.handle(ToHouse::Engine(In::Tick), now, &mut stage.hands);
            while let Some(message) = stage.hands.to_house.pop_front() {
                stage.house.handle(message, now, &mut stage.hands);
                stage.house.act(&mut stage.hands);
            }
            stage.house.act(&mut stage.hands);
            let mail = std::mem::take(&mut stage.hands.to_shard);
            let idle = mail.is_empty() && stage.hands.to_house.is_empty();
            for message in mail {
                stage.core.hear(message);
            }
            stage.core.tell_gathered();
            stage.core.write_at_once(|index, bytes| {
                let Some(guest) = self.guests.iter_mut().find(|g| g.index == Some(index)) else { return 0 };
                // A kernel may take less than it is offered, and here it does for every other connection.
                let taken = match (guest.deaf, index % 2) {
                    (true, _) => 0,
                    (false, 0) => bytes.len(),
                    (false, _) => bytes.len() / 2,
                };
                guest.heard.extend_from_slice(&bytes[..taken]);
                taken
            });
            if idle && !stage.core.is_busy() && stage.core.asks.is_empty() {
                break;
            }
        }
        for (i, guest) in self.guests.iter().enumerate() {
            debug_assert!(guest.index.is_some() || guest.closed, "guest {i} is nowhere");
        }
    }
}
