//! Rooms begin by being joined, and nobody hears of anything before it is kept.

mod house;
use house::{TestHouse, check, join, look, say};
use parlor_engine::Ask;

#[test]
fn the_first_to_join_opens_the_room() {
    let mut house = TestHouse::new();
    let ann = house.enter("ann");
    check(&house.ask(ann, join("#garden")), "keep: #garden/1 ann opens; #garden/2 ann joins");
    check(
        &house.kept(),
        "
        tell: #garden/1 ann opens (to nobody)
        ann listens to #garden from 1
        tell: #garden/2 ann joins (to ann)
        ann: done #garden/2",
    );
}

#[test]
fn nothing_is_told_before_it_is_kept() {
    let mut house = TestHouse::new();
    let (ann, bob) = (house.enter("ann"), house.enter("bob"));
    house.did(ann, join("#garden"));
    house.did(bob, join("#garden"));
    check(&house.ask(ann, say("#garden", "hello")), "keep: #garden/4 ann says 'hello'");
    // What is said while the disk is busy waits for the next batch; nobody is told of either.
    check(&house.ask(bob, say("#garden", "hi")), "");
    check(
        &house.kept(),
        "
        tell: #garden/4 ann says 'hello' (to ann, bob)
        ann: done #garden/4
        keep: #garden/5 bob says 'hi'",
    );
    check(
        &house.kept(),
        "
        tell: #garden/5 bob says 'hi' (to ann, bob)
        bob: done #garden/5",
    );
}

#[test]
fn a_look_and_a_fence_stand_where_they_were_asked() {
    let mut house = TestHouse::new();
    let (ann, bob) = (house.enter("ann"), house.enter("bob"));
    house.did(ann, join("#garden"));
    house.ask(bob, join("#garden"));
    check(&house.ask(ann, look("#garden")), "");
    house.ask(ann, say("#garden", "hello bob"));
    check(&house.ask(ann, Ask::Fence), "");
    // The look knows of bob and not of what was said after it.
    check(
        &house.kept(),
        "
        bob listens to #garden from 2
        tell: #garden/3 bob joins (to ann, bob)
        bob: done #garden/3
        ann: sees #garden at 3 with ann, bob
        keep: #garden/4 ann says 'hello bob'",
    );
    check(
        &house.kept(),
        "
        tell: #garden/4 ann says 'hello bob' (to ann, bob)
        ann: done #garden/4
        ann: Fence",
    );
}

#[test]
fn a_first_word_opens_a_conversation() {
    let mut house = TestHouse::new();
    let (ann, _bob, _cyd) = (house.enter("ann"), house.enter("bob"), house.enter("cyd"));
    check(
        &house.ask(ann, say("@bob", "psst")),
        "keep: ann and bob/1 ann opens; ann and bob/2 ann says 'psst'",
    );
    check(
        &house.kept(),
        "
        tell: ann and bob/1 ann opens (to ann, bob)
        tell: ann and bob/2 ann says 'psst' (to ann, bob)
        ann: done ann and bob/2",
    );
    check(&house.ask(ann, say("@eve", "psst")), "ann: refused: NoSuchPerson(\"eve\")");
}
