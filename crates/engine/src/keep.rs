//! What is to be kept, what waits for it, and what happens when keeping fails.

use crate::engine::Asker;
use crate::rooms::Slot;
use crate::{Answer, Ask, BatchId, Engine, Out, Reload};
use hashbrown::{HashMap, HashSet};
use parlor_model::{Event, Folded, Key, MessageId, Number, PersonId, Recall, Refusal, RoomId, Time, Who};
use std::collections::VecDeque;
use std::sync::Arc;

/// A question that waits for the store to remember something.
#[derive(Debug)]
pub(crate) struct Parked {
    pub(crate) asker: Asker,
    pub(crate) ask: Ask,
}

/// The order of things.
#[derive(Debug, Default)]
pub(crate) struct Keeping {
    /// Decided since the last batch was sent.
    pub(crate) current: Vec<Arc<Event>>,
    pub(crate) positions: Vec<(PersonId, RoomId, Number, Time)>,
    /// The batch under way, and the rooms in it.
    in_flight: Option<(BatchId, Vec<Arc<Event>>)>,
    last_batch: BatchId,
    /// What waits for a batch, in order.
    held: VecDeque<(BatchId, Out)>,
    /// Names given up by decisions that are not kept yet: nobody takes them before.
    names: HashMap<Folded, (BatchId, PersonId)>,
    /// Who people were before decisions that are not kept yet.
    undo: Vec<(BatchId, PersonId, Arc<Who>)>,
    recalls: HashMap<(RoomId, Number), Vec<Parked>>,
    keys: HashMap<(PersonId, Key), KeyState>,
    pub(crate) reload_later: Vec<RoomId>,
}

/// A key between its first use and the moment the store knows it.
#[derive(Debug)]
enum KeyState {
    /// The store is being asked; these wait, the first one is to be decided if nothing was kept.
    Asked(Vec<Parked>),
    /// The first one is decided or parked; these wait for what becomes of it.
    Deciding(Vec<Asker>),
    /// Decided in this batch.
    Pending(BatchId, Vec<Asker>, MessageId),
}

impl Keeping {
    fn next(&self) -> BatchId {
        BatchId(self.last_batch.0 + 1)
    }

    /// Whether somebody else gave the name up so lately that it could still come back to them.
    pub(crate) fn name_pending(&self, name: &Folded, me: Option<PersonId>) -> bool {
        self.names.get(name).is_some_and(|(_, p)| Some(*p) != me)
    }
}

impl Engine {
    /// Puts something in its place in the order: after all that was decided, when that is kept.
    pub(crate) fn emit(&mut self, out: Out) {
        let keeping = &mut self.keeping;
        let nothing_new = keeping.current.is_empty() && keeping.positions.is_empty();
        let waits_for =
            if nothing_new { keeping.in_flight.as_ref().map(|(b, _)| *b) } else { Some(keeping.next()) };
        match waits_for {
            None if keeping.held.is_empty() => self.out.push(out),
            None => keeping.held.push_back((BatchId(0), out)),
            Some(batch) => keeping.held.push_back((batch, out)),
        }
    }

    /// Somebody gives a name up: it stays theirs until that is kept.
    pub(crate) fn hold_name(&mut self, who: &Arc<Who>) {
        let batch = self.keeping.next();
        self.keeping.names.insert(who.nick.folded(), (batch, who.person));
    }

    /// Somebody becomes somebody else: can be undone until that is kept.
    pub(crate) fn hold_who(&mut self, person: PersonId, before: Arc<Who>) {
        let batch = self.keeping.next();
        self.keeping.undo.push((batch, person, before));
    }

    /// Sends what was decided on its way, one batch at a time.
    pub(crate) fn submit(&mut self) {
        let keeping = &mut self.keeping;
        if keeping.in_flight.is_some() || (keeping.current.is_empty() && keeping.positions.is_empty()) {
            return;
        }
        keeping.last_batch = keeping.next();
        let batch = keeping.last_batch;
        let events = std::mem::take(&mut keeping.current);
        let positions = std::mem::take(&mut keeping.positions);
        keeping.in_flight = Some((batch, events.clone()));
        self.out.push(Out::Keep { batch, events, positions });
    }

    pub(crate) fn kept(&mut self, batch: BatchId) {
        let Some((_, events)) = self.keeping.in_flight.take_if(|(b, _)| *b == batch) else { return };
        for event in &events {
            if let Some(slot) = self.rooms.get_mut(event.room) {
                slot.told = slot.told.max(event.number);
                if slot.told == slot.room.last {
                    slot.forget_old();
                }
            }
        }
        self.keeping.names.retain(|_, (b, _)| *b > batch);
        self.keeping.undo.retain(|(b, ..)| *b > batch);
        while let Some((_, out)) = self.keeping.held.pop_front_if(|(b, _)| *b <= batch) {
            self.out.push(out);
        }
        let settled: Vec<_> = self
            .keeping
            .keys
            .extract_if(|_, state| matches!(state, KeyState::Pending(b, ..) if *b <= batch))
            .collect();
        for (_, state) in settled {
            if let KeyState::Pending(_, waiting, id) = state {
                for asker in waiting {
                    self.done(asker, Some(id));
                }
            }
        }
    }

    /// Nobody knows what was kept. What was decided is taken back, its askers are told, its rooms are read again.
    pub(crate) fn failed(&mut self, batch: BatchId) {
        let Some((_, lost)) = self.keeping.in_flight.take_if(|(b, _)| *b == batch) else { return };
        let mut lost = lost;
        lost.append(&mut self.keeping.current);
        self.keeping.last_batch = self.keeping.next();
        let mut rooms: Vec<RoomId> = lost.iter().map(|e| e.room).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let held = std::mem::take(&mut self.keeping.held);
        for (_, out) in held {
            self.release_after_failure(out, &rooms);
        }
        self.keeping.names.clear();
        for (_, person, before) in std::mem::take(&mut self.keeping.undo).into_iter().rev() {
            self.people.set_who(person, before, self.now);
        }
        let lost_keys: Vec<_> =
            self.keeping.keys.extract_if(|_, s| matches!(s, KeyState::Pending(..))).map(|(_, s)| s).collect();
        for state in lost_keys {
            if let KeyState::Pending(_, waiting, _) = state {
                for asker in waiting {
                    self.answer(asker, Answer::Unconfirmed);
                }
            }
        }
        for room in rooms {
            if room == RoomId::DIRECTORY {
                self.set_directory_reloading();
            }
            let told = self.rooms.get_mut(room).map_or(Number(0), |slot| {
                slot.loading = true;
                slot.told
            });
            self.out.push(Out::Reload { room, told });
        }
    }

    /// What waited for a batch that is lost: what it showed may not be so.
    fn release_after_failure(&mut self, out: Out, lost: &[RoomId]) {
        match out {
            Out::Tell(_) => {}
            Out::Listen { room, .. } if lost.contains(&room.id) => {}
            Out::Unlisten { room, .. } if lost.contains(&room) => {}
            Out::Answer { session, token, answer } => {
                let answer = match answer {
                    Answer::Done { id: None, partly } if partly.is_empty() => {
                        Answer::Done { id: None, partly }
                    }
                    Answer::Done { .. } => Answer::Unconfirmed,
                    Answer::Room(_)
                    | Answer::Rooms(_)
                    | Answer::Person(_)
                    | Answer::People(_)
                    | Answer::Readable { .. }
                    | Answer::ReadableRooms { .. }
                    | Answer::Bans(_) => Answer::Refused(Refusal::Busy),
                    Answer::Entered(_)
                    | Answer::Refused(_)
                    | Answer::Unconfirmed
                    | Answer::Fence
                    | Answer::Whowas(_)
                    | Answer::House(_) => answer,
                };
                self.out.push(Out::Answer { session, token, answer });
            }
            Out::Listen { .. }
            | Out::Unlisten { .. }
            | Out::Signal(_)
            | Out::Became { .. }
            | Out::Close { .. }
            | Out::Keep { .. }
            | Out::Reload { .. }
            | Out::Recall { .. }
            | Out::FindKey { .. } => self.out.push(out),
        }
    }

    /// A room was read again: it is what was kept. What was kept but never told is told now.
    pub(crate) fn reloaded(&mut self, room: RoomId, log: Option<&Reload>) {
        if room == RoomId::DIRECTORY {
            return self.reload_directory(log.map_or(&[], |l| &l.altering));
        }
        let Some(old) = self.rooms.remove(room) else { return };
        let mut people: HashSet<PersonId> = old.room.members.keys().copied().collect();
        people.extend(self.people.iter().filter(|p| p.rooms.contains(&room)).map(|p| p.who.person));
        let Some(log) = log else {
            for person in people {
                self.unlisten_all(person, room);
            }
            return;
        };
        let mut slot = Slot::read(room, log);
        // Listeners have heard everything up to what was told; the rest follows below, one by one.
        slot.told = log.last;
        let tag = Arc::clone(&slot.tag);
        self.rooms.add(slot);
        self.keeping.names.retain(|_, _| false);
        for event in &log.untold {
            let act = self.new_act();
            self.tell(&Arc::new(event.clone()), act, None);
        }
        let members = self.rooms.get(room).map(|s| s.room.members.clone()).unwrap_or_default();
        people.retain(|p| !members.contains_key(p));
        let mut gone: Vec<_> = people.into_iter().collect();
        gone.sort_unstable();
        for person in gone {
            self.unlisten_all(person, room);
        }
        self.adopt_members(room);
        for person in members.keys() {
            let sessions = self.people.get(*person).map(|p| p.sessions.clone()).unwrap_or_default();
            for session in sessions {
                self.emit(Out::Listen { session, room: Arc::clone(&tag), told: log.last });
            }
        }
    }

    pub(crate) fn park_for_recall(&mut self, room: RoomId, number: Number, parked: Parked) {
        let waiting = self.keeping.recalls.entry((room, number)).or_default();
        waiting.push(parked);
        if waiting.len() == 1 {
            self.out.push(Out::Recall { room, number });
        }
    }

    pub(crate) fn recalled(&mut self, room: RoomId, number: Number, recall: Result<Option<Recall>, ()>) {
        let Some(parked) = self.keeping.recalls.remove(&(room, number)) else { return };
        if let (Ok(Some(recall)), Some(slot)) = (&recall, self.rooms.get_mut(room)) {
            slot.put_recall(recall.clone());
        }
        for Parked { asker, ask } in parked {
            let Ask::Room { room: named, command, key } = ask else { continue };
            let Some(me) = self.person_of(asker) else { continue };
            match &recall {
                Ok(recall) => {
                    let fetched = Some((room, recall.clone()));
                    self.room_asked_with(asker, me, &named, command, key.as_ref(), fetched);
                }
                Err(()) => {
                    self.key_settled(me, key.as_ref(), &Answer::Refused(Refusal::Busy));
                    self.refuse(asker, Refusal::Busy);
                }
            }
        }
    }

    /// Waits for the store to say whether something was kept with this key, or for who uses it just now.
    pub(crate) fn park_for_key(&mut self, asker: Asker, me: PersonId, key: &Key, ask: Ask) {
        let waiting = Parked { asker, ask };
        match self.keeping.keys.get_mut(&(me, key.clone())) {
            Some(KeyState::Asked(parked)) => parked.push(waiting),
            Some(KeyState::Deciding(askers) | KeyState::Pending(_, askers, _)) => askers.push(asker),
            None => {
                self.keeping.keys.insert((me, key.clone()), KeyState::Asked(vec![waiting]));
                self.out.push(Out::FindKey { person: me, key: key.clone() });
            }
        }
    }

    pub(crate) fn key_found(&mut self, person: PersonId, key: &Key, found: Result<Option<MessageId>, ()>) {
        let Some(KeyState::Asked(parked)) = self.keeping.keys.remove(&(person, key.clone())) else { return };
        match found {
            Err(()) => parked.into_iter().for_each(|p| self.refuse(p.asker, Refusal::Busy)),
            Ok(Some(id)) => parked.into_iter().for_each(|p| self.done(p.asker, Some(id))),
            Ok(None) => {
                let mut parked = parked.into_iter();
                let Some(first) = parked.next() else { return };
                let others = parked.map(|p| p.asker).collect();
                self.keeping.keys.insert((person, key.clone()), KeyState::Deciding(others));
                if let Ask::Room { room, command, .. } = first.ask {
                    self.room_asked_with(first.asker, person, &room, command, Some(key), None);
                }
            }
        }
    }

    /// What became of the first write with a key is what the others with it hear.
    pub(crate) fn key_settled(&mut self, person: PersonId, key: Option<&Key>, answer: &Answer) {
        let Some(key) = key else { return };
        let Some(KeyState::Deciding(waiting)) = self.keeping.keys.remove(&(person, key.clone())) else {
            return;
        };
        if let Answer::Done { id: Some(id), .. } = answer {
            let pending = KeyState::Pending(self.keeping.next(), waiting, *id);
            self.keeping.keys.insert((person, key.clone()), pending);
        } else {
            for asker in waiting {
                self.answer(asker, answer.clone());
            }
        }
    }

    pub(crate) fn tick(&mut self) {
        for room in std::mem::take(&mut self.keeping.reload_later) {
            let told = self.rooms.get(room).map_or(Number(0), |s| s.told);
            self.out.push(Out::Reload { room, told });
        }
        self.sweep();
    }
}
