//! Who hears of what: every kind of fact in every kind of room, against a rule said for one listener at a time.

#[path = "../people/mod.rs"]
mod people;

mod rule;

use parlor_model::{
    Audience, Change, Fact, Flag, Leaving, Manner, Number, Opening, PersonId, Policy, Recall, Role, Roles,
    Room, RoomName, Sign, Text, Who, audience,
};
use people::{Log, one_of_each, who};
use rule::{Happening, Listener, hears};
use std::sync::Arc;

fn text() -> Text {
    Text::trusted("words")
}

/// Every kind of fact, done by `by` and, where it is done to somebody, to `whom`.
fn facts(by: &Arc<Who>, whom: &Arc<Who>, joins_with: Role) -> Vec<(Happening, Fact)> {
    let said =
        |to_role| Fact::Said { manner: Manner::Say, text: text(), reply_to: None, to_role, tags: None };
    let (from, to) = (RoomName::trusted("#room"), RoomName::trusted("#new"));
    let (target, whom) = (Number(3), Arc::clone(whom));
    let mut facts = vec![
        (Happening::Came, Fact::Joined { roles: Roles::only(joins_with) }),
        (Happening::Went, Fact::Left { how: Leaving::Parted, reason: text() }),
        (Happening::Went, Fact::Left { how: Leaving::Quit, reason: text() }),
        (Happening::Went, Fact::Left { how: Leaving::Lost, reason: text() }),
        (Happening::Removed, Fact::Kicked { whom: Arc::clone(&whom), reason: text() }),
        (Happening::DoorTalk, Fact::Invited { whom: Arc::clone(&whom) }),
        (Happening::DoorTalk, Fact::Knocked { text: text() }),
        (Happening::OnMessage, Fact::Edited { target, text: text() }),
        (Happening::OnMessage, Fact::Deleted { target, reason: text() }),
        (Happening::OnMessage, Fact::Reacted { target, reaction: text(), sign: Sign::Plus }),
        (Happening::OfTheRoom, Fact::TopicSet { text: text() }),
        (Happening::OfTheRoom, Fact::Changed { changes: vec![Change::Role(Role::Voice, Sign::Plus, whom)] }),
        (Happening::OfTheRoom, Fact::Renamed { from, to, reason: text() }),
        (Happening::OfTheRoom, Fact::Closed { reason: text() }),
        (Happening::Named, Fact::BecameKnownAs { now: who(by.person.0, "other", "t", true) }),
    ];
    facts.extend(Role::LADDER.into_iter().chain([Role::Plain]).map(|r| (Happening::Said(r), said(r))));
    facts
}

/// Whom a fact is done to, beside who does it.
fn done_to(fact: &Fact) -> Option<PersonId> {
    match fact {
        Fact::Kicked { whom, .. } | Fact::Invited { whom } => Some(whom.person),
        Fact::BecameKnownAs { now } => Some(now.person),
        _ => None,
    }
}

fn check(room: &Room, by: &Arc<Who>, happening: Happening, fact: &Fact, recall: &Recall, joins_with: Role) {
    let heard = audience(room, by, fact, Some(recall));
    let role_of = |person| room.role(person).unwrap_or(Role::Plain);
    // Who comes is seen as what they are from then on; who is removed, as what they were.
    let seen_as = match fact {
        Fact::Joined { .. } => joins_with,
        Fact::Kicked { whom, .. } => role_of(whom.person),
        _ => role_of(by.person),
    };
    for listener in room.members.keys().copied().chain([by.person, PersonId(40)]) {
        let concerned = listener == by.person || done_to(fact) == Some(listener);
        let is =
            Listener { role: room.role(listener), concerned, heard_message: recall.heard.includes(listener) };
        let expected = hears(&room.policy, &is, happening, seen_as);
        // A word to the whole room goes to who is in it, and to who says it.
        let actual = heard.includes(listener) && (heard != Audience::Room || is.role.is_some() || concerned);
        assert_eq!(actual, expected, "{:?}: {is:?} of {fact:?} by {:?}", room.policy, by.nick);
    }
}

fn room(policy: Policy) -> Room {
    let mut log = Log::named(policy);
    for (role, member) in one_of_each() {
        log.join(&member, role);
    }
    // A second one of those who are seen and heard the least.
    log.join(&who(20, "pia", "t", false), Role::Plain);
    log.room
}

#[test]
fn everyone_hears_what_they_should_and_nothing_else() {
    let stranger = who(30, "sam", "t", true);
    for (auditorium, muffled) in [(false, false), (true, false), (false, true), (true, true)] {
        let policy =
            Policy::default().with(Flag::Auditorium, auditorium).with(Flag::OperatorModerated, muffled);
        let room = room(policy);
        let everyone = one_of_each().map(|(_, who)| who).into_iter().chain([Arc::clone(&stranger)]);
        for by in everyone {
            for (_, whom) in one_of_each() {
                for joins_with in [Role::Plain, Role::Voice, Role::Operator, Role::Owner] {
                    for heard in [Audience::Room, Audience::these([PersonId(11), PersonId(20)])] {
                        let recall = Recall {
                            number: Number(3),
                            by: by.person,
                            heard,
                            deleted: false,
                            reactions: Vec::new(),
                        };
                        for (happening, fact) in facts(&by, &whom, joins_with) {
                            // Nobody comes who is here.
                            if happening == Happening::Came && room.is_member(by.person) {
                                continue;
                            }
                            check(&room, &by, happening, &fact, &recall, joins_with);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn what_two_say_to_each_other_is_theirs() {
    let (ann, bob, eve) = (who(1, "ann", "t", true), who(2, "bob", "t", false), who(3, "eve", "t", true));
    let what = || Opening::Direct { between: [Arc::clone(&ann), Arc::clone(&bob)] };
    let two = Audience::these([ann.person, bob.person]);
    let room = Log::open(what()).room;
    for by in [&ann, &bob, &eve] {
        for (_, fact) in facts(by, &eve, Role::Plain) {
            assert_eq!(audience(&room, by, &fact, None), two, "{fact:?}");
        }
    }
    let unopened = Room::unopened(room.id);
    assert_eq!(audience(&unopened, &ann, &Fact::Opened { what: what() }, None), two);
    // A notebook.
    let alone = Log::open(Opening::Direct { between: [Arc::clone(&ann), Arc::clone(&ann)] }).room;
    let said =
        Fact::Said { manner: Manner::Say, text: text(), reply_to: None, to_role: Role::Plain, tags: None };
    assert_eq!(audience(&alone, &ann, &said, None), Audience::these([ann.person]));
}

#[test]
fn a_guest_who_logs_in_hears_of_it_as_the_account() {
    let room = room(Policy::default().with(Flag::Auditorium, true));
    let (paul, account) = (who(10, "paul", "t", false), who(50, "paul", "t", true));
    let heard = audience(&room, &paul, &Fact::BecameKnownAs { now: Arc::clone(&account) }, None);
    assert!(heard.includes(account.person) && heard.includes(paul.person) && !heard.includes(PersonId(20)));
}

#[test]
fn a_message_nobody_remembers_is_nobodys_to_hear_of() {
    let room = room(Policy::default());
    let paul = who(10, "paul", "t", false);
    let edited = Fact::Edited { target: Number(3), text: text() };
    assert_eq!(audience(&room, &paul, &edited, None), Audience::these([paul.person]));
}

#[test]
fn whom_somebody_sees_is_all_that_is_not_hidden_from_them() {
    for auditorium in [false, true] {
        let room = room(Policy::default().with(Flag::Auditorium, auditorium));
        for looking in room.members.keys().copied().chain([PersonId(40)]) {
            let seen: Vec<PersonId> = room.seen_by(looking, false).iter().map(|m| m.who.person).collect();
            let shown = |person: &PersonId| !room.hides(*person, Some(looking));
            let expected: Vec<PersonId> = room.members.keys().copied().filter(shown).collect();
            assert_eq!(seen, expected, "{auditorium} {looking:?}");
            assert_eq!(room.seen_by(looking, true).iter().count(), room.members.len());
        }
    }
}
