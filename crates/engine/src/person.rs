//! Who is here, by which name.

use crate::by_id::ById;
use crate::names::Names;
use parlor_model::name::skeleton;
use parlor_model::{
    AccountName, Actor, Directory, Folded, Metadata, Nickname, PersonId, Refusal, RoomId, Text, Time, Who,
};
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::{PersonFlags, SessionId};

/// Somebody present, or a member who will come back.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) who: Arc<Who>,
    pub(crate) sessions: SmallVec<[SessionId; 2]>,
    pub(crate) rooms: SmallVec<[RoomId; 2]>,
    pub(crate) operator: bool,
    pub(crate) flags: PersonFlags,
    pub(crate) since: Time,
    pub(crate) active: Time,
    pub(crate) rare: Rarely,
}

/// What few people have at any moment.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Rare {
    pub(crate) away: Option<Text>,
    /// What a guest says about themselves; of accounts the directory knows it.
    pub(crate) metadata: Metadata,
    /// The account whose password made them an operator, where it is not their own.
    pub(crate) operates_as: Option<AccountName>,
    /// A guest without a session stays until then.
    pub(crate) until: Option<Time>,
    /// People who are heard although messages are taken from accounts only, the newest last.
    pub(crate) accepted: Vec<PersonId>,
    /// What is said of the departure when the grace is over.
    pub(crate) lost: Option<Text>,
}

impl Rare {
    const NOTHING: Self = Self {
        away: None,
        metadata: Metadata::NONE,
        operates_as: None,
        until: None,
        accepted: Vec::new(),
        lost: None,
    };
}

/// A [`Rare`] that takes no memory while there is nothing in it: a hundred thousand idle people pay for each word.
#[derive(Debug, Default)]
pub(crate) struct Rarely(Option<Box<Rare>>);

impl Rarely {
    /// What there is, if there is anything.
    pub(crate) fn held(&mut self) -> Option<&mut Rare> {
        self.0.as_deref_mut()
    }

    /// Gives the memory back when nothing is left in it.
    pub(crate) fn tidy(&mut self) {
        self.0.take_if(|rare| **rare == Rare::NOTHING);
    }
}

impl Deref for Rarely {
    type Target = Rare;

    fn deref(&self) -> &Rare {
        static NOTHING: Rare = Rare::NOTHING;
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl DerefMut for Rarely {
    fn deref_mut(&mut self) -> &mut Rare {
        self.0.get_or_insert_with(|| Box::new(Rare::NOTHING))
    }
}

impl Person {
    pub(crate) fn new(who: Arc<Who>, now: Time) -> Self {
        Self {
            who,
            sessions: SmallVec::new(),
            rooms: SmallVec::new(),
            operator: false,
            flags: PersonFlags::NONE,
            since: now,
            active: now,
            rare: Rarely::default(),
        }
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor { who: Arc::clone(&self.who), operator: self.operator }
    }
}

/// Everybody, found by id, name and likeness.
#[derive(Debug, Default)]
pub(crate) struct People {
    all: ById,
    by_nick: Names,
    by_likeness: Names,
    /// Names that were in use, newest last.
    whowas: VecDeque<(Arc<Who>, Time)>,
    /// How many of them are remembered.
    whowas_max: usize,
}

impl People {
    pub(crate) fn get(&self, id: PersonId) -> Option<&Person> {
        self.all.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: PersonId) -> Option<&mut Person> {
        self.all.get_mut(id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Person> {
        self.all.iter()
    }

    pub(crate) fn by_nick(&self, nick: &str) -> Option<&Person> {
        self.get(self.called(&Folded::of(nick))?)
    }

    /// Takes somebody in. Whoever else had the name loses it: callers ask [`People::may_be_called`] first.
    pub(crate) fn add(&mut self, person: Person) {
        self.put(Box::new(person));
    }

    fn put(&mut self, person: Box<Person>) {
        let id = person.who.person;
        let (nick, like) = (person.who.nick.folded(), skeleton(person.who.nick.as_str()));
        self.all.insert(person);
        let Self { all, by_nick, by_likeness, .. } = self;
        by_nick.insert(&nick, id, |id| all.get(id).map(|p| p.who.nick.folded()));
        by_likeness.insert(&like, id, |id| all.get(id).map(|p| skeleton(p.who.nick.as_str())));
    }

    /// Who is called so.
    fn called(&self, nick: &Folded) -> Option<PersonId> {
        self.by_nick.find(nick, |id| self.all.get(id).map(|p| p.who.nick.folded()))
    }

    /// Whose name looks like this.
    fn looks_like(&self, like: &Folded) -> Option<PersonId> {
        self.by_likeness.find(like, |id| self.all.get(id).map(|p| skeleton(p.who.nick.as_str())))
    }

    /// Somebody is gone; the name is free.
    pub(crate) fn remove(&mut self, id: PersonId, now: Time) {
        if let Some(person) = self.take(id) {
            self.remember(person.who, now);
        }
    }

    /// Takes somebody out who goes on as somebody else.
    pub(crate) fn take(&mut self, id: PersonId) -> Option<Person> {
        self.take_boxed(id).map(|person| *person)
    }

    /// Somebody is known as `now` from now on.
    pub(crate) fn set_who(&mut self, id: PersonId, now: Arc<Who>, at: Time) {
        let Some(mut person) = self.take_boxed(id) else { return };
        if person.who.nick != now.nick {
            self.remember(Arc::clone(&person.who), at);
        }
        person.who = now;
        self.put(person);
    }

    fn take_boxed(&mut self, id: PersonId) -> Option<Box<Person>> {
        let person = self.all.remove(id)?;
        self.by_nick.remove(&person.who.nick.folded(), id);
        self.by_likeness.remove(&skeleton(person.who.nick.as_str()), id);
        Some(person)
    }

    /// Names that lead to nobody, or to somebody called something else.
    pub(crate) fn disagreements(&self) -> Vec<String> {
        let mut found = Vec::new();
        for person in self.iter() {
            let (id, nick) = (person.who.person, &person.who.nick);
            if self.called(&nick.folded()) != Some(id) {
                found.push(format!("{nick} does not lead to {id:?}"));
            }
        }
        for (names, what) in [(&self.by_nick, "name"), (&self.by_likeness, "likeness")] {
            let lost = names.ids().filter(|id| self.get(*id).is_none());
            found.extend(lost.map(|id| format!("a {what} leads to {id:?}, who is gone")));
        }
        found
    }

    fn remember(&mut self, who: Arc<Who>, at: Time) {
        self.whowas.push_back((who, at));
        self.remember_at_most(self.whowas_max);
    }

    /// Forgets the oldest names until there are no more than so many, now and later.
    pub(crate) fn remember_at_most(&mut self, names: usize) {
        self.whowas_max = names;
        let over = self.whowas.len().saturating_sub(names);
        self.whowas.drain(..over);
    }

    /// Who was known by the name, newest first.
    pub(crate) fn whowas(&self, nick: &str) -> Vec<(Arc<Who>, Time)> {
        let folded = Folded::of(nick);
        self.whowas.iter().rev().filter(|(w, _)| w.nick.folded() == folded).cloned().collect()
    }

    /// Whether `nick` can be the name of `me`: nobody else's, nobody's look-alike, no other account's.
    pub(crate) fn may_be_called(
        &self,
        me: &Me<'_>,
        nick: &Nickname,
        directory: &Directory,
    ) -> Result<(), Refusal> {
        let name = || Arc::from(nick.as_str());
        // Whose account it is says more than that somebody has it.
        if let Some(account) = directory.reserved_by(nick.as_str())
            && me.account.is_none_or(|a| Folded::of(a) != account.name.folded())
        {
            return Err(if account.name.folded() == nick.folded() {
                Refusal::NameIsAccount(name())
            } else {
                Refusal::NameLooksTaken { name: name(), like: account.name.as_str().into() }
            });
        }
        if self.called(&nick.folded()).is_some_and(|id| Some(id) != me.person) {
            return Err(Refusal::NameTaken(name()));
        }
        let like = skeleton(nick.as_str());
        if let Some(other) =
            self.looks_like(&like).filter(|&id| Some(id) != me.person).and_then(|id| self.get(id))
        {
            return Err(Refusal::NameLooksTaken { name: name(), like: other.who.nick.as_str().into() });
        }
        Ok(())
    }
}

/// Who asks for a name.
pub(crate) struct Me<'a> {
    pub(crate) person: Option<PersonId>,
    pub(crate) account: Option<&'a str>,
}
