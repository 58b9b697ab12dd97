//! Going, and coming back.

use crate::stage::Stage;

#[test]
fn every_way_to_leave_is_seen() {
    for (line, seen) in [
        ("exit", "ann has left"),
        (":quit", "ann has left"),
        (":q", "ann has left"),
        ("/quit", "ann has left"),
        ("/exit", "ann has left"),
        ("/quit good night all", "ann has left (good night all)"),
    ] {
        let mut s = Stage::new();
        s.enter(["ann", "bob"]);
        s.asks("ann", line, "Bye, ann.");
        assert!(s.is_closed("ann"));
        s.hears("bob", seen);
    }
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.hangs_up("ann");
    s.hears("ann", "Bye, ann.");
    s.hears("bob", "ann has left");
}

#[test]
fn what_was_asked_before_leaving_is_answered() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.sends("ann", "hello\n/kick nobody\n/quit\n");
    s.hears("ann", "There is nobody called nobody.\nBye, ann.");
    s.hears("bob", "ann: hello\nann has left");
}

#[test]
fn a_connection_that_breaks_may_come_back() {
    let mut s = Stage::with_history(2);
    s.enter(["ann", "bob"]);
    s.breaks_off("ann");
    s.hears("bob", "");
    s.says("bob", "are you there?");
    s.house.pass_ms(5_000);
    s.connects("ann");
    s.heard("ann");
    s.asks(
        "ann",
        "ann",
        "\
Welcome back, ann. /help lists what you can do, exit leaves.
You are in #lobby, with one other.
Here: ann, bob
The last message, of 2001-09-09 12:00 UTC:
bob: are you there?",
    );
    s.asks("ann", "yes", "");
    s.hears("bob", "ann: yes");
    s.breaks_off("ann");
    s.house.pass_ms(20_000);
    s.hears("bob", "ann has left (connection reset)");
}

#[test]
fn a_house_that_is_killed_loses_nothing_that_was_acknowledged() {
    let mut s = Stage::with_history(20);
    s.enter(["ann", "bob"]);
    s.says("ann", "/numbers on");
    s.heard("ann");
    s.asks("ann", "remember this", "#5 ann: remember this");
    s.house.restart();
    assert!(s.is_closed("ann"));
    s.connects("ann");
    s.heard("ann");
    s.asks(
        "ann",
        "ann",
        "\
Welcome back, ann. /help lists what you can do, exit leaves.
You are in #lobby, with one other.
Here: ann, bob (away)
The last message, of 2001-09-09 12:00 UTC:
ann: remember this",
    );
    s.house.pass_ms(30_000);
    s.hears("ann", "bob has left (connection lost)");
}

#[test]
fn one_who_reads_nothing_harms_nobody_and_is_told() {
    let mut s = Stage::with(|rules| rules.connection.queue_bytes_max = 4_096);
    s.enter(["ann", "bob", "eve"]);
    let deaf = s.guest("eve");
    s.house.set_deaf(deaf, true);
    for n in 0..1_000 {
        s.says("ann", &format!("line {n}"));
    }
    assert_eq!(s.heard("bob").lines().count(), 1_000);
    // Who reads again in time misses nothing.
    s.house.set_deaf(deaf, false);
    let heard = s.heard("eve");
    let expected: Vec<String> = (0..1_000).map(|n| format!("ann: line {n}")).collect();
    assert_eq!(heard.lines().collect::<Vec<_>>(), expected);
    s.house.set_deaf(deaf, true);
    s.says("ann", "one more");
    s.house.pass_ms(60_000);
    assert!(s.is_closed("eve"));
    s.heard("bob");
    s.house.pass_ms(20_000);
    s.hears("bob", "eve has left (stopped reading)");
}
