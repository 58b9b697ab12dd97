//! Roles for good.

use crate::people::{Log, actor, who};
use parlor_model::{Change, Command, Fact, Limits, Policy, Refusal, Role, Roles, Sign, Who, decide};
use std::sync::Arc;

fn change(log: &mut Log, by: &Arc<Who>, change: Change<Arc<Who>>) -> Result<(), Refusal> {
    let command = Command::Change(vec![change]);
    let decision = decide::decide(&log.room, &actor(by), &command, None, &Limits::default())?;
    for (fact, heard) in decision.facts {
        log.keep(by, fact, heard);
    }
    Ok(())
}

/// Whom a decision lets join, and with what.
fn joins(log: &mut Log, who: &Arc<Who>) -> Roles {
    let command = Command::Join { key: None, forced: false };
    let decided = decide::decide(&log.room, &actor(who), &command, None, &Limits::default());
    let Ok(decision) = decided else { panic!("{decided:?}") };
    let [(Fact::Joined { roles }, _)] = &decision.facts[..] else { panic!("{decision:?}") };
    log.happen(who, Fact::Joined { roles: *roles });
    *roles
}

#[test]
fn an_account_has_it_on_each_join_until_it_is_taken() {
    let (ann, bob) = (who(1, "ann", "ann", true), who(2, "bob", "bob", true));
    let mut log = Log::named(Policy::default());
    log.join(&ann, Role::Operator);
    let op = || Change::Standing(Role::Operator, Arc::clone(&bob));
    assert_eq!(change(&mut log, &ann, op()), Err(Refusal::NotHere), "a room of nobody's");
    log.change(Change::Founder(Some(Arc::clone(&ann))));
    change(&mut log, &ann, op()).unwrap();
    assert_eq!(change(&mut log, &ann, op()), Err(Refusal::NothingToChange));
    assert_eq!(joins(&mut log, &bob), Roles::only(Role::Operator));

    // Whoever took it off may put it on again.
    let (minus, plus) = (Sign::Minus, Sign::Plus);
    change(&mut log, &bob, Change::Role(Role::Operator, minus, Arc::clone(&bob))).unwrap();
    let admin = Change::Role(Role::Admin, plus, Arc::clone(&bob));
    assert_eq!(change(&mut log, &bob, admin), Err(Refusal::NeedRole(Role::Owner)));
    change(&mut log, &bob, Change::Role(Role::Operator, plus, Arc::clone(&bob))).unwrap();

    // Less for good is less at once.
    change(&mut log, &ann, Change::Standing(Role::Voice, Arc::clone(&bob))).unwrap();
    assert_eq!(log.room.members[&bob.person].roles, Roles::only(Role::Voice));
    change(&mut log, &ann, op()).unwrap();

    // It is worn, and taken off, at once.
    change(&mut log, &ann, Change::Standing(Role::Admin, Arc::clone(&bob))).unwrap();
    assert!(log.room.members[&bob.person].roles.has(Role::Admin));
    change(&mut log, &ann, Change::Standing(Role::Plain, Arc::clone(&bob))).unwrap();
    assert!(!log.room.members[&bob.person].roles.has(Role::Admin));
    assert_eq!(log.room.standing(bob.person), Role::Plain);
}

#[test]
fn nobody_gives_more_than_they_could_give_for_now() {
    let (ann, bob, cid) =
        (who(1, "ann", "ann", true), who(2, "bob", "bob", true), who(3, "cid", "cid", true));
    let guest = who(4, "gus", "gus", false);
    let mut log = Log::named(Policy::default());
    log.join(&ann, Role::Owner);
    log.change(Change::Founder(Some(Arc::clone(&ann))));
    log.join(&bob, Role::Operator);
    let give = |role, whom: &Arc<Who>| Change::Standing(role, Arc::clone(whom));
    change(&mut log, &bob, give(Role::Operator, &cid)).unwrap();
    assert_eq!(change(&mut log, &bob, give(Role::Admin, &cid)), Err(Refusal::NeedRole(Role::Owner)));
    assert_eq!(change(&mut log, &ann, give(Role::Voice, &guest)), Err(Refusal::NeedAccount));
    change(&mut log, &ann, give(Role::Admin, &cid)).unwrap();
    assert_eq!(change(&mut log, &bob, give(Role::Plain, &cid)), Err(Refusal::NeedRole(Role::Owner)));
    let limits = Limits { list_entries_max: 1, ..Limits::default() };
    let command = Command::Change(vec![give(Role::Voice, &bob)]);
    let refused = decide::decide(&log.room, &actor(&ann), &command, None, &limits);
    assert_eq!(refused, Err(Refusal::TooManyStandings { entries_max: 1 }));
}

#[test]
fn a_room_given_up_has_none() {
    let (ann, bob) = (who(1, "ann", "ann", true), who(2, "bob", "bob", true));
    let mut log = Log::named(Policy::default());
    log.join(&ann, Role::Owner);
    log.change(Change::Founder(Some(Arc::clone(&ann))));
    change(&mut log, &ann, Change::Standing(Role::Owner, Arc::clone(&bob))).unwrap();
    log.change(Change::Founder(None));
    assert_eq!(joins(&mut log, &bob), Roles::NONE);
}

#[test]
fn an_empty_room_of_nobody_s_stays_or_ends_as_the_house_has_it() {
    let ann = who(1, "ann", "ann", true);
    let leave = Command::Leave { how: parlor_model::Leaving::Parted, reason: parlor_model::Text::none() };
    for (stays, founded, closed) in [(true, false, false), (false, false, true), (false, true, false)] {
        let mut log = Log::named(Policy::default());
        log.join(&ann, Role::Operator);
        if founded {
            log.change(Change::Founder(Some(Arc::clone(&ann))));
        }
        let limits = Limits { empty_rooms_stay: stays, ..Limits::default() };
        let decision = decide::decide(&log.room, &actor(&ann), &leave, None, &limits).unwrap();
        let ends = decision.facts.iter().any(|(fact, _)| matches!(fact, Fact::Closed { .. }));
        assert_eq!(ends, closed, "stays {stays}, founded {founded}");
    }
}
