//! Whose room it is.

use crate::people::{Log, actor, happen_all, one_of_each, who};
use parlor_model::{
    Change, Command, Decision, Flag, Limits, PersonId, Policy, Refusal, Role, Sign, Text, Who, decide,
};
use std::sync::Arc;

fn ask(log: &Log, who: &Arc<Who>, command: &Command<Arc<Who>>) -> Result<Decision, Refusal> {
    decide::decide(&log.room, &actor(who), command, None, &Limits::default())
}

#[test]
fn the_founder_always_comes_in_as_owner_and_may_act_without_wearing_it() {
    let ann = who(1, "ann", "t", true);
    let mut log = Log::named(Policy::default().with(Flag::InviteOnly, true));
    log.change(Change::Founder(Some(Arc::clone(&ann))));
    let mut happens = |command| {
        let decision = ask(&log, &ann, &command).unwrap();
        log.room = happen_all(log.room.clone(), &ann, &decision);
        (log.room.role(ann.person), log.room.rank(ann.person))
    };
    let owner = Some(Role::Owner);
    assert_eq!(happens(Command::Join { key: None, forced: false }), (owner, owner));
    let off = Change::Role(Role::Owner, Sign::Minus, Arc::clone(&ann));
    assert_eq!(happens(Command::Change(vec![off])), (Some(Role::Plain), owner));
    assert_eq!(happens(Command::Close { reason: Text::none() }), (None, None));
}

#[test]
fn an_owner_cannot_take_the_room_from_a_founder_who_is_away() {
    let mut log = Log::named(Policy::default());
    for (role, member) in one_of_each() {
        log.join(&member, role);
    }
    log.change(Change::Founder(Some(who(60, "fay", "t", true))));
    let [.., (_, owen)] = one_of_each();
    let take = Command::Change(vec![Change::Founder(Some(Arc::clone(&owen)))]);
    assert_eq!(ask(&log, &owen, &take), Err(Refusal::TheyOutrank("the founder".into())));
    assert_eq!(log.room.founder, Some(PersonId(60)));
}

#[test]
fn a_room_of_nobodys_is_run_by_who_comes_first_and_ends_locked_with_who_goes_last() {
    let (ann, bob) = (who(1, "ann", "t", false), who(2, "bob", "t", false));
    for (locked, closes) in [(false, false), (true, true)] {
        let mut log = Log::named(Policy::default());
        for (person, role) in [(&ann, Role::Operator), (&bob, Role::Plain)] {
            let joined = ask(&log, person, &Command::Join { key: None, forced: false }).unwrap();
            log.room = happen_all(log.room.clone(), person, &joined);
            assert_eq!(log.room.role(person.person), Some(role));
        }
        log.change(Change::Flag(Flag::Secret, if locked { Sign::Plus } else { Sign::Minus }));
        let kick = Command::Kick { whom: Arc::clone(&bob), reason: Text::none() };
        let leave = Command::Leave { how: parlor_model::Leaving::Parted, reason: Text::none() };
        for command in [kick, leave] {
            assert!(!log.room.closed);
            let decision = ask(&log, &ann, &command).unwrap();
            log.room = happen_all(log.room.clone(), &ann, &decision);
        }
        assert_eq!(log.room.closed, closes);
    }
}
