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
        if !(forced && self.rules_the_house()) {
            self.may_enter(key)?;
            self.house_has_space()?;
        }
        self.happened(Fact::Joined { roles: self.roles_on_joining() })
    }

    /// The rules of the room for who wants in, the weightiest first. An invitation overrides them all, once; the
    /// founder is always invited.
    fn may_enter(&self, key: Option<&str>) -> Result<(), Refusal> {
        let (room, who) = (self.room, &*self.actor.who);
        if room.founder == Some(who.person) || room.invited.contains_key(&who.person) {
            return Ok(());
        }
        let policy = &room.policy;
        let forward = || policy.forward.clone();
        if room.bans(who) {
            // Nobody wants in the next room whom this one threw out.
            return Err(Refusal::Banned { forward: None });
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
        match policy.capacity {
            Some(max) if room.members.len() >= max as usize => {
                Err(Refusal::Full { members_max: max, forward: forward() })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The bound that the house sets, which nobody in the room can lift for anyone.
    fn house_has_space(&self) -> Result<(), Refusal> {
        let max = self.limits.room_members_max;
        if max == 0 || self.room.members.len() < max {
            return Ok(());
        }
        let members_max = u32::try_from(max).unwrap_or(u32::MAX);
        Err(Refusal::Full { members_max, forward: self.room.policy.forward.clone() })
    }

    /// The founder owns the room; others have the role they stand in here, if they do; who comes into an empty room of nobody's runs it.
    fn roles_on_joining(&self) -> Roles {
        let room = self.room;
        if room.founder == Some(self.me()) {
            Roles::only(Role::Owner)
        } else if room.founder.is_none() && room.members.is_empty() {
            Roles::only(Role::Operator)
        } else {
            match room.standing(self.me()) {
                Role::Plain => Roles::NONE,
                role => Roles::only(role),
            }
        }
    }

    pub(super) fn leave(&self, how: Leaving, reason: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        // Who is gone cannot be asked for a shorter word: what the line that said it could carry is taken whole.
        if how == Leaving::Parted {
            self.fits(reason, self.limits.reason_bytes_max)?;
        }
        if !self.room.is_member(self.me()) {
            return Err(self.not_member());
        }
        let mut decision = self.happened(Fact::Left { how, reason: reason.clone() })?;
        self.close_if_left_empty(&mut decision);
        Ok(decision)
    }

    /// A room of nobody's that the last member leaves behind locked ends, and its name is free: nobody is left who
    /// could let anyone in, and who took it over would read what was said behind the lock. An open one stays, with
    /// its past, where the house has it so.
    fn close_if_left_empty(&self, decision: &mut Decision) {
        let room = self.room;
        let stays = self.limits.empty_rooms_stay && room.policy.lets_strangers_in();
        if room.members.len() == 1 && room.founder.is_none() && !stays {
            let locked = !room.policy.lets_strangers_in();
            let reason = if locked { "the last member left a locked room" } else { "the last member left" };
            let fact = Fact::Closed { reason: Text::trusted(reason) };
            decision.facts.push((fact, Audience::Room));
        }
    }

    pub(super) fn kick(&self, whom: &Arc<Who>, reason: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        self.fits(reason, self.limits.kick_bytes_max)?;
        self.need(Role::HalfOperator)?;
        let theirs = self
            .room
            .role(whom.person)
            .ok_or_else(|| Refusal::TheyAreNotMember(whom.nick.as_str().into()))?;
        if !self.outranks(whom.person, theirs) {
            return Err(Refusal::TheyOutrank(whom.nick.as_str().into()));
        }
        let mut decision = self.happened(Fact::Kicked { whom: Arc::clone(whom), reason: reason.clone() })?;
        self.close_if_left_empty(&mut decision);
        Ok(decision)
    }

    /// Whether the asker's place here is above theirs. Everyone is above themselves, nobody above the founder.
    pub(super) fn outranks(&self, person: PersonId, theirs: Role) -> bool {
        if self.rules_the_house() || person == self.me() {
            return true;
        }
        self.room.founder != Some(person) && self.my_rank().is_some_and(|mine| mine.outranks(theirs))
    }

    pub(super) fn invite(&self, whom: &Arc<Who>) -> Result<Decision, Refusal> {
        self.named()?;
        if !self.room.is_member(self.me()) && !self.rules_the_house() {
            return Err(self.not_member());
        }
        if self.room.is_member(whom.person) {
            return Err(Refusal::AlreadyMember(whom.nick.as_str().into()));
        }
        // An invitation passes the key, the bans and the bound: in a locked room it is the operators' to give.
        if self.room.locks_out(whom) {
            self.need(Role::HalfOperator)?;
        }
        let entries_max = self.limits.list_entries_max;
        if self.room.heeds_invitation(self.me(), whom)
            && self.room.invited.len() >= entries_max
            && !self.room.invited.contains_key(&whom.person)
        {
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
        if !room.may_see(who.person, self.rules_the_house()) {
            return Err(Refusal::NoSuchRoom);
        }
        match self.may_enter(None) {
            Ok(()) => Err(Refusal::OpenAnyway),
            Err(banned @ Refusal::Banned { .. }) => Err(banned),
            Err(_) => self.happened(Fact::Knocked { text: text.clone() }),
        }
    }

    pub(super) fn become_known_as(&self, now: &Arc<Who>) -> Result<Decision, Refusal> {
        self.named()?;
        if !self.room.is_member(self.me()) {
            return Err(self.not_member());
        }
        // A banned or silenced member keeps the name they are known by: a new one would slip past the mask. What the
        // house decides is decided.
        if !self.rules_the_house()
            && now.nick != self.actor.who.nick
            && self.my_rank().unwrap_or(Role::Plain) < Role::Voice
            && self.room.silences(&self.actor.who)
        {
            return Err(Refusal::Muted);
        }
        self.happened(Fact::BecameKnownAs { now: Arc::clone(now) })
    }
}
