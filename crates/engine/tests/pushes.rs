//! Who is pushed what.

mod house;
use house::{
    TestHouse, ban, check, delete_message, endpoint, invite, join, log_in, mark, register, say, subscribe,
    unsubscribe,
};
use parlor_engine::{Ending, House, In, SessionId, Token};
use parlor_model::{PushRules, Text, Time};

const DAY_MS: u64 = 86_400_000;

fn new_house() -> TestHouse {
    let push = Some(PushRules { subscriptions_max: 2, expire_ms: 14 * DAY_MS, delay_ms: 0 });
    TestHouse::with(House { push, ..House::default() })
}

/// What becomes of the first push that the last question led to.
fn tried(house: &mut TestHouse, session: SessionId, taken: bool) -> Vec<String> {
    let token = Token(house.asked());
    house.hand(In::PushTried { session, token, taken })
}

/// ann has an account, and a program at this place.
fn with_program(house: &mut TestHouse, place: &str) -> SessionId {
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    house.ask(ann, subscribe(place));
    tried(house, ann, true);
    house.keep_all();
    ann
}

#[track_caller]
fn pushes(shown: &[String], expected: &[&str]) {
    let pushed: Vec<_> = shown.iter().filter(|s| s.starts_with("push")).collect();
    assert_eq!(pushed, expected, "{shown:?}");
}

#[test]
fn a_program_is_pushed_to_when_its_first_push_was_taken() {
    let mut house = new_house();
    let ann = house.enter("ann");
    check(&house.ask(ann, subscribe("a")), "ann: refused: NeedAccount");
    house.did(ann, register("ann"));
    check(&house.ask(ann, subscribe("a")), "push to ann at /a: a first one");
    check(&house.ask(ann, subscribe("b")), "ann: refused: Busy");
    let token = house.asked() - 1;
    check(
        &house.hand(In::PushTried { session: ann, token: Token(token), taken: false }),
        "ann: refused: PushUntaken",
    );
    check(&house.ask(ann, subscribe("a")), "push to ann at /a: a first one");
    tried(&mut house, ann, true);
    check(&house.kept(), "ann: done accounts/2");
    // The same again is no news; a day later it is noted, for it would run out.
    check(&house.ask(ann, subscribe("a")), "ann: done");
    house.after_ms(DAY_MS);
    check(&house.ask(ann, subscribe("a")), "push to ann at /a: a first one");
    tried(&mut house, ann, true);
    house.keep_all();
    check(&house.ask(ann, unsubscribe("b")), "ann: refused: NothingToChange");
    house.did(ann, unsubscribe("a"));
    let bob = house.enter("bob");
    pushes(
        &{
            house.ask(bob, say("@ann", "hi"));
            house.kept()
        },
        &[],
    );
}

#[test]
fn nothing_is_pushed_where_the_house_does_not() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    house.did(ann, register("ann"));
    check(&house.ask(ann, subscribe("a")), "ann: refused: NotHere");
}

#[test]
fn direct_messages_and_calls_by_name_are_pushed_when_they_are_kept() {
    let mut house = new_house();
    let ann = with_program(&mut house, "a");
    house.did(ann, join("#tea"));
    let bob = house.enter("bob");
    house.did(bob, join("#tea"));
    let asked = house.ask(bob, say("@ann", "hi"));
    pushes(&asked, &[]);
    let kept = house.kept();
    pushes(&kept, &["push to ann at /a: bob and ann/2 bob says 'hi'"]);
    for (text, called) in [("hello all", false), ("Ann: tea?", true), ("annie", false)] {
        house.ask(bob, say("#tea", text));
        let shown = house.kept();
        assert_eq!(
            shown.iter().any(|s| s.starts_with("push to ann at /a: #tea/")),
            called,
            "{text}: {shown:?}"
        );
    }
    // Nobody is told of their own words, nor of rooms they are not in.
    house.ask(ann, say("#tea", "ann is back"));
    pushes(&house.kept(), &[]);
    house.did(bob, join("#other"));
    house.ask(bob, say("#other", "ann is slow"));
    pushes(&house.kept(), &[]);
    house.ask(bob, invite("#other", "ann"));
    pushes(&house.kept(), &["push to ann at /a: #other/4 bob invites ann"]);
}

#[test]
fn who_is_away_hears_of_it_as_well_and_who_is_suspended_does_not() {
    let mut house = new_house();
    house.make_operator("oda");
    let ann = with_program(&mut house, "a");
    let bob = house.enter("bob");
    house.ended(ann, Ending::Broken(Text::trusted("gone")));
    house.keep_all();
    house.after_ms(DAY_MS);
    house.keep_all();
    house.ask(bob, say("@ann", "still there?"));
    pushes(&house.kept(), &["push to ann at /a: bob and ann/2 bob says 'still there?'"]);
    let (oda, _) = house.enter_as("oda", "oda", "192.0.2.3", Some("oda"));
    house.keep_all();
    house.did(oda, ban("a:ann", "no"));
    house.ask(bob, say("@ann", "and now?"));
    pushes(&house.kept(), &[]);
}

#[test]
fn what_was_pushed_is_taken_back_when_it_is_read() {
    let mut house = new_house();
    let ann = with_program(&mut house, "a");
    let bob = house.enter("bob");
    house.ask(ann, mark("@bob", house.now.0));
    pushes(&house.kept(), &[]);
    house.after_ms(10);
    house.did(bob, say("@ann", "one"));
    let one = house.now.0;
    house.after_ms(10);
    house.did(bob, say("@ann", "two"));
    let two = house.now.0;
    house.ask(ann, mark("@bob", one));
    pushes(&house.kept(), &[&format!("push to ann at /a: bob read up to {one}")]);
    house.ask(ann, mark("@bob", two));
    pushes(&house.kept(), &[&format!("push to ann at /a: bob read up to {two}")]);
    house.after_ms(10);
    let now = house.now.0;
    house.ask(ann, mark("@bob", now));
    pushes(&house.kept(), &[]);
}

#[test]
fn what_was_lost_is_not_pushed_and_what_was_kept_after_all_is() {
    for is_kept in [false, true] {
        let mut house = new_house();
        let _ann = with_program(&mut house, "a");
        let bob = house.enter("bob");
        house.did(bob, say("@ann", "one"));
        house.ask(bob, say("@ann", "two"));
        let shown = house.failed(is_kept);
        let two = "push to ann at /a: bob and ann/3 bob says 'two'";
        pushes(&shown, &[two][..usize::from(is_kept)]);
    }
}

#[test]
fn a_program_that_is_gone_is_forgotten_unless_it_came_back() {
    let mut house = new_house();
    let ann = with_program(&mut house, "a");
    let person = house.person(ann).unwrap();
    let since = |house: &TestHouse| house.engine.directory().pushes.at(&endpoint("a")).map(|(_, s)| s.since);
    let first = since(&house).unwrap();
    house.after_ms(2 * DAY_MS);
    house.ask(ann, subscribe("a"));
    tried(&mut house, ann, true);
    house.keep_all();
    let over = |since: Time| In::PushOver { person, endpoint: endpoint("a"), since };
    house.hand(over(first));
    house.keep_all();
    let second = since(&house).unwrap();
    assert!(second > first);
    house.hand(over(second));
    house.keep_all();
    assert_eq!(since(&house), None);
}

#[test]
fn who_is_another_account_by_then_gets_nothing() {
    let mut house = new_house();
    let ann = with_program(&mut house, "a");
    house.make_operator("oda");
    house.ask(ann, subscribe("b"));
    let token = Token(house.asked());
    house.did(ann, parlor_engine::Ask::LogOut);
    house.did(ann, log_in("oda"));
    check(&house.hand(In::PushTried { session: ann, token, taken: true }), "ann: refused: NotEntered");
    assert!(house.engine.directory().pushes.at(&endpoint("b")).is_none());
}

#[test]
fn what_is_read_or_taken_away_in_time_is_not_pushed() {
    let push = Some(PushRules { subscriptions_max: 2, expire_ms: 14 * DAY_MS, delay_ms: 5000 });
    let mut house = TestHouse::with(House { push, ..House::default() });
    let ann = with_program(&mut house, "a");
    let bob = house.enter("bob");
    for (seconds, text) in [(0, "read"), (1, "taken away"), (1, "not seen")] {
        house.after_ms(seconds * 1000);
        house.ask(bob, say("@ann", text));
        pushes(&house.kept(), &[]);
        if text == "read" {
            house.did(ann, mark("@bob", house.now.0));
        }
    }
    house.did(bob, delete_message("@ann", 3));
    pushes(&house.after_ms(4999), &[]);
    let shown = house.after_ms(1);
    pushes(&shown, &["push to ann at /a: bob and ann/4 bob says 'not seen'"]);
    house.did(bob, say("@ann", "too late"));
    house.did(ann, unsubscribe("a"));
    pushes(&house.after_ms(DAY_MS), &[]);
}
