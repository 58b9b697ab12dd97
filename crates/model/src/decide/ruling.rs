//! What a room is: topic, rules, roles, lists, name, end.

use super::{Asked, Decision};
use crate::{Change, Fact, Flag, ListKind, PersonId, Refusal, Role, Room, RoomName, Sign, Text, Who};
use alloc::sync::Arc;
use alloc::vec::Vec;

impl Asked<'_> {
    pub(super) fn set_topic(&self, text: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        self.fits(text, self.limits.topic_bytes_max)?;
        if self.room.policy.has(Flag::TopicLocked) {
            self.need(Role::HalfOperator)?;
        } else {
            self.need(Role::Plain)?;
            // A topic is read by everyone: who may not speak to them does not write it either.
            if !self.rules_the_house() {
                self.may_speak_to_all()?;
            }
        }
        if self.room.topic.as_ref().map_or("", |t| &t.text) == text.as_str() {
            return Err(Refusal::NothingToChange);
        }
        self.happened(Fact::TopicSet { text: text.clone() })
    }

    /// Each change by itself, on the room as the changes before it left it; refused is only what is refused.
    pub(super) fn change(&self, changes: &[Change<Arc<Who>>]) -> Result<Decision, Refusal> {
        self.named()?;
        if !self.room.is_member(self.me()) && !self.rules_the_house() {
            return Err(self.not_member());
        }
        // The copy is for the second change on: one change, the common case, looks at the room itself.
        let mut after: Option<Room> = None;
        let (mut done, mut partly) = (Vec::new(), Vec::new());
        for (i, change) in changes.iter().enumerate() {
            let asked = Asked { room: after.as_ref().unwrap_or(self.room), ..*self };
            match asked.may_change(change) {
                Ok(()) => {
                    let worn = asked.worn_by_standing(change);
                    for change in core::iter::once(change.clone()).chain(worn) {
                        if i + 1 < changes.len() {
                            after.get_or_insert_with(|| self.room.clone()).preview(&self.actor.who, &change);
                        }
                        done.push(change);
                    }
                }
                Err(why) => partly.push(why),
            }
        }
        if done.is_empty() {
            // One thing asked and refused is a refusal; several are told one by one.
            return match partly.len() {
                0 => Err(Refusal::NothingToChange),
                1 => Err(partly.remove(0)),
                _ => Ok(Decision { partly, ..Decision::default() }),
            };
        }
        let mut decision = self.happened(Fact::Changed { changes: done })?;
        decision.partly = partly;
        Ok(decision)
    }

    fn may_change(&self, change: &Change<Arc<Who>>) -> Result<(), Refusal> {
        match change {
            Change::Flag(flag, sign) => {
                self.need(Role::Operator)?;
                changes_something(self.room.policy.has(*flag) != (*sign == Sign::Plus))
            }
            Change::Key(key) => {
                self.need(Role::Operator)?;
                changes_something(self.room.policy.key != *key)
            }
            Change::Capacity(capacity) => {
                self.need(Role::Operator)?;
                changes_something(self.room.policy.capacity != *capacity)
            }
            Change::Forward(to) => {
                self.need(Role::Operator)?;
                changes_something(self.room.policy.forward != *to)
            }
            Change::Role(role, sign, whom) => self.may_give(*role, *sign, whom),
            Change::List(kind, sign, mask) => {
                self.need(Role::HalfOperator)?;
                let list = self.room.list(*kind);
                let there = list.iter().any(|e| e.mask.same(mask));
                let entries_max = self.limits.list_entries_max;
                if *sign == Sign::Plus && !there && self.entries(*kind) >= entries_max {
                    return Err(Refusal::ListFull { list: *kind, entries_max });
                }
                changes_something(there != (*sign == Sign::Plus))
            }
            Change::Standing(role, whom) => self.may_stand(*role, whom),
            Change::Metadata(key, value) => {
                self.need(Role::Operator)?;
                self.room.metadata.may_set(key, value.as_ref(), self.limits)
            }
            Change::Founder(whom) => {
                self.need(self.owning_role())?;
                changes_something(self.room.founder != whom.as_ref().map(|w| w.person))?;
                match self.room.founder {
                    Some(founder) if founder != self.me() && !self.rules_the_house() => {
                        Err(Refusal::TheyOutrank(self.name_of(founder)))
                    }
                    _ if whom.as_ref().is_some_and(|w| w.is_guest()) => Err(Refusal::NeedAccount),
                    Some(_) | None => Ok(()),
                }
            }
        }
    }

    /// What a member is called; where they are not here, what they are.
    fn name_of(&self, founder: PersonId) -> Arc<str> {
        self.room.members.get(&founder).map_or_else(|| "the founder".into(), |m| m.who.nick.as_str().into())
    }

    /// Mutes are shown among the bans and share their bound; so do the exceptions from both.
    fn entries(&self, kind: ListKind) -> usize {
        let len = |kind| self.room.list(kind).len();
        match kind {
            ListKind::Ban | ListKind::Mute => len(ListKind::Ban) + len(ListKind::Mute),
            ListKind::BanException | ListKind::MuteException => {
                len(ListKind::BanException) + len(ListKind::MuteException)
            }
            ListKind::InviteException => len(kind),
        }
    }

    fn may_give(&self, role: Role, sign: Sign, whom: &Arc<Who>) -> Result<(), Refusal> {
        let Some(member) = self.room.members.get(&whom.person) else {
            self.need(Role::HalfOperator)?;
            return Err(Refusal::TheyAreNotMember(whom.nick.as_str().into()));
        };
        // To be without a role is none: nothing to give or take.
        if role == Role::Plain {
            return Err(Refusal::NothingToChange);
        }
        let giving_up = sign == Sign::Minus && whom.person == self.me();
        // Who stands in a role here may take it up again.
        let own = sign == Sign::Plus && whom.person == self.me() && role <= self.room.standing(self.me());
        if !giving_up && !own {
            self.need(role.given_by())?;
            if sign == Sign::Minus && !self.outranks(whom.person, member.roles.highest()) {
                return Err(Refusal::TheyOutrank(whom.nick.as_str().into()));
            }
        }
        changes_something(member.roles.has(role) != (sign == Sign::Plus))
    }

    /// A role for good is given and taken by who may give and take it for now; it is for accounts, in a room that is
    /// somebody's.
    fn may_stand(&self, role: Role, whom: &Arc<Who>) -> Result<(), Refusal> {
        let before = self.room.standing(whom.person);
        self.need(role.max(before).given_by())?;
        if self.room.founder.is_none() {
            return Err(Refusal::NotHere);
        }
        if whom.is_guest() {
            return Err(Refusal::NeedAccount);
        }
        if before != Role::Plain && !self.outranks(whom.person, before) {
            return Err(Refusal::TheyOutrank(whom.nick.as_str().into()));
        }
        let entries_max = self.limits.list_entries_max;
        if before == Role::Plain && role != Role::Plain && self.room.standings.len() >= entries_max {
            return Err(Refusal::TooManyStandings { entries_max });
        }
        changes_something(before != role)
    }

    /// Who is given a role for good wears it at once, and takes off a higher one that they had for good.
    fn worn_by_standing(&self, change: &Change<Arc<Who>>) -> Vec<Change<Arc<Who>>> {
        let Change::Standing(role, whom) = change else { return Vec::new() };
        let Some(member) = self.room.members.get(&whom.person) else { return Vec::new() };
        let (worn, before) = (member.roles, self.room.standing(whom.person));
        let puts_on = *role != Role::Plain && !worn.has(*role);
        let takes_off = *role < before && worn.has(before);
        let change = |role, sign| Change::Role(role, sign, Arc::clone(whom));
        [(puts_on, *role, Sign::Plus), (takes_off, before, Sign::Minus)]
            .into_iter()
            .filter(|(does, ..)| *does)
            .map(|(_, role, sign)| change(role, sign))
            .collect()
    }

    pub(super) fn rename(&self, to: &RoomName, reason: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        self.fits(reason, self.limits.reason_bytes_max)?;
        self.need(self.owning_role())?;
        let Some(from) = self.room.name() else { return Err(Refusal::NotHere) };
        if from == to {
            return Err(Refusal::NothingToChange);
        }
        self.happened(Fact::Renamed { from: from.clone(), to: to.clone(), reason: reason.clone() })
    }

    pub(super) fn close(&self, reason: &Text) -> Result<Decision, Refusal> {
        self.named()?;
        self.fits(reason, self.limits.reason_bytes_max)?;
        self.need(self.owning_role())?;
        self.happened(Fact::Closed { reason: reason.clone() })
    }
}

fn changes_something(it_does: bool) -> Result<(), Refusal> {
    if it_does { Ok(()) } else { Err(Refusal::NothingToChange) }
}
