//! Pushes to programs that are not connected: who gets one, decided where it is decided who hears.

use crate::engine::Asker;
use crate::person::Person;
use crate::{Engine, Out, SessionId, Token, Told};
use hashbrown::HashMap;
use parlor_model::mention::Words;
use parlor_model::{
    Actor, DirectoryFact, Endpoint, Event, Fact, Manner, MarkPlace, Nickname, PersonId, Place, PushCommand,
    PushFact, Refusal, Subscription, Time, Who,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Something to be pushed to somebody's programs.
#[derive(Clone, Debug)]
pub struct Push {
    /// Whose they are.
    pub person: PersonId,
    /// What the person is called.
    pub nick: Nickname,
    /// The programs.
    pub to: Vec<Arc<Subscription>>,
    /// What.
    pub what: Pushed,
}

/// What is pushed.
#[derive(Clone, Debug)]
pub enum Pushed {
    /// A first push, to see that the push server takes it. The shell says what became of it
    /// ([`In::PushTried`](crate::In::PushTried)).
    First {
        /// Who asked for pushes.
        session: SessionId,
        /// What it calls the question.
        token: Token,
    },
    /// A message, or an invitation, that the person may hear of.
    Told(Arc<Told>),
    /// The person has read something that was pushed.
    Marked {
        /// The name of the room, or of who the direct messages are with.
        place: Arc<str>,
        /// Everything up to this.
        upto: Time,
    },
}

impl Push {
    /// Whether it shows nothing that happened.
    pub(crate) const fn is_first(&self) -> bool {
        matches!(self.what, Pushed::First { .. })
    }
}

/// A subscription that was asked for so long ago is noted anew when it is asked for again; a younger one is as good.
const RENEW_AFTER_MS: u64 = 24 * 60 * 60 * 1000;
/// Pushes that wait for being read elsewhere; with more than that, the next go out at once.
const WAITING_MAX: usize = 10_000;
/// Places of one person of which it is remembered that something was pushed.
const PLACES_MAX: usize = 100;

/// What is under way.
#[derive(Debug, Default)]
pub(crate) struct Pushing {
    /// Who waits for their program's first push.
    trying: HashMap<(SessionId, Token), (PersonId, PushCommand)>,
    /// Where something was pushed from that is not read yet, and when the last of it was said.
    unread: HashMap<PersonId, BTreeMap<MarkPlace, Time>>,
    /// What waits for being read elsewhere, and until when; in order, but after the settings were changed.
    waiting: VecDeque<(Time, Push)>,
}

impl Pushing {
    pub(crate) fn forget(&mut self, person: PersonId) {
        self.unread.remove(&person);
    }

    /// What is left over when nothing is under way.
    pub(crate) fn leftovers(&self) -> Option<String> {
        let first = self.trying.len();
        (first > 0).then(|| format!("{first} first pushes"))
    }

    fn pushed(&mut self, person: PersonId, place: MarkPlace, at: Time) {
        let places = self.unread.entry(person).or_default();
        if places.len() >= PLACES_MAX
            && !places.contains_key(&place)
            && let Some(oldest) = places.iter().min_by_key(|(_, at)| **at).map(|(place, _)| place.clone())
        {
            places.remove(&oldest);
        }
        places.insert(place, at);
    }

    /// Whether something was pushed from there; it is forgotten when all of it is read.
    fn read(&mut self, person: PersonId, place: &MarkPlace, upto: Time) -> bool {
        let Some(places) = self.unread.get_mut(&person) else { return false };
        let Some(at) = places.get(place).copied() else { return false };
        if upto >= at {
            places.remove(place);
            if places.is_empty() {
                self.unread.remove(&person);
            }
        }
        true
    }
}

impl Engine {
    pub(crate) fn push_asked(&mut self, asker: Asker, command: PushCommand) {
        let Some(me) = self.person_of(asker) else { return };
        match self.push_changed(asker, me, &command) {
            Ok(true) => self.done(asker, None),
            Ok(false) => {}
            Err(why) => self.refuse(asker, why),
        }
    }

    /// `Ok(false)`: it is answered later.
    fn push_changed(&mut self, asker: Asker, me: PersonId, command: &PushCommand) -> Result<bool, Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let rules = self.house.push.ok_or(Refusal::NotHere)?;
        let actor = self.people.get(me).ok_or(Refusal::NotEntered)?.actor();
        let fact = self.directory.decide_push(&actor, command, &rules, self.now)?;
        match fact {
            PushFact::Unsubscribed { .. } => {
                let id = self.happen_in_directory(&actor.who, DirectoryFact::Push(fact));
                self.done(asker, Some(id));
            }
            PushFact::Subscribed { endpoint, keys, dialect, until, .. } => {
                let now = self.now;
                let same =
                    |s: &&Arc<Subscription>| s.endpoint == endpoint && (s.keys, s.dialect) == (keys, dialect);
                let known = self.directory.pushes.of(me, now).find(same).map(|s| s.since);
                if known.is_some_and(|since| now.since(since) < RENEW_AFTER_MS) {
                    return Ok(true);
                }
                if self.pushing.trying.values().any(|(person, _)| *person == me) {
                    return Err(Refusal::Busy);
                }
                self.pushing.trying.insert((asker.session, asker.token), (me, command.clone()));
                let to = vec![Arc::new(Subscription { endpoint, keys, dialect, since: now, until })];
                let what = Pushed::First { session: asker.session, token: asker.token };
                self.emit(Out::Push(Push { person: me, nick: actor.who.nick.clone(), to, what }));
            }
        }
        Ok(false)
    }

    /// Where somebody's programs are pushed to.
    pub(crate) fn pushes_of(&self, me: &Person) -> Result<Vec<Arc<Subscription>>, Refusal> {
        if me.who.is_guest() {
            return Err(Refusal::NeedAccount);
        }
        Ok(self.directory.pushes.of(me.who.person, self.now).cloned().collect())
    }

    /// The push server took a program's first push, or did not.
    pub(crate) fn push_tried(&mut self, asker: Asker, taken: bool) {
        let key = (asker.session, asker.token);
        let Some((person, command)) = self.pushing.trying.remove(&key) else { return };
        match self.subscribed(asker, person, &command, taken) {
            Ok(id) => self.done(asker, Some(id)),
            Err(why) => self.refuse(asker, why),
        }
    }

    fn subscribed(
        &mut self,
        asker: Asker,
        person: PersonId,
        command: &PushCommand,
        taken: bool,
    ) -> Result<parlor_model::MessageId, Refusal> {
        if !taken {
            return Err(Refusal::PushUntaken);
        }
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        // Who logged out meanwhile gets none.
        let is_same = self.person_at(asker.session) == Some(person);
        let actor = self.people.get(person).filter(|_| is_same).ok_or(Refusal::NotEntered)?.actor();
        let rules = self.house.push.ok_or(Refusal::NotHere)?;
        let fact = self.directory.decide_push(&actor, command, &rules, self.now)?;
        Ok(self.happen_in_directory(&actor.who, DirectoryFact::Push(fact)))
    }

    /// Pushes do not arrive there any more: nothing is pushed there from now on.
    pub(crate) fn push_over(&mut self, person: PersonId, endpoint: &Endpoint, since: Time) {
        let there = self.directory.pushes.at(endpoint);
        let is_that = there.is_some_and(|(whose, s)| whose == person && s.since == since);
        if is_that && !self.directory_is_reloading() {
            let fact = PushFact::Unsubscribed { endpoint: endpoint.clone() };
            self.happen_in_directory(&Arc::new(Who::house()), DirectoryFact::Push(fact));
        }
    }

    /// Pushes what is told just now to whom it is for.
    pub(crate) fn push_told(&mut self, told: &Arc<Told>) {
        if self.house.push.is_none() || self.directory.pushes.is_empty() {
            return;
        }
        let for_them = match &told.event.fact {
            Fact::Said { manner, text, .. } => self.said_to(&told.event, *manner, text),
            Fact::Invited { whom } => vec![whom.person],
            _ => return,
        };
        for person in for_them {
            let Some(actor) = self.pushed_to(person) else { continue };
            if person == told.event.by.person || !told.event.heard.includes(person) {
                continue;
            }
            self.push(&actor.who, Pushed::Told(Arc::clone(told)));
        }
    }

    /// Who is meant by a message, of those who want pushes: the other one of a direct conversation; in a room whoever is
    /// called by name there.
    fn said_to(&self, event: &Event, manner: Manner, text: &str) -> Vec<PersonId> {
        let Some(slot) = self.rooms.get(event.room) else { return Vec::new() };
        let direct = matches!(slot.room.place, Place::Direct(_));
        let is_for_people = match manner {
            Manner::Say | Manner::Action => true,
            Manner::Notice => direct,
            Manner::Ctcp | Manner::CtcpReply => false,
        };
        let there = || self.directory.pushes.people().filter(|p| slot.room.is_member(*p));
        if !is_for_people || there().next().is_none() {
            return Vec::new();
        }
        let words = Words::of(text);
        let is_meant = |p: &PersonId| {
            let nick = self.people.get(*p).map(|p| &p.who.nick);
            direct || nick.is_some_and(|nick| words.mention(nick.as_str()))
        };
        there().filter(is_meant).collect()
    }

    /// Somebody who may be pushed to: their account is there, and not suspended.
    fn pushed_to(&self, person: PersonId) -> Option<Actor> {
        let account = self.directory.account_by_id(person)?;
        let suspended = self.directory.ban_of_account(account, self.now).is_some();
        self.people.get(person).filter(|_| !suspended).map(Person::actor)
    }

    /// What is kept now goes out, or waits for being read elsewhere.
    pub(crate) fn push_leaves(&mut self, out: Out) -> Option<Out> {
        let Out::Push(push) = out else { return Some(out) };
        let delay = self.house.push.map_or(0, |rules| rules.delay_ms);
        let Pushed::Told(told) = &push.what else { return Some(Out::Push(push)) };
        if delay > 0 && self.pushing.waiting.len() < WAITING_MAX {
            self.pushing.waiting.push_back((self.now.plus(delay), push));
            return None;
        }
        if let Some(place) = Self::place_told(told) {
            self.pushing.pushed(push.person, place, told.event.at);
        }
        Some(Out::Push(push))
    }

    /// What has waited long enough goes out, unless it was read, or taken away.
    pub(crate) fn push_what_is_due(&mut self) {
        let now = self.now;
        while let Some((_, push)) = self.pushing.waiting.pop_front_if(|(due, _)| *due <= now) {
            let (Pushed::Told(told), Some(_)) = (&push.what, self.pushed_to(push.person)) else { continue };
            let event = &told.event;
            let place = Self::place_told(told);
            let read = place.as_ref().and_then(|place| self.marks.get(push.person, place));
            let slot = self.rooms.get(event.room);
            let deleted = slot.and_then(|s| s.recall(event.number)).is_some_and(|r| r.deleted);
            let there: Vec<_> = self.directory.pushes.of(push.person, now).cloned().collect();
            if read >= Some(event.at) || deleted || there.is_empty() {
                continue;
            }
            if let Some(place) = place {
                self.pushing.pushed(push.person, place, event.at);
            }
            self.out.push(Out::Push(Push { to: there, ..push }));
        }
    }

    /// What a program calls the place where something was said, when it says that it was read.
    fn place_told(told: &Told) -> Option<MarkPlace> {
        match (&told.event.fact, &told.room.name) {
            (Fact::Said { .. }, Some(_)) => Some(MarkPlace::Room(told.event.room)),
            (Fact::Said { .. }, None) => Some(MarkPlace::With(told.event.by.nick.folded())),
            _ => None,
        }
    }

    /// Somebody has read a place: programs that were pushed something from there take it away.
    pub(crate) fn push_marked(&mut self, who: &Arc<Who>, place: &MarkPlace, name: &Arc<str>, upto: Time) {
        if self.pushing.read(who.person, place, upto) {
            self.push(who, Pushed::Marked { place: Arc::clone(name), upto });
        }
    }

    fn push(&mut self, who: &Who, what: Pushed) {
        let to: Vec<_> = self.directory.pushes.of(who.person, self.now).cloned().collect();
        if !to.is_empty() {
            self.emit(Out::Push(Push { person: who.person, nick: who.nick.clone(), to, what }));
        }
    }
}
