//! Who is in a room and who hears of what, said again as plainly as possible and without a look at how the model
//! says it.

use parlor_model::{Audience, Change, Event, Fact, Flag, Opening, PersonId, Role, Roles, Sign, Who};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who hears of an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Heard {
    /// Whoever is in the room.
    Everyone,
    /// Only these.
    Only(BTreeSet<PersonId>),
}

/// A room, as far as hearing goes.
#[derive(Clone, Debug, Default)]
pub(crate) struct NaiveRoom {
    two: Option<[PersonId; 2]>,
    members: BTreeMap<PersonId, Roles>,
    auditorium: bool,
    staff_hears: bool,
    founder: Option<PersonId>,
    past: Vec<Heard>,
}

impl NaiveRoom {
    pub(crate) fn members(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.members.keys().copied()
    }

    pub(crate) fn has(&self, person: PersonId) -> bool {
        self.members.contains_key(&person)
    }

    fn rank(&self, person: PersonId) -> Role {
        self.members.get(&person).map_or(Role::Plain, |r| r.highest())
    }

    fn ranked(&self, from: Role, and: &[PersonId]) -> Heard {
        let ranked = self.members().filter(|p| self.rank(*p) >= from);
        Heard::Only(ranked.chain(and.iter().copied()).collect())
    }

    /// Who hears of this event, in the room as it is before it.
    pub(crate) fn hears(&self, event: &Event) -> Heard {
        let by = event.by.person;
        if let Some(two) = self.two {
            return Heard::Only(two.into());
        }
        // In an auditorium, plain people come, go and change unseen by plain people.
        let unseen = |who| self.auditorium && self.rank(who) == Role::Plain;
        match &event.fact {
            Fact::Opened { what: Opening::Direct { between } } => {
                Heard::Only(between.iter().map(|w| w.person).collect())
            }
            Fact::Said { to_role, .. }
                if self.staff_hears
                    && self.rank(by) == Role::Plain
                    && !(self.founder == Some(by) && self.has(by)) =>
            {
                self.ranked((*to_role).max(Role::HalfOperator), &[by])
            }
            Fact::Tagged { .. }
                if self.staff_hears
                    && self.rank(by) == Role::Plain
                    && !(self.founder == Some(by) && self.has(by)) =>
            {
                self.ranked(Role::HalfOperator, &[by])
            }
            Fact::Said { to_role, .. } if *to_role != Role::Plain => self.ranked(*to_role, &[by]),
            Fact::Edited { target, .. } | Fact::Deleted { target, .. } | Fact::Reacted { target, .. } => {
                let at = usize::try_from(target.0).unwrap_or(0);
                self.past.get(at - 1).cloned().unwrap_or(Heard::Everyone)
            }
            Fact::Invited { whom } => self.ranked(Role::HalfOperator, &[by, whom.person]),
            Fact::Knocked { .. } => self.ranked(Role::HalfOperator, &[by]),
            Fact::Joined { roles } if self.auditorium && roles.highest() == Role::Plain => {
                self.ranked(Role::Voice, &[by])
            }
            Fact::Left { .. } if unseen(by) => self.ranked(Role::Voice, &[by]),
            Fact::BecameKnownAs { now } if unseen(by) => self.ranked(Role::Voice, &[by, now.person]),
            Fact::Kicked { whom, .. } if unseen(whom.person) => self.ranked(Role::Voice, &[by, whom.person]),
            _ => Heard::Everyone,
        }
    }

    /// The event happened.
    pub(crate) fn take_in(&mut self, event: &Event) {
        self.past.push(self.hears(event));
        let by = event.by.person;
        match &event.fact {
            Fact::Opened { what: Opening::Direct { between } } => {
                self.two = Some([between[0].person, between[1].person]);
            }
            Fact::Opened { what: Opening::Named { policy, .. } } => {
                self.auditorium = policy.has(Flag::Auditorium);
                self.staff_hears = policy.has(Flag::OperatorModerated);
            }
            Fact::Joined { roles } => {
                self.members.insert(by, *roles);
            }
            Fact::Left { .. } => {
                self.members.remove(&by);
            }
            Fact::Kicked { whom, .. } => {
                self.members.remove(&whom.person);
            }
            Fact::BecameKnownAs { now } => {
                if let Some(mine) = self.members.remove(&by) {
                    let theirs = self.members.get(&now.person).map_or(0, |r| r.bits());
                    self.members.insert(now.person, Roles::from_bits(mine.bits() | theirs));
                }
            }
            Fact::Closed { .. } => self.members.clear(),
            Fact::Changed { changes } => changes.iter().for_each(|c| self.change(c)),
            _ => {}
        }
    }

    fn change(&mut self, change: &Change<Arc<Who>>) {
        match change {
            Change::Flag(Flag::Auditorium, sign) => self.auditorium = *sign == Sign::Plus,
            Change::Flag(Flag::OperatorModerated, sign) => self.staff_hears = *sign == Sign::Plus,
            Change::Role(role, sign, whom) => {
                if let Some(roles) = self.members.get_mut(&whom.person) {
                    *roles = if *sign == Sign::Plus { roles.with(*role) } else { roles.without(*role) };
                }
            }
            Change::Founder(whom) => {
                self.founder = whom.as_ref().map(|w| w.person);
                let Some(whom) = whom else { return };
                if let Some(roles) = self.members.get_mut(&whom.person) {
                    *roles = roles.with(Role::Owner);
                }
            }
            _ => {}
        }
    }
}

/// What was written beside the event, in the plain rule's words.
pub(crate) fn heard_as(audience: &Audience) -> Heard {
    match audience {
        Audience::Room => Heard::Everyone,
        Audience::These(people) => Heard::Only(people.iter().copied().collect()),
        Audience::Nobody => Heard::Only(BTreeSet::new()),
    }
}
