//! The engine: its state, and what happens to it.

use crate::accounts_seen::SessionSeen;
use crate::keep::Keeping;
use crate::marks::Marks;
use crate::person::People;
use crate::rooms::Rooms;
use crate::slot::Slot;
use crate::watch::Watches;
use crate::{Answer, Ask, Defcon, In, Offer, Out, Reload, SessionId, Token};
use hashbrown::HashMap;
use parlor_model::{
    Actor, Audience, Directory, Event, Fact, Key, Limits, MessageId, PersonId, Refusal, RoomId, RoomName,
    Time, Who, decide,
};
use std::sync::Arc;

/// The rules of the house that the engine looks at: from settings, may change at any time.
#[derive(Clone, Debug)]
pub struct House {
    /// Bounds on rooms and messages.
    pub limits: Limits,
    /// How long a guest whose connection broke stays, in milliseconds.
    pub grace_ms: u64,
    /// Which accounts stay in their rooms when their last session closes.
    pub always_on: Offer,
    /// Which accounts may have several sessions at once.
    pub multiclient: Offer,
    /// Which accounts that are always on are shown as away while they have no session.
    pub auto_away: Offer,
    /// Whether people with an account are called as it is.
    pub nick_equals_account: bool,
    /// Whether people without an account are let in.
    pub guests: bool,
    /// Whether people may make accounts themselves.
    pub registration: bool,
    /// What people are taken for when they come, until they say otherwise.
    pub flags: crate::PersonFlags,
    /// Which server operators may less than all.
    pub classes: crate::OperatorClasses,
    /// Whether who makes an account must have an e-mail address, and show that mail reaches it.
    pub email_required: bool,
    /// Whether letters can be sent.
    pub mail: bool,
    /// How long the code of a letter works, in milliseconds.
    pub code_ms: u64,
    /// What accounts may have pushed to their programs; `None`: nothing.
    pub push: Option<parlor_model::PushRules>,
}

impl Default for House {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            grace_ms: 20_000,
            always_on: Offer::UntilQuit,
            multiclient: Offer::ByDefault,
            auto_away: Offer::ByDefault,
            nick_equals_account: false,
            guests: true,
            registration: true,
            flags: crate::PersonFlags::NONE,
            classes: crate::OperatorClasses::default(),
            email_required: false,
            mail: false,
            code_ms: 24 * 60 * 60 * 1000,
            push: None,
        }
    }
}

/// What a house starts from.
#[derive(Debug, Default)]
pub struct Seed {
    /// The whole log of accounts.
    pub directory: Vec<Event>,
    /// Every room.
    pub rooms: Vec<(RoomId, Reload)>,
    /// How far people have read: who, where, up to which number.
    pub positions: Vec<(PersonId, RoomId, parlor_model::Number)>,
    /// Read marks of accounts, the latest of each first.
    pub marks: Vec<parlor_model::Mark>,
    /// The first id to give to a new person: higher than any given by an earlier run. Guests leave no trace in the
    /// directory, so the shell takes it from the clock.
    pub person: u64,
}

/// The machine. Feed it with [`Engine::handle`], take what it wants done from [`Engine::take`].
#[derive(Debug)]
pub struct Engine {
    pub(crate) house: House,
    pub(crate) now: Time,
    pub(crate) started: Time,
    pub(crate) rooms: Rooms,
    pub(crate) people: People,
    pub(crate) directory: Directory,
    pub(crate) sessions: HashMap<SessionId, SessionSeen>,
    /// Where sessions come from, of those that come from elsewhere than their person is said to.
    pub(crate) addresses: HashMap<SessionId, Arc<str>>,
    /// The rooms that sessions hear without being in them.
    pub(crate) following: HashMap<SessionId, Vec<RoomId>>,
    pub(crate) watches: Watches,
    pub(crate) ways: crate::keyring::Ways,
    pub(crate) defcon: Defcon,
    pub(crate) keeping: Keeping,
    /// How far people have read, of those who are somebody.
    pub(crate) read_up_to: HashMap<PersonId, HashMap<RoomId, parlor_model::Number>>,
    pub(crate) marks: Marks,
    pub(crate) pushing: crate::push::Pushing,
    pub(crate) act: u64,
    pub(crate) next_person: u64,
    pub(crate) present: usize,
    pub(crate) present_most: usize,
    /// Of those present: who rules the house, and who wants to be seen by few.
    pub(crate) operators: usize,
    pub(crate) invisible: usize,
    pub(crate) out: Vec<Out>,
    pub(crate) sweep_at: Time,
}

/// One question under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker {
    pub(crate) session: SessionId,
    pub(crate) token: Token,
}

impl Engine {
    /// A house as of what was kept. Members who are guests wait for their sessions until the grace is over.
    #[must_use]
    pub fn new(house: House, seed: Seed, now: Time) -> Self {
        let mut engine = Self {
            house,
            now,
            started: now,
            rooms: Rooms::default(),
            people: People::default(),
            directory: Directory::default(),
            sessions: HashMap::new(),
            addresses: HashMap::new(),
            following: HashMap::new(),
            watches: Watches::default(),
            ways: crate::keyring::Ways::default(),
            defcon: Defcon::PEACE,
            keeping: Keeping::default(),
            read_up_to: HashMap::new(),
            marks: Marks::read(seed.marks),
            pushing: crate::push::Pushing::default(),
            act: 0,
            next_person: seed.person.max(1),
            present: 0,
            present_most: 0,
            operators: 0,
            invisible: 0,
            out: Vec::new(),
            sweep_at: Time(0),
        };
        engine.people.remember_at_most(engine.house.limits.whowas_max);
        for event in &seed.directory {
            engine.directory.apply(event);
        }
        let mut rooms: Vec<_> = seed.rooms.iter().map(|(id, _)| *id).collect();
        rooms.sort_unstable();
        for (id, reload) in seed.rooms {
            engine.rooms.add(Slot::read(id, &reload));
        }
        for id in &rooms {
            engine.adopt_members(*id);
        }
        engine.adopt_accounts();
        for (person, room, number) in seed.positions {
            engine.read_up_to.entry(person).or_default().insert(room, number);
        }
        engine.marks_of_the_living();
        for id in rooms {
            // An account whose name of then is somebody else's is only known since.
            engine.adopt_members(id);
            engine.put_members_right(id);
        }
        engine
    }

    /// Something happened, at `now`.
    pub fn handle(&mut self, input: In, now: Time) {
        self.now = self.now.max(now);
        match input {
            In::Ask { session, token, ask } => self.asked(Asker { session, token }, ask),
            In::Ended { session, how } => self.ended(session, &how),
            In::Kept(batch) => self.kept(batch),
            In::Failed(batch) => self.failed(batch),
            In::Reloaded { room, log } => self.reloaded(room, log),
            In::ReloadFailed(room) => self.keeping.reload_later.push(room),
            In::Recalled { room, number, recall } => self.recalled(room, number, Ok(recall)),
            In::RecallFailed { room, number } => self.recalled(room, number, Err(())),
            In::KeyFound { person, key, found } => self.key_found(person, &key, found),
            In::PushTried { session, token, taken } => self.push_tried(Asker { session, token }, taken),
            In::PushOver { person, endpoint, since } => self.push_over(person, &endpoint, since),
            In::Unwelcome { session, reason } => self.put_out(session, &reason),
            In::Tick => self.tick(),
        }
        self.tell_watchers();
    }

    /// Other rules from now on.
    pub fn set_house(&mut self, house: House) {
        let before = std::mem::replace(&mut self.house, house);
        self.people.remember_at_most(self.house.limits.whowas_max);
        if before.always_on != self.house.always_on {
            self.look_after_all_absent();
        }
    }

    /// What is to be done now, in order. Call it when a turn's inputs are in: what was decided since the last call is
    /// kept together.
    pub fn take(&mut self) -> Vec<Out> {
        let mut outs = Vec::new();
        self.take_into(&mut outs);
        outs
    }

    /// What is to be done now, in order, without sending anything more to be kept: the turn goes on.
    pub fn take_decided(&mut self) -> Vec<Out> {
        let mut outs = Vec::new();
        self.take_decided_into(&mut outs);
        outs
    }

    /// [`Engine::take`] in exchange for an empty list, whose room serves for what comes next.
    pub fn take_into(&mut self, outs: &mut Vec<Out>) {
        self.submit();
        self.take_decided_into(outs);
    }

    /// [`Engine::take_decided`] likewise.
    pub fn take_decided_into(&mut self, outs: &mut Vec<Out>) {
        debug_assert!(outs.is_empty(), "what was taken before is done");
        std::mem::swap(&mut self.out, outs);
    }

    /// Nothing has happened for a while: what a crowd needed for its turns is given back.
    pub fn rest(&mut self) {
        self.out.shrink_to_fit();
        self.keeping.held.shrink_to_fit();
    }

    /// What a room is called, and the last number told of it.
    #[must_use]
    pub fn tag(&self, id: RoomId) -> Option<(Arc<crate::RoomTag>, parlor_model::Number)> {
        self.rooms.get(id).map(|s| (self.tag_of(s), s.told))
    }

    /// Decisions that wait to be kept: the shell stops asking when there are too many.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.keeping.current.events.len()
    }

    /// The accounts, for the shell to verify a password against.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The person of a session.
    #[must_use]
    pub fn who(&self, session: SessionId) -> Option<&Arc<Who>> {
        Some(&self.people.get(self.person_at(session)?)?.who)
    }

    /// Whose session it is.
    pub(crate) fn person_at(&self, session: SessionId) -> Option<PersonId> {
        self.sessions.get(&session).map(|s| s.person)
    }

    /// What the session's token is for, if it came with one.
    #[must_use]
    pub fn token_of(&self, session: SessionId) -> Option<parlor_model::TokenKind> {
        self.ways.token_of(session)
    }

    /// People with a connection.
    #[must_use]
    pub fn present(&self) -> usize {
        self.present
    }

    /// A room's state as decided, for tests and digests.
    #[must_use]
    pub fn room(&self, id: RoomId) -> Option<&parlor_model::Room> {
        self.rooms.get(id).map(|s| &s.room)
    }

    /// Every room that was touched since its last digest, for a stop.
    pub fn room_ids(&self) -> Vec<RoomId> {
        self.rooms.ids()
    }

    /// The house opens a room if there is none of that name.
    pub fn open_lobby(&mut self, name: &RoomName) {
        if self.rooms.named(&name.folded()).is_some() || self.rooms.withholds(&name.folded()) {
            return;
        }
        let actor = Actor { who: Arc::new(Who::house()), operator: true };
        if let Ok(decision) = decide::open(name, &actor, &self.house.limits) {
            let id = self.rooms.new_id();
            self.rooms.add(Slot::new(id));
            let act = self.new_act();
            self.happen(id, &actor.who, None, decision.facts, act, None);
        }
    }

    fn asked(&mut self, asker: Asker, ask: Ask) {
        if !self.is_in_scope(asker.session, &ask) {
            return self.refuse(asker, Refusal::NotInScope);
        }
        match ask {
            Ask::Enter(entering) => self.enter(asker, &entering),
            Ask::Fence => self.answer(asker, Answer::Fence),
            Ask::Look(look) => self.look(asker, look),
            Ask::Room { room, command, key } => self.room_asked(asker, &room, command, key),
            Ask::Nick(nick) => self.nick(asker, nick),
            Ask::Describe(real) => self.describe(asker, real),
            Ask::Away(text) => self.away(asker, text),
            Ask::Register { name, credentials } => self.register(asker, name, credentials),
            Ask::RegisterByMail { name, credentials, email, code } => {
                self.register_by_mail(asker, name, credentials, email, code);
            }
            Ask::Confirm { name, code } => self.confirm(asker, name, code),
            Ask::SendCode { name, purpose, code } => self.send_code(asker, &name, purpose, code),
            Ask::ResetPassword { name, code, credentials } => {
                self.reset_password(asker, name, code, credentials);
            }
            Ask::LogIn(name) => self.log_in(asker, &name),
            Ask::LogOut => self.log_out(asker),
            Ask::Operate(name) => self.operate(asker, &name),
            Ask::Directory(command) => self.directory_asked(asker, command),
            Ask::Push(command) => self.push_asked(asker, command),
            Ask::Keyring(command) => self.key_asked(asker, &command),
            Ask::MakeHook { room, bot, hash, label } => self.hook_asked(asker, &room, bot, hash, label),
            Ask::Kill { whom, reason } => self.kill(asker, &whom, reason),
            Ask::Force { whom, what } => self.force(asker, &whom, what),
            Ask::Overrule { room, changes } => self.overrule(asker, room, changes),
            Ask::Accept { add, remove } => self.accept(asker, &add, &remove),
            Ask::Announce(words) => self.announce(asker, words),
            Ask::SetFlags { add, remove } => self.set_flags(asker, add, remove),
            Ask::Watch { add, remove } => self.watch(asker, &add, &remove),
            Ask::Dismiss { whom, which } => self.dismiss(asker, whom.as_ref(), which),
            Ask::StandDown => self.stand_down(asker),
            Ask::Defcon(to) => self.set_defcon(asker, to),
            Ask::Follow { room, on } => self.follow(asker, &room, on),
            Ask::Signal { room, signal } => self.signal(asker, &room, signal),
            Ask::Read { room, number } => self.read(asker, &room, number),
            Ask::SetMetadata { of, key, value } => self.set_metadata(asker, &of, key, value),
            Ask::ClearMetadata(of) => self.clear_metadata(asker, &of),
            Ask::Mark { room, upto } => self.mark(asker, &room, upto),
        }
    }

    pub(crate) fn answer(&mut self, asker: Asker, answer: Answer) {
        self.emit(Out::Answer { session: asker.session, token: asker.token, answer });
    }

    pub(crate) fn refuse(&mut self, asker: Asker, why: Refusal) {
        self.answer(asker, Answer::Refused(why));
    }

    pub(crate) fn done(&mut self, asker: Asker, id: Option<MessageId>) {
        self.answer(asker, Answer::Done { id, partly: Vec::new() });
    }

    /// The person asking; who has not entered is told so.
    pub(crate) fn person_of(&mut self, asker: Asker) -> Option<PersonId> {
        let person = self.person_at(asker.session);
        if person.is_none() {
            self.refuse(asker, Refusal::NotEntered);
        }
        person
    }

    pub(crate) fn new_act(&mut self) -> u64 {
        self.act += 1;
        self.act
    }

    pub(crate) fn new_person(&mut self) -> PersonId {
        let id = PersonId(self.next_person);
        self.next_person += 1;
        id
    }

    /// Facts become events: numbered, applied, to be kept, and told once they are. The number of the last.
    pub(crate) fn happen(
        &mut self,
        room: RoomId,
        by: &Arc<Who>,
        key: Option<&Key>,
        facts: Vec<(Fact, Audience)>,
        act: u64,
        actor: Option<SessionId>,
    ) -> Option<MessageId> {
        let mut last = None;
        let count = facts.len();
        for (i, (fact, heard)) in facts.into_iter().enumerate() {
            let slot = self.rooms.get_mut(room)?;
            let event = Arc::new(Event {
                room,
                number: slot.room.last.next(),
                at: self.now,
                by: Arc::clone(by),
                // The key names the act: its last event.
                key: key.filter(|_| i + 1 == count).cloned(),
                heard,
                fact,
            });
            last = Some(event.id());
            slot.room.apply(&event);
            slot.remember(&event);
            self.keeping.current.events.push(Arc::clone(&event));
            self.tell(&event, act, actor);
        }
        last
    }

    /// A fact about accounts becomes an event.
    pub(crate) fn happen_in_directory(
        &mut self,
        by: &Arc<Who>,
        fact: parlor_model::DirectoryFact,
    ) -> MessageId {
        let event = Event {
            room: RoomId::DIRECTORY,
            number: self.directory.last.next(),
            at: self.now,
            by: Arc::clone(by),
            key: None,
            heard: Audience::Nobody,
            fact: Fact::Directory(fact),
        };
        self.directory.apply(&event);
        let id = event.id();
        self.keeping.current.events.push(Arc::new(event));
        id
    }
}
