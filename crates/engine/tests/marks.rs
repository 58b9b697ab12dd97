//! How far one has read, by time: kept for accounts, taken back when the disk fails, one with the numbers of other doors.

mod house;
use house::{TestHouse, check, join, mark, quit, read, register, say};
use parlor_engine::{Engine, House, Out, Seed};
use parlor_model::{Number, PersonId, RoomId, Time};

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
fn a_number_and_a_moment_are_one_fact() {
    let (mut house, ann, bob) = garden();
    for words in ["hi", "there", "you"] {
        house.after_ms(10);
        house.did(bob, say("#garden", words));
    }
    // By number, read at one door: marked at the others, up to the moment of that message.
    check(&house.ask(ann, read("#garden", 4)), "keep: read #garden/4; mark Room(RoomId(1)) 1010");
    house.keep_all();
    // By moment: read up to the last message that is not later.
    check(&house.ask(ann, mark("#garden", 1025)), "keep: read #garden/5; mark Room(RoomId(1)) 1025");
    house.keep_all();
    // The last message means all there is.
    check(&house.ask(ann, mark("#garden", 1030)), "keep: read #garden/6; mark Room(RoomId(1)) 1030");
    house.keep_all();
    house.did(bob, say("@ann", "psst"));
    check(&house.ask(ann, mark("@bob", 999)), "keep: mark With(Folded(\"bob\")) 999");
    house.keep_all();
    check(&house.ask(ann, mark("@bob", 2000)), "keep: read bob and ann/2; mark With(Folded(\"bob\")) 1030");
}

#[test]
fn what_is_read_elsewhere_is_told_and_shown() {
    let (mut house, ann, bob) = garden();
    let (again, _) = house.enter_as("ann2", "ann", "192.0.2.1", Some("ann"));
    house.did(bob, say("#garden", "hi"));
    house.ask(ann, read("#garden", 4));
    let told = house.kept();
    assert!(told.iter().any(|line| line.starts_with("signal: ann ReadUpTo")), "{told:#?}");
    let shown = house.ask(again, parlor_engine::Ask::Look(parlor_engine::Look::Positions));
    assert!(shown[0].contains("last: Number(4), read: Some(Number(4))"), "{shown:?}");
    let shown = house.ask(bob, parlor_engine::Ask::Look(parlor_engine::Look::Positions));
    assert!(shown[0].contains("last: Number(4), read: None"), "{shown:?}");
    // A position that is not kept is nobody's.
    house.did(bob, say("#garden", "more"));
    house.ask(ann, read("#garden", 5));
    check(&house.failed(false), "ann: Unconfirmed");
    let shown = house.ask(again, parlor_engine::Ask::Look(parlor_engine::Look::Positions));
    assert!(shown[0].contains("last: Number(5), read: Some(Number(4))"), "{shown:?}");
}

#[test]
fn what_a_guest_read_goes_with_them() {
    let (mut house, ann, bob) = garden();
    check(&house.ask(bob, read("#garden", 3)), "keep: read #garden/3");
    house.keep_all();
    check(&house.ask(ann, read("#garden", 3)), "keep: read #garden/3");
    house.keep_all();
    check(
        &house.ended(bob, quit("bye")),
        "keep: #garden/4 bob leaves (Quit: bye); somebody's reading is forgotten",
    );
    house.keep_all();
    // Who has read nothing leaves nothing.
    let cid = house.enter("cid");
    check(&house.ended(cid, quit("bye")), "");
}

#[test]
fn positions_of_nobody_are_forgotten_at_the_start() {
    let positions = vec![(PersonId(9), RoomId(2), Number(4)), (PersonId(9), RoomId(3), Number(1))];
    let seed = Seed { positions, ..Seed::default() };
    let mut engine = Engine::new(House::default(), seed, Time(1_000));
    let kept: Vec<_> = engine
        .take()
        .into_iter()
        .filter_map(|out| if let Out::Keep { forgotten, .. } = out { Some(forgotten) } else { None })
        .collect();
    assert_eq!(kept, [[PersonId(9)]]);
}
