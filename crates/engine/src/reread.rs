//! When keeping fails: what was decided is taken back, its rooms are read again, and what is kept of them is told.
//!
//! Two things are true then. Who is here, and who they are, is what the engine knows: connections did not fail. What a
//! room is, and who is in it, is what its log says. Where the two differ, the room is told who its members are by now.

use crate::engine::Asker;
use crate::keep::{Held, Moved};
use crate::marks::Marked;
use crate::person::Person;
use crate::slot::Slot;
use crate::{Answer, BatchId, Engine, Out, Reload, SessionId, Signal};
use parlor_model::{Event, Fact, Leaving, Number, PersonId, Refusal, RoomId, Text, Who, audience};
use std::sync::Arc;

/// What a failure made doubtful.
struct Lost {
    rooms: Vec<RoomId>,
    /// Read positions, and who waits for them.
    positions: Vec<Moved>,
    /// Read marks, likewise.
    marks: Vec<Marked>,
    /// Sessions that become somebody else by what is still to be released.
    switching: Vec<SessionId>,
}

impl Engine {
    /// Nobody knows what was kept. What was decided is taken back, its askers are told, its rooms are read again.
    pub(crate) fn failed(&mut self, batch: BatchId) {
        let Some((_, mut lost)) = self.keeping.in_flight.take_if(|(b, _)| *b == batch) else { return };
        let current = std::mem::take(&mut self.keeping.current);
        lost.events.extend(current.events);
        lost.positions.extend(current.positions);
        lost.marks.extend(current.marks);
        self.keeping.skip_batch();
        let mut rooms: Vec<RoomId> = lost.events.iter().map(|e| e.room).collect();
        rooms.sort_unstable();
        rooms.dedup();
        for moved in lost.positions.iter().rev() {
            if let Some(read) = self.read_up_to.get_mut(&moved.person) {
                read.insert(moved.room, moved.from);
            }
        }
        for Marked { mark, from, .. } in lost.marks.iter().rev() {
            self.marks.put(mark, *from);
        }
        self.withhold_room_names(&lost.events);
        self.keeping.holds.failed();
        self.keeping.keys.failed();
        let held = std::mem::take(&mut self.keeping.held);
        let switching = held.iter().filter_map(|h| match h.out {
            Out::Became { session, .. } => Some(session),
            _ => None,
        });
        let (positions, marks) = (lost.positions, lost.marks);
        let mut lost = Lost { switching: switching.collect(), positions, marks, rooms };
        for Held { out, sure, .. } in held {
            if let Some(out) = if sure { Some(out) } else { self.after_failure(out, &mut lost) } {
                self.release(out);
            }
        }
        for room in lost.rooms {
            self.keeping.rereading.insert(room);
            let told = self.rooms.get_mut(room).map_or(Number(0), |slot| {
                slot.loading = true;
                slot.told
            });
            self.out.push(Out::Reload { room, told });
        }
        self.keeping.unfollowed.clear();
        self.let_go_if_sure();
    }

    /// A room keeps the names it gave up in lost decisions: it may have them still.
    fn withhold_room_names(&mut self, lost: &[Arc<Event>]) {
        for event in lost {
            match &event.fact {
                Fact::Renamed { from, .. } => self.rooms.withhold(from.folded(), event.room),
                Fact::Closed { .. } => {
                    let slot = self.rooms.get(event.room);
                    if let Some(name) = slot.and_then(|s| s.room.name()).map(parlor_model::RoomName::folded) {
                        self.rooms.withhold(name, event.room);
                    }
                }
                _ => {}
            }
        }
    }

    /// What becomes of something that waited for what is lost: what it showed may not be so.
    fn after_failure(&mut self, out: Out, lost: &mut Lost) -> Option<Out> {
        let Lost { rooms, positions, marks, switching } = lost;
        let doubtful = |room: &RoomId| rooms.contains(room);
        match &out {
            // Nobody knows whether its code is kept.
            Out::Letter(_) => None,
            // What was kept all the same is told, and pushed, when it was read again.
            Out::Push(push) => push.is_first().then_some(out),
            Out::Tell(_) => None,
            Out::Listen { room, .. } if doubtful(&room.id) => None,
            // Who becomes somebody else hears nothing more as who they were; who left may be in it still.
            Out::Unlisten { session, room } if doubtful(room) && !switching.contains(session) => {
                let followed = self.keeping.unfollowed.iter().any(|(_, s, r)| s == session && r == room);
                if followed {
                    self.follow_once_more(*session, *room);
                } else {
                    self.keeping.unlisten_later.push((*session, *room));
                }
                None
            }
            Out::Signal(signalled) => {
                let into_doubt = signalled.room.as_ref().is_some_and(|r| doubtful(&r.id));
                let of_position = matches!(signalled.signal, Signal::ReadUpTo { .. } | Signal::Marked { .. });
                (!into_doubt && !of_position).then_some(out)
            }
            Out::Answer { session, token, answer } => {
                let theirs = |asker: &Asker| asker.session == *session && asker.token == *token;
                let answer = match answer {
                    Answer::Done { id: Some(_), .. } => Answer::Unconfirmed,
                    Answer::Done { .. } | Answer::Marked(_)
                        if positions.iter().any(|m| theirs(&m.asker))
                            || marks.iter().any(|m| theirs(&m.asker)) =>
                    {
                        Answer::Unconfirmed
                    }
                    Answer::Cleared(_) => Answer::Unconfirmed,
                    // It may say what is lost.
                    Answer::Marked(_) | Answer::Metadata(_) => Answer::Refused(Refusal::Busy),
                    Answer::Room(_)
                    | Answer::Rooms(_)
                    | Answer::Person(_)
                    | Answer::People(_)
                    | Answer::Readable { .. }
                    | Answer::ReadableRooms { .. }
                    | Answer::Positions(_)
                    | Answer::Bans(_)
                    | Answer::Purges(_)
                    | Answer::Account(_)
                    | Answer::Accounts(_)
                    | Answer::Sessions(_)
                    | Answer::Pushes(_)
                    | Answer::Keyring(_) => Answer::Refused(Refusal::Busy),
                    Answer::Entered(entered) => {
                        let mut entered = entered.clone();
                        entered.rooms.retain(|r| !doubtful(&r.id));
                        entered.positions = self.positions_in_named(entered.who.person);
                        entered.positions.retain(|p| !doubtful(&p.room.id));
                        Answer::Entered(entered)
                    }
                    Answer::Done { .. }
                    | Answer::Refused(_)
                    | Answer::Unconfirmed
                    | Answer::Fence
                    | Answer::Whowas(_)
                    | Answer::Defcon(_)
                    | Answer::House(_) => answer.clone(),
                };
                Some(Out::Answer { session: *session, token: *token, answer })
            }
            Out::Became { session, .. } => {
                if let Some(at) = switching.iter().position(|s| s == session) {
                    switching.swap_remove(at);
                }
                Some(out)
            }
            Out::Listen { .. }
            | Out::Unlisten { .. }
            | Out::Close { .. }
            | Out::Trusted { .. }
            | Out::Keep { .. }
            | Out::Reload { .. }
            | Out::Recall { .. }
            | Out::FindKey { .. } => Some(out),
        }
    }

    /// A log was read again: it is what was kept. Accounts come first: they say who the members of rooms are.
    pub(crate) fn reloaded(&mut self, room: RoomId, log: Option<Box<Reload>>) {
        if !self.keeping.rereading.contains(&room) {
            return;
        }
        if room == RoomId::DIRECTORY {
            self.keeping.rereading.remove(&room);
            self.reload_directory(log.as_ref().map_or(&[], |l| &l.altering));
            for (room, log) in std::mem::take(&mut self.keeping.read_early) {
                self.reread(room, log.as_deref());
            }
        } else if self.keeping.rereading.contains(&RoomId::DIRECTORY) {
            self.keeping.read_early.push((room, log));
        } else {
            self.reread(room, log.as_deref());
        }
        self.let_go_if_sure();
    }

    /// What was kept of a room but never told is told now, and whoever is in it listens.
    fn reread(&mut self, room: RoomId, log: Option<&Reload>) {
        self.keeping.rereading.remove(&room);
        let Some(mut old) = self.rooms.remove(room) else { return };
        self.keeping.replaying = true;
        if let Some(log) = log {
            let mut slot = Slot::read(room, log);
            // Listeners have heard everything up to what was told; the rest follows below, one by one.
            slot.told_as(&mut old);
            self.rooms.add(slot);
            for event in &log.untold {
                let act = self.new_act();
                self.tell(&Arc::new(event.clone()), act, None);
            }
        }
        for session in old.followers {
            self.follows_no_more(session, room);
            self.emit(Out::Unlisten { session, room });
        }
        self.keeping.follow_until.retain(|(_, r)| *r != room);
        self.listen_as_read(room, log.map_or(Number(0), |l| l.last));
        self.keeping.replaying = false;
        self.put_members_right(room);
    }

    /// Whoever is in the room, as it was read, hears it from here on; nobody else but who follows it.
    fn listen_as_read(&mut self, room: RoomId, last: Number) {
        let slot = self.rooms.get(room);
        let members: Vec<_> = slot
            .map(|s| s.room.members.keys().map(|p| self.keeping.holds.who_is(*p)).collect())
            .unwrap_or_default();
        let not_in = |p: &Person| p.rooms.contains(&room) && !members.contains(&p.who.person);
        let mut gone: Vec<_> = self.people.iter().filter(|p| not_in(p)).map(|p| p.who.person).collect();
        gone.sort_unstable();
        for person in gone {
            self.unlisten_all(person, room);
        }
        for person in &members {
            self.is_in(*person, room);
            self.listen_all(*person, room, last);
        }
        self.look_after_followers(room);
        let (mut followers, mut tag) = (Vec::new(), None);
        if let Some(slot) = self.rooms.get(room) {
            (followers, tag) = (slot.followers.clone(), Some(Arc::clone(&slot.tag)));
        }
        for (session, left) in std::mem::take(&mut self.keeping.unlisten_later) {
            if left != room {
                self.keeping.unlisten_later.push((session, left));
            } else if !followers.contains(&session)
                && !self.person_at(session).is_some_and(|p| members.contains(&p))
            {
                self.emit(Out::Unlisten { session, room });
            }
        }
        for (session, room) in followers.into_iter().zip(std::iter::repeat(tag)) {
            if let Some(room) = room {
                self.emit(Out::Listen { session, room, told: last });
            }
        }
    }

    /// The person is a member, as the log says.
    pub(crate) fn is_in(&mut self, id: PersonId, room: RoomId) {
        let Some(person) = self.people.get_mut(id) else { return };
        if !person.rooms.contains(&room) {
            person.rooms.push(room);
        }
        if person.sessions.is_empty() && person.rare.until.is_none() {
            let who = Arc::clone(&person.who);
            let until = self.stays_until(&who);
            if let (Some(until), Some(person)) = (until, self.people.get_mut(id)) {
                person.rare.until = Some(until);
                self.sweep_at = self.sweep_at.min(until);
            }
        }
    }

    /// Members that the log knows by an old name are known by their own from now on; those who are gone have left.
    pub(crate) fn put_members_right(&mut self, room: RoomId) {
        let Some(slot) = self.rooms.get(room) else { return };
        let mut members: Vec<_> = slot.room.members.values().map(|m| Arc::clone(&m.who)).collect();
        // Who took a guest's place listens already: nothing else comes before that is told.
        members.sort_by_key(|was| self.keeping.holds.who_is(was.person) == was.person);
        for was in members {
            let now = self.people.get(self.keeping.holds.who_is(was.person)).map(|p| Arc::clone(&p.who));
            match now {
                None => {
                    let (act, reason) = (self.new_act(), Text::trusted("connection lost"));
                    self.leave_room(room, &was, Leaving::Lost, &reason, act);
                }
                Some(now) if differs(&was, &now) => {
                    let act = self.new_act();
                    self.known_as_in(room, &was, &now, act, None);
                }
                Some(_) => {}
            }
        }
        self.release_room(room);
        self.purge_if_due(room);
    }

    /// In one room, somebody is known as somebody else. Whether they may be was decided before, for all rooms.
    pub(crate) fn known_as_in(
        &mut self,
        room: RoomId,
        before: &Arc<Who>,
        now: &Arc<Who>,
        act: u64,
        actor: Option<SessionId>,
    ) -> Option<parlor_model::MessageId> {
        let slot = self.rooms.get(room).filter(|s| !s.loading && s.room.is_member(before.person))?;
        let fact = Fact::BecameKnownAs { now: Arc::clone(now) };
        let heard = audience(&slot.room, before, &fact, None);
        self.happen(room, before, None, vec![(fact, heard)], act, actor)
    }
}

/// Whether others would notice.
pub(crate) fn differs(before: &Who, now: &Who) -> bool {
    before.nick != now.nick
        || before.real != now.real
        || before.account != now.account
        || before.person != now.person
}
