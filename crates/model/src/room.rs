//! What a room is at a moment: folded from its log, changed only by [`Room::apply`].

use crate::{
    Flag, ListKind, Mask, Members, Metadata, Number, PersonId, Policy, Role, Roles, RoomId, RoomName, Roster,
    Text, Time, Who,
};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// What kind of place.
    pub place: Place,
    /// When it began.
    pub opened: Time,
    /// Whose room it is: gets the owner's role on each join. `None`: nobody's.
    pub founder: Option<PersonId>,
    /// Who gets which role on each join, as they were when it was given.
    pub standings: BTreeMap<PersonId, Standing>,
    /// The topic.
    pub topic: Option<Topic>,
    /// The rules.
    pub policy: Policy,
    /// Who is in it.
    pub members: Members,
    /// Who may come in once, past the rules, and when they were told.
    pub invited: BTreeMap<PersonId, Time>,
    /// Ended: nobody enters or speaks again.
    pub closed: bool,
    /// The number of the last event applied.
    pub last: Number,
    /// What it says about itself, for programs to show.
    pub metadata: Metadata,
    pub(crate) lists: [Vec<ListEntry>; ListKind::ALL.len()],
}

/// What kind of place a room is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// Nothing was applied yet.
    Nowhere,
    /// A room with a name.
    Named(RoomName),
    /// A conversation of two, as they were when it began.
    Direct([Arc<Who>; 2]),
}

/// A member.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who they are now.
    pub who: Arc<Who>,
    /// Their roles.
    pub roles: Roles,
    /// When they joined.
    pub since: Time,
}

/// A role for good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Whose.
    pub who: Arc<Who>,
    /// Which; never [`Role::Plain`].
    pub role: Role,
}

/// A topic and who set it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// The words.
    pub text: Text,
    /// Who set it.
    pub by: Arc<Who>,
    /// When.
    pub at: Time,
}

/// An entry of a list, and who put it there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListEntry {
    /// Whom it means.
    pub mask: Mask,
    /// Who put it there.
    pub by: Arc<Who>,
    /// When.
    pub at: Time,
}

impl Room {
    /// A room before its first event.
    #[must_use]
    pub fn unopened(id: RoomId) -> Self {
        Self {
            id,
            place: Place::Nowhere,
            opened: Time(0),
            founder: None,
            standings: BTreeMap::new(),
            topic: None,
            policy: Policy::open(),
            members: Members::default(),
            invited: BTreeMap::new(),
            closed: false,
            last: Number(0),
            metadata: Metadata::default(),
            lists: [const { Vec::new() }; ListKind::ALL.len()],
        }
    }

    /// The room's name, if it has one.
    #[must_use]
    pub const fn name(&self) -> Option<&RoomName> {
        match &self.place {
            Place::Named(name) => Some(name),
            Place::Nowhere | Place::Direct(_) => None,
        }
    }

    /// One of the lists, oldest entry first.
    #[must_use]
    pub fn list(&self, kind: ListKind) -> &[ListEntry] {
        &self.lists[kind as usize]
    }

    pub(crate) fn list_mut(&mut self, kind: ListKind) -> &mut Vec<ListEntry> {
        &mut self.lists[kind as usize]
    }

    /// Whether the person is a member, or one of the two.
    #[must_use]
    pub fn is_member(&self, person: PersonId) -> bool {
        match &self.place {
            Place::Direct(two) => two.iter().any(|w| w.person == person),
            Place::Named(_) | Place::Nowhere => self.members.contains_key(&person),
        }
    }

    /// The person's highest role; `None` for who is no member.
    #[must_use]
    pub fn role(&self, person: PersonId) -> Option<Role> {
        self.members.get(&person).map(|m| m.roles.highest())
    }

    /// The role the person gets whenever they join.
    #[must_use]
    pub fn standing(&self, person: PersonId) -> Role {
        self.standings.get(&person).map_or(Role::Plain, |s| s.role)
    }

    /// What the person may here: their highest role, and the founder an owner, whether they wear the role or not.
    /// `None` for who is no member.
    #[must_use]
    pub fn rank(&self, person: PersonId) -> Option<Role> {
        let worn = self.role(person)?;
        Some(if self.founder == Some(person) { Role::Owner } else { worn })
    }

    /// Whether an auditorium keeps from `from` (`None`: no member) that this person comes, goes or is here. Members
    /// without a role are seen by those with one, and by themselves.
    #[must_use]
    pub fn hides(&self, person: PersonId, from: Option<PersonId>) -> bool {
        let plain = |p| self.role(p).unwrap_or(Role::Plain) < Role::Voice;
        self.policy.has(Flag::Auditorium) && plain(person) && from != Some(person) && from.is_none_or(plain)
    }

    /// The members whom this person sees here: all that the room does not [hide](Self::hides) from them. A server
    /// operator sees everyone.
    #[must_use]
    pub fn seen_by(&self, person: PersonId, operator: bool) -> Roster {
        let trusted = || operator || self.role(person).is_some_and(|role| role >= Role::Voice);
        if !self.policy.has(Flag::Auditorium) || trusted() {
            return self.members.roster();
        }
        self.members.ranked_and(person).cloned().collect()
    }

    /// Whether what this person says is for the half-operators and above only.
    #[must_use]
    pub fn muffles(&self, person: PersonId) -> bool {
        self.policy.has(Flag::OperatorModerated) && self.rank(person).unwrap_or(Role::Plain) < Role::Voice
    }

    /// Whether an invitation would let this person past a rule.
    #[must_use]
    pub fn locks_out(&self, whom: &Who) -> bool {
        !self.policy.lets_strangers_in() || self.policy.capacity.is_some() || self.bans(whom)
    }

    /// Whether this invitation opens the door once. Anyone may tell somebody of an open room, but only who keeps the
    /// door leaves it open for them: else a member could hand out today what an operator locks tomorrow.
    #[must_use]
    pub fn heeds_invitation(&self, by: PersonId, whom: &Who) -> bool {
        self.locks_out(whom) || self.rank(by).is_none_or(|rank| rank >= Role::HalfOperator)
    }

    /// Whether the list has an entry that means them, as they are shown: who runs a room finds out no address with it.
    #[must_use]
    pub fn listed(&self, kind: ListKind, who: &Who) -> bool {
        self.list(kind).iter().any(|e| e.mask.matches_shown(who))
    }

    /// Banned, and not excepted.
    #[must_use]
    pub fn bans(&self, who: &Who) -> bool {
        self.listed(ListKind::Ban, who) && !self.listed(ListKind::BanException, who)
    }

    /// Banned or muted, and not excepted.
    #[must_use]
    pub fn silences(&self, who: &Who) -> bool {
        let excepted = |kind| self.listed(kind, who);
        let muted = self.listed(ListKind::Mute, who) && !excepted(ListKind::MuteException);
        (muted || self.listed(ListKind::Ban, who)) && !excepted(ListKind::BanException)
    }

    /// Whether this person may know that the room is there.
    #[must_use]
    pub fn may_see(&self, person: PersonId, operator: bool) -> bool {
        match &self.place {
            Place::Direct(_) => self.is_member(person),
            Place::Named(_) => operator || !self.policy.has(Flag::Secret) || self.is_member(person),
            Place::Nowhere => false,
        }
    }

    /// Whether this person may read what was said: members; and, where any stranger could walk in and look, everyone
    /// who is not banned. Server operators do not read along.
    #[must_use]
    pub fn may_read(&self, who: &Who) -> bool {
        self.is_member(who.person)
            || (matches!(self.place, Place::Named(_)) && self.policy.lets_strangers_in() && !self.bans(who))
    }

    /// Members with at least this role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = PersonId> + '_ {
        self.members.with_role(role)
    }
}
