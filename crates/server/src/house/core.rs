//! What the house does with what it is told: the engine decides, others keep, read, hash and show.

use super::digests::Digests;
use super::guard::Guard;
use super::looks::Looks;
use super::notes::Notes;
use crate::gate::Gate;
use crate::hasher;
use crate::letters::{self, WrittenLetter};
use crate::link::{Rehash, Reply, ToHouse, ToShard};
use crate::lookups;
use crate::readers;
use crate::writer::{Work, log_fault};
use crate::{Administer, Console, Figures, Rules};
use hashbrown::HashSet;
use parlor_engine::{Answer, Ask, Duties, Engine, In, Out, Push, SessionId, Token};
use parlor_model::{AccountName, DirectoryCommand, Fact, Refusal, RoomId, Time};
use parlor_store::{Batch, Position};
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// Who works for the house.
pub(crate) trait Hands {
    /// Keeps, and says so later.
    fn keep(&mut self, work: Work);
    /// Reads, and says what later.
    fn read(&mut self, job: readers::Job);
    /// Looks after a password. `Err`: too many wait.
    fn hash(&mut self, job: hasher::Job) -> Result<(), hasher::Job>;
    /// Brings a letter away, some time.
    fn letter(&mut self, letter: WrittenLetter);
    /// Pushes something to somebody's programs, some time.
    fn push(&mut self, push: Push);
    /// Finds out about somebody. `Err`: too many wait.
    fn look_up(&mut self, job: lookups::Job) -> Result<(), Box<lookups::Job>>;
    /// Puts something into the mail of the shard that has this session.
    fn mail(&mut self, session: SessionId, message: ToShard);
    /// Puts something into the mail of every shard that has ever had somebody.
    fn mail_peopled(&mut self, message: &dyn Fn() -> ToShard);
    /// Puts something into the mail of every shard.
    fn mail_all(&mut self, message: &dyn Fn() -> ToShard);
}

/// The house without its threads.
pub(crate) struct HouseCore {
    pub(crate) engine: Engine,
    pub(crate) rules: Arc<Rules>,
    /// Shared files: what showed them may be deleted.
    pub(crate) vault: Option<Arc<parlor_store::vault::Vault>>,
    looks: Looks,
    digests: Digests,
    notes: Notes,
    guard: Guard,
    pub(super) figures: Arc<Figures>,
    /// Who waits to be let in until something is found out.
    pub(super) looked_at: HashSet<SessionId>,
    /// Who waits for a directory command of an administrator to be kept.
    administering: Vec<(u64, Sender<Result<(), Refusal>>)>,
    /// Who brought a token, and waits for the account that was made for them to be kept.
    pub(super) found: Vec<(u64, SessionId, Token, AccountName)>,
    pub(super) kept_batches: u64,
    sent_batches: u64,
    rehash: Option<Rehash>,
    /// Empty between turns: only its room is kept.
    outs: Vec<Out>,
}

impl HouseCore {
    pub(crate) fn new(engine: Engine, rules: Arc<Rules>, console: Console, gate: Arc<Gate>) -> Self {
        Self {
            engine,
            rules,
            vault: None,
            looks: Looks::default(),
            digests: Digests::default(),
            notes: Notes::new(console),
            figures: Arc::clone(&gate.figures),
            guard: Guard::new(gate),
            looked_at: HashSet::new(),
            administering: Vec::new(),
            found: Vec::new(),
            kept_batches: 0,
            sent_batches: 0,
            rehash: None,
            outs: Vec::new(),
        }
    }

    /// One thing that came in.
    pub(crate) fn handle(&mut self, message: ToHouse, now: Time, hands: &mut dyn Hands) {
        match message {
            ToHouse::Ask { session, token, ask } => {
                let ask = self.with_code(ask);
                self.engine.handle(In::Ask { session, token, ask }, now);
            }
            ToHouse::Enter { session, token, entering, ends } => {
                self.enter(session, token, entering, ends, now, hands);
            }
            ToHouse::LookedUp { session, token, entering, verdict } => {
                self.looked_up(session, token, entering, verdict, now, hands);
            }
            ToHouse::Ended { session, how, unshown } => {
                self.looked_at.remove(&session);
                let who = self.engine.who(session).filter(|_| !unshown).cloned();
                self.engine.handle(In::Ended { session, how: how.clone() }, now);
                if let Some(who) = who {
                    self.notes.ended(&who, &how, self.engine.present());
                }
            }
            ToHouse::Kept(batch) => {
                self.kept_batches += 1;
                self.engine.handle(In::Kept(batch), now);
                self.administered(Ok(()));
                self.founded(true, hands);
            }
            ToHouse::Failed(batch, fault) => {
                log_fault("events were not kept", &fault);
                self.kept_batches += 1;
                self.engine.handle(In::Failed(batch), now);
                self.administered(Err(Refusal::Busy));
                self.founded(false, hands);
            }
            ToHouse::Reloaded(room, Ok(log)) => self.engine.handle(In::Reloaded { room, log }, now),
            ToHouse::Reloaded(room, Err(fault)) => {
                log_fault("a room was not read again", &fault);
                self.engine.handle(In::ReloadFailed(room), now);
            }
            ToHouse::Engine(input) => self.engine.handle(input, now),
            ToHouse::Reply { session, token, reply } => {
                let reply = self.unless_suspended(reply);
                // What came before goes into the mail before.
                self.pass_on(hands);
                hands.mail(session, ToShard::Reply { session, token, reply: Box::new(reply) });
            }
            ToHouse::History { session, token, wish } => {
                let ask = self.looks.history(session, token, wish);
                self.engine.handle(In::Ask { session, token, ask }, now);
            }
            ToHouse::Search { session, token, wish } => {
                let ask = self.looks.search(session, token, wish);
                self.engine.handle(In::Ask { session, token, ask }, now);
            }
            ToHouse::After { session, token, room, after, limit } => {
                let ask = self.looks.after(session, token, room, after, limit);
                self.engine.handle(In::Ask { session, token, ask }, now);
            }
            ToHouse::CatchUp { session, room, after } => {
                self.figures.catch_ups.add(1);
                hands.read(readers::Job::CatchUp { session, room, after });
            }
            ToHouse::CaughtUp { session, room, after, events } => {
                self.pass_on(hands);
                self.caught_up(session, room, after, events, hands);
            }
            ToHouse::Verify { session, token, name, password } => {
                self.verify(session, token, &name, password, hands);
            }
            ToHouse::Scram { session, token, first } => self.scram(session, token, &first, hands),
            ToHouse::Certificate { session, token, certificate, acts_for } => {
                self.certificate(session, token, certificate, &acts_for, hands);
            }
            ToHouse::Bearer { session, token, brought, acts_for } => {
                self.bearer(session, token, &brought, &acts_for, now, hands);
            }
            ToHouse::BetterCredentials { account, from, to } => {
                self.engine.better_credentials(&account, &from, to);
            }
            ToHouse::Hash { session, token, password } => self.make(session, token, password, hands),
            ToHouse::Administer(wish) => self.administer(wish),
            ToHouse::NewRules(rules) => {
                self.engine.set_house(rules.house.clone());
                self.rules = Arc::clone(&rules);
                hands.mail_all(&|| ToShard::NewRules(Arc::clone(&rules)));
            }
            ToHouse::Rehash { session, token } => self.rehash(session, token, hands),
            ToHouse::Settings { session, token } => self.settings(session, token, hands),
            ToHouse::OnRehash(rehash) => self.rehash = Some(rehash),
            // The thread around this counts these.
            ToHouse::Stop | ToHouse::Quiet | ToHouse::Empty => {}
        }
    }

    /// What may lead to a letter comes with a code for it.
    fn with_code(&self, mut ask: Ask) -> Ask {
        if let Ask::RegisterByMail { code, .. } | Ask::SendCode { code, .. } = &mut ask
            && self.rules.house.mail
        {
            *code = letters::new_code();
        }
        ask
    }

    /// Does what the engine wants done by now, without sending anything more to be kept.
    pub(crate) fn pass_on(&mut self, hands: &mut dyn Hands) {
        self.do_all(Engine::take_decided_into, hands);
    }

    fn do_all(&mut self, take: fn(&mut Engine, &mut Vec<Out>), hands: &mut dyn Hands) {
        let mut outs = std::mem::take(&mut self.outs);
        take(&mut self.engine, &mut outs);
        for out in outs.drain(..) {
            self.do_one(out, hands);
        }
        self.outs = outs;
    }

    /// Nothing has happened for a while: what a crowd needed for its turns is given back.
    pub(crate) fn rest(&mut self) {
        self.engine.rest();
        self.outs = Vec::new();
    }

    /// Does what the engine wants done by now, and sends what was decided in this turn to be kept.
    /// Whether anything was sent.
    pub(crate) fn act(&mut self, hands: &mut dyn Hands) -> bool {
        self.post_guard(hands);
        let sent = self.sent_batches;
        self.do_all(Engine::take_into, hands);
        self.sent_batches > sent
    }

    /// Whether the writer has nothing of ours.
    pub(crate) fn is_writer_idle(&self) -> bool {
        self.sent_batches == self.kept_batches
    }

    /// Lets the gate know whom it must not let in, and has those put out who are in already.
    fn post_guard(&mut self, hands: &mut dyn Hands) {
        if self.guard.is_new(&self.engine) {
            hands.mail_all(&|| ToShard::PutOut);
        }
    }

    fn do_one(&mut self, out: Out, hands: &mut dyn Hands) {
        match out {
            Out::Tell(told) => {
                self.notes.told(&told);
                self.figures.events.add(1);
                if matches!(told.event.fact, Fact::Said { .. }) {
                    self.figures.messages.add(1);
                }
                if let (Some(vault), Fact::Deleted { target, .. }) = (&self.vault, &told.event.fact) {
                    vault.message_deleted(told.event.room, *target);
                }
                hands.mail_peopled(&|| ToShard::Tell(Arc::clone(&told)));
            }
            Out::Answer { session, token, answer } => self.answer(session, token, answer, hands),
            Out::Keep { batch, events, positions, marks, forgotten } => {
                let digests = self.digests.due(&self.engine, &events, self.rules.altering_events_per_digest);
                let positions = positions
                    .into_iter()
                    .map(|(person, room, number, at)| Position { person, room, number, at })
                    .collect();
                self.sent_batches += 1;
                hands.keep(Work::Keep(batch, Batch { events, positions, marks, forgotten, digests }));
            }
            Out::Reload { room, told } => hands.keep(Work::Reload(room, told)),
            Out::Recall { room, number } => hands.read(readers::Job::Recall { room, number }),
            Out::FindKey { person, key } => hands.read(readers::Job::FindKey { person, key }),
            Out::Letter(letter) => hands.letter(letters::write(&letter, &self.rules.network)),
            Out::Push(push) => hands.push(push),
            Out::Listen { session, room, told } => {
                hands.mail(session, ToShard::Listen { session, room, told });
            }
            Out::Unlisten { session, room } => hands.mail(session, ToShard::Unlisten { session, room }),
            Out::Signal(signalled) => hands.mail_peopled(&|| ToShard::Signal(Arc::clone(&signalled))),
            Out::Became { session, person } => hands.mail(session, ToShard::Became { session, person }),
            Out::Trusted { session, trusted } => hands.mail(session, ToShard::Trusted { session, trusted }),
            Out::Close { session, why } => hands.mail(session, ToShard::Close { session, why }),
        }
    }

    fn answer(&mut self, session: SessionId, token: Token, answer: Answer, hands: &mut dyn Hands) {
        if let Answer::Refused(refusal) = &answer {
            self.figures.refused(refusal);
        }
        match self.looks.answered(session, token, answer, self.rules.search_results_max) {
            Ok(job) => hands.read(job),
            Err(answer) => {
                let reply = Box::new(Reply::Answer(answer));
                hands.mail(session, ToShard::Reply { session, token, reply });
            }
        }
    }

    fn caught_up(
        &mut self,
        session: SessionId,
        room: RoomId,
        after: parlor_model::Number,
        events: Result<Vec<parlor_model::Event>, parlor_store::Fault>,
        hands: &mut dyn Hands,
    ) {
        let events = match events {
            Ok(events) => Some(events),
            Err(fault) => {
                log_fault("a slow listener's events were not read", &fault);
                None
            }
        };
        // What is kept but not told yet comes live; the store may know it already.
        let (tag, told) = self.engine.tag(room).map_or((None, None), |(tag, told)| (Some(tag), Some(told)));
        let events =
            events.map(|events| events.into_iter().filter(|e| told.is_some_and(|t| e.number <= t)).collect());
        hands.mail(session, ToShard::CaughtUp { session, room, after, tag, events });
    }

    fn administer(&mut self, wish: Administer) {
        match wish {
            Administer::Directory { command, done } => match self.engine.rule_as_house(&command) {
                Ok(()) => self.administering.push((self.batch_to_come(), done)),
                Err(why) => {
                    let _ = done.send(Err(why));
                }
            },
            Administer::Accounts { done } => {
                let accounts = &self.engine.directory().accounts;
                let _ =
                    done.send(accounts.values().map(|a| (a.name.as_str().to_owned(), a.operator)).collect());
            }
        }
    }

    fn rehash(&mut self, session: SessionId, token: Token, hands: &mut dyn Hands) {
        match &self.rehash {
            _ if !self.engine.does(session, Duties::REHASH) => {
                refuse(session, token, Refusal::NeedOperator, hands);
            }
            Some(rehash) => rehash(session, token),
            None => refuse(session, token, Refusal::NotHere, hands),
        }
    }

    fn settings(&mut self, session: SessionId, token: Token, hands: &mut dyn Hands) {
        // What came before goes into the mail before.
        self.pass_on(hands);
        if !self.engine.does(session, Duties::REHASH) {
            return refuse(session, token, Refusal::NeedOperator, hands);
        }
        let reply = Box::new(Reply::Settings(Arc::clone(&self.rules.settings)));
        hands.mail(session, ToShard::Reply { session, token, reply });
    }

    /// The number of the batch that what is decided now will be in.
    pub(super) const fn batch_to_come(&self) -> u64 {
        self.sent_batches + 1
    }

    fn administered(&mut self, how: Result<(), Refusal>) {
        let kept = self.kept_batches;
        self.administering.retain(|(batch, done)| {
            let due = *batch <= kept;
            if due {
                let _ = done.send(how.clone());
            }
            !due
        });
    }

    /// Accounts that the settings name are server operators.
    pub(crate) fn appoint(&mut self, operators: &[String]) {
        for name in operators {
            let Some(account) = self.engine.directory().account(name) else {
                tracing::warn!(account = name, "the settings name a server operator who has no account");
                continue;
            };
            let command = DirectoryCommand::SetOperator { name: account.name.clone(), operator: true };
            // Who is one already needs nothing.
            let _ = self.engine.rule_as_house(&command);
        }
    }

    /// Whether everything decided is kept.
    pub(crate) fn is_settled(&self) -> bool {
        self.sent_batches == self.kept_batches && self.engine.waiting() == 0
    }

    /// What a quick start next time needs.
    pub(crate) fn last_digests(&mut self) -> Work {
        Work::Digests(self.digests.all(&self.engine))
    }
}

pub(super) fn refuse(session: SessionId, token: Token, why: Refusal, hands: &mut dyn Hands) {
    let reply = Box::new(Reply::Answer(Answer::Refused(why)));
    hands.mail(session, ToShard::Reply { session, token, reply });
}
