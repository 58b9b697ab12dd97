//! A store that answers late: what is said while the last lines are read comes after them, once, and in order.

use crate::altered_door::AlteredDoor;
use crate::stage::Stage;

#[test]
fn what_is_said_meanwhile_comes_after_the_page() {
    let mut s = Stage::new();
    s.enter(["ann"]);
    s.says("ann", "before");
    let bob = s.house.connect(&AlteredDoor::new(5, true), "127.0.0.1:5001");
    s.house.send(bob, "bob\nmy first words\n");
    s.says("ann", "meanwhile");
    s.enters("eve");
    let entrance = s.house.heard(bob);
    assert!(entrance.ends_with("Here: ann, bob\n"), "{entrance}");
    s.says("ann", "now");
    assert_eq!(
        s.house.heard(bob),
        "The last message, of 2001-09-09 12:00 UTC:\nann: before\nann: meanwhile\neve has joined\nann: now\n"
    );
    s.hears("ann", "bob has joined\neve has joined\nbob: my first words");
    s.says("ann", "live");
    assert_eq!(s.house.heard(bob), "ann: live\n");
}

#[test]
fn too_much_meanwhile_leaves_a_gap_that_is_named() {
    let mut s = Stage::new();
    s.enter(["ann"]);
    let bob = s.house.connect(&AlteredDoor::new(5, true), "127.0.0.1:5001");
    s.house.send(bob, "bob\n");
    s.house.heard(bob);
    let long = "x".repeat(8000);
    for _ in 0..40 {
        s.says("ann", &long);
    }
    s.says("ann", "now");
    let heard = s.house.heard(bob);
    assert_eq!(heard.matches("ann: xxx").count(), 32);
    assert!(
        heard.ends_with("#37 to #45 came too fast to be shown here; /history after 36 shows them.\n"),
        "{}",
        &heard[heard.len() - 200..]
    );
}
