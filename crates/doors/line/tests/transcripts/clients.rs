//! Clients of all kinds: telnet, programs without line ends, floods, nonsense.

use crate::altered_door::AlteredDoor;
use crate::stage::Stage;

#[test]
fn telnet_gets_cr_lf_and_its_answers() {
    let mut s = Stage::new();
    s.enter(["bob"]);
    s.connects_through(&AlteredDoor::new(0, false), "ann");
    s.heard("ann");
    s.sends("ann", b"\xff\xfd\x03\xff\xfb\x18ann\r\n");
    s.hears(
        "ann",
        "\
<255 252 3><255 254 24>Hello, ann. /help lists what you can do, exit leaves.\r
You are in #lobby, with one other.\r
Here: ann, bob\r",
    );
    s.says("bob", "hi");
    s.hears("ann", "bob: hi\r");
    s.sends("ann", b"hell\x08lo\r\0");
    s.hears("bob", "ann has joined\nann: hello");
    // Telnet can be asked for a sign of life, and gives one.
    s.house.pass_ms(120_000);
    s.hears("ann", "<255 253 6>");
    s.sends("ann", b"\xff\xfc\x06");
    s.house.pass_ms(119_000);
    s.hears("ann", "");
    s.house.pass_ms(1_000);
    s.hears("ann", "<255 253 6>");
    s.house.pass_ms(60_000);
    s.hears("ann", "Nothing was heard from you for 180 s, so this connection is closed.\r");
    assert!(s.is_closed("ann"));
    // A plain connection cannot be asked: who listens in silence stays.
    assert!(!s.is_closed("bob"));
}

#[test]
fn ctrl_c_in_telnet_leaves() {
    let mut s = Stage::new();
    s.enter(["bob"]);
    s.connects_through(&AlteredDoor::new(0, false), "ann");
    s.says("ann", "ann");
    s.all_read();
    s.sends("ann", b"half a li\xff\xf4\xff\xfd\x06\r\nunheard\r\n");
    s.hears("ann", "<255 252 6>Bye, ann.\r");
    s.hears("bob", "ann has left");
    assert!(s.is_closed("ann"));
}

#[test]
fn a_client_that_sends_no_line_ends() {
    let mut s = Stage::new();
    s.enter(["bob"]);
    s.connects("ann");
    s.heard("ann");
    s.sends("ann", "ann");
    s.hears("bob", "");
    s.house.pass_ms(149);
    s.hears("bob", "");
    s.house.pass_ms(1);
    s.hears("bob", "ann has joined");
    s.sends("ann", "hello all");
    s.house.pass_ms(150);
    s.hears("bob", "ann: hello all");
    s.sends("ann", "/numbers on");
    s.house.pass_ms(150);
    s.heard("ann");
    s.sends("ann", "kept?");
    s.house.pass_ms(150);
    s.hears("ann", "#6 ann: kept?");
    s.sends("ann", "exit");
    s.house.pass_ms(150);
    s.hears("ann", "Bye, ann.");
    assert!(s.is_closed("ann"));
}

#[test]
fn the_silence_is_a_setting() {
    let mut s = Stage::new();
    s.door.change_settings(parlor_line::LineSettings { silence_ms: 1_000, history_lines: 0 });
    s.enter(["bob"]);
    s.connects("ann");
    s.sends("ann", "ann");
    s.house.pass_ms(999);
    s.hears("bob", "");
    s.house.pass_ms(1);
    s.hears("bob", "ann has joined");
}

#[test]
fn a_nickname_and_lines_in_one_go() {
    let mut s = Stage::with_history(5);
    s.enter(["bob"]);
    s.connects("ann");
    s.heard("ann");
    s.sends("ann", "ann\none\ntwo\n/join #den\nthree\n/room #lobby\nfour\n/quit\nfive\n");
    s.hears(
        "ann",
        "\
Hello, ann. /help lists what you can do, exit leaves.
You are in #lobby, with one other.
Here: ann, bob
You are in #den, alone.
Here: @ann
You speak in #lobby now.
Bye, ann.",
    );
    s.hears("bob", "ann has joined\nann: one\nann: two\nann: four\nann has left");
    assert!(s.is_closed("ann"));
}

#[test]
fn a_whole_visit_in_one_go_and_the_end_of_the_stream() {
    let mut s = Stage::new();
    s.enter(["bob"]);
    s.connects("ann");
    s.heard("ann");
    s.sends("ann", "ann\nhello\n/history\nlast words without an end");
    s.hangs_up("ann");
    s.hears(
        "ann",
        "\
Hello, ann. /help lists what you can do, exit leaves.
You are in #lobby, with one other.
Here: ann, bob
1 message, since 2001-09-09 12:00 UTC:
ann: hello
Bye, ann.",
    );
    s.hears("bob", "ann has joined\nann: hello\nann: last words without an end\nann has left");
}

#[test]
fn ten_thousand_lines_at_once() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    let lines: String = (0..10_000).map(|n| format!("line {n}\n")).collect();
    s.sends("ann", lines);
    let heard = s.heard("bob");
    assert_eq!(heard.lines().count(), 10_000);
    for (n, line) in heard.lines().enumerate() {
        assert_eq!(line, format!("ann: line {n}"));
    }
    s.hears("ann", "");
}

#[test]
fn faster_than_the_house_takes_lines() {
    let mut s = Stage::with(|rules| {
        rules.connection.lines_per_second = 10.0;
        rules.connection.burst_lines = 5.0;
    });
    s.enter(["ann", "bob"]);
    s.sends("ann", "x\n".repeat(30));
    s.hears(
        "ann",
        "You are writing faster than this house takes lines (10 a second); yours are taken, only slower.",
    );
    let at_once = s.heard("bob").lines().count();
    assert!((3..=6).contains(&at_once), "{at_once}");
    s.house.pass_ms(1_000);
    let then = s.heard("bob").lines().count();
    assert!((9..=11).contains(&then), "{then}");
    s.house.pass_ms(10_000);
    assert_eq!(at_once + then + s.heard("bob").lines().count(), 30);
    s.hears("ann", "");
}

#[test]
fn a_line_that_never_ends() {
    let mut s = Stage::with(|rules| rules.connection.line_bytes_max = 100);
    s.enter(["ann", "bob"]);
    s.asks("ann", &"x".repeat(101), "That line was longer than 100 bytes, so it was not said.");
    s.asks("ann", "short again", "");
    s.sends("ann", "x".repeat(1601));
    s.hears(
        "ann",
        "\
That line was longer than 100 bytes, so it was not said.
More than 1600 bytes came without the end of a line, so this connection is closed.",
    );
    assert!(s.is_closed("ann"));
    s.hears("bob", "ann: short again\nann has left (sent a line without end)");
}

#[test]
fn nonsense_is_answered_and_not_said() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.sends("ann", b"gr\xfc\xdfe\n");
    s.hears("ann", "That line was not UTF-8 text (byte 3), so it was not said.");
    s.sends("ann", b"ring\x07\n");
    s.hears("ann", "That line had a control character in it (bell, character 5), so it was not said.");
    s.hears("bob", "");
    s.asks("ann", "grüße 👋🏽", "");
    s.hears("bob", "ann: grüße 👋🏽");
}
