//! Rooms after anything that people could have asked: what is decided folds, and folds again from the digest.

#[path = "../people/mod.rs"]
mod people;

mod founder;
mod one_by_one;
mod script;
mod standing;

use parlor_model::{
    Actor, Event, Fact, Limits, ListKind, Number, Opening, Place, Policy, Room, RoomName, decide,
};
use people::Log;
use proptest::prelude::*;
use script::{Line, lines};

/// Bounds low enough to be met.
fn limits() -> Limits {
    Limits { room_members_max: 6, list_entries_max: 3, ..Limits::default() }
}

/// Asks everything in turn; what is accepted happens.
fn play(lines: &[Line]) -> Log {
    let mut log = Log::open(Opening::Named { name: RoomName::trusted("#room"), policy: Policy::default() });
    for line in lines {
        let before = log.room.clone();
        let (actor, command) = line.asked(&log.room);
        let recall = line.recall(&log.room, &actor);
        match decide::decide(&log.room, &actor, &command, recall.as_ref(), &limits()) {
            Ok(decision) => {
                for (fact, heard) in &decision.facts {
                    log.keep(&actor.who, fact.clone(), heard.clone());
                }
                if decision.facts.is_empty() {
                    assert!(decision.partly.len() > 1, "nothing came of {command:?}, and nobody was told");
                }
                assert!(!before.closed, "{command:?} was done in a closed room");
                check(&before, &log.room, &actor);
            }
            Err(_) => assert_eq!(log.room, before),
        }
    }
    log
}

/// What is true of every room after every decision.
fn check(before: &Room, room: &Room, actor: &Actor) {
    use parlor_model::Role;
    for role in [Role::Plain, Role::Voice, Role::HalfOperator, Role::Operator, Role::Admin, Role::Owner] {
        let has = |member: &&parlor_model::Member| member.roles.highest() >= role;
        let expected: Vec<_> = room.members.values().filter(has).map(|m| m.who.person).collect();
        assert_eq!(room.with_role(role).collect::<Vec<_>>(), expected, "{role:?}");
    }
    for (person, member) in room.members.iter() {
        assert_eq!(*person, member.who.person);
        assert_eq!(member.roles, parlor_model::Roles::from_bits(member.roles.bits()));
    }
    for kind in ListKind::ALL {
        let list = room.list(kind);
        assert!(list.len() <= limits().list_entries_max);
        for (i, entry) in list.iter().enumerate() {
            assert!(list[i + 1..].iter().all(|other| !other.mask.same(&entry.mask)), "{} twice", entry.mask);
        }
    }
    assert!(room.invited.len() <= limits().list_entries_max);
    assert!(!room.closed || (room.members.is_empty() && room.invited.is_empty()));
    assert!(matches!(room.place, Place::Named(_)));
    if room.founder != before.founder
        && let Some(founder) = before.founder
    {
        assert!(
            actor.operator || actor.who.person == founder,
            "{} took the room from {founder:?}",
            actor.who.nick
        );
    }
    // A founder is put out by nobody but themselves and server operators.
    if let Some(founder) = before.founder.filter(|f| before.members.contains_key(f) && !room.closed) {
        let left = !room.members.contains_key(&founder);
        assert!(!left || actor.operator || actor.who.person == founder);
    }
    let empty_and_locked = room.members.is_empty() && !room.policy.lets_strangers_in();
    let emptied = empty_and_locked && !before.members.is_empty();
    assert!(!emptied || room.founder.is_some() || room.closed, "nobody's, empty and locked");
}

/// The room that these events fold to, those that do not alter it left out.
fn sparse(events: &[Event]) -> Room {
    let mut room = Room::unopened(events[0].room);
    events.iter().filter(|e| e.fact.alters_room()).for_each(|e| room.apply_sparse(e));
    room
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_log_has_no_holes_and_folds_without_what_alters_nothing(lines in lines()) {
        let log = play(&lines);
        for (i, event) in log.events.iter().enumerate() {
            prop_assert_eq!(event.number, Number(i as u64 + 1));
        }
        let mut folded = sparse(&log.events);
        folded.last = log.room.last;
        prop_assert_eq!(folded, log.room);
    }

    #[test]
    fn the_digest_folds_to_the_same_room(lines in lines()) {
        let room = play(&lines).room;
        let digest = room.digest();
        for (i, event) in digest.iter().enumerate() {
            prop_assert_eq!(event.number, Number(i as u64 + 1));
            prop_assert!(event.fact.alters_room());
        }
        let mut folded = sparse(&digest);
        folded.last = room.last;
        prop_assert_eq!(&folded, &room);
        prop_assert_eq!(folded.digest(), digest);
    }

    #[test]
    fn a_room_goes_on_from_its_digest_as_if_nothing_had_been(lines in lines(), more in lines()) {
        let whole = play(&lines);
        let mut again = sparse(&whole.room.digest());
        again.last = whole.room.last;
        let mut logs = [whole, Log { room: again, events: Vec::new() }];
        for line in more {
            let answers = logs.each_mut().map(|log| {
                let (actor, command) = line.asked(&log.room);
                let recall = line.recall(&log.room, &actor);
                let answer = decide::decide(&log.room, &actor, &command, recall.as_ref(), &limits());
                for (fact, heard) in answer.iter().flat_map(|d| &d.facts) {
                    log.keep(&actor.who, fact.clone(), heard.clone());
                }
                answer
            });
            prop_assert_eq!(&answers[0], &answers[1]);
        }
        prop_assert_eq!(&logs[0].room, &logs[1].room);
    }
}

#[test]
fn a_conversation_folds_from_its_digest() {
    let between = [people::who(1, "ann", "t", true), people::who(2, "bob", "t", false)];
    let room = Log::open(Opening::Direct { between }).room;
    assert_eq!(sparse(&room.digest()), room);
    assert!(Room::unopened(room.id).digest().is_empty());
}

#[test]
#[should_panic(expected = "out of order")]
fn an_event_out_of_order_is_the_callers_bug() {
    let mut log = Log::named(Policy::default());
    let mut event = log.events[0].clone();
    event.number = Number(3);
    event.fact = Fact::Closed { reason: parlor_model::Text::none() };
    log.room.apply(&event);
}
