//! Becoming an account, and ceasing to be one.

use crate::engine::Asker;
use crate::person::Person;
use crate::{Closing, Ending, Engine, Out, Signal};
use parlor_model::{Account, AccountName, Nickname, PersonId, Refusal, RoomId, Text, Who};
use std::sync::Arc;

impl Engine {
    /// The session is an account's from now on. A guest's places in its rooms become the account's, in one act.
    pub(crate) fn log_in(&mut self, asker: Asker, name: &AccountName) {
        let Some(me) = self.person_of(asker) else { return };
        if self.directory_is_reloading() {
            return self.refuse(asker, Refusal::Busy);
        }
        let Some(account) = self.directory.account(name.as_str()).cloned() else {
            return self.refuse(asker, Refusal::WrongPassword);
        };
        if account.person == me {
            return self.done(asker, None);
        }
        let Some(before) = self.people.get(me).map(|p| Arc::clone(&p.who)) else { return };
        match self.logging_in(me, &before, &account) {
            Ok(now) => self.logged_in(asker, &before, now),
            Err(why) => self.refuse(asker, why),
        }
    }

    /// Who the account is once `before` has logged in to it.
    fn logging_in(&self, me: PersonId, before: &Arc<Who>, account: &Account) -> Result<Arc<Who>, Refusal> {
        let theirs = self.people.get(account.person).ok_or(Refusal::WrongPassword)?;
        let there = &theirs.who;
        self.takes_another(account)?;
        let now = if theirs.sessions.is_empty() {
            let brings =
                self.merges(me) && theirs.rooms.is_empty() && self.is_free_for(&before.nick, account);
            let nick = if brings { before.nick.clone() } else { there.nick.clone() };
            Arc::new(Who {
                person: account.person,
                nick: self.nick_of(Some(&account.name), nick),
                account: Some(account.name.clone()),
                ..(**before).clone()
            })
        } else {
            // Another session is here: all of them are known alike.
            Arc::clone(there)
        };
        let suspended = self.directory.ban_of_account(account, self.now);
        let banned = || self.directory.ban_of(&now, self.now).filter(|_| !account.operator);
        if let Some(ban) = suspended.or_else(banned) {
            return Err(Refusal::BannedFromHouse { reason: ban.reason.as_str().into() });
        }
        if let Some(mine) = self.people.get(me).filter(|_| self.merges(me)) {
            self.renaming(before, &now, &mine.rooms)?;
        }
        Ok(now)
    }

    /// Whether somebody goes with the only session that logs in: a guest, or an account that is not always on or
    /// nowhere. Then the account that is logged in to takes its places.
    fn merges(&self, me: PersonId) -> bool {
        self.people
            .get(me)
            .is_some_and(|p| p.sessions.len() == 1 && (p.rooms.is_empty() || !self.is_always_on(&p.who)))
    }

    /// Whether a nickname that somebody has by now is reserved by no other account than this one.
    fn is_free_for(&self, nick: &Nickname, account: &Account) -> bool {
        self.directory.reserved_by(nick.as_str()).is_none_or(|owner| owner.person == account.person)
    }

    fn logged_in(&mut self, asker: Asker, before: &Arc<Who>, now: Arc<Who>) {
        let (me, id) = (before.person, now.person);
        let taken_for = |person: &Person| (person.flags, person.operator);
        let taken_for_before = self.people.get(me).map(taken_for);
        let followed = self.following.remove(&asker.session);
        let seen = self.sessions.get(&asker.session).copied();
        let address = self.addresses.remove(&asker.session).unwrap_or_else(|| Arc::clone(&before.address));
        let watched = self.watches.of(asker.session);
        // Rooms it left in a decision that is lost: as somebody else it does not wait there until that is known.
        for (session, room) in std::mem::take(&mut self.keeping.unlisten_later) {
            if session == asker.session {
                self.emit(Out::Unlisten { session, room });
            } else {
                self.keeping.unlisten_later.push((session, room));
            }
        }
        let merged = if self.merges(me) {
            self.merge_guest(asker, before, &now)
        } else {
            self.detach(asker, me);
            self.be_known_as(&now);
            Vec::new()
        };
        self.attach(asker.session, id);
        if let Some(seen) = seen {
            self.sessions.insert(asker.session, seen.of(id));
        }
        self.comes_from(asker.session, id, &address);
        self.following.extend(followed.map(|rooms| (asker.session, rooms)));
        self.follow_as(asker.session, id);
        self.watch_names(asker.session, watched);
        let rooms = self.people.get(id).map(|p| p.rooms.clone()).unwrap_or_default();
        for room in rooms.into_iter().filter(|r| !merged.contains(r)) {
            // One that is being read again is listened to when it was.
            let slot = self.rooms.get(room).filter(|s| !s.loading);
            if let Some((tag, told)) = slot.map(|s| (Arc::clone(&s.tag), s.room.last)) {
                self.emit(Out::Listen { session: asker.session, room: tag, told });
            }
        }
        self.tell_own_sessions(&now, None, Signal::KnownAs(Arc::clone(before)));
        // It is taken for what the account's other sessions are.
        if self.people.get(id).map(taken_for) != taken_for_before {
            self.tell_flags(id, None);
        }
        self.done(asker, None);
    }

    /// The guest is no more: the account is in its rooms, and the session goes on listening there.
    fn merge_guest(&mut self, asker: Asker, before: &Arc<Who>, now: &Arc<Who>) -> Vec<RoomId> {
        let Some(guest) = self.people.take(before.person) else { return Vec::new() };
        self.sessions.remove(&asker.session);
        if guest.who.is_guest() {
            self.forget_reading(before.person);
        }
        self.watches.touch(before.nick.as_str());
        self.count_out(guest.operator, guest.flags);
        self.be_known_as(now);
        let act = self.new_act();
        for room in &guest.rooms {
            self.known_as_in(*room, before, now, act, Some(asker.session));
        }
        if before.nick != now.nick {
            self.hold_name(before.nick.folded(), before.person);
        }
        self.hold_places(before.person, now.person);
        if let Some(left) = self.account_of(before).cloned() {
            // An account is somebody, present or not.
            self.adopt_account(&left);
        }
        guest.rooms.into_vec()
    }

    /// An account that nobody was at takes over who its new session is.
    fn be_known_as(&mut self, now: &Arc<Who>) {
        let there = self.people.get(now.person).map(|p| Arc::clone(&p.who));
        if let Some(there) = there.filter(|t| t != now) {
            self.rename_everywhere(&there, Arc::clone(now), None);
        }
    }

    /// The session is nobody's for a moment.
    fn detach(&mut self, asker: Asker, me: PersonId) {
        let Some(person) = self.people.get_mut(me) else { return };
        for room in person.rooms.clone() {
            self.emit(Out::Unlisten { session: asker.session, room });
        }
        self.ended(asker.session, &Ending::Closed(Text::trusted("logged in to another account")));
    }

    /// A guest again: that is another session.
    pub(crate) fn log_out(&mut self, asker: Asker) {
        let Some(me) = self.person_of(asker) else { return };
        if self.people.get(me).is_some_and(|p| p.who.is_guest()) {
            return self.refuse(asker, Refusal::NeedAccount);
        }
        // A login that came with a token ends for good.
        let id = self.end_own_login(asker.session);
        self.done(asker, id);
        // Closed first: it does not hear of its own going.
        self.emit(Out::Close { session: asker.session, why: Closing::LoggedOut });
        self.ended(asker.session, &Ending::Closed(Text::trusted("logged out")));
    }
}
