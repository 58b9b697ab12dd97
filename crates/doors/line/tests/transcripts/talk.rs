//! Saying things, and how they are shown.

use crate::other_door::OtherDoor;
use crate::stage::Stage;

#[test]
fn plain_talk() {
    let mut s = Stage::new();
    s.enter(["ann", "bob", "eve"]);
    s.asks("ann", "hello", "");
    s.hears("bob", "ann: hello");
    s.hears("eve", "ann: hello");
    s.asks("bob", "  indented\tand //not a command", "");
    s.hears("ann", "bob:   indented\tand //not a command");
    s.asks("bob", "//help", "");
    s.hears("ann", "bob: /help");
    s.asks("bob", "/me waves", "");
    s.hears("ann", "* bob waves");
    s.asks("ann", "", "");
    s.asks("ann", "   ", "");
    s.hears("bob", "");
    s.asks(
        "ann",
        "/jion #den",
        "There is no command /jion; did you mean /join? To say a line that begins with /, type // for it.",
    );
    s.asks("ann", "/nick", "Usage: /nick NAME");
    s.hears("bob", "");
}

#[test]
fn numbers_show_that_a_line_is_kept() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.asks(
        "ann",
        "/numbers on",
        "Lines are shown with their numbers; your own come back once they are kept.",
    );
    s.asks("ann", "hello", "#4 ann: hello");
    s.hears("bob", "ann: hello");
    s.asks("bob", "hi", "");
    s.hears("ann", "#5 bob: hi");
    s.asks("ann", "/me waves", "#6 * ann waves");
    s.asks("ann", "/topic tea", "#7 ann set the topic: tea");
    s.asks("ann", "/numbers off", "Lines are shown without numbers.");
    s.asks("ann", "hello", "");
}

#[test]
fn the_time_since_the_message_before() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.asks("bob", "/elapsed on", "Messages are shown with the time since the one before.");
    s.says("ann", "first");
    s.hears("bob", "ann:(0:00)-first");
    s.house.pass_ms(12_400);
    s.says("ann", "Hello, how is everyone?");
    s.hears("bob", "ann:(0:12)-Hello, how is everyone?");
    s.house.pass_ms(3_661_000);
    s.says("ann", "/me waves");
    s.hears("bob", "* ann:(1:01:01)-waves");
    s.asks("bob", "fine", "");
    s.says("ann", "good");
    s.hears("bob", "ann:(0:00)-good");
    s.says("ann", "/msg bob psst");
    s.hears("bob", "ann (to you):(0:00)-psst");
    s.asks("bob", "/elapsed off", "Messages are shown without times.");
    s.says("ann", "bye");
    s.hears("bob", "ann: bye");
}

#[test]
fn the_bell() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.asks("ann", "/bell on", "The bell rings on every message of somebody else.");
    s.asks("bob", "hi", "");
    s.hears("ann", "bob: hi\x07");
    s.asks(
        "ann",
        "/numbers on",
        "Lines are shown with their numbers; your own come back once they are kept.",
    );
    s.asks("ann", "my own", "#5 ann: my own");
    s.says("bob", "/me waves");
    s.hears("ann", "#6 * bob waves\x07");
    s.says("ann", "/numbers off");
    s.heard("ann");
    s.asks("ann", "/bell mentions", "The bell rings on messages that name you, and on those to you alone.");
    s.says("bob", "joanna says hi");
    s.hears("ann", "bob: joanna says hi");
    s.says("bob", "and Ann?");
    s.hears("ann", "bob: and Ann?\x07");
    s.says("bob", "/msg ann hi");
    s.hears("ann", "bob (to you): hi\x07");
    s.asks("ann", "/bell off", "The bell is silent.");
    s.says("bob", "ann!");
    s.hears("ann", "bob: ann!");
}

#[test]
fn direct_messages() {
    let mut s = Stage::new();
    s.enter(["ann", "bob", "eve"]);
    s.asks("ann", "/msg bob hi there", "you -> bob: hi there");
    s.hears("bob", "ann (to you): hi there");
    s.hears("eve", "");
    s.asks("bob", "/tell ANN hello", "you -> ann: hello");
    s.hears("ann", "bob (to you): hello");
    s.asks("ann", "/msg nobody hi", "There is nobody called nobody.");
    s.asks("ann", "/msg ann buy tea", "you -> ann: buy tea");
    s.asks("bob", "/away lunch", "You are away: lunch (/back ends it)");
    s.asks("ann", "/msg bob hungry?", "you -> bob: hungry?\nbob is away: lunch");
}

#[test]
fn what_was_said_can_be_answered_changed_and_taken_back() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.says("ann", "/numbers on");
    s.heard("ann");
    s.asks("ann", "helo", "#4 ann: helo");
    s.hears("bob", "ann: helo");
    s.asks("ann", "/edit 4 hello", "#5 ann (edit of #4): hello");
    s.hears("bob", "ann (edit of #4): hello");
    s.asks("bob", "/reply #4 hi!", "");
    s.hears("ann", "#6 bob (to #4): hi!");
    s.asks("bob", "/react 4 👍", "bob put 👍 on #4");
    s.hears("ann", "#7 bob put 👍 on #4");
    s.asks("bob", "/react 4 👍", "It is so already.");
    s.asks("bob", "/unreact 4 👍", "bob took 👍 off #4");
    s.hears("ann", "#8 bob took 👍 off #4");
    s.asks("bob", "/edit 4 mine now", "That message is not yours.");
    s.asks("bob", "/delete 4", "That message is not yours.");
    s.asks("ann", "/delete 4", "#9 ann deleted #4");
    s.hears("bob", "ann deleted #4");
    s.asks("ann", "/delete 4", "Message #4 is deleted.");
    s.asks("ann", "/edit 99 x", "There is no message #99 here.");
    s.asks("ann", "/reply 99 x", "There is no message #99 here.");
    s.asks("ann", "/delete 6", "#10 ann deleted #6");
}

#[test]
fn what_other_doors_let_through_is_shown_safely() {
    let mut s = Stage::new();
    s.enter(["ann"]);
    let bob = s.house.connect(&OtherDoor, "192.0.2.9:1");
    s.house.send(bob, "bob");
    s.hears("ann", "bob has joined");
    s.house.send(bob, "one\ntwo\nann: three");
    s.hears("ann", "bob: one\n  two\n  ann: three");
    s.house.send(bob, "\x02bold\x02 \x0304,01red\x03 \x1b[2Jclear\x07");
    s.hears("ann", "bob: bold red [2Jclear");
    s.asks(
        "ann",
        "/whois bob",
        "\
bob is a guest.
Calls themselves: Somebody Else
In #lobby.
Here since 2001-09-09 12:00 UTC, silent for 0:00.",
    );
    s.asks(
        "ann",
        "/history",
        "\
2 messages, since 2001-09-09 12:00 UTC:
bob: one
  two
  ann: three
bob: bold red [2Jclear",
    );
    s.house.hang_up(bob);
    s.hears("ann", "bob has left (gone home)");
}

#[test]
fn a_text_is_taken_whole_or_refused() {
    let mut s = Stage::with(|rules| {
        rules.house.limits.message_bytes_max = 10;
        rules.house.limits.topic_bytes_max = 5;
        rules.house.limits.reason_bytes_max = 5;
    });
    s.enter(["ann", "bob"]);
    let too_long = |bytes: usize, max: usize| {
        format!("That is too long: {bytes} bytes, of {max} at most. Nothing of it was used.")
    };
    s.asks("ann", "12345678901", &too_long(11, 10));
    s.asks("ann", "/me 12345678901", &too_long(11, 10));
    s.asks("ann", "/topic 123456", &too_long(6, 5));
    s.asks("ann", "/away 123456", &too_long(6, 5));
    s.asks("ann", "/kick bob 123456", &too_long(6, 5));
    s.asks("ann", "/part 123456", &too_long(6, 5));
    s.asks("ann", "/quit 123456", &too_long(6, 5));
    assert!(!s.is_closed("ann"));
    s.hears("bob", "");
    s.asks("ann", "1234567890", "");
    s.hears("bob", "ann: 1234567890");
}

#[test]
fn who_shares_the_bytes_sees_what_the_others_see() {
    let mut s = Stage::new();
    s.meet(["ann", "shares", "alone"]);
    // Being in two rooms, this seat shares nothing.
    s.says("alone", "/join #yard");
    s.says("alone", "/room #den");
    s.all_read();
    for line in
        ["hello", "/me waves", "/topic tea", "/mode +m", "/mode -m", "/edit 5 x", "/nick anna", "/part"]
    {
        s.says("ann", line);
    }
    let shared = s.heard("shares");
    assert_eq!(shared, s.heard("alone"));
    assert_eq!(shared.lines().count(), 8);
}
