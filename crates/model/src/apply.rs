//! The only way a room changes.

use crate::{
    Change, Event, Fact, Leaving, ListEntry, Member, Members, Opening, Place, Role, Roles, Room, Sign,
    Standing, Time, Topic, Who,
};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

impl Room {
    /// Takes in the next event of this room's log.
    ///
    /// # Panics
    /// When the event is of another room or not the next one: the caller's bug, never a stranger's doing.
    pub fn apply(&mut self, event: &Event) {
        assert_eq!(event.room, self.id, "an event of another room");
        assert_eq!(event.number, self.last.next(), "an event out of order in room {:?}", self.id);
        self.last = event.number;
        self.fold(event);
    }

    /// Takes in an event that alters the room, with those that do not left out in between.
    ///
    /// # Panics
    /// When the event is of another room or was taken in before.
    pub fn apply_sparse(&mut self, event: &Event) {
        assert_eq!(event.room, self.id, "an event of another room");
        assert!(event.number > self.last, "an event out of order in room {:?}", self.id);
        self.last = event.number;
        self.fold(event);
    }

    fn fold(&mut self, event: &Event) {
        let by = &event.by;
        match &event.fact {
            Fact::Opened { what } => {
                self.opened = event.at;
                match what {
                    Opening::Named { name, policy } => {
                        self.place = Place::Named(name.clone());
                        self.policy = policy.clone();
                    }
                    Opening::Direct { between } => self.place = Place::Direct(between.clone()),
                }
            }
            Fact::Joined { roles } => {
                self.invited.remove(&by.person);
                let member = Member { who: Arc::clone(by), roles: *roles, since: event.at };
                self.members.insert(member);
            }
            Fact::Left { how: Leaving::Parted | Leaving::Quit | Leaving::Lost, .. } => {
                self.members.remove(by.person);
            }
            Fact::Kicked { whom, .. } => {
                self.members.remove(whom.person);
            }
            Fact::Invited { whom } => {
                if self.heeds_invitation(by.person, whom) {
                    self.invited.insert(whom.person, event.at);
                }
            }
            Fact::TopicSet { text } => {
                self.topic = (!text.is_empty()).then(|| Topic {
                    text: text.clone(),
                    by: Arc::clone(by),
                    at: event.at,
                });
            }
            Fact::Changed { changes } => {
                for change in changes {
                    self.change(by, event.at, change);
                }
            }
            Fact::Renamed { to, .. } => self.place = Place::Named(to.clone()),
            Fact::Closed { .. } => {
                self.closed = true;
                self.members = Members::default();
                self.invited = BTreeMap::new();
            }
            Fact::BecameKnownAs { now } => {
                // A guest who logs in becomes another person, who may be a member already.
                if let Some(was) = self.members.remove(by.person) {
                    let is = self.members.remove(now.person);
                    let roles = Roles::from_bits(was.roles.bits() | is.map_or(0, |m| m.roles.bits()));
                    self.members.insert(Member { who: Arc::clone(now), roles, since: was.since });
                }
            }
            Fact::Said { .. }
            | Fact::Edited { .. }
            | Fact::Deleted { .. }
            | Fact::Reacted { .. }
            | Fact::Knocked { .. }
            | Fact::Tagged { .. } => {}
            Fact::Directory(_) => unreachable!("a directory fact in a room's log"),
        }
    }

    fn change(&mut self, by: &Arc<Who>, at: Time, change: &Change<Arc<Who>>) {
        match change {
            Change::Flag(flag, sign) => self.policy.set(*flag, *sign == Sign::Plus),
            Change::Key(key) => self.policy.key.clone_from(key),
            Change::Capacity(capacity) => self.policy.capacity = *capacity,
            Change::Forward(to) => self.policy.forward.clone_from(to),
            Change::Role(role, sign, whom) => {
                self.members.change_roles(whom.person, |roles| match sign {
                    Sign::Plus => roles.with(*role),
                    Sign::Minus => roles.without(*role),
                });
            }
            Change::List(kind, sign, mask) => {
                let list = self.list_mut(*kind);
                list.retain(|e| !e.mask.same(mask));
                if *sign == Sign::Plus {
                    list.push(ListEntry { mask: mask.clone(), by: Arc::clone(by), at });
                }
            }
            Change::Standing(Role::Plain, whom) => {
                self.standings.remove(&whom.person);
            }
            Change::Standing(role, whom) => {
                self.standings.insert(whom.person, Standing { who: Arc::clone(whom), role: *role });
            }
            Change::Founder(whom) => {
                self.founder = whom.as_ref().map(|w| w.person);
                if let Some(whom) = whom {
                    self.members.change_roles(whom.person, |roles| roles.with(Role::Owner));
                }
                if whom.is_none() {
                    self.standings = BTreeMap::new();
                }
            }
            Change::Metadata(key, value) => self.metadata.set(key, value.as_ref()),
        }
    }

    /// What one change would do.
    pub(crate) fn preview(&mut self, by: &Arc<Who>, change: &Change<Arc<Who>>) {
        self.change(by, Time(0), change);
    }

    /// The shortest log that folds to this room's state: what a store keeps so that it need not read the whole log.
    ///
    /// The numbers of its events are 1, 2, 3, …; whoever folds it sets [`Room::last`] afterwards.
    #[must_use]
    pub fn digest(&self) -> Vec<Event> {
        let mut log = Digest { room: self, events: Vec::new() };
        let house = Arc::new(Who::house());
        let what = match &self.place {
            Place::Nowhere => return Vec::new(),
            Place::Named(name) => Opening::Named { name: name.clone(), policy: self.policy.clone() },
            Place::Direct(between) => Opening::Direct { between: between.clone() },
        };
        log.push(&house, self.opened, Fact::Opened { what });
        if let Some(person) = self.founder {
            let founder = self
                .members
                .get(&person)
                .map_or_else(|| Arc::new(Who { person, ..Who::house() }), |m| Arc::clone(&m.who));
            log.push(&house, self.opened, Fact::Changed { changes: [Change::Founder(Some(founder))].into() });
        }
        for standing in self.standings.values() {
            let changes = [Change::Standing(standing.role, Arc::clone(&standing.who))].into();
            log.push(&house, self.opened, Fact::Changed { changes });
        }
        for member in self.members.values() {
            log.push(
                &member.who,
                member.since,
                Fact::Joined { roles: Roles::from_bits(member.roles.bits()) },
            );
        }
        if let Some(topic) = &self.topic {
            log.push(&topic.by, topic.at, Fact::TopicSet { text: topic.text.clone() });
        }
        for kind in crate::ListKind::ALL {
            for entry in self.list(kind) {
                let change = Change::List(kind, Sign::Plus, entry.mask.clone());
                log.push(&entry.by, entry.at, Fact::Changed { changes: [change].into() });
            }
        }
        let said =
            self.metadata.iter().map(|(key, value)| Change::Metadata(key.clone(), Some(value.clone())));
        let changes: Vec<_> = said.collect();
        if !changes.is_empty() {
            log.push(&house, self.opened, Fact::Changed { changes });
        }
        for (person, at) in &self.invited {
            let whom = Arc::new(Who { person: *person, ..Who::house() });
            log.push(&house, *at, Fact::Invited { whom });
        }
        if self.closed {
            log.push(&house, self.opened, Fact::Closed { reason: crate::Text::none() });
        }
        log.events
    }
}

struct Digest<'a> {
    room: &'a Room,
    events: Vec<Event>,
}

impl Digest<'_> {
    fn push(&mut self, by: &Arc<Who>, at: Time, fact: Fact) {
        self.events.push(Event {
            room: self.room.id,
            number: crate::Number(self.events.len() as u64 + 1),
            at,
            by: Arc::clone(by),
            key: None,
            heard: crate::Audience::Room,
            fact,
        });
    }
}
