//! Who stays when the last session goes, and how many sessions an account has.

mod house;
use house::{TestHouse, broken, check, closed, join, log_in, nick, quit, register, say, set};
use parlor_engine::{House, Offer};
use parlor_model::{Choice, Setting};

fn house(house: House) -> TestHouse {
    let mut house = TestHouse::with(house);
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    house.did(ann, join("#garden"));
    house
}

fn never() -> House {
    House { always_on: Offer::Never, ..House::default() }
}

#[test]
fn what_the_house_offers_and_what_the_account_chooses() {
    for (offer, on) in [
        (Offer::Never, [false, false, false]),
        (Offer::OnRequest, [false, false, true]),
        (Offer::UntilQuit, [true, false, true]),
        (Offer::ByDefault, [true, false, true]),
        (Offer::Always, [true, true, true]),
    ] {
        assert_eq!([Choice::Default, Choice::Off, Choice::On].map(|c| offer.of(c)), on, "{offer:?}");
    }
}

#[test]
fn an_account_that_is_not_always_on_leaves_with_its_last_session() {
    let mut house = house(never());
    let ann = house.sessions_of("ann")[0];
    let (second, _) = house.enter_as("ann-2", "ann", "192.0.2.2", Some("ann"));
    check(&house.ended(ann, quit("bye")), "");
    check(&house.ended(second, quit("bye")), "keep: #garden/3 ann leaves (Quit: bye)");
}

#[test]
fn a_broken_connection_is_waited_for() {
    let mut house = house(never());
    let ann = house.sessions_of("ann")[0];
    check(&house.ended(ann, broken("reset")), "");
    let (ann, shown) = house.enter_as("ann-2", "ann", "198.51.100.9", Some("ann"));
    check(
        &shown,
        "
        ann-2 becomes a person
        ann-2 listens to #garden from 2
        ann-2: back as ann in [#garden]",
    );
    check(&house.ended(ann, broken("reset")), "");
    check(&house.after_ms(20_000), "keep: #garden/3 ann leaves (Lost: reset)");
}

#[test]
fn who_is_always_on_is_away_without_a_session() {
    let mut house = house(House { always_on: Offer::OnRequest, ..House::default() });
    let ann = house.sessions_of("ann")[0];
    house.did(ann, set("ann", Setting::AlwaysOn(Choice::On)));
    check(
        &house.ended(ann, quit("bye")),
        "
        signal: ann Away(Some(Text(\"Not connected\")))
        signal: ann Away(Some(Text(\"Not connected\")))",
    );
    check(&house.after_ms(60_000), "");
    let (ann, shown) = house.enter_as("ann-2", "annie", "198.51.100.9", Some("ann"));
    check(&shown, "keep: #garden/3 ann is now annie with account ann");
    check(
        &house.kept(),
        "
        tell: #garden/3 ann is now annie with account ann (to nobody)
        signal: annie Away(None)
        signal: annie Away(None)
        ann-2 becomes a person
        ann-2 listens to #garden from 3
        ann-2: back as annie in [#garden]",
    );
    // Who does not want to seem away does not.
    house.did(ann, set("ann", Setting::AutoAway(Choice::Off)));
    check(&house.ended(ann, quit("bye")), "");
}

#[test]
fn who_says_goodbye_leaves_unless_they_asked_to_stay() {
    let mut house = house(House { always_on: Offer::UntilQuit, ..House::default() });
    let ann = house.sessions_of("ann")[0];
    // A connection that breaks, or that the house closes, is no goodbye.
    let away =
        "signal: ann Away(Some(Text(\"Not connected\")))\nsignal: ann Away(Some(Text(\"Not connected\")))";
    check(&house.ended(ann, broken("reset")), away);
    check(&house.after_ms(60_000), "");
    let (ann, _) = house.enter_as("ann-2", "ann", "192.0.2.2", Some("ann"));
    check(&house.ended(ann, closed("stopping")), away);
    let (ann, _) = house.enter_as("ann-3", "ann", "192.0.2.2", Some("ann"));
    check(&house.ended(ann, quit("bye")), "keep: #garden/3 ann leaves (Quit: bye)");
    house.kept();
    let (ann, _) = house.enter_as("ann-4", "ann", "192.0.2.2", Some("ann"));
    house.did(ann, join("#garden"));
    house.did(ann, set("ann", Setting::AlwaysOn(Choice::On)));
    check(&house.ended(ann, quit("bye")), away);
}

#[test]
fn who_is_no_longer_always_on_leaves_then() {
    let mut house = house(House::default());
    house.make_operator("oda");
    let (oda, _) = house.enter_as("oda", "oda", "192.0.2.3", Some("oda"));
    let ann = house.sessions_of("ann")[0];
    house.did(ann, set("ann", Setting::AlwaysOn(Choice::Off)));
    house.did(ann, set("ann", Setting::AlwaysOn(Choice::Default)));
    house.ended(ann, closed("bye"));
    let shown = house.ask(oda, set("ann", Setting::AlwaysOn(Choice::Off)));
    assert!(shown[0].ends_with("#garden/3 ann leaves (Quit: no longer always on)"), "{shown:?}");
}

#[test]
fn the_house_may_stop_offering_it() {
    let mut house = house(House::default());
    let ann = house.sessions_of("ann")[0];
    house.ended(ann, closed("bye"));
    house.engine.set_house(never());
    check(&house.after_ms(1), "keep: #garden/3 ann leaves (Quit: no longer always on)");
}

#[test]
fn an_account_may_have_one_session_only() {
    let mut house = house(House::default());
    let ann = house.sessions_of("ann")[0];
    house.did(ann, set("ann", Setting::Multiclient(Choice::Off)));
    let (_, shown) = house.enter_as("ann-2", "ann", "192.0.2.2", Some("ann"));
    check(&shown, "ann-2: refused: OneSessionOnly(\"ann\")");
    let guest = house.enter("eve");
    check(&house.ask(guest, log_in("ann")), "eve: refused: OneSessionOnly(\"ann\")");
    house.did(ann, set("ann", Setting::Multiclient(Choice::On)));
    let (second, _) = house.enter_as("ann-3", "ann", "192.0.2.2", Some("ann"));
    assert_eq!(house.person(second), house.person(ann));
    house.did(ann, set("ann", Setting::Multiclient(Choice::Off)));
    house.ended(second, quit("bye"));
    house.ended(ann, closed("bye"));
    let (only, _) = house.enter_as("ann-4", "ann", "192.0.2.2", Some("ann"));
    assert_eq!(house.person(only), house.person(only));
    assert!(house.person(only).is_some());
}

#[test]
fn who_logs_in_to_another_account_goes_on_as_it_with_its_name_and_rooms() {
    let mut house = house(never());
    let ann = house.sessions_of("ann")[0];
    house.did(ann, nick("user"));
    let bob = house.enter("bob");
    house.did(bob, register("bob"));
    house.ended(bob, quit("bye"));
    let before = house.person(ann);
    check(
        &house.ask(ann, log_in("bob")),
        "
        signal: user was bob
        keep: #garden/4 user is now user with account bob",
    );
    check(
        &house.kept(),
        "
        tell: #garden/4 user is now user with account bob (to ann)
        ann becomes a person
        signal: user was user
        ann: done",
    );
    assert_ne!(house.person(ann), before);
    // The account of before is there, with its own name, and can be logged in to.
    let (again, shown) = house.enter_as("ann-2", "ann", "192.0.2.2", Some("ann"));
    check(
        &shown,
        "
        ann-2 becomes a person
        ann-2: entered as ann in []",
    );
    assert_eq!(house.person(again), before);
    check(&house.ask(ann, say("#garden", "hi")), "keep: #garden/5 user says 'hi'");
}

#[test]
fn a_name_that_is_an_account_s_stays_with_it() {
    let mut house = house(never());
    let ann = house.sessions_of("ann")[0];
    let bob = house.enter("bob");
    house.did(bob, register("bob"));
    house.ended(bob, quit("bye"));
    check(&house.ask(ann, log_in("bob")), "keep: #garden/3 ann is now bob with account bob");
}

#[test]
fn an_account_that_is_always_on_stays_where_it_is_when_its_session_becomes_another() {
    let mut house = house(House::default());
    let ann = house.sessions_of("ann")[0];
    let bob = house.enter("bob");
    house.did(bob, register("bob"));
    house.ended(bob, quit("bye"));
    let shown = house.ask(ann, log_in("bob"));
    check(
        &shown,
        "
        ann leaves off #garden
        signal: ann Away(Some(Text(\"Not connected\")))
        signal: ann Away(Some(Text(\"Not connected\")))
        ann becomes a person
        signal: bob was ann
        ann: done",
    );
    let carol = house.enter("carol");
    let shown = house.ask(carol, nick("ann"));
    check(&shown, "carol: refused: NameIsAccount(\"ann\")");
}

#[test]
fn a_house_where_people_are_called_as_their_accounts() {
    let mut house = house(House { nick_equals_account: true, ..House::default() });
    let ann = house.sessions_of("ann")[0];
    check(&house.ask(ann, nick("annie")), "ann: refused: NickIsAccount(\"annie\")");
    house.did(ann, nick("ANN"));
    house.ended(ann, closed("bye"));
    let (_, shown) = house.enter_as("ann-2", "somebody", "192.0.2.2", Some("ann"));
    assert!(shown.last().is_some_and(|s| s.ends_with("back as ann in [#garden]")), "{shown:?}");
    let guest = house.enter("guest");
    house.did(guest, register("gus"));
    assert_eq!(house.engine.who(guest).map(|w| w.nick.as_str()), Some("gus"));
}

#[test]
fn names_like_an_account_s_are_its_own() {
    let mut house = house(House::default());
    let ann = house.sessions_of("ann")[0];
    house.did(ann, register("ann"));
    let bill = house.enter("bill");
    house.did(bill, register("bill"));
    house.did(bill, nick("william"));
    let (_, shown) = house.enter_as("eve", "bi11", "192.0.2.9", None);
    check(&shown, "eve: refused: NameLooksTaken { name: \"bi11\", like: \"bill\" }");
    let eve = house.enter("eve");
    check(
        &house.ask(eve, register("bi1l")),
        "eve: refused: NameLooksTaken { name: \"bi1l\", like: \"bill\" }",
    );
    house.did(bill, nick("bi11"));
    assert_eq!(house.engine.who(bill).map(|w| w.nick.as_str()), Some("bi11"));
}
