//! What single facts do to a room.

use crate::people::{Log, actor, mask, one_of_each, who};
use parlor_model::{
    Change, Command, Decision, Fact, Flag, Limits, ListKind, PersonId, Policy, Refusal, Role, Roles, Sign,
    Who, decide,
};
use std::sync::Arc;

fn room() -> Log {
    let mut log = Log::named(Policy::default());
    for (role, member) in one_of_each() {
        log.join(&member, role);
    }
    log
}

/// What an operator gets for these changes.
fn change(log: &Log, changes: Vec<Change<Arc<Who>>>) -> Result<Decision, Refusal> {
    let [.., (_, operator), _, _] = one_of_each();
    decide::decide(&log.room, &actor(&operator), &Command::Change(changes), None, &Limits::default())
}

#[test]
fn a_guest_who_logs_in_keeps_the_roles_of_both() {
    let mut log = room();
    let (guest, account) = (who(20, "gus", "t", false), who(21, "gus", "t", true));
    log.join(&guest, Role::Voice);
    log.join(&account, Role::Operator);
    log.happen(&guest, Fact::BecameKnownAs { now: Arc::clone(&account) });
    assert_eq!(log.room.members[&account.person].roles, Roles::only(Role::Voice).with(Role::Operator));
    assert!(!log.room.is_member(guest.person));
}

#[test]
fn a_mask_is_taken_off_however_it_is_written() {
    let mut log = room();
    log.list(ListKind::Ban, "BAR!*@*");
    let ban = |sign| vec![Change::List(ListKind::Ban, sign, mask("bar"))];
    assert_eq!(change(&log, ban(Sign::Plus)), Err(Refusal::NothingToChange));
    let off = change(&log, ban(Sign::Minus)).unwrap();
    let [(fact, _)] = &off.facts[..] else { panic!("{off:?}") };
    log.happen(&who(13, "olga", "t", true), fact.clone());
    assert!(log.room.list(ListKind::Ban).is_empty());
}

#[test]
fn coming_in_uses_the_invitation_up() {
    let mut log = room();
    let ida = who(30, "ida", "t", false);
    log.happen(&Arc::new(Who::house()), Fact::Invited { whom: Arc::clone(&ida) });
    assert!(log.room.invited.contains_key(&ida.person));
    log.join(&ida, Role::Plain);
    assert!(log.room.invited.is_empty());
}

#[test]
fn an_auditorium_hides_who_has_no_role_from_who_has_none() {
    let mut log = room();
    let plain = PersonId(10);
    assert!(!log.room.hides(plain, None), "no auditorium");
    log.change(Change::Flag(Flag::Auditorium, Sign::Plus));
    log.join(&who(20, "pia", "t", false), Role::Plain);
    assert!(log.room.hides(plain, None) && log.room.hides(plain, Some(PersonId(20))));
    for seer in [10, 11, 12, 13, 14, 15] {
        assert!(!log.room.hides(plain, Some(PersonId(seer))), "{seer} sees");
        assert_eq!(log.room.hides(PersonId(seer), Some(PersonId(20))), seer == 10, "{seer} is seen");
    }
}

#[test]
fn to_be_without_a_role_cannot_be_given() {
    for sign in [Sign::Plus, Sign::Minus] {
        let plain = Change::Role(Role::Plain, sign, who(10, "paul", "t", false));
        assert_eq!(change(&room(), vec![plain]), Err(Refusal::NothingToChange));
    }
    assert_eq!(change(&room(), Vec::new()), Err(Refusal::NothingToChange));
}

#[test]
fn each_of_several_changes_sees_the_ones_before() {
    let voice = || Change::Role(Role::Voice, Sign::Plus, who(10, "paul", "t", false));
    let secret = || Change::Flag(Flag::Secret, Sign::Plus);
    let step_down = || Change::Role(Role::Operator, Sign::Minus, who(13, "olga", "t", true));
    let refused = Refusal::NeedRole(Role::Operator);
    for (asked, done, partly) in [
        (vec![voice(), voice()], vec![voice()], vec![Refusal::NothingToChange]),
        (vec![secret(), step_down()], vec![secret(), step_down()], vec![]),
        (vec![step_down(), secret()], vec![step_down()], vec![refused]),
    ] {
        let decision = change(&room(), asked).unwrap();
        assert_eq!(decision.facts[0].0, Fact::Changed { changes: done });
        assert_eq!(decision.partly, partly);
    }
    // Nothing of several: each is told, nothing happens.
    let nothing = Change::Flag(Flag::Secret, Sign::Minus);
    let decision = change(&room(), vec![nothing.clone(), nothing]).unwrap();
    assert_eq!((decision.facts.len(), decision.partly.len()), (0, 2));
}
