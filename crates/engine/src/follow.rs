//! Hearing a room without being in it: for who may read it, as long as they may.

use crate::engine::Asker;
use crate::{Engine, Out, RoomRef, SessionId};
use parlor_model::{PersonId, Refusal, RoomId};
use std::sync::Arc;

impl Engine {
    /// From now on the session hears a room that it may read, or no more. Who is in it hears it anyway.
    pub(crate) fn follow(&mut self, asker: Asker, room: &RoomRef, on: bool) {
        let Some(me) = self.person_of(asker) else { return };
        let id = match self.find_room(me, room) {
            Ok(id) => id,
            Err(why) => return self.refuse(asker, why),
        };
        let (Some(person), Some(slot)) = (self.people.get(me), self.rooms.get_mut(id)) else { return };
        let session = asker.session;
        if slot.loading {
            return self.refuse(asker, Refusal::Busy);
        }
        if !slot.room.may_see(me, person.operator) {
            return self.refuse(asker, Refusal::NoSuchRoom);
        }
        let followed = slot.followers.contains(&session);
        if on && !followed && !slot.room.is_member(me) {
            if !slot.room.may_read(&person.who) {
                return self.refuse(asker, Refusal::NotMember);
            }
            slot.followers.push(session);
            let (tag, told) = (Arc::clone(&slot.tag), slot.room.last);
            self.following.entry(session).or_default().push(id);
            self.emit(Out::Listen { session, room: tag, told });
        } else if !on && followed {
            self.follows_no_more(session, id);
            self.emit(Out::Unlisten { session, room: id });
        }
        self.done(asker, None);
    }

    /// A session is over: it follows nothing.
    pub(crate) fn follow_nothing(&mut self, session: SessionId) {
        for room in self.following.remove(&session).unwrap_or_default() {
            if let Some(slot) = self.rooms.get_mut(room) {
                slot.followers.retain(|s| *s != session);
            }
        }
    }

    /// It has left off, or is in the room by now and hears it for that.
    pub(crate) fn follows_no_more(&mut self, session: SessionId, room: RoomId) {
        if let Some(slot) = self.rooms.get_mut(room) {
            slot.followers.retain(|s| *s != session);
        }
        if let Some(rooms) = self.following.get_mut(&session) {
            rooms.retain(|r| *r != room);
            if rooms.is_empty() {
                self.following.remove(&session);
            }
        }
    }

    /// The session is somebody else, who may read other rooms, and is in others.
    pub(crate) fn follow_as(&mut self, session: SessionId, id: PersonId) {
        for room in self.following.get(&session).cloned().unwrap_or_default() {
            if self.people.get(id).is_some_and(|p| p.rooms.contains(&room)) {
                self.follows_no_more(session, room);
            } else {
                self.look_after_followers(room);
            }
        }
    }

    /// The room was locked in a decision that is lost: until that is known, followers hear what was kept before it.
    pub(crate) fn follow_once_more(&mut self, session: SessionId, room: RoomId) {
        let slot = self.rooms.get_mut(room);
        let here = self.sessions.contains_key(&session);
        if let Some(slot) = slot.filter(|s| here && !s.followers.contains(&session)) {
            slot.followers.push(session);
            self.following.entry(session).or_default().push(room);
            self.keeping.follow_until.push((session, room));
        }
    }

    /// What the room is has changed: who may no longer read it hears no more.
    pub(crate) fn look_after_followers(&mut self, room: RoomId) {
        let Some(slot) = self.rooms.get(room) else { return };
        let may_read = |session: &SessionId| {
            let who = self.person_at(*session).and_then(|p| self.people.get(p)).map(|p| &p.who);
            // A room that is told again is known as it became, not as it was in between: who was put out then, is.
            let put_out = self.keeping.replaying && self.keeping.follow_until.contains(&(*session, room));
            !put_out && who.is_some_and(|who| !slot.room.closed && slot.room.may_read(who))
        };
        let go: Vec<_> = slot.followers.iter().filter(|s| !may_read(s)).copied().collect();
        for session in go {
            self.follows_no_more(session, room);
            if let Some(batch) = self.keeping.pending() {
                self.keeping.unfollowed.push((batch, session, room));
            }
            self.emit(Out::Unlisten { session, room });
        }
    }
}
