//! How far one has read, by time: kept for accounts, taken back when the disk fails, one with the numbers of other doors.

mod house;
use house::{TestHouse, check, join, mark, read, register, say};

fn garden() -> (TestHouse, parlor_engine::SessionId, parlor_engine::SessionId) {
    let mut house = TestHouse::new();
    let (ann, bob) = (house.enter("ann"), house.enter("bob"));
    house.did(ann, register("ann"));
    house.did(ann, join("#garden"));
    house.did(bob, join("#garden"));
    (house, ann, bob)
}

#[test]
fn a_mark_is_kept_before_it_is_told() {
    let (mut house, ann, bob) = garden();
    check(&house.ask(ann, mark("#garden", 500)), "keep: mark Room(RoomId(1)) 500");
    check(
        &house.kept(),
        "
        signal: ann Marked { place: \"#garden\", upto: Time(500) }
        ann: Marked(Some(Time(500)))",
    );
    check(&house.ask(ann, mark("#garden", 400)), "ann: Marked(Some(Time(500)))");
    // A guest's is nowhere but here.
    check(
        &house.ask(bob, mark("@ann", 500)),
        "
        signal: bob Marked { place: \"ann\", upto: Time(500) }
        bob: Marked(Some(Time(500)))",
    );
    check(
        &house.ask(bob, register("bob")),
        "keep: accounts/2 bob registers bob; #garden/4 bob is now bob with account bob; mark With(Folded(\"ann\")) 500",
    );
}

#[test]
fn a_mark_that_was_not_kept_is_where_it_was() {
    let (mut house, ann, _) = garden();
    house.did(ann, mark("#garden", 300));
    house.ask(ann, mark("#garden", 500));
    house.ask(ann, mark("#garden", 400));
    check(&house.failed(false), "ann: Unconfirmed\nann: Unconfirmed");
    check(&house.ask(ann, mark("#garden", 100)), "ann: Marked(Some(Time(300)))");
}

#[test]
fn who_has_read_the_last_message_has_read_the_room_either_way() {
    let (mut house, ann, bob) = garden();
    house.did(bob, say("#garden", "hi"));
    house.did(bob, say("#garden", "there"));
    check(&house.ask(ann, read("#garden", 4)), "keep: read #garden/4");
    house.keep_all();
    check(&house.ask(ann, read("#garden", 5)), "keep: read #garden/5; mark Room(RoomId(1)) 1000");
    house.keep_all();
    house.did(bob, say("@ann", "psst"));
    check(&house.ask(ann, mark("@bob", 999)), "keep: mark With(Folded(\"bob\")) 999");
    house.keep_all();
    check(&house.ask(ann, mark("@bob", 2000)), "keep: read bob and ann/2; mark With(Folded(\"bob\")) 1000");
}
