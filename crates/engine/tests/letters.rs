//! Codes that go out by mail, and what they are good for.

mod house;
use house::{TestHouse, check, confirm, nick, register_by_mail, reset_password, send_code};
use parlor_engine::House;
use parlor_model::Purpose;

const DAY_MS: u64 = 86_400_000;

fn house(email_required: bool) -> TestHouse {
    TestHouse::with(House { email_required, mail: true, code_ms: DAY_MS, ..House::default() })
}

#[test]
fn an_account_begins_when_its_letter_was_answered() {
    let mut house = house(true);
    let ann = house.enter("ann");
    let before = house.person(ann);
    house.ask(ann, register_by_mail("ann", "ann@example.org", 1));
    let shown = house.kept();
    assert!(shown.iter().any(|s| s == "letter to ann@example.org about ann"), "{shown:?}");
    assert!(house.engine.directory().account("ann").is_none());
    // Nobody else gets the name meanwhile, nor the account with another code.
    let eve = house.enter("eve");
    check(
        &house.ask(eve, register_by_mail("ANN", "eve@example.org", 2)),
        "eve: refused: AccountExists(\"ANN\")",
    );
    check(&house.ask(ann, confirm("ann", 2)), "ann: refused: WrongCode");
    check(&house.ask(eve, confirm("ann", 1)), "eve: refused: NameTaken(\"ann\")");
    house.did(ann, confirm("ann", 1));
    let account = house.engine.directory().account("ann").unwrap();
    assert_eq!(Some(account.person), before);
    assert!(
        account
            .settings
            .email
            .as_ref()
            .is_some_and(|e| e.verified && e.address.as_str() == "ann@example.org")
    );
    check(&house.ask(ann, confirm("ann", 1)), "ann: refused: WrongCode");
}

#[test]
fn a_letter_that_is_not_answered_in_time_is_worth_nothing() {
    let mut house = house(true);
    let ann = house.enter("ann");
    house.did(ann, register_by_mail("ann", "ann@example.org", 1));
    house.after_ms(DAY_MS);
    check(&house.ask(ann, confirm("ann", 1)), "ann: refused: WrongCode");
    // The name is free again; the new letter counts.
    house.did(ann, register_by_mail("ann", "ann@example.org", 2));
    check(&house.ask(ann, confirm("ann", 1)), "ann: refused: WrongCode");
    house.did(ann, confirm("ann", 2));
    assert!(house.engine.directory().account("ann").is_some());
}

#[test]
fn where_no_letters_go_out_none_can_be_asked_for() {
    let mut house = TestHouse::with(House { email_required: true, mail: false, ..House::default() });
    let ann = house.enter("ann");
    check(&house.ask(ann, register_by_mail("ann", "ann@example.org", 1)), "ann: refused: NoRegistration");
    check(&house.ask(ann, send_code("ann", Purpose::Password, 1)), "ann: refused: NotHere");
}

#[test]
fn an_address_is_verified_later_where_it_is_not_required() {
    let mut house = house(false);
    let ann = house.enter("ann");
    house.did(ann, register_by_mail("ann", "ann@example.org", 1));
    let verified = |house: &TestHouse| {
        house.engine.directory().account("ann").unwrap().settings.email.as_ref().unwrap().verified
    };
    assert!(!verified(&house));
    // One letter in ten minutes; only its owner has one sent for the address.
    check(&house.ask(ann, send_code("ann", Purpose::Address, 2)), "ann: refused: NothingToChange");
    let eve = house.enter("eve");
    house.after_ms(600_000);
    check(&house.ask(eve, send_code("ann", Purpose::Address, 3)), "eve: refused: NothingToChange");
    house.did(ann, send_code("ann", Purpose::Address, 4));
    check(&house.ask(ann, confirm("ann", 1)), "ann: refused: WrongCode");
    house.did(ann, confirm("ann", 4));
    assert!(verified(&house));
}

#[test]
fn a_lost_password_is_replaced_only_through_a_verified_address() {
    let mut house = house(false);
    let ann = house.enter("ann");
    house.did(ann, register_by_mail("ann", "ann@example.org", 1));
    house.did(ann, nick("annie"));
    let eve = house.enter("eve");
    // Whether there is such an account, and such an address, is not said.
    for name in ["ann", "nobody"] {
        check(&house.ask(eve, send_code(name, Purpose::Password, 2)), "eve: done");
    }
    check(&house.ask(eve, reset_password("ann", 2)), "eve: refused: WrongCode");
    house.did(ann, confirm("ann", 1));
    house.ask(eve, send_code("ann", Purpose::Password, 3));
    let shown = house.kept();
    assert!(shown.iter().any(|s| s == "letter to ann@example.org about ann"), "{shown:?}");
    check(&house.ask(eve, reset_password("ann", 2)), "eve: refused: WrongCode");
    // The code for one thing is no code for another.
    check(&house.ask(eve, confirm("ann", 3)), "eve: refused: WrongCode");
    house.did(eve, reset_password("ann", 3));
    assert_eq!(&*house.engine.directory().account("ann").unwrap().credentials, "new");
    check(&house.ask(eve, reset_password("ann", 3)), "eve: refused: WrongCode");
}
