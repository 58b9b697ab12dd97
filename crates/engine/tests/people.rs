//! Guests come, break off, come back, are called otherwise, and go.

mod house;
use house::{TestHouse, ban, broken, check, closed, join, kill, nick, quit, say};
use parlor_engine::{Beside, SessionId};

fn garden() -> (TestHouse, SessionId, SessionId) {
    let mut house = TestHouse::new();
    let (ann, bob) = (house.enter("ann"), house.enter("bob"));
    house.did(ann, join("#garden"));
    house.did(bob, join("#garden"));
    (house, ann, bob)
}

#[test]
fn a_guest_who_breaks_off_comes_back_within_the_grace() {
    let (mut house, ann, bob) = garden();
    let person = house.person(ann);
    check(&house.ended(ann, broken("reset")), "");
    house.did(bob, say("#garden", "still there?"));
    // From elsewhere nobody takes the name.
    let (_, shown) = house.enter_as("eve", "ann", "198.51.100.9", None);
    check(&shown, "eve: refused: NameTaken(\"ann\")");
    let (again, shown) = house.enter_as("ann", "ann", "192.0.2.1", None);
    check(
        &shown,
        "
        ann becomes a person
        ann listens to #garden from 4
        ann: back as ann in [#garden]",
    );
    assert_eq!(house.person(again), person, "the same person");
    check(&house.after_ms(60_000), "");
}

#[test]
fn a_guest_who_stays_away_has_left_when_the_grace_is_over() {
    let (mut house, ann, _bob) = garden();
    house.ended(ann, broken("reset"));
    check(&house.after_ms(19_999), "");
    check(&house.after_ms(1), "keep: #garden/4 ann leaves (Lost: reset)");
    // The name is free when everyone can know that it is.
    let (_, shown) = house.enter_as("eve", "ann", "198.51.100.9", None);
    check(&shown, "");
    check(
        &house.kept(),
        "
        tell: #garden/4 ann leaves (Lost: reset) (to bob)
        eve: refused: NameTaken(\"ann\")",
    );
    let (_, shown) = house.enter_as("eve", "ann", "198.51.100.9", None);
    check(
        &shown,
        "
        eve becomes a person
        eve: entered as ann in []",
    );
}

#[test]
fn who_quits_has_left_at_once() {
    let (mut house, ann, _bob) = garden();
    check(&house.ended(ann, quit("so long")), "keep: #garden/4 ann leaves (Quit: so long)");
}

#[test]
fn a_new_name_in_several_rooms_is_one_act() {
    let (mut house, ann, bob) = garden();
    house.did(ann, join("#attic"));
    check(&house.ask(ann, nick("eve")), "keep: #garden/4 ann is now eve; #attic/3 ann is now eve");
    check(
        &house.kept(),
        "
        tell: #garden/4 ann is now eve (to ann, bob)
        tell: #attic/3 ann is now eve (to ann)
        ann: done #attic/3",
    );
    let acts = |room: &str| {
        let log = house.kept.values().find(|log| format!("{:?}", log[0].fact).contains(room));
        log.map(|log| log.last().expect("an event").at)
    };
    assert_eq!(acts("#garden"), acts("#attic"), "at one moment");
    check(&house.ask(bob, nick("EVE")), "bob: refused: NameTaken(\"EVE\")");
}

#[test]
fn a_server_operator_has_somebody_gone() {
    let (mut house, _ann, bob) = garden();
    house.make_operator("root");
    let (root, _) = house.enter_as("root", "root", "192.0.2.1", Some("root"));
    check(&house.ask(bob, kill("ann", "no")), "bob: refused: NeedOperator");
    check(
        &house.ask(root, kill("ann", "flood")),
        "
        close ann: killed by root (flood)
        keep: #garden/4 ann leaves (Quit: Killed (root (flood)))",
    );
    check(
        &house.kept(),
        "
        tell: #garden/4 ann leaves (Quit: Killed (root (flood))) (to bob)
        root: done",
    );
}

#[test]
fn a_ban_from_the_house_puts_out_and_keeps_out() {
    let (mut house, _ann, _bob) = garden();
    house.make_operator("root");
    let (root, _) = house.enter_as("root", "root", "192.0.2.1", Some("root"));
    let shown = house.ask(root, ban("ann!*@*", "enough"));
    check(&shown, "keep: accounts/3 root bans; #garden/4 ann leaves (Quit: banned from the house)");
    check(
        &house.kept(),
        "
        close ann: banned (enough)
        tell: #garden/4 ann leaves (Quit: banned from the house) (to bob)
        root: done accounts/3",
    );
    let (_, shown) = house.enter_as("ann", "ann", "192.0.2.1", None);
    check(&shown, "ann: refused: BannedFromHouse { reason: \"enough\" }");
}

#[test]
fn a_guests_connections_are_several_only_where_all_of_them_say_so() {
    let mut house = TestHouse::new();
    let (stream, _) = house.enter_beside("stream", "ann", "192.0.2.1", Beside::Taken);
    let (call, shown) = house.enter_beside("call", "ann", "192.0.2.1", Beside::Comes);
    assert!(shown.contains(&"call: back as ann in []".to_owned()), "{shown:?}");
    assert_eq!(house.person(stream), house.person(call));
    for (address, beside) in
        [("192.0.2.1", Beside::Nobody), ("192.0.2.1", Beside::Taken), ("192.0.2.2", Beside::Comes)]
    {
        let (_, shown) = house.enter_beside("other", "ann", address, beside);
        check(&shown, "other: refused: NameTaken(\"ann\")");
    }
    // A connection of another door is nobody's to speak for.
    house.enter_as("irc", "bob", "192.0.2.1", None);
    let (_, shown) = house.enter_beside("other", "bob", "192.0.2.1", Beside::Comes);
    check(&shown, "other: refused: NameTaken(\"bob\")");
    // Gone is who has no connection left.
    house.ended(call, closed("done"));
    assert!(house.engine.who(stream).is_some());
}
