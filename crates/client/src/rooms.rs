//! The rooms that one is in: up to where each was heard, and which are to be joined.

use parlor_api::{Cursor, Event, Place};
use std::collections::{BTreeMap, HashSet};

/// The rooms of one client.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    /// By id.
    known: BTreeMap<String, Known>,
    wanted: Vec<Wanted>,
    /// Rooms whose past is being told.
    catching_up: HashSet<String>,
    /// Rooms that are read again from the log, for one has read too slowly.
    behind: HashSet<String>,
    /// When to try again to join what is wanted.
    pub(crate) join_again_ms: Option<u64>,
}

#[derive(Debug, Default)]
struct Known {
    name: String,
    /// Everything up to this number was told.
    told: Option<u64>,
    /// Its newest messages were fetched once.
    has_page: bool,
    /// One is in it.
    mine: bool,
    /// It could not be resumed before it was joined anew: what comes of it waits until what was missed is there.
    held: Option<BTreeMap<u64, Event>>,
}

#[derive(Debug)]
struct Wanted {
    room: String,
    key: Option<String>,
    joining: Joining,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Joining {
    Waits,
    UnderWay,
    Done,
}

fn is_same(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

impl Rooms {
    /// Places to resume from. From now on what came after them is waited for.
    pub(crate) fn cursors(&mut self) -> Vec<Cursor> {
        let wanted = |name: &str| self.wanted.iter().any(|wanted| is_same(&wanted.room, name));
        let mine = self.known.iter().filter(|(_, room)| room.mine || wanted(&room.name));
        let cursors: Vec<_> =
            mine.filter_map(|(id, room)| Some(Cursor { room: id.clone(), number: room.told? })).collect();
        self.catching_up = cursors.iter().map(|cursor| cursor.room.clone()).collect();
        cursors
    }

    /// The connection is gone.
    pub(crate) fn broken(&mut self) {
        self.catching_up.clear();
        self.behind.clear();
        self.join_again_ms = None;
        self.known.values_mut().for_each(|room| room.held = None);
        self.wanted.iter_mut().for_each(|wanted| wanted.joining = Joining::Waits);
    }

    /// One is in, and in these rooms. `anew`: as somebody else, or after being away too long; then one wants to be again
    /// where one was before. Otherwise one was removed from what is missing.
    pub(crate) fn entered(&mut self, places: &[Place], anew: bool) {
        let here = |id: &str| places.iter().any(|place| place.room_id == id);
        let gone: Vec<_> =
            self.known.iter().filter(|(id, room)| room.mine && !here(id)).map(|(id, _)| id.clone()).collect();
        for id in gone {
            let name = self.known.get(&id).map(|room| room.name.clone()).unwrap_or_default();
            if anew && name.starts_with('#') {
                self.known_mut(&id, &name).mine = false;
                self.want(name, None);
            } else {
                self.is_mine(&id, &name, false);
            }
        }
        for place in places {
            self.is_mine(&place.room_id, &place.room, true);
        }
    }

    fn known_mut(&mut self, id: &str, name: &str) -> &mut Known {
        let known = || Known { name: name.to_owned(), ..Known::default() };
        self.known.entry(id.to_owned()).or_insert_with(known)
    }

    /// One is in a room, or no more.
    pub(crate) fn is_mine(&mut self, id: &str, name: &str, mine: bool) {
        let room = self.known_mut(id, name);
        room.mine = mine;
        let name = room.name.clone();
        if mine {
            self.is_joined(&name);
        } else {
            room.has_page = false;
            room.told = None;
            self.catching_up.remove(id);
            self.behind.remove(id);
            self.unwant(&name);
        }
    }

    /// Whether one is in a room, as far as is known.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.known.get(id).is_some_and(|room| room.mine)
    }

    /// An event is new; otherwise it was told before.
    pub(crate) fn is_new(&mut self, event: &Event) -> bool {
        let room = self.known_mut(&event.room_id, &event.room);
        if room.told.is_some_and(|told| event.number <= told) {
            return false;
        }
        room.told = Some(event.number);
        true
    }

    /// Everything up to this number was told, or is left out on purpose.
    pub(crate) fn told_up_to(&mut self, id: &str, name: &str, number: u64) {
        let room = self.known_mut(id, name);
        room.told = Some(room.told.unwrap_or(0).max(number));
    }

    /// Where a room stands that nothing was told of yet.
    pub(crate) fn begins_at(&mut self, id: &str, name: &str, number: u64) {
        let room = self.known_mut(id, name);
        room.told.get_or_insert(number);
    }

    /// The past of a room is told. What of it had to wait follows, in order.
    pub(crate) fn caught_up(&mut self, id: &str) -> Vec<Event> {
        self.catching_up.remove(id);
        let held = self.known.get_mut(id).and_then(|room| room.held.take());
        held.map(|held| held.into_values().collect()).unwrap_or_default()
    }

    /// A room could not be resumed: what comes of it waits, if it is going to be joined.
    pub(crate) fn is_lost(&mut self, id: &str) {
        self.catching_up.remove(id);
        let wanted = &self.wanted;
        if let Some(room) = self.known.get_mut(id)
            && wanted.iter().any(|wanted| is_same(&wanted.room, &room.name))
            && room.told.is_some()
        {
            room.held = Some(BTreeMap::new());
        }
    }

    /// Keeps an event that has to wait, or gives it back.
    pub(crate) fn hold(&mut self, event: Box<Event>) -> Option<Box<Event>> {
        match self.known.get_mut(&event.room_id).and_then(|room| room.held.as_mut()) {
            Some(held) => {
                held.insert(event.number, *event);
                None
            }
            None => Some(event),
        }
    }

    /// The place to resume a room from that was joined anew and whose events wait.
    pub(crate) fn cursor_of_held(&mut self, id: &str) -> Option<Cursor> {
        let room = self.known.get(id).filter(|room| room.held.is_some())?;
        let cursor = Cursor { room: id.to_owned(), number: room.told? };
        self.catching_up.insert(id.to_owned()).then_some(cursor)
    }

    /// Nobody waits any more for what came before now.
    pub(crate) fn are_settled(&self) -> bool {
        self.catching_up.is_empty() && self.wanted.iter().all(|wanted| wanted.joining == Joining::Done)
    }

    /// What happens in a room comes later than it happens, or no more.
    pub(crate) fn is_behind(&mut self, id: &str, behind: bool) {
        if behind {
            self.behind.insert(id.to_owned());
        } else {
            self.behind.remove(id);
        }
    }

    /// Whether what comes is told as it happens.
    pub(crate) fn are_live(&self) -> bool {
        self.are_settled() && self.behind.is_empty()
    }

    pub(crate) fn renamed(&mut self, id: &str, to: &str) {
        let Some(room) = self.known.get_mut(id) else { return };
        let from = std::mem::replace(&mut room.name, to.to_owned());
        for wanted in self.wanted.iter_mut().filter(|wanted| is_same(&wanted.room, &from)) {
            to.clone_into(&mut wanted.room);
        }
    }

    /// A room to be in, by its name with its `#`.
    pub(crate) fn want(&mut self, room: String, key: Option<String>) {
        let joined = self.known.values().any(|known| known.mine && is_same(&known.name, &room));
        match self.wanted.iter_mut().find(|wanted| is_same(&wanted.room, &room)) {
            Some(wanted) => {
                wanted.key = key.or_else(|| wanted.key.take());
                if !joined {
                    wanted.joining = Joining::Waits;
                }
            }
            None => {
                let joining = if joined { Joining::Done } else { Joining::Waits };
                self.wanted.push(Wanted { room, key, joining });
            }
        }
    }

    pub(crate) fn unwant(&mut self, room: &str) {
        self.wanted.retain(|wanted| !is_same(&wanted.room, room));
    }

    /// What is to be joined now.
    pub(crate) fn join_now(&mut self) -> Vec<(String, Option<String>)> {
        let waiting = self.wanted.iter_mut().filter(|wanted| wanted.joining == Joining::Waits);
        waiting
            .map(|wanted| {
                wanted.joining = Joining::UnderWay;
                (wanted.room.clone(), wanted.key.clone())
            })
            .collect()
    }

    pub(crate) fn join_failed(&mut self, room: &str) {
        self.set_joining(room, Joining::Waits);
    }

    pub(crate) fn is_joined(&mut self, room: &str) {
        self.set_joining(room, Joining::Done);
    }

    fn set_joining(&mut self, room: &str, joining: Joining) {
        for wanted in self.wanted.iter_mut().filter(|wanted| is_same(&wanted.room, room)) {
            wanted.joining = joining;
        }
    }

    pub(crate) fn wants_page(&self, id: &str) -> bool {
        self.known.get(id).is_none_or(|room| !room.has_page)
    }

    pub(crate) fn has_page(&mut self, id: &str) {
        if let Some(room) = self.known.get_mut(id) {
            room.has_page = true;
        }
    }
}
