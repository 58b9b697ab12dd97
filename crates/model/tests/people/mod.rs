//! The people of the tests, and a room they stand in.
#![allow(dead_code, reason = "each test takes what it needs")]

use parlor_model::{
    AccountName, Actor, Audience, Change, Decision, Event, Fact, ListKind, Mask, Nickname, Opening, PersonId,
    Place, Policy, Role, Roles, Room, RoomId, RoomName, Sign, Time, Who,
};
use std::sync::Arc;

/// Somebody with or without an account; what lists mean them by is their user part.
pub(crate) fn who(id: u64, nick: &str, user: &str, account: bool) -> Arc<Who> {
    Arc::new(Who {
        person: PersonId(id),
        nick: Nickname::trusted(nick),
        user: user.into(),
        host: format!("{nick}.example").into(),
        address: "192.0.2.1".into(),
        account: account.then(|| AccountName::trusted(nick)),
        real: "".into(),
    })
}

/// Who asks, as a person without powers over the house.
pub(crate) fn actor(who: &Arc<Who>) -> Actor {
    Actor { who: Arc::clone(who), operator: false }
}

pub(crate) fn mask(text: &str) -> Mask {
    let Some(mask) = Mask::parse(text) else { panic!("{text:?} is no mask") };
    mask
}

/// A log being written and the room it folds to.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) room: Room,
    pub(crate) events: Vec<Event>,
}

impl Log {
    /// A room that just began: named, or a conversation of two.
    pub(crate) fn open(what: Opening) -> Self {
        let room = Room::unopened(RoomId(7));
        let mut log = Self { room, events: Vec::new() };
        log.happen(&Arc::new(Who::house()), Fact::Opened { what });
        log
    }

    pub(crate) fn named(policy: Policy) -> Self {
        Self::open(Opening::Named { name: RoomName::trusted("#room"), policy })
    }

    /// The next event, heard by everyone.
    pub(crate) fn happen(&mut self, by: &Arc<Who>, fact: Fact) {
        self.keep(by, fact, Audience::Room);
    }

    pub(crate) fn keep(&mut self, by: &Arc<Who>, fact: Fact, heard: Audience) {
        let number = self.room.last.next();
        let at = Time(1000 + number.0);
        let event = Event { room: self.room.id, number, at, by: Arc::clone(by), key: None, heard, fact };
        self.room.apply(&event);
        self.events.push(event);
    }

    pub(crate) fn join(&mut self, who: &Arc<Who>, role: Role) {
        self.happen(who, Fact::Joined { roles: Roles::only(role) });
    }

    pub(crate) fn change(&mut self, change: Change<Arc<Who>>) {
        self.happen(&Arc::new(Who::house()), Fact::Changed { changes: vec![change] });
    }

    pub(crate) fn list(&mut self, kind: ListKind, text: &str) {
        self.change(Change::List(kind, Sign::Plus, mask(text)));
    }
}

/// One member with each role, plain first. Their ids are 10 and the role.
pub(crate) fn one_of_each() -> [(Role, Arc<Who>); 6] {
    [
        (Role::Plain, who(10, "paul", "t", false)),
        (Role::Voice, who(11, "vera", "t", true)),
        (Role::HalfOperator, who(12, "hugo", "t", true)),
        (Role::Operator, who(13, "olga", "t", true)),
        (Role::Admin, who(14, "adam", "t", true)),
        (Role::Owner, who(15, "owen", "t", true)),
    ]
}

/// The room after everything that was decided.
pub(crate) fn happen_all(room: Room, by: &Arc<Who>, decision: &Decision) -> Room {
    let mut log = Log { room, events: Vec::new() };
    for (fact, heard) in &decision.facts {
        log.keep(by, fact.clone(), heard.clone());
    }
    log.room
}

/// Who may read the room, of its members, the asker and the two of a conversation.
pub(crate) fn readers(room: &Room, me: &Arc<Who>) -> Vec<PersonId> {
    let two: &[Arc<Who>] = match &room.place {
        Place::Direct(two) => two,
        Place::Named(_) | Place::Nowhere => &[],
    };
    let everyone = room.members.values().map(|m| &m.who).chain(two).chain([me]);
    everyone.filter(|w| room.may_read(w)).map(|w| w.person).collect()
}
