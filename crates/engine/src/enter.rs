//! Coming into the house, being called something, going.

use crate::accounts_seen::SessionSeen;
use crate::engine::Asker;
use crate::person::{Me, Person};
use crate::reread::differs;
use crate::{
    Answer, Beside, Closing, Duties, Ending, Engine, Entered, Entering, Out, PersonRef, SessionId, Signal,
    Signalled,
};
use parlor_model::{
    Account, Audience, Command, Leaving, Limits, Nickname, Number, PersonId, Refusal, RoomId, Text, Time,
    TokenKind, Who, decide,
};
use std::sync::Arc;

impl Engine {
    pub(crate) fn enter(&mut self, asker: Asker, entering: &Entering) {
        match self.let_in(asker.session, entering) {
            Ok((person, resumed)) => {
                self.comes_from(asker.session, person, &entering.address);
                if let Some(seen) = self.sessions.get_mut(&asker.session) {
                    (seen.secure, seen.beside) = (entering.secure, entering.beside);
                }
                self.welcome(asker, person, resumed);
            }
            Err(why) => self.refuse(asker, why),
        }
    }

    fn let_in(&mut self, session: SessionId, entering: &Entering) -> Result<(PersonId, bool), Refusal> {
        if self.sessions.contains_key(&session) {
            return Err(Refusal::AlreadyEntered);
        }
        let opened = entering.token.as_ref().map(|hash| self.opened_by(hash)).transpose()?;
        let account = opened.as_ref().map(|o| o.account.clone()).or_else(|| entering.account.clone());
        let nick = opened.as_ref().map_or(&entering.nick, |o| &o.nick);
        let mut who = Who {
            person: PersonId::HOUSE,
            nick: nick.clone(),
            user: Arc::clone(&entering.user),
            host: Arc::clone(&entering.host),
            address: Arc::clone(&entering.address),
            account: account.clone(),
            // Many programs give one word for all they are asked: it is held once.
            real: Arc::clone(if entering.real == entering.user { &entering.user } else { &entering.real }),
        };
        self.is_welcome(&who)?;
        if let Some(name) = &account {
            let account = self.directory.account(name.as_str()).cloned().ok_or(Refusal::WrongPassword)?;
            let entered = self.let_account_in(session, who, &account)?;
            self.ways.came_with(session, opened);
            return Ok(entered);
        }
        if !self.house.guests {
            return Err(Refusal::NoGuests);
        }
        // A guest is a nickname: who comes back from the same address within the grace is the same guest.
        let absent =
            self.people.by_nick(who.nick.as_str()).filter(|p| p.who.is_guest() && p.sessions.is_empty());
        if let Some(person) = absent.filter(|p| p.rare.until.is_some() && p.who.address == who.address) {
            let id = person.who.person;
            self.attach(session, id);
            return Ok((id, true));
        }
        if let Some(id) = self.comes_beside(&who, entering.beside) {
            self.attach(session, id);
            return Ok((id, true));
        }
        self.may_be_called(None, &who)?;
        who.person = self.new_person();
        let id = who.person;
        self.people.add(Person::new(Arc::new(who), self.now));
        self.attach(session, id);
        Ok((id, false))
    }

    /// The guest whose connections this one comes beside: of the same name, from the same address, none of whose is alone.
    fn comes_beside(&self, who: &Who, beside: Beside) -> Option<PersonId> {
        let person = self.people.by_nick(who.nick.as_str()).filter(|p| p.who.is_guest())?;
        let takes = |s: &SessionId| self.sessions.get(s).is_some_and(|s| s.beside != Beside::Nobody);
        let same = person.who.address == who.address && person.sessions.iter().all(takes);
        (beside == Beside::Comes && same && !person.sessions.is_empty()).then_some(person.who.person)
    }

    /// Who rules the house is never kept out of it; everybody else by a ban that means them.
    fn is_welcome(&self, who: &Who) -> Result<(), Refusal> {
        let account = who.account.as_ref().and_then(|name| self.directory.account(name.as_str()));
        if account.is_some_and(|a| a.operator) {
            return Ok(());
        }
        let suspended = account.and_then(|a| self.directory.ban_of_account(a, self.now));
        match suspended.or_else(|| self.directory.ban_of(who, self.now)) {
            Some(ban) if ban.spares_accounts => Err(Refusal::NoGuests),
            Some(ban) => Err(Refusal::BannedFromHouse { reason: ban.reason.as_str().into() }),
            None if who.is_guest() && !self.defcon.takes_guests() => Err(Refusal::NoGuests),
            None => Ok(()),
        }
    }

    fn let_account_in(
        &mut self,
        session: SessionId,
        mut who: Who,
        account: &Account,
    ) -> Result<(PersonId, bool), Refusal> {
        let id = account.person;
        who.person = id;
        who.account = Some(account.name.clone());
        who.nick = self.nick_of(who.account.as_ref(), who.nick);
        self.takes_another(account)?;
        match self.people.get(id) {
            None => {
                self.may_be_called(Some(id), &who)?;
                self.people.add(Person::new(Arc::new(who), self.now));
            }
            // Another session is here: all of them share one name.
            Some(person) if !person.sessions.is_empty() => {}
            Some(person) => {
                let (before, rooms) = (Arc::clone(&person.who), person.rooms.clone());
                if self.may_be_called(Some(id), &who).is_err()
                    || self.renaming(&before, &who, &rooms).is_err()
                {
                    who.nick = before.nick.clone();
                }
                self.rename_everywhere(&before, Arc::new(who), None);
            }
        }
        let operates = self.operates_by(id);
        self.makes_operator(id, operates, None);
        let resumed = self.people.get(id).is_some_and(|p| !p.rooms.is_empty());
        self.attach(session, id);
        Ok((id, resumed))
    }

    pub(crate) fn may_be_called(&self, me: Option<PersonId>, who: &Who) -> Result<(), Refusal> {
        if self.keeping.holds.holds_name(&who.nick.folded(), me) {
            return Err(Refusal::NameTaken(who.nick.as_str().into()));
        }
        let me = Me { person: me, account: who.account.as_ref().map(parlor_model::AccountName::as_str) };
        self.people.may_be_called(&me, &who.nick, &self.directory)
    }

    /// The session is one of this person's from now on.
    pub(crate) fn attach(&mut self, session: SessionId, id: PersonId) {
        self.keeping.holds.came_back(id);
        let Some(person) = self.people.get_mut(id) else { return };
        let first = person.sessions.is_empty();
        if first {
            person.since = self.now;
            person.active = self.now;
            person.flags = self.house.flags;
        }
        if let Some(rare) = person.rare.held() {
            (rare.until, rare.lost) = (None, None);
            if first {
                rare.accepted = Vec::new();
            }
            person.rare.tidy();
        }
        person.sessions.push(session);
        let (operator, flags) = (person.operator, person.flags);
        if first {
            self.watches.touch(person.who.nick.as_str());
            self.count_in(operator, flags);
            self.tell_presence(id, true);
        }
        self.sessions.insert(session, SessionSeen::new(id, self.started, self.now));
        self.emit(Out::Became { session, person: id });
        if operator {
            self.emit(Out::Trusted { session, trusted: true });
        }
    }

    fn welcome(&mut self, asker: Asker, id: PersonId, resumed: bool) {
        let Some(person) = self.people.get(id) else { return };
        let (who, operator, away) = (Arc::clone(&person.who), person.operator, person.rare.away.clone());
        let (flags, alone) = (person.flags, person.sessions.len() == 1);
        let tags: Vec<_> = person
            .rooms
            .iter()
            .filter_map(|r| self.rooms.get(*r))
            // Who is in a room that is being read again listens when that is known.
            .filter(|s| !s.loading)
            .map(|s| (Arc::clone(&s.tag), s.room.last))
            .collect();
        let rooms = tags.iter().map(|(t, _)| Arc::clone(t)).collect();
        let positions = self.positions_in_named(id);
        for (room, told) in tags {
            self.emit(Out::Listen { session: asker.session, room, told });
        }
        let account = who.account.as_ref().and_then(|name| self.directory.account(name.as_str()));
        let stays = account.map(|a| (a.settings.always_on, self.account_stays(a)));
        let (present, invisible) = (self.present, self.invisible);
        let hook = match self.ways.token_of(asker.session) {
            Some(TokenKind::Hook(room)) => Some(room),
            Some(TokenKind::Login | TokenKind::Program(_)) | None => None,
        };
        let entered = Entered {
            who,
            stays,
            alone,
            resumed,
            rooms,
            positions,
            operator,
            flags,
            away,
            present,
            invisible,
            hook,
        };
        self.answer(asker, Answer::Entered(Box::new(entered)));
    }

    /// A new nickname.
    pub(crate) fn nick(&mut self, asker: Asker, nick: Nickname) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(before) = self.people.get(me).map(|p| Arc::clone(&p.who)) else { return };
        if nick == before.nick {
            return self.done(asker, None);
        }
        if self.nick_of(before.account.as_ref(), nick.clone()) != nick {
            return self.refuse(asker, Refusal::NickIsAccount(nick.as_str().into()));
        }
        let now = Who { nick, ..(*before).clone() };
        match self.may_be_called(Some(me), &now) {
            Ok(()) => self.become_known_as(asker, me, now),
            Err(why) => self.refuse(asker, why),
        }
    }

    /// A new description of oneself.
    pub(crate) fn describe(&mut self, asker: Asker, real: Arc<str>) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(before) = self.people.get(me).map(|p| Arc::clone(&p.who)) else { return };
        self.become_known_as(asker, me, Who { real, ..(*before).clone() });
    }

    fn become_known_as(&mut self, asker: Asker, me: PersonId, now: Who) {
        let Some(person) = self.people.get(me) else { return };
        let (before, rooms) = (Arc::clone(&person.who), person.rooms.clone());
        match self.renaming(&before, &now, &rooms) {
            Ok(()) => {
                let id = self.rename_everywhere(&before, Arc::new(now), Some(asker.session));
                self.done(asker, id);
            }
            Err(why) => self.refuse(asker, why),
        }
    }

    /// Whether every room of theirs lets them be known as somebody else.
    pub(crate) fn renaming(&self, before: &Arc<Who>, now: &Who, rooms: &[RoomId]) -> Result<(), Refusal> {
        let actor = parlor_model::Actor { who: Arc::clone(before), operator: false };
        let command = Command::BecomeKnownAs { now: Arc::new(now.clone()) };
        for slot in rooms.iter().filter_map(|r| self.rooms.get(*r)) {
            if slot.loading {
                return Err(Refusal::Busy);
            }
            decide::decide(&slot.room, &actor, &command, None, &self.house.limits)?;
        }
        Ok(())
    }

    /// One act in all rooms of a person; where they are in none, only their own sessions learn of it.
    pub(crate) fn rename_everywhere(
        &mut self,
        before: &Arc<Who>,
        now: Arc<Who>,
        actor: Option<SessionId>,
    ) -> Option<parlor_model::MessageId> {
        let person = self.people.get(before.person)?;
        let rooms = person.rooms.clone();
        self.people.set_who(before.person, Arc::clone(&now), self.now);
        self.watches.touch(before.nick.as_str());
        self.watches.touch(now.nick.as_str());
        let mut last = None;
        if !differs(before, &now) {
        } else if rooms.is_empty() {
            self.tell_own_sessions(&now, actor, Signal::KnownAs(Arc::clone(before)));
        } else {
            let act = self.new_act();
            for room in rooms {
                last = self.known_as_in(room, before, &now, act, actor).or(last);
            }
        }
        if before.nick != now.nick {
            self.hold_name(before.nick.folded(), before.person);
        }
        last
    }

    pub(crate) fn tell_own_sessions(&mut self, who: &Arc<Who>, actor: Option<SessionId>, signal: Signal) {
        let act = self.new_act();
        let signalled = Signalled {
            by: Arc::clone(who),
            room: None,
            heard: Audience::these([who.person]),
            act,
            actor,
            at: self.now,
            signal,
        };
        self.emit(Out::Signal(Arc::new(signalled)));
    }

    /// A guest's place in a room becomes an account's: all its sessions listen, before they hear of it.
    pub(crate) fn became_in(&mut self, room: RoomId, before: &Arc<Who>, now: &Arc<Who>, number: Number) {
        if before.person == now.person {
            return;
        }
        if let Some(person) = self.people.get_mut(before.person) {
            person.rooms.retain(|r| *r != room);
        }
        let member = self.people.get(now.person).is_some_and(|p| p.rooms.contains(&room));
        if !member {
            self.is_in(now.person, room);
            self.listen_all(now.person, room, Number(number.0 - 1));
        }
    }

    /// A session is over.
    pub(crate) fn ended(&mut self, session: SessionId, how: &Ending) {
        self.ways.forget(session);
        let Some(SessionSeen { person: id, .. }) = self.sessions.remove(&session) else { return };
        self.addresses.remove(&session);
        self.follow_nothing(session);
        self.watches.forget(session);
        let Some(person) = self.people.get_mut(id) else { return };
        person.sessions.retain(|s| *s != session);
        if !person.sessions.is_empty() {
            return;
        }
        self.watches.touch(person.who.nick.as_str());
        let (operator, flags) = (person.operator, person.flags);
        let who = Arc::clone(&person.who);
        self.count_out(operator, flags);
        if self.stays_after(&who, how) {
            return self.tell_presence(id, false);
        }
        let until = self.now.plus(self.house.grace_ms);
        if let (true, Ending::Broken(reason), Some(person)) =
            (self.house.grace_ms > 0, how, self.people.get_mut(id))
        {
            person.rare.until = Some(until);
            person.rare.lost = Some(reason.clone());
        }
        match how {
            Ending::Broken(_) if self.house.grace_ms > 0 => self.sweep_at = self.sweep_at.min(until),
            Ending::Broken(reason) => self.depart(id, Leaving::Lost, reason),
            Ending::Quit(reason) | Ending::Closed(reason) => self.depart(id, Leaving::Quit, reason),
        }
    }

    /// Somebody is gone: out of all rooms in one act, and the name is free once that is kept.
    pub(crate) fn depart(&mut self, id: PersonId, how: Leaving, reason: &Text) {
        let Some(person) = self.people.get(id) else { return };
        let (who, rooms) = (Arc::clone(&person.who), person.rooms.clone());
        let act = self.new_act();
        for room in rooms {
            self.leave_room(room, &who, how, reason, act);
        }
        self.people.remove(id, self.now);
        self.watches.touch(who.nick.as_str());
        self.hold_name(who.nick.folded(), id);
        let account = who.account.as_ref().and_then(|a| self.directory.account(a.as_str())).cloned();
        match account.filter(|a| a.person == id) {
            Some(account) => self.adopt_account(&account),
            None if who.is_guest() => self.forget_reading(id),
            // The end of an account may be taken back.
            None => {}
        }
    }

    /// Somebody who is gone leaves a room, whatever its rules. One that is being read again sees it then.
    pub(crate) fn leave_room(&mut self, room: RoomId, who: &Arc<Who>, how: Leaving, reason: &Text, act: u64) {
        let Some(slot) = self.rooms.get(room).filter(|s| !s.loading) else { return };
        let actor = parlor_model::Actor { who: Arc::clone(who), operator: false };
        let command = Command::Leave { how, reason: reason.clone() };
        // The bound on a reason is for who could say it shorter.
        let limits =
            Limits { reason_bytes_max: usize::MAX, kick_bytes_max: usize::MAX, ..self.house.limits.clone() };
        if let Ok(decision) = decide::decide(&slot.room, &actor, &command, None, &limits) {
            self.happen(room, who, None, decision.facts, act, None);
        }
    }

    /// Lets those go whose grace is over.
    pub(crate) fn sweep(&mut self) {
        if self.now < self.sweep_at {
            return;
        }
        let mut over: Vec<_> = self
            .people
            .iter()
            .filter(|p| p.sessions.is_empty() && p.rare.until.is_some_and(|u| u <= self.now))
            .map(|p| p.who.person)
            .collect();
        over.sort_unstable();
        for id in over {
            let lost = self.people.get(id).and_then(|p| p.rare.lost.clone());
            self.depart(id, Leaving::Lost, &lost.unwrap_or_else(|| Text::trusted("connection lost")));
        }
        self.sweep_at = self.people.iter().filter_map(|p| p.rare.until).min().unwrap_or(Time(u64::MAX));
    }

    /// Away, or back.
    pub(crate) fn away(&mut self, asker: Asker, text: Option<Text>) {
        let Some(me) = self.person_of(asker) else { return };
        if let Some(text) = &text
            && text.len() > self.house.limits.away_bytes_max
        {
            let (bytes, bytes_max) = (text.len(), self.house.limits.away_bytes_max);
            return self.refuse(asker, Refusal::TooLong { bytes, bytes_max });
        }
        let Some(person) = self.people.get_mut(me) else { return };
        let changed = person.rare.away != text;
        person.rare.away.clone_from(&text);
        if changed {
            self.tell_away(me, text, Some(asker.session));
        }
        self.done(asker, None);
    }

    /// A server operator has somebody's connections closed.
    pub(crate) fn kill(&mut self, asker: Asker, whom: &PersonRef, reason: Text) {
        let Some(me) = self.person_of(asker) else { return };
        let Some(person) = self.people.get(me) else { return };
        let by = person.who.nick.clone();
        if let Err(why) = self.needs(asker, Duties::KILL) {
            return self.refuse(asker, why);
        }
        let Some(target) = self.people.by_nick(whom) else {
            return self.refuse(asker, Refusal::NoSuchPerson(Arc::clone(whom)));
        };
        let id = target.who.person;
        let words = Text::trusted(&format!("Killed ({by} ({reason}))"));
        self.close_all(id, &Closing::Killed { by, reason });
        self.depart(id, Leaving::Quit, &words);
        self.done(asker, None);
    }

    /// Closes every session of somebody.
    pub(crate) fn close_all(&mut self, id: PersonId, why: &Closing) {
        let Some(person) = self.people.get_mut(id) else { return };
        let sessions = std::mem::take(&mut person.sessions);
        if !sessions.is_empty() {
            self.watches.touch(person.who.nick.as_str());
            let (operator, flags) = (person.operator, person.flags);
            self.count_out(operator, flags);
        }
        for session in sessions {
            self.sessions.remove(&session);
            self.addresses.remove(&session);
            self.ways.forget(session);
            self.follow_nothing(session);
            self.watches.forget(session);
            self.emit(Out::Close { session, why: why.clone() });
        }
    }
}
