//! One house in one run: the engine, its store, its clients, and the dice that decide what happens next.

use crate::dice::Dice;
use crate::kept::Kept;
use crate::seat::{Question, Seat, Write};
use crate::shard::Shard;
use crate::store::{Faults, Store};
use crate::trace::Trace;
use crate::wishes::{ADDRESSES, NICKS};
use crate::witness::Witness;
use parlor_engine::{Ask, Engine, House, In, Offer, SessionId, Token};
use parlor_model::{AccountName, DirectoryCommand, Key, Limits, PersonId, PushRules, RoomName, Time};
use std::cell::Cell;

thread_local! {
    /// The step of the run on this thread: for the report when it fails.
    pub(crate) static STEP: Cell<u64> = const { Cell::new(0) };
}

/// What came of a run, to see that it was worth running.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Events kept.
    pub events: u64,
    /// Questions answered.
    pub answers: u64,
    /// Questions acknowledged as kept.
    pub acknowledged: u64,
    /// Times that keeping failed.
    pub failures: u64,
    /// Times that the house was cut off.
    pub crashes: u64,
    /// Times that nothing was under way and everything was compared.
    pub compared: u64,
    /// Messages and invitations that were pushed.
    pub pushed: u64,
}

/// A house in a run.
pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) now: Time,
    pub(crate) house: House,
    pub(crate) engine: Engine,
    pub(crate) store: Store,
    pub(crate) shard: Shard,
    pub(crate) witness: Witness,
    pub(crate) seats: Vec<Seat>,
    pub(crate) writes: Vec<Write>,
    pub(crate) serial: u64,
    pub(crate) sessions: u64,
    pub(crate) person_most: u64,
    pub(crate) summary: Summary,
    pub(crate) trace: Trace,
}

/// Mostly as houses are.
fn offer(dice: &mut Dice) -> Offer {
    let rare = [Offer::Never, Offer::OnRequest, Offer::UntilQuit, Offer::Always];
    if dice.chance(600) { Offer::ByDefault } else { dice.pick(&rare).copied().unwrap_or(Offer::Never) }
}

const SEATS: usize = 8;

impl World {
    pub(crate) fn new(seed: u64, trace: Trace) -> Self {
        let mut dice = Dice::new(seed);
        let house = House {
            limits: Limits {
                rooms_per_person_max: 4,
                list_entries_max: 3,
                reactions_per_message_max: 4,
                ..Limits::default()
            },
            grace_ms: if dice.chance(100) { 0 } else { 1 + dice.below(20_000) },
            always_on: offer(&mut dice),
            multiclient: offer(&mut dice),
            auto_away: offer(&mut dice),
            nick_equals_account: dice.chance(100),
            guests: true,
            registration: true,
            push: Some(PushRules {
                subscriptions_max: 2,
                expire_ms: 1 + dice.below(60_000),
                delay_ms: if dice.chance(500) { 0 } else { dice.below(5_000) },
            }),
            ..House::default()
        };
        let now = Time(1_000_000);
        let seats = (0..SEATS).map(|i| Seat {
            nick: NICKS[i % NICKS.len()],
            address: ADDRESSES[dice.index(ADDRESSES.len())],
            ..Seat::default()
        });
        let mut world = Self {
            seats: seats.collect(),
            engine: Engine::new(house.clone(), Kept::default().seed(1), now),
            house,
            now,
            store: Store::default(),
            shard: Shard::default(),
            witness: Witness::default(),
            writes: Vec::new(),
            serial: 0,
            sessions: 0,
            person_most: 0,
            summary: Summary::default(),
            trace,
            dice,
        };
        world.furnish();
        world
    }

    /// What an administrator does first, on a disk that works: a lobby, and an operator.
    fn furnish(&mut self) {
        self.engine.open_lobby(&RoomName::trusted("#lobby"));
        let name = AccountName::trusted("root");
        let person = PersonId(0);
        let register =
            DirectoryCommand::Register { person, name: name.clone(), credentials: "secret".into() };
        for command in [register, DirectoryCommand::SetOperator { name: name.clone(), operator: true }] {
            assert_eq!(self.engine.rule_as_house(&command), Ok(()), "the house rules itself");
        }
        if let Some(seat) = self.seats.last_mut() {
            seat.nick = "root";
            seat.account = Some(name);
        }
        self.drain();
    }

    /// A whole run.
    pub(crate) fn run(mut self) -> Summary {
        let calm = self.dice.chance(150);
        let level = if calm { 0 } else { 1 + self.dice.below(3) };
        self.store.faults = Faults {
            keep_fails: level * self.dice.below(60),
            answer_lost: level * self.dice.below(60),
            reload_fails: level * 120,
            look_up_fails: level * 30,
            crash: if calm { 0 } else { self.dice.below(6) },
        };
        let steps = 1_000 + self.dice.below(5_000);
        // How eager the disk is, and how many inputs make a turn: both shape what is under way at once.
        let (eager, turn) = (200 + self.dice.below(500), 300 + self.dice.below(700));
        for step in 0..steps {
            STEP.set(step);
            self.step(eager);
            if self.dice.chance(turn) {
                self.turn();
            }
        }
        self.finish();
        self.summary.events = self.store.kept.rooms.values().map(|l| l.events.len() as u64).sum();
        self.summary
    }

    fn step(&mut self, eager: u64) {
        self.now = self.now.plus(self.dice.below(40));
        if self.dice.chance(self.store.faults.crash) {
            return self.crash();
        }
        if self.dice.chance(15) {
            self.now = self.now.plus(self.dice.below(25_000));
        }
        if self.dice.chance(80) {
            self.put(In::Tick);
        }
        if self.dice.chance(eager) && !self.store.is_idle() {
            if let Some(input) = self.store.work(&mut self.dice) {
                self.put(input);
            }
            return;
        }
        let at = self.dice.index(self.seats.len());
        self.act(at);
    }

    /// Something happens to the engine.
    pub(crate) fn put(&mut self, input: In) {
        self.trace.input(self.now, &input);
        match &input {
            In::Failed(_) => self.summary.failures += 1,
            In::Reloaded { room, .. } => {
                self.witness.reloading.remove(room);
                self.witness.reread_at = Some(self.now);
            }
            _ => {}
        }
        self.engine.handle(input, self.now);
        self.check_names();
    }

    /// At all times: everyone present has a name of their own.
    fn check_names(&self) {
        let present: Vec<_> = self
            .shard
            .listeners
            .keys()
            .filter_map(|s| self.engine.who(*s))
            .map(|w| (w.nick.folded(), w.person))
            .collect();
        for (i, (nick, person)) in present.iter().enumerate() {
            let other = present[..i].iter().find(|(n, p)| n == nick && p != person);
            assert_eq!(other, None, "two people are called {nick:?} at once");
        }
    }

    /// A seat asks something.
    pub(crate) fn ask(&mut self, at: usize, ask: Ask, write: Option<usize>) {
        let Some(session) = self.seats[at].session else { return };
        self.serial += 1;
        #[expect(clippy::cast_possible_truncation, reason = "a run asks some hundred questions")]
        let token = Token(self.serial as u32);
        if let (Ask::Follow { .. }, Some(listener)) = (&ask, self.shard.listeners.get_mut(&session)) {
            listener.follows = true;
        }
        let person = self.engine.who(session).map(|w| w.person);
        let was_kept = |w: &Write| self.store.kept.find_key(w.person, &w.key).is_some();
        let write = write.and_then(|w| Some((w, was_kept(self.writes.get(w)?))));
        let operator = self.engine.is_operator(session);
        self.seats[at].open.push_back(Question {
            token,
            ask: ask.clone(),
            at: self.now,
            person,
            operator,
            write,
        });
        self.put(In::Ask { session, token, ask });
    }

    pub(crate) fn key(&mut self) -> Option<Key> {
        self.serial += 1;
        Key::parse(&format!("k{}", self.serial))
    }

    pub(crate) fn new_session(&mut self) -> SessionId {
        self.sessions += 1;
        SessionId(self.sessions)
    }

    /// The house is cut off and started again on what was kept.
    fn crash(&mut self) {
        self.store.cut_off(&mut self.dice);
        self.summary.crashes += 1;
        for at in 0..self.seats.len() {
            self.gone(at);
        }
        self.now = self.now.plus(self.dice.below(3_000));
        self.trace.say(self.now, "the house is cut off, and started again");
        let seed = self.store.kept.seed(self.person_most + 1);
        self.witness = Witness::at_start(&self.store.kept);
        self.engine = Engine::new(self.house.clone(), seed, self.now);
        for (id, log) in &self.store.kept.rooms {
            let room = self.engine.room(*id).filter(|r| r.last == log.room.last);
            assert!(room.is_none_or(|r| *r == log.room), "started as another room than was kept: {id:?}");
        }
        self.engine.open_lobby(&RoomName::trusted("#lobby"));
    }

    /// A seat's connection is over, as its shard sees it.
    pub(crate) fn gone(&mut self, at: usize) {
        let seat = &mut self.seats[at];
        seat.entered = false;
        seat.open.clear();
        if let Some(listener) = seat.session.take().and_then(|s| self.shard.listeners.remove(&s)) {
            seat.cursors = listener.cursors;
        }
    }
}
