//! The disk fails: nothing unkept was shown, what was kept is told after all, and everyone learns which.

mod house;
use house::{TestHouse, check, edit, join, look, nick, read, rename, say, with_key};

fn garden() -> (TestHouse, parlor_engine::SessionId, parlor_engine::SessionId) {
    let mut house = TestHouse::new();
    let (ann, bob) = (house.enter("ann"), house.enter("bob"));
    house.did(ann, join("#garden"));
    house.did(bob, join("#garden"));
    (house, ann, bob)
}

#[test]
fn what_was_not_kept_never_was() {
    let (mut house, ann, bob) = garden();
    house.ask(ann, say("#garden", "lost"));
    house.ask(bob, look("#garden"));
    check(
        &house.failed(false),
        "
        ann: Unconfirmed
        bob: refused: Busy
        read again: #garden after 3
        ann listens to #garden from 3
        bob listens to #garden from 3",
    );
    // The number is free again.
    check(&house.ask(ann, say("#garden", "again")), "keep: #garden/4 ann says 'again'");
}

#[test]
fn what_was_kept_although_the_answer_was_lost_is_told() {
    let (mut house, ann, bob) = garden();
    house.ask(ann, say("#garden", "kept"));
    check(
        &house.failed(true),
        "
        ann: Unconfirmed
        read again: #garden after 3
        tell: #garden/4 ann says 'kept' (to ann, bob)
        ann listens to #garden from 4
        bob listens to #garden from 4",
    );
    check(&house.ask(bob, say("#garden", "next")), "keep: #garden/5 bob says 'next'");
}

#[test]
fn until_it_is_read_again_a_room_is_busy() {
    let (mut house, ann, bob) = garden();
    house.slow = true;
    house.ask(ann, say("#garden", "lost"));
    house.failed(false);
    check(&house.ask(bob, say("#garden", "hi")), "bob: refused: Busy");
    check(&house.ask(bob, say("@ann", "hi")), "keep: bob and ann/1 bob opens; bob and ann/2 bob says 'hi'");
    check(&house.disk_answers(), "");
    check(
        &house.kept(),
        "
        tell: bob and ann/1 bob opens (to ann, bob)
        tell: bob and ann/2 bob says 'hi' (to ann, bob)
        bob: done bob and ann/2
        ann listens to #garden from 3
        bob listens to #garden from 3",
    );
}

#[test]
fn a_key_means_one_write_for_ever() {
    let (mut house, ann, bob) = garden();
    let ask = || with_key(say("#garden", "once"), "k1");
    check(
        &house.ask(ann, ask()),
        "
        find key: k1
        keep: #garden/4 ann says 'once' with key k1",
    );
    // Before it is kept, after it, and by another hand: the same number.
    check(&house.ask(ann, ask()), "");
    check(
        &house.kept(),
        "
        tell: #garden/4 ann says 'once' with key k1 (to ann, bob)
        ann: done #garden/4
        ann: done #garden/4",
    );
    check(
        &house.ask(ann, ask()),
        "
        find key: k1
        ann: done #garden/4",
    );
    // A key is a person's own.
    check(
        &house.ask(bob, ask()),
        "
        find key: k1
        keep: #garden/5 bob says 'once' with key k1",
    );
}

#[test]
fn who_was_left_unconfirmed_asks_again_and_knows() {
    let (mut house, ann, _bob) = garden();
    let ask = |key: &str| with_key(say("#garden", key), key);
    house.ask(ann, ask("kept"));
    house.failed(true);
    check(
        &house.ask(ann, ask("kept")),
        "
        find key: kept
        ann: done #garden/4",
    );
    house.ask(ann, ask("lost"));
    house.failed(false);
    check(
        &house.ask(ann, ask("lost")),
        "
        find key: lost
        keep: #garden/5 ann says 'lost' with key lost",
    );
}

#[test]
fn a_key_is_not_waited_for_when_its_first_user_is_gone() {
    let (mut house, ann, bob) = garden();
    house.did(bob, say("#garden", "old"));
    house.slow = true;
    house.ask(ann, with_key(edit("#garden", 1, "new"), "k1"));
    house.ended(ann, house::quit("bye"));
    house.keep_all();
    house.disk_answers();
    house.after_ms(0);
    assert_eq!(house.engine.idle_report(), Vec::<String>::new());
}

#[test]
fn a_lost_name_stays_with_the_room_until_that_is_known() {
    let (mut house, ann, bob) = garden();
    house.slow = true;
    house.ask(ann, rename("#garden", "#park"));
    house.failed(false);
    check(&house.ask(bob, join("#garden")), "bob: refused: Busy");
    house.disk_answers();
    check(&house.ask(bob, join("#garden")), "bob: refused: YouAreMember");
}

#[test]
fn a_lost_nickname_is_told_once_the_room_can_be() {
    let (mut house, ann, bob) = garden();
    house.slow = true;
    house.ask(ann, nick("eve"));
    check(
        &house.failed(false),
        "
        ann: Unconfirmed
        read again: #garden after 3",
    );
    // Nobody takes the old name before the room knows the new one.
    check(&house.ask(bob, nick("ann")), "bob: refused: NameTaken(\"ann\")");
    let (_, shown) = house.enter_as("cyd", "ann", "192.0.2.9", None);
    check(&shown, "cyd: refused: NameTaken(\"ann\")");
    check(
        &house.disk_answers(),
        "
        ann listens to #garden from 3
        bob listens to #garden from 3
        keep: #garden/4 ann is now eve",
    );
    check(&house.kept(), "tell: #garden/4 ann is now eve (to ann, bob)");
    let (_, shown) = house.enter_as("dan", "ann", "192.0.2.9", None);
    check(
        &shown,
        "
        dan becomes a person
        dan: entered as ann in []",
    );
}

#[test]
fn a_read_position_is_acknowledged_when_it_is_kept() {
    let (mut house, ann, _bob) = garden();
    check(&house.ask(ann, read("#garden", 2)), "keep: read #garden/2");
    check(&house.failed(false), "ann: Unconfirmed");
    check(&house.ask(ann, read("#garden", 2)), "keep: read #garden/2");
    check(&house.kept()[1..], "ann: done");
}
