//! A house to try scenarios in: sessions by name, a disk that does what the test says, and everything that comes out
//! of the engine as lines of text.
#![allow(dead_code, reason = "each scenario file uses its own part of the house")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what must be so")]

mod asks;
mod text;

pub(crate) use asks::*;

use parlor_engine::{
    Ask, BatchId, Beside, Ending, Engine, Entering, House, In, Out, Reload, Seed, SessionId, Token,
};
use parlor_model::{
    AccountName, Audience, DirectoryCommand, Event, Fact, Nickname, Number, PersonId, Recall, RoomId, Sign,
    Text, Time,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The house of a test.
pub(crate) struct TestHouse {
    pub(crate) engine: Engine,
    pub(crate) now: Time,
    /// Everything on the disk.
    pub(crate) kept: BTreeMap<RoomId, Vec<Event>>,
    /// The disk answers no questions until told to.
    pub(crate) slow: bool,
    under_way: Option<(BatchId, Vec<Arc<Event>>)>,
    questions: Vec<Out>,
    tokens: u32,
    pub(crate) sessions: BTreeMap<SessionId, &'static str>,
    listens: BTreeMap<RoomId, BTreeSet<SessionId>>,
    people: BTreeMap<SessionId, PersonId>,
}

/// Holds what came out against what was expected, line by line.
#[track_caller]
pub(crate) fn check(shown: &[String], expected: &str) {
    let expected: Vec<_> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(shown, expected, "it was:\n{}\n", shown.join("\n"));
}

impl TestHouse {
    pub(crate) fn new() -> Self {
        Self::with(House::default())
    }

    pub(crate) fn with(house: House) -> Self {
        let now = Time(1_000);
        Self {
            engine: Engine::new(house, Seed { person: 1, ..Seed::default() }, now),
            now,
            kept: BTreeMap::new(),
            slow: false,
            under_way: None,
            questions: Vec::new(),
            tokens: 0,
            sessions: BTreeMap::new(),
            listens: BTreeMap::new(),
            people: BTreeMap::new(),
        }
    }

    /// A guest of this name comes in. The session is called by the name, too.
    pub(crate) fn enter(&mut self, name: &'static str) -> SessionId {
        let (session, _) = self.enter_as(name, name, "192.0.2.1", None);
        self.keep_all();
        session
    }

    /// Somebody asks to be let in; `label` is what the test calls the session.
    pub(crate) fn enter_as(
        &mut self,
        label: &'static str,
        nick: &str,
        address: &str,
        account: Option<&str>,
    ) -> (SessionId, Vec<String>) {
        let session = SessionId(self.sessions.len() as u64 + 1);
        self.sessions.insert(session, label);
        let entering = Entering {
            nick: Nickname::trusted(nick),
            user: "u".into(),
            address: address.into(),
            host: address.into(),
            real: "".into(),
            account: account.map(AccountName::trusted),
            token: None,
            secure: false,
            beside: Beside::default(),
        };
        let shown = self.ask(session, Ask::Enter(Box::new(entering)));
        (session, shown)
    }

    /// A guest asks to be let in, perhaps beside another connection of theirs.
    pub(crate) fn enter_beside(
        &mut self,
        label: &'static str,
        nick: &str,
        address: &str,
        beside: Beside,
    ) -> (SessionId, Vec<String>) {
        let session = SessionId(self.sessions.len() as u64 + 1);
        self.sessions.insert(session, label);
        let entering = Entering {
            nick: Nickname::trusted(nick),
            user: "u".into(),
            address: address.into(),
            host: address.into(),
            real: "".into(),
            account: None,
            token: None,
            secure: false,
            beside,
        };
        let shown = self.ask(session, Ask::Enter(Box::new(entering)));
        (session, shown)
    }

    /// Somebody comes in with a token.
    pub(crate) fn enter_with(&mut self, label: &'static str, secret_number: u8) -> (SessionId, Vec<String>) {
        let session = SessionId(self.sessions.len() as u64 + 1);
        self.sessions.insert(session, label);
        let entering = Entering {
            nick: Nickname::trusted("-"),
            user: "u".into(),
            address: "192.0.2.9".into(),
            host: "192.0.2.9".into(),
            real: "".into(),
            account: None,
            token: Some(secret(secret_number)),
            secure: false,
            beside: Beside::default(),
        };
        let shown = self.ask(session, Ask::Enter(Box::new(entering)));
        (session, shown)
    }

    /// A session asks; what comes of it at once.
    pub(crate) fn ask(&mut self, session: SessionId, ask: Ask) -> Vec<String> {
        self.tokens += 1;
        self.put(In::Ask { session, token: Token(self.tokens), ask })
    }

    /// What the last question was called.
    pub(crate) fn asked(&self) -> u32 {
        self.tokens
    }

    /// The shell says something.
    pub(crate) fn hand(&mut self, input: In) -> Vec<String> {
        self.put(input)
    }

    /// Asks and has it kept: for what a scenario only needs to have happened.
    pub(crate) fn did(&mut self, session: SessionId, ask: Ask) {
        self.ask(session, ask);
        self.keep_all();
    }

    pub(crate) fn ended(&mut self, session: SessionId, how: Ending) -> Vec<String> {
        self.listens.values_mut().for_each(|l| {
            l.remove(&session);
        });
        self.people.remove(&session);
        self.put(In::Ended { session, how })
    }

    /// The disk has kept the batch under way.
    pub(crate) fn kept(&mut self) -> Vec<String> {
        let (batch, events) = self.under_way.take().expect("a batch is under way");
        self.write(&events);
        self.put(In::Kept(batch))
    }

    /// The disk says that the batch failed; whether it is on the disk is another question.
    pub(crate) fn failed(&mut self, is_kept: bool) -> Vec<String> {
        let (batch, events) = self.under_way.take().expect("a batch is under way");
        if is_kept {
            self.write(&events);
        }
        self.put(In::Failed(batch))
    }

    pub(crate) fn keep_all(&mut self) {
        while self.under_way.is_some() {
            self.kept();
        }
    }

    /// The disk answers what it was asked while it was slow.
    pub(crate) fn disk_answers(&mut self) -> Vec<String> {
        self.slow = false;
        let questions = std::mem::take(&mut self.questions);
        questions.into_iter().flat_map(|q| self.look_up(&q)).collect()
    }

    pub(crate) fn after_ms(&mut self, ms: u64) -> Vec<String> {
        self.now = self.now.plus(ms);
        self.put(In::Tick)
    }

    /// The house itself makes an account, a server operator's.
    pub(crate) fn make_operator(&mut self, name: &str) {
        let name = AccountName::trusted(name);
        let register =
            DirectoryCommand::Register { person: PersonId(0), name: name.clone(), credentials: "x".into() };
        self.engine.rule_as_house(&register).unwrap();
        self.engine.rule_as_house(&DirectoryCommand::SetOperator { name, operator: true }).unwrap();
        self.take();
        self.keep_all();
    }

    fn put(&mut self, input: In) -> Vec<String> {
        self.engine.handle(input, self.now);
        self.take()
    }

    fn take(&mut self) -> Vec<String> {
        let mut shown = Vec::new();
        for out in self.engine.take() {
            shown.extend(self.text_of(&out));
            match out {
                Out::Keep { batch, events, .. } => self.under_way = Some((batch, events)),
                Out::Reload { .. } | Out::Recall { .. } | Out::FindKey { .. } => self.questions.push(out),
                Out::Listen { session, room, .. } => {
                    self.listens.entry(room.id).or_default().insert(session);
                }
                Out::Unlisten { session, room } => {
                    self.listens.entry(room).or_default().remove(&session);
                }
                Out::Became { session, person } => {
                    self.people.insert(session, person);
                }
                Out::Close { session, .. } => {
                    self.listens.values_mut().for_each(|l| {
                        l.remove(&session);
                    });
                    self.people.remove(&session);
                }
                Out::Tell(_)
                | Out::Signal(_)
                | Out::Trusted { .. }
                | Out::Letter(_)
                | Out::Push(_)
                | Out::Answer { .. } => {}
            }
        }
        if !self.slow {
            for question in std::mem::take(&mut self.questions) {
                shown.extend(self.look_up(&question));
            }
        }
        shown
    }

    /// Who hears an event, by what the engine said of who listens.
    fn hearers(&self, event: &Event) -> Vec<&'static str> {
        let hears = |session: &SessionId| match &event.heard {
            Audience::Room => self.listens.get(&event.room).is_some_and(|l| l.contains(session)),
            Audience::These(people) => self.people.get(session).is_some_and(|p| people.contains(p)),
            Audience::Nobody => false,
        };
        self.sessions.iter().filter(|(s, _)| hears(s)).map(|(_, label)| *label).collect()
    }

    fn write(&mut self, events: &[Arc<Event>]) {
        for event in events {
            let log = self.kept.entry(event.room).or_default();
            assert_eq!(event.number.0, log.len() as u64 + 1, "a hole in the log");
            log.push((**event).clone());
        }
    }

    fn look_up(&mut self, question: &Out) -> Vec<String> {
        let input = match question {
            Out::Reload { room, told } => In::Reloaded { room: *room, log: self.reload(*room, *told) },
            Out::Recall { room, number } => {
                In::Recalled { room: *room, number: *number, recall: self.recall(*room, *number) }
            }
            Out::FindKey { person, key } => {
                let of = |e: &&Event| e.by.person == *person && e.key.as_ref() == Some(key);
                let found = self.kept.values().flatten().find(of).map(Event::id);
                In::KeyFound { person: *person, key: key.clone(), found: Ok(found) }
            }
            _ => return Vec::new(),
        };
        self.put(input)
    }

    fn reload(&self, room: RoomId, told: Number) -> Option<Box<Reload>> {
        let log = self.kept.get(&room).cloned().unwrap_or_default();
        if log.is_empty() && room != RoomId::DIRECTORY {
            return None;
        }
        let said = log.iter().rev().find(|e| matches!(e.fact, Fact::Said { .. }));
        Some(Box::new(Reload {
            digest: Vec::new(),
            digest_as_of: Number(0),
            altering: log.iter().filter(|e| e.fact.alters_room()).cloned().collect(),
            last: log.last().map_or(Number(0), |e| e.number),
            last_said: said.map(|e| e.at),
            untold: log.iter().filter(|e| e.number > told).cloned().collect(),
        }))
    }

    fn recall(&self, room: RoomId, number: Number) -> Option<Recall> {
        let log = self.kept.get(&room)?;
        let said = log.iter().find(|e| e.number == number && matches!(e.fact, Fact::Said { .. }))?;
        let deleted =
            log.iter().any(|e| matches!(&e.fact, Fact::Deleted { target, .. } if *target == number));
        let reactions = log.iter().filter_map(|e| match &e.fact {
            Fact::Reacted { target, reaction, sign: Sign::Plus } if *target == number => {
                Some((e.by.person, reaction.clone()))
            }
            _ => None,
        });
        let reactions = reactions.collect();
        Some(Recall { number, by: said.by.person, heard: said.heard.clone(), deleted, reactions })
    }

    /// Who the session is.
    /// The sessions that a test called so.
    pub(crate) fn sessions_of(&self, label: &str) -> Vec<SessionId> {
        self.sessions.iter().filter(|(_, l)| **l == label).map(|(s, _)| *s).collect()
    }

    pub(crate) fn person(&self, session: SessionId) -> Option<PersonId> {
        self.people.get(&session).copied()
    }
}

/// Words that a departure is given.
pub(crate) fn quit(words: &str) -> Ending {
    Ending::Quit(Text::trusted(words))
}

/// The same, without a goodbye of theirs.
pub(crate) fn closed(words: &str) -> Ending {
    Ending::Closed(Text::trusted(words))
}

pub(crate) fn broken(words: &str) -> Ending {
    Ending::Broken(Text::trusted(words))
}
