//! What the shell does with what the engine wants done, and what is checked on the way.

use crate::looks::check_look;
use crate::seat::{check_done, check_read, check_write};
use crate::shard::is_direct;
use crate::world::World;
use parlor_engine::{Answer, Ask, Out, SessionId, Token};
use parlor_model::{Number, PersonId, RoomId};

impl World {
    /// Takes what the engine wants done, and does it.
    pub(crate) fn turn(&mut self) {
        // Now and then the shell only passes on what is ready, and goes on with its turn.
        let outs = if self.dice.chance(150) { self.engine.take_decided() } else { self.engine.take() };
        for out in outs {
            self.trace.output(self.now, &out);
            self.do_it(out);
        }
        if self.store.is_idle() && self.dice.chance(100) {
            self.compare();
        }
    }

    pub(crate) fn do_it(&mut self, out: Out) {
        self.store.take_on(&out);
        match out {
            Out::Reload { room, told } => {
                if room != RoomId::DIRECTORY {
                    assert_eq!(told, self.witness.told(room), "read again from a place nobody is at");
                }
                self.witness.reloading.insert(room);
            }
            Out::Push(push) => self.summary.pushed += self.witness.push(&push, &self.store.kept),
            Out::Letter(_)
            | Out::Trusted { .. }
            | Out::Keep { .. }
            | Out::Recall { .. }
            | Out::FindKey { .. } => {}
            Out::Listen { session, room, told } => self.listen(session, room.id, told),
            Out::Unlisten { session, room } => self.unlisten(session, room),
            Out::Tell(told) => {
                for session in self.witness.tell(&told, &self.store.kept, &self.shard) {
                    if let Some(listener) = self.shard.listeners.get_mut(&session) {
                        listener.hear(&told.event, &self.store.kept);
                    }
                }
            }
            Out::Signal(signalled) => self.witness.signal(&signalled),
            Out::Answer { session, token, answer } => self.answered(session, token, &answer),
            Out::Became { session, person } => self.became(session, person),
            Out::Close { session, .. } => {
                if let Some(at) = self.seat_of(session) {
                    self.gone(at);
                }
            }
        }
    }

    pub(crate) fn seat_of(&self, session: SessionId) -> Option<usize> {
        self.seats.iter().position(|s| s.session == Some(session))
    }

    fn listen(&mut self, session: SessionId, room: RoomId, told: Number) {
        let Some(listener) = self.shard.listeners.get_mut(&session) else { return };
        self.witness.listen(room, told, listener.person);
        listener.rooms.insert(room);
        listener.catch_up(room, told, &self.store.kept);
    }

    fn unlisten(&mut self, session: SessionId, room: RoomId) {
        let open = self.seat_of(session).map(|at| &self.seats[at].open);
        let switches = open.is_some_and(|o| o.iter().any(|q| matches!(q.ask, Ask::LogIn(_))));
        let Some(listener) = self.shard.listeners.get_mut(&session) else { return };
        if let Some(person) = listener.person.filter(|_| !switches) {
            self.witness.unlisten(room, person);
        }
        if listener.rooms.contains(&room) {
            listener.catch_up(room, self.witness.told(room), &self.store.kept);
            listener.rooms.remove(&room);
        }
    }

    /// Another person from now on: hears that person's direct conversations, from here.
    fn became(&mut self, session: SessionId, person: PersonId) {
        self.person_most = self.person_most.max(person.0);
        let Some(listener) = self.shard.listeners.get_mut(&session) else { return };
        listener.was = listener.person.replace(person);
        let kept = &self.store.kept;
        let directs = kept.rooms.keys().filter(|r| is_direct(kept, **r, person)).copied();
        for room in directs.chain(listener.rooms.clone()).collect::<Vec<_>>() {
            listener.catch_up(room, self.witness.told(room), kept);
        }
    }

    /// A lagging client reads again, from its cursors.
    pub(crate) fn reread(&mut self, session: SessionId) {
        let Some(listener) = self.shard.listeners.get_mut(&session) else { return };
        listener.lags = false;
        let Some(person) = listener.person else { return };
        let kept = &self.store.kept;
        let directs = kept.rooms.keys().filter(|r| is_direct(kept, **r, person)).copied();
        for room in directs.chain(listener.rooms.clone()).collect::<Vec<_>>() {
            listener.catch_up(room, self.witness.told(room), kept);
        }
    }

    fn answered(&mut self, session: SessionId, token: Token, answer: &Answer) {
        let Some(at) = self.seat_of(session) else { return };
        let Some(question) = self.seats[at].open.pop_front() else {
            panic!("an answer to nothing: {session:?} {token:?} {answer:?}");
        };
        assert_eq!(question.token, token, "answered twice or out of order: {answer:?}, not {question:?}");
        self.summary.answers += 1;
        if let Some((write, was_kept)) = question.write
            && let Some(write) = self.writes.get_mut(write)
        {
            check_write(write, was_kept, answer, &self.store.kept);
        }
        if let Some(person) = question.person {
            check_look(answer, person, question.operator, &self.witness);
        }
        match answer {
            Answer::Entered(_) => self.seats[at].entered = true,
            Answer::Done { id: Some(id), .. } => {
                self.summary.acknowledged += 1;
                check_done(&question, *id, &self.store.kept, &self.witness);
                if let Ask::Register { name, .. } = question.ask {
                    self.seats[at].account = Some(name);
                }
            }
            Answer::Done { id: None, .. } => check_read(&question, &self.store.kept),
            Answer::Refused(_)
            | Answer::Unconfirmed
            | Answer::Fence
            | Answer::Room(_)
            | Answer::Rooms(_)
            | Answer::Person(_)
            | Answer::People(_)
            | Answer::Whowas(_)
            | Answer::Defcon(_)
            | Answer::House(_)
            | Answer::Bans(_)
            | Answer::Keyring(_)
            | Answer::Pushes(_)
            | Answer::Purges(_)
            | Answer::Account(_)
            | Answer::Accounts(_)
            | Answer::Sessions(_)
            | Answer::Marked(_)
            | Answer::Positions(_)
            | Answer::Metadata(_)
            | Answer::Cleared(_)
            | Answer::Readable { .. }
            | Answer::ReadableRooms { .. } => {}
        }
    }
}
