//! How rooms begin.

use super::Decision;
use crate::{
    Actor, Audience, Change, Fact, ForwardError, Limits, Opening, PersonId, Policy, Refusal, Role, Roles,
    Room, RoomName, Who,
};
use alloc::sync::Arc;

/// Opens a room by joining a name that nobody uses: the opener is its first operator. What the house
/// opens is the house's own: server operators run it.
///
/// # Errors
/// [`Refusal::GuestsMayNotCreate`] where guests may not.
pub fn open(name: &RoomName, actor: &Actor, limits: &Limits) -> Result<Decision, Refusal> {
    let house = actor.who.person == PersonId::HOUSE;
    if actor.who.is_guest() && !limits.guests_may_create && !house && !actor.operator {
        return Err(Refusal::GuestsMayNotCreate);
    }
    let what = Opening::Named { name: name.clone(), policy: Policy::default() };
    let then = if house {
        // The house's own room: who happens to come in first does not run it.
        Fact::Changed { changes: [Change::Founder(Some(Arc::clone(&actor.who)))].into() }
    } else {
        Fact::Joined { roles: Roles::only(Role::Operator) }
    };
    let facts = [(Fact::Opened { what }, Audience::Room), (then, Audience::Room)].into();
    Ok(Decision { facts, ..Decision::default() })
}

/// Begins the direct conversation of two people. With oneself is fine: a notebook.
///
/// # Errors
/// None so far; whether `to` may be reached at all is for who knows the people to decide.
pub fn open_direct(actor: &Actor, to: &Arc<Who>) -> Result<Decision, Refusal> {
    let between = [Arc::clone(&actor.who), Arc::clone(to)];
    let heard = Audience::these(between.iter().map(|w| w.person));
    let fact = Fact::Opened { what: Opening::Direct { between } };
    Ok(Decision { facts: [(fact, heard)].into(), ..Decision::default() })
}

/// Whether `actor` may have who cannot join `from` sent to `to` (`None`: there is no such room): they must run that
/// room, too. Where the ways lead on from there is for who knows all rooms to look at, before.
///
/// # Errors
/// Why not. A room that the asker may not know of is not there.
pub fn may_forward(actor: &Actor, to: Option<&Room>) -> Result<(), ForwardError> {
    let me = actor.who.person;
    let there = to.filter(|room| !room.closed && room.may_see(me, actor.operator));
    let room = there.ok_or(ForwardError::NoSuchRoom)?;
    let runs = actor.operator || room.rank(me).is_some_and(|rank| rank >= Role::Operator);
    if runs { Ok(()) } else { Err(ForwardError::NotYours) }
}
