//! Coming back to a place in a room's log: exactly what came after it, then what happens.
//!
//! A room that is being resumed is heard already, and what is told of it meanwhile waits: the pages of the past go
//! first. They reach up to a number at least as high as when they were asked for, so that what waited either is in
//! them or has a higher number.

use super::{JsonSeat, Question, room_name, write};
use parlor_api::{Answer, Cursor, Done, Event, Frame, Gap, Live, Lost, Problem, RoomAddress, room_id};
use parlor_model::{Folded, Number, PersonId, RoomId};
use parlor_server::{Ask, Desk, Reply, RoomRef, RoomTag, Told};
use std::collections::VecDeque;
use std::sync::Arc;

/// Events read at a time: a page of the longest messages still fits into a queue.
const PAGE: usize = 100;
/// Who is further behind than this is told of a gap instead: reading the history in pages is quicker for both.
const BEHIND_MAX: u64 = 10_000;
/// Events of a room that wait for its past. When there are more, they are read with it.
const HELD_MAX: usize = 256;
/// How long to wait for the client to read before its past is read on.
const BREATH_MS: u64 = 20;

/// Rooms that are being resumed, in their order.
#[derive(Default)]
pub(super) struct Resuming {
    rooms: VecDeque<Room>,
    /// Up to where rooms were resumed: a listener that lags rereads from before that.
    told: Vec<(RoomId, Number)>,
    /// A question about the first room is under way.
    asking: bool,
}

struct Room {
    asked: String,
    at: Option<RoomRef>,
    id: Option<RoomId>,
    has: Number,
    /// Answered when this one is done.
    re: Option<u64>,
    /// What was told meanwhile.
    held: Vec<(Arc<parlor_model::Event>, String)>,
    /// More was told meanwhile than is held.
    overflowed: bool,
    followed: bool,
    begun: bool,
}

impl Resuming {
    /// Nothing is being resumed.
    pub(super) fn is_idle(&self) -> bool {
        self.rooms.is_empty()
    }

    /// The first room, which is done.
    fn done_with_first(&mut self) -> Option<Room> {
        let room = self.rooms.pop_front();
        if self.rooms.is_empty() {
            // Most streams resume once in their life.
            self.rooms = VecDeque::new();
        }
        room
    }

    /// These rooms are to be resumed.
    pub(super) fn plan(&mut self, cursors: Vec<Cursor>, re: Option<u64>) {
        let last = cursors.len().saturating_sub(1);
        for (i, Cursor { room, number }) in cursors.into_iter().enumerate() {
            self.rooms.push_back(Room {
                asked: room,
                at: None,
                id: None,
                has: Number(number),
                re: re.filter(|_| i == last),
                held: Vec::new(),
                overflowed: false,
                followed: false,
                begun: false,
            });
        }
    }

    /// Whether an event must wait, or was told before.
    pub(super) fn holds(&mut self, told: &Told, me: Option<PersonId>) -> bool {
        let event = &told.event;
        if self.told.iter().any(|(room, upto)| *room == event.room && event.number <= *upto) {
            return true;
        }
        let Some(room) = self.rooms.iter_mut().find(|r| r.is(&told.room, me)) else { return false };
        if room.held.len() < HELD_MAX && !room.overflowed {
            room.held.push((Arc::clone(event), room_name(&told.room, me)));
        } else {
            room.held = Vec::new();
            room.overflowed = true;
        }
        true
    }
}

impl Room {
    fn is(&self, tag: &RoomTag, me: Option<PersonId>) -> bool {
        match (self.id, &self.at) {
            (Some(id), _) => id == tag.id,
            (None, Some(RoomRef::Id(id))) => *id == tag.id,
            (None, Some(RoomRef::Named(name))) => {
                tag.name.as_ref().is_some_and(|n| n.folded() == name.folded())
            }
            (None, Some(RoomRef::Direct(nick))) => me
                .and_then(|me| tag.other(me))
                .is_some_and(|w| tag.name.is_none() && w.nick.folded() == Folded::of(nick)),
            (None, None) => false,
        }
    }
}

impl JsonSeat {
    /// Asks the next thing that resuming needs, unless one is under way or the client does not read.
    pub(super) fn resume_on(&mut self, desk: &mut Desk<'_>) {
        if desk.person().is_none() || self.resuming.asking || desk.is_closing() {
            return;
        }
        let names = desk.rules().names.clone();
        for room in self.resuming.rooms.iter_mut().filter(|r| r.at.is_none()) {
            room.at = RoomAddress::parse(&room.asked, &names).ok().map(super::asking::room_ref);
        }
        let Some(room) = self.resuming.rooms.front_mut() else { return };
        if desk.out().len() > desk.rules().connection.queue_bytes_max / 2 {
            return desk.wake_after(BREATH_MS);
        }
        let Some(at) = room.at.clone() else {
            let why = format!("`{}` is no room", room.asked);
            return self.lost(Problem::bad_request(&why), desk);
        };
        self.resuming.asking = true;
        let Some(room) = self.resuming.rooms.front_mut() else { return };
        if std::mem::replace(&mut room.followed, true) {
            let token = desk.after(at, room.has, PAGE);
            self.expect(token, Question::After);
        } else {
            let token = desk.ask(Ask::Follow { room: at, on: true });
            self.expect(token, Question::FollowToResume);
        }
    }

    /// The room that is being resumed is heard now, or cannot be.
    pub(super) fn followed_to_resume(&mut self, reply: &Reply, desk: &mut Desk<'_>) {
        self.resuming.asking = false;
        match reply {
            Reply::Answer(parlor_server::Answer::Done { .. }) => self.resume_on(desk),
            other => self.lost(super::answering::problem_of(other), desk),
        }
    }

    /// A page of what came after.
    pub(super) fn page_after(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        self.resuming.asking = false;
        let me = desk.person();
        let Reply::After { room: tag, events, upto, told } = reply else {
            return self.lost(super::answering::problem_of(&reply), desk);
        };
        let Some(room) = self.resuming.rooms.front_mut() else { return };
        let (name, id) = (room_name(&tag, me), room_id(tag.id));
        room.id = Some(tag.id);
        let first = !std::mem::replace(&mut room.begun, true);
        if first && told.0.saturating_sub(room.has.0) > BEHIND_MAX {
            let gap = Gap { room: name, room_id: id, from: room.has.0 + 1, to: told.0 };
            room.has = told;
            write(desk.out(), &Frame::Gap { gap });
        } else {
            for event in events.iter().filter(|e| e.number > room.has) {
                write(desk.out(), &Event::of(event, name.clone()));
            }
            // Who claims to have more than there is starts where the room is.
            room.has = upto.min(told).max(if room.has > told { Number(0) } else { room.has });
        }
        if room.has < told || std::mem::take(&mut room.overflowed) {
            return self.resume_on(desk);
        }
        self.live(&tag, desk);
        self.resume_on(desk);
    }

    /// The past of the first room is told: what waited follows.
    fn live(&mut self, tag: &RoomTag, desk: &mut Desk<'_>) {
        let Some(room) = self.resuming.done_with_first() else { return };
        let (name, id) = (room_name(tag, desk.person()), room_id(tag.id));
        let live = Live { room: name, room_id: id, after: room.has.0 };
        write(desk.out(), &Frame::Live { live });
        let mut upto = room.has;
        for (event, name) in room.held.into_iter().filter(|(e, _)| e.number > room.has) {
            upto = upto.max(event.number);
            write(desk.out(), &Event::of(&event, name));
        }
        self.resuming.told.retain(|(known, _)| *known != tag.id);
        self.resuming.told.push((tag.id, upto));
        self.done(room.re, desk);
    }

    /// The first room cannot be resumed.
    fn lost(&mut self, problem: Problem, desk: &mut Desk<'_>) {
        if let Some(room) = self.resuming.done_with_first() {
            let lost = Lost { room: room.asked, problem };
            write(desk.out(), &Frame::Lost { lost });
            self.done(room.re, desk);
        }
        self.resume_on(desk);
    }

    fn done(&self, re: Option<u64>, desk: &mut Desk<'_>) {
        if let Some(re) = re {
            self.answer(re, Answer::Done(Done::default()), desk);
        }
    }
}
