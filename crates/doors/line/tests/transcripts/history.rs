//! What was said before.

use crate::stage::Stage;

fn ten_lines() -> Stage {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    for n in 1..=10 {
        s.says("ann", &format!("line {n}"));
        s.house.pass_ms(12_000);
    }
    s.all_read();
    s
}

#[test]
fn the_latest_and_those_before_and_after() {
    let mut s = ten_lines();
    s.asks(
        "bob",
        "/history 2",
        "\
2 messages, since 2001-09-09 12:01 UTC:
ann: line 9
ann: line 10
/history before 12 shows what was said before.",
    );
    s.says("bob", "/numbers on");
    s.says("bob", "/elapsed on");
    s.heard("bob");
    s.asks(
        "bob",
        "/history 2",
        "\
2 messages, since 2001-09-09 12:01 UTC:
#12 ann:(0:12)-line 9
#13 ann:(0:12)-line 10
/history before 12 shows what was said before.",
    );
    s.asks(
        "bob",
        "/history before 6",
        "\
2 messages, since 2001-09-09 12:00 UTC:
#4 ann:(0:00)-line 1
#5 ann:(0:12)-line 2",
    );
    s.asks("bob", "/history before 4", "Nothing was said before #4.");
    s.asks(
        "bob",
        "/history after 12",
        "\
1 message, since 2001-09-09 12:01 UTC:
#13 ann:(0:12)-line 10",
    );
    s.asks("bob", "/history after 13", "Nothing was said after #13.");
    s.asks(
        "bob",
        "/history after 3",
        "\
10 messages, since 2001-09-09 12:00 UTC:
#4 ann:(0:00)-line 1
#5 ann:(0:12)-line 2
#6 ann:(0:12)-line 3
#7 ann:(0:12)-line 4
#8 ann:(0:12)-line 5
#9 ann:(0:12)-line 6
#10 ann:(0:12)-line 7
#11 ann:(0:12)-line 8
#12 ann:(0:12)-line 9
#13 ann:(0:12)-line 10",
    );
}

#[test]
fn pages_follow_each_other() {
    let mut s = ten_lines();
    s.door.change_settings(parlor_line::LineSettings { silence_ms: 150, history_lines: 3 });
    s.says("bob", "/numbers on");
    s.heard("bob");
    s.asks(
        "bob",
        "/history after 4",
        "\
3 messages, since 2001-09-09 12:00 UTC:
#5 ann: line 2
#6 ann: line 3
#7 ann: line 4
/history after 7 shows what followed.",
    );
    s.asks(
        "bob",
        "/history before 6",
        "\
2 messages, since 2001-09-09 12:00 UTC:
#4 ann: line 1
#5 ann: line 2",
    );
}

#[test]
fn a_page_has_a_bound() {
    let mut s = Stage::with(|rules| rules.history_items_max = 3);
    s.meet(["ann"]);
    for n in 1..=5 {
        s.says("ann", &format!("line {n}"));
    }
    s.asks(
        "ann",
        "/history 1000",
        "\
1000 are more than are shown at once; these are 2.
2 messages, since 2001-09-09 12:00 UTC:
ann: line 4
ann: line 5
/history before 6 shows what was said before.",
    );
}

#[test]
fn what_became_of_messages_is_worked_in() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.says("ann", "helo");
    s.says("ann", "never mind");
    s.says("ann", "/me sighs");
    s.says("ann", "/edit 4 hello");
    s.says("ann", "/delete 5");
    s.says("ann", "/react 4 👍");
    s.says("bob", "/react 4 👍");
    s.says("bob", "/react 4 tea");
    s.says("bob", "/reply 4 hi");
    s.all_read();
    let page = "\
4 messages, since 2001-09-09 12:00 UTC:
ann: hello (edited) [👍 2 tea 1]
ann: (deleted)
* ann sighs
bob (to #4): hi";
    s.asks("ann", "/history", page);
    s.house.restart();
    s.house.pass_ms(30_000);
    s.enters("eve");
    s.says("eve", "/join #den");
    s.heard("eve");
    s.asks("eve", "/history", page);
}

#[test]
fn nothing_was_said_yet() {
    let mut s = Stage::new();
    s.meet(["ann"]);
    s.asks("ann", "/history", "Nothing was said here yet.");
    s.asks("ann", "/search tea", "Nothing was found.");
}

#[test]
fn searching() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.says("ann", "Tea is at four");
    s.says("bob", "no tea for me");
    s.says("ann", "/msg bob green tea?");
    s.says("ann", "/join #yard");
    s.says("ann", "tea in the yard");
    s.says("ann", "/mode +i");
    s.all_read();
    s.asks(
        "ann",
        "/search tea",
        "\
4 messages were found:
[#den] #4 2001-09-09 12:00 ann: Tea is at four
[#den] #5 2001-09-09 12:00 bob: no tea for me
[ann and bob] 2001-09-09 12:00 ann: green tea?
[#yard] #3 2001-09-09 12:00 ann: tea in the yard",
    );
    s.asks(
        "bob",
        "/search tea from:bob",
        "1 message was found:\n[#den] #5 2001-09-09 12:00 bob: no tea for me",
    );
    s.asks("bob", "/search tea in:#yard", "You are not in that room; /join enters one.");
    s.asks(
        "bob",
        "/search \"tea for\"",
        "1 message was found:\n[#den] #5 2001-09-09 12:00 bob: no tea for me",
    );
    s.asks("bob", "/search tea before:2001-09-09", "Nothing was found.");
    s.asks("bob", "/search in:#den", "Search for what? Give a word, or from:NAME.");
    s.asks(
        "bob",
        "/search tea after:noon",
        "\"noon\" is no date; dates look like 2026-01-31 or 2026-01-31T14:02, in UTC.",
    );
    for _ in 0..25 {
        s.says("ann", "many teas");
    }
    s.says("ann", "/search many");
    let heard = s.heard("ann");
    assert!(
        heard.starts_with(
            "The newest 20 that were found; from:, in:, before: and after: narrow it:\n[#yard] "
        ),
        "{heard}"
    );
    assert_eq!(heard.lines().count(), 21);
}
