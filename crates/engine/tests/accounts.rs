//! Guests become accounts: the same person, for good.

mod house;
use house::{
    TestHouse, always_on, broken, check, closed, delete, dismiss, found, join, leave, log_in, look_account,
    look_accounts, purge, register, register_other, rename, say, sessions, stand, unpurge,
};
use parlor_engine::Dismissed;
use parlor_model::Role;

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
    check(
        &house.ended(ann, closed("bye")),
        "
        signal: ann Away(Some(Text(\"Not connected\")))
        signal: ann Away(Some(Text(\"Not connected\")))",
    );
    check(&house.after_ms(60_000), "");
    let (ann, shown) = house.enter_as("ann", "ann", "198.51.100.9", Some("ann"));
    check(
        &shown,
        "
        signal: ann Away(None)
        signal: ann Away(None)
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

#[test]
fn one_sees_and_closes_one_s_own_connections() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    let (phone, _) = house.enter_as("phone", "ann", "198.51.100.9", Some("ann"));
    let eve = house.enter("eve");
    check(&house.ask(eve, dismiss(Some("ann"), Dismissed::All)), "eve: refused: NeedOperator");
    check(&house.ask(eve, sessions(Some("ann"))), "eve: refused: NeedOperator");
    check(&house.ask(ann, sessions(None)), "ann: sessions 192.0.2.1 (mine), 198.51.100.9");
    check(&house.ask(phone, sessions(Some("ann"))), "phone: sessions 192.0.2.1, 198.51.100.9 (mine)");
    check(
        &house.ask(phone, dismiss(None, Dismissed::Others)),
        "
        phone: done
        close ann: logged out",
    );
    check(&house.ask(phone, dismiss(None, Dismissed::Others)), "phone: refused: NothingToChange");
    check(&house.ask(phone, sessions(None)), "phone: sessions 198.51.100.9 (mine)");
}

#[test]
fn an_account_shows_its_choices_to_its_owner_only() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    house.did(ann, always_on("ann"));
    let eve = house.enter("eve");
    check(&house.ask(ann, look_account("ANN")), "ann: account ann, here as ann, always on: On");
    check(&house.ask(eve, look_account("ann")), "eve: account ann, here as ann");
    check(&house.ask(eve, look_account("bob")), "eve: refused: NoSuchPerson(\"bob\")");
    check(&house.ask(eve, look_accounts("*")), "eve: refused: NeedOperator");
}

#[test]
fn an_account_for_somebody_else_is_made_by_server_operators() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    check(&house.ask(ann, register_other("bob")), "ann: refused: NeedOperator");
    house.make_operator("oda");
    let (oda, _) = house.enter_as("oda", "oda", "192.0.2.1", Some("oda"));
    check(&house.ask(oda, register_other("ann")), "oda: refused: NameTaken(\"ann\")");
    house.did(oda, register_other("bob"));
    check(&house.ask(oda, look_accounts("b*")), "oda: accounts bob");
    let (bob, _) = house.enter_as("bob", "bob", "192.0.2.1", Some("bob"));
    assert!(house.person(bob) != house.person(oda));
}

#[test]
fn the_rooms_of_an_account_that_ends_are_nobody_s() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    house.did(ann, join("#garden"));
    house.did(ann, found("#garden", "ann"));
    let bob = house.enter("bob");
    house.did(bob, join("#garden"));
    check(&house.ask(bob, found("#garden", "bob")), "bob: refused: NeedRole(Owner)");
    check(
        &house.ask(ann, delete("ann")),
        "keep: accounts/2 ann ends ann; #garden/5 ann leaves (Quit: the account was deleted); \
         #garden/6 parlor makes founder: nobody",
    );
    house.keep_all();
    house.did(bob, leave("#garden"));
    // Where there is no founder, who comes into an empty room runs it.
    house.did(bob, join("#garden"));
    house.did(bob, register("bob"));
    check(&house.ask(bob, found("#garden", "bob")), "keep: #garden/10 bob makes founder: bob");
}

#[test]
fn a_name_that_was_purged_is_no_room_s() {
    let mut house = TestHouse::new();
    house.make_operator("oda");
    let (oda, _) = house.enter_as("oda", "oda", "192.0.2.1", Some("oda"));
    let ann = house.enter("ann");
    house.did(ann, join("#spam"));
    house.did(ann, join("#garden"));
    check(
        &house.ask(oda, purge("#Spam", "no")),
        "keep: accounts/3 oda purges #Spam; #spam/3 parlor closes (no)",
    );
    house.keep_all();
    check(&house.ask(ann, join("#spam")), "ann: refused: Purged { reason: \"no\" }");
    check(&house.ask(ann, rename("#garden", "#SPAM")), "ann: refused: Purged { reason: \"no\" }");
    house.did(oda, unpurge("#spam"));
    check(&house.ask(ann, join("#spam")), "keep: #spam/1 ann opens; #spam/2 ann joins");
}

#[test]
fn an_account_that_ends_has_no_role_for_good() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    let bob = house.enter("bob");
    house.did(bob, register("bob"));
    house.did(ann, join("#garden"));
    house.did(ann, found("#garden", "ann"));
    house.did(ann, stand("#garden", Role::Voice, "bob"));
    check(
        &house.ask(bob, delete("bob")),
        "keep: accounts/3 bob ends bob; #garden/5 parlor gives for good: Plain to bob",
    );
}
