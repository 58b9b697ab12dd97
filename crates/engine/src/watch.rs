//! Watching for nicknames: a session is told when somebody of that name comes or goes (IRCv3 MONITOR).

use crate::engine::Asker;
use crate::{Answer, Engine, Out, PersonRef, SessionId, Signal, Signalled};
use hashbrown::HashMap;
use parlor_model::audience::seen_by;
use parlor_model::{Audience, Folded, PersonId, Who};
use std::sync::Arc;

/// Who watches for what.
#[derive(Debug, Default)]
pub(crate) struct Watches {
    names: HashMap<Folded, Watched>,
    sessions: HashMap<SessionId, Vec<Folded>>,
    /// Watched names that something happened to in this turn, in order.
    touched: Vec<Folded>,
}

/// A nickname that is watched.
#[derive(Debug)]
struct Watched {
    by: Vec<SessionId>,
    /// Who was here by that name when the watchers last heard.
    here: Option<Arc<Who>>,
}

impl Watches {
    /// Somebody of that name may have come or gone: it is looked at when the turn is over.
    pub(crate) fn touch(&mut self, nick: &str) {
        if self.names.is_empty() {
            return;
        }
        let name = Folded::of(nick);
        if self.names.contains_key(&name) && !self.touched.contains(&name) {
            self.touched.push(name);
        }
    }

    /// What a session watches.
    pub(crate) fn of(&self, session: SessionId) -> Vec<Folded> {
        self.sessions.get(&session).cloned().unwrap_or_default()
    }

    /// Doors refuse more than `most` with words; what comes past them is not watched.
    fn add(&mut self, session: SessionId, name: Folded, here: Option<Arc<Who>>, most: usize) {
        let list = self.sessions.entry(session).or_default();
        if list.len() < most && !list.contains(&name) {
            list.push(name.clone());
            self.names.entry(name).or_insert(Watched { by: Vec::new(), here }).by.push(session);
        }
    }

    fn remove(&mut self, session: SessionId, name: &Folded) {
        if let Some(list) = self.sessions.get_mut(&session) {
            list.retain(|n| n != name);
            if list.is_empty() {
                self.sessions.remove(&session);
            }
        }
        if let Some(watched) = self.names.get_mut(name) {
            watched.by.retain(|s| *s != session);
            if watched.by.is_empty() {
                self.names.remove(name);
            }
        }
    }

    /// The session is over.
    pub(crate) fn forget(&mut self, session: SessionId) {
        for name in self.of(session) {
            self.remove(session, &name);
        }
    }

    /// Sessions that watch although they are over.
    pub(crate) fn strays(&self, is_here: impl Fn(&SessionId) -> bool) -> usize {
        let listed = self.names.values().flat_map(|w| &w.by);
        self.sessions.keys().chain(listed).filter(|s| !is_here(s)).count()
    }
}

impl Engine {
    /// The session watches for some names, and for others no more. It is answered with those here of the first.
    pub(crate) fn watch(&mut self, asker: Asker, add: &[PersonRef], remove: &[PersonRef]) {
        let Some(me) = self.person_of(asker) else { return };
        for nick in remove {
            self.watches.remove(asker.session, &Folded::of(nick));
        }
        self.watch_names(asker.session, add.iter().map(|nick| Folded::of(nick)).collect());
        let Some(mine) = self.people.get(me) else { return };
        let here = add.iter().filter(|nick| self.is_here(nick).is_some());
        let here = here.filter_map(|nick| Some(self.person_view(self.people.by_nick(nick)?, mine)));
        let here = here.collect();
        self.answer(asker, Answer::People(here));
    }

    pub(crate) fn watch_names(&mut self, session: SessionId, names: Vec<Folded>) {
        for name in names {
            let here = self.is_here(name.as_str());
            self.watches.add(session, name, here, self.house.limits.watched_max);
        }
    }

    /// Who is here by that name. Who may come back within the grace has not gone yet.
    fn is_here(&self, nick: &str) -> Option<Arc<Who>> {
        let person = self.people.by_nick(nick)?;
        (!person.sessions.is_empty() || person.rare.until.is_some()).then(|| Arc::clone(&person.who))
    }

    /// Who watches for that name.
    pub(crate) fn watchers_of(&self, nick: &str) -> impl Iterator<Item = PersonId> + use<'_> {
        let watched = self.watches.names.get(&Folded::of(nick));
        watched.into_iter().flat_map(|w| &w.by).filter_map(|s| self.person_at(*s))
    }

    /// Whether somebody sees another come and go, in any room.
    fn sees_in_a_room(&self, watcher: PersonId, whom: PersonId) -> bool {
        let rooms = self.people.get(whom).map(|p| p.rooms.as_slice()).unwrap_or_default();
        rooms
            .iter()
            .filter_map(|r| self.rooms.get(*r))
            .any(|slot| slot.room.is_member(watcher) && seen_by(&slot.room, whom).includes(watcher))
    }

    /// The turn is over: watchers are told who came and went.
    pub(crate) fn tell_watchers(&mut self) {
        for name in std::mem::take(&mut self.watches.touched) {
            let now = self.is_here(name.as_str());
            let Some(watched) = self.watches.names.get_mut(&name) else { continue };
            let before = std::mem::replace(&mut watched.here, now.clone());
            let (by, signal) = match (before, now) {
                (None, Some(who)) => (who, Signal::Here),
                (Some(who), None) => (who, Signal::Gone),
                (Some(was), Some(who)) if was != who => (who, Signal::Altered(was)),
                (None, None) | (Some(_), Some(_)) => continue,
            };
            // Who shares a room with them is told there what they became.
            let told = |watcher: &PersonId| {
                matches!(signal, Signal::Altered(_)) && self.sees_in_a_room(*watcher, by.person)
            };
            let watchers = self.watchers_of(name.as_str()).filter(|watcher| !told(watcher));
            let heard = Audience::these(watchers);
            let act = self.new_act();
            let signalled = Signalled { by, room: None, heard, act, actor: None, at: self.now, signal };
            self.emit(Out::Signal(Arc::new(signalled)));
        }
    }
}
