//! Who is in a room.

use crate::{Member, PersonId, Role, Roles};
use alloc::collections::{BTreeMap, BTreeSet};
use core::ops::Deref;

/// The members of a room, by who they are. Those with a role are found without a look at all others: a room may have a
/// hundred thousand, and be one in which only these see who comes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Members {
    all: BTreeMap<PersonId, Member>,
    /// Voice or higher.
    ranked: BTreeSet<PersonId>,
}

impl Members {
    pub(crate) fn insert(&mut self, person: PersonId, member: Member) {
        self.note(person, member.roles);
        self.all.insert(person, member);
    }

    pub(crate) fn remove(&mut self, person: PersonId) -> Option<Member> {
        self.ranked.remove(&person);
        self.all.remove(&person)
    }

    /// Changes a member's roles; nothing happens where there is no such member.
    pub(crate) fn change_roles(&mut self, person: PersonId, change: impl FnOnce(Roles) -> Roles) {
        let Some(member) = self.all.get_mut(&person) else { return };
        member.roles = change(member.roles);
        let roles = member.roles;
        self.note(person, roles);
    }

    fn note(&mut self, person: PersonId, roles: Roles) {
        if roles.highest() >= Role::Voice {
            self.ranked.insert(person);
        } else {
            self.ranked.remove(&person);
        }
    }

    /// Members with at least this role, in order.
    pub(crate) fn with_role(&self, role: Role) -> impl Iterator<Item = PersonId> + '_ {
        let everyone = (role <= Role::Plain).then(|| self.all.keys()).into_iter().flatten();
        let ranked = (role > Role::Plain).then(|| self.ranked.iter()).into_iter().flatten();
        let has = move |person: &PersonId| self.all.get(person).is_some_and(|m| m.roles.highest() >= role);
        everyone.chain(ranked.filter(move |person| has(person))).copied()
    }

    /// Members with any role, and this one, in order.
    pub(crate) fn ranked_and(&self, person: PersonId) -> impl Iterator<Item = &Member> {
        let own = (!self.ranked.contains(&person)).then_some(person);
        let ids = self.ranked.range(..person).copied().chain(own);
        ids.chain(self.ranked.range(person..).copied()).filter_map(|person| self.all.get(&person))
    }
}

impl Deref for Members {
    type Target = BTreeMap<PersonId, Member>;

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}
