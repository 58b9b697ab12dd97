//! Guests become accounts: the same person, for good.

mod house;
use house::{TestHouse, broken, check, join, log_in, quit, register, say};

#[test]
fn a_guest_who_registers_is_the_same_person_with_an_account() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, join("#garden"));
    let person = house.person(ann);
    let shown = house.ask(ann, register("ann"));
    check(&shown, "keep: accounts/1 ann registers ann; #garden/3 ann is now ann with account ann");
    check(
        &house.kept(),
        "
        tell: #garden/3 ann is now ann with account ann (to ann)
        ann: done accounts/1",
    );
    // An account stays in its rooms when its last session is gone.
    check(&house.ended(ann, quit("bye")), "");
    check(&house.after_ms(60_000), "");
    let (ann, shown) = house.enter_as("ann", "ann", "198.51.100.9", Some("ann"));
    check(
        &shown,
        "
        ann becomes a person
        ann listens to #garden from 3
        ann: back as ann in [#garden]",
    );
    assert_eq!(house.person(ann), person);
}

#[test]
fn a_guest_who_logs_in_brings_its_rooms_to_all_sessions_of_the_account() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    house.did(ann, join("#attic"));
    let guest = house.enter("phone");
    house.did(guest, join("#garden"));
    check(&house.ask(guest, log_in("ann")), "keep: #garden/3 phone is now ann with account ann");
    check(
        &house.kept(),
        "
        ann listens to #garden from 2
        tell: #garden/3 phone is now ann with account ann (to ann, phone)
        phone becomes a person
        phone listens to #attic from 2
        signal: ann was phone
        phone: done",
    );
    assert_eq!(house.person(ann), house.person(guest));
    check(&house.ask(ann, say("#garden", "hi")), "keep: #garden/4 ann says 'hi'");
    check(
        &house.kept(),
        "
        tell: #garden/4 ann says 'hi' (to ann, phone)
        ann: done #garden/4",
    );
    // The guest's name is nobody's any more.
    let (_, shown) = house.enter_as("eve", "phone", "198.51.100.9", None);
    check(
        &shown,
        "
        eve becomes a person
        eve: entered as phone in []",
    );
}

#[test]
fn an_account_s_name_is_not_a_guest_s() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("bob"));
    let (_, shown) = house.enter_as("eve", "bob", "198.51.100.9", None);
    check(&shown, "eve: refused: NameIsAccount(\"bob\")");
}

#[test]
fn an_account_that_was_not_kept_is_a_guest_again() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, join("#garden"));
    house.ask(ann, register("ann"));
    check(
        &house.failed(false),
        "
        ann: Unconfirmed
        read again: accounts after 0
        read again: #garden after 2
        ann listens to #garden from 2",
    );
    assert!(house.engine.who(ann).is_some_and(|w| w.is_guest()));
    house.ended(ann, broken("reset"));
    check(&house.after_ms(30_000), "keep: #garden/3 ann leaves (Lost: reset)");
}
