//! Coming and going: join, leave, kick, invite, knock, and being known as somebody else.

use super::{Asked, Decision};
use crate::{Audience, Fact, Flag, Leaving, ListKind, PersonId, Refusal, Role, Roles, Text, Who};
use alloc::sync::Arc;

impl Asked<'_> {
    pub(super) fn join(&self, key: Option<&str>, forced: bool) -> Result<Decision, Refusal> {
        self.named()?;
        let who = &self.actor.who;
        if self.room.is_member(who.person) {
            return Err(Refusal::YouAreMember);
        }
        if !(forced && self.actor.operator) && self.room.founder != Some(who.person) {
            self.may_enter(key)?;
        }
        self.happened(Fact::Joined { roles: self.roles_on_joining() })
    }

    /// The rules of the room for who wants in, the weightiest first. An invitation overrides them all, once.
    fn may_enter(&self, key: Option<&str>) -> Result<(), Refusal> {
        let (room, who) = (self.room, &*self.actor.who);
        if room.invited.contains_key(&who.person) {
            return Ok(());
        }
        let policy = &room.policy;
        let forward = || policy.forward.clone();
        if room.bans(who) {
            return Err(Refusal::Banned { forward: forward() });
        }
        if policy.has(Flag::InviteOnly) && !room.listed(ListKind::InviteException, who) {
            return Err(Refusal::InviteOnly { forward: forward() });
        }
        if policy.has(Flag::RegisteredJoin) && who.is_guest() && !room.listed(ListKind::InviteException, who)
        {
            return Err(Refusal::RegisteredOnly { forward: forward() });
        }
        if policy.key.as_deref().is_some_and(|k| Some(k) != key) {
            return Err(Refusal::WrongKey { forward: forward() });
        }
        let house_max = u32::try_from(self.limits.room_members_max).unwrap_or(u32::MAX);
        let bounds = [policy.capacity, (house_max > 0).then_some(house_max)];
        match bounds.into_iter().flatten().min() {
            Some(max) if room.members.len() >= max as usize => {
                Err(Refusal::Full { members_max: max, forward: forward() })
            }
            _ => Ok(()),
        }
    }

    /// The founder owns the room; who comes into an empty room of nobody's runs it.
    fn roles_on_joining(&self) -> Roles {
        let room = self.room;
        if room.founder == Some(self.me()) {
            Roles::only(Role::Owner)
        } else if room.founder.is_none() && room.members.is_empty() {
            Roles::only(Role::Operator)
        } else {
            Roles::NONE
        }
    }

    pub(super) fn leave(&self, how: Leaving, reason: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        self.fits(reason, self.limits.reason_bytes_max)?;
        if !self.room.is_member(self.me()) {
            return Err(self.not_member());
        }
        let mut decision = self.happened(Fact::Left { how, reason: reason.clone() })?;
        self.close_if_locked_and_empty(&mut decision);
        Ok(decision)
    }

    /// A room of nobody's that the last member leaves behind locked could be entered by no one, ever: it ends, and
    /// its name is free. An open one stays, with its past.
    fn close_if_locked_and_empty(&self, decision: &mut Decision) {
        let room = self.room;
        if room.members.len() == 1 && room.founder.is_none() && !room.policy.lets_strangers_in() {
            let fact = Fact::Closed { reason: Text::trusted("the last member left a locked room") };
            decision.facts.push((fact, Audience::Room));
        }
    }

    pub(super) fn kick(&self, whom: &Arc<Who>, reason: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        self.fits(reason, self.limits.reason_bytes_max)?;
        self.need(Role::HalfOperator)?;
        let theirs = self
            .room
            .role(whom.person)
            .ok_or_else(|| Refusal::TheyAreNotMember(whom.nick.as_str().into()))?;
        if !self.outranks(whom.person, theirs) {
            return Err(Refusal::TheyOutrank(whom.nick.as_str().into()));
        }
        let mut decision = self.happened(Fact::Kicked { whom: Arc::clone(whom), reason: reason.clone() })?;
        self.close_if_locked_and_empty(&mut decision);
        Ok(decision)
    }

    /// Whether the asker's place here is above theirs. Everyone is above themselves.
    pub(super) fn outranks(&self, person: PersonId, theirs: Role) -> bool {
        self.actor.operator
            || self.me() == PersonId::HOUSE
            || person == self.me()
            || self.my_role().is_some_and(|mine| mine.outranks(theirs))
    }

    pub(super) fn invite(&self, whom: &Arc<Who>) -> Result<Decision, Refusal> {
        self.named()?;
        if !self.room.is_member(self.me()) && !self.actor.operator {
            return Err(self.not_member());
        }
        if self.room.is_member(whom.person) {
            return Err(Refusal::AlreadyMember(whom.nick.as_str().into()));
        }
        // An invitation passes the key, the bans and the bound: in a locked room it is the operators' to give.
        let locked = !self.room.policy.lets_strangers_in()
            || self.room.bans(whom)
            || self.room.policy.capacity.is_some();
        if locked {
            self.need(Role::HalfOperator)?;
        }
        let entries_max = self.limits.list_entries_max;
        if self.room.invited.len() >= entries_max && !self.room.invited.contains_key(&whom.person) {
            return Err(Refusal::TooManyInvitations { entries_max });
        }
        self.happened(Fact::Invited { whom: Arc::clone(whom) })
    }

    pub(super) fn knock(&self, text: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        self.fits(text, self.limits.reason_bytes_max)?;
        let (room, who) = (self.room, &*self.actor.who);
        if room.is_member(who.person) {
            return Err(Refusal::YouAreMember);
        }
        if !room.may_see(who.person, self.actor.operator) {
            return Err(Refusal::NoSuchRoom);
        }
        if room.bans(who) {
            return Err(Refusal::Banned { forward: None });
        }
        if room.policy.lets_strangers_in() {
            return Err(Refusal::OpenAnyway);
        }
        self.happened(Fact::Knocked { text: text.clone() })
    }

    pub(super) fn become_known_as(&self, now: &Arc<Who>) -> Result<Decision, Refusal> {
        self.named()?;
        if !self.room.is_member(self.me()) {
            return Err(self.not_member());
        }
        // A banned or silenced member keeps the name they are known by: a new one would slip past the mask.
        if now.nick != self.actor.who.nick
            && self.my_role().unwrap_or(Role::Plain) < Role::Voice
            && self.room.silences(&self.actor.who)
        {
            return Err(Refusal::Muted);
        }
        self.happened(Fact::BecameKnownAs { now: Arc::clone(now) })
    }
}
