//! What the person at the machine sees: who comes, by which name, where they go and why; never what is said.

use crate::support::house::House;
use crate::support::irc::Irc;
use crate::support::line::Line;
use std::net::SocketAddr;

#[test]
fn the_console_tells_who_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &["--guests-grace", "0s"]);
    let mut ann = Line::enter(house.line, "ann");
    let ann_at: SocketAddr = ann.stream().local_addr().unwrap();
    house.out.expect(&format!("connected {ann_at} by line (1 connected)"));
    house.out.expect(&format!("ann entered from {ann_at} by line (1 present)"));
    house.out.expect("#lobby was opened");
    house.out.expect("ann joined #lobby");
    let mut dora = Irc::enter(house.irc, "dora", "");
    let dora_at = dora.stream().local_addr().unwrap();
    house.out.expect(&format!("dora entered from {dora_at} by irc (2 present)"));
    dora.join("#den");
    house.out.expect("dora joined #den");
    ann.say("/nick anne");
    house.out.expect("ann is now known as anne");
    dora.say("PART #den :enough of it");
    house.out.expect("dora left #den (enough of it)");
    ann.say("/quit off to bed");
    ann.rest();
    house.out.expect("anne quit #lobby (off to bed)");
    house.out.expect("anne left the house (off to bed), 1 present");
    // A connection that breaks: the kernel's reset, because something was not read.
    let stream = socket2::SockRef::from(dora.stream());
    stream.set_linger(Some(std::time::Duration::ZERO)).unwrap();
    drop(dora);
    house.out.expect("dora is gone (connection reset), 0 present");
    house.stop();
    house.out.expect("closed; everything is kept");
}

#[test]
fn who_never_had_a_name_is_seen_too() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let nameless = Line::to(house.line);
    let at = nameless.stream().local_addr().unwrap();
    house.out.expect(&format!("connected {at} by line (1 connected)"));
    let seen = house.out.count();
    drop(nameless);
    let gone = house.out.line_after(seen, &at.to_string());
    assert!(gone.is_some(), "why {at} went is not told:\n{}", house.out.all().join("\n"));
}

#[test]
fn without_the_console_nothing_is_shown_but_the_doors() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &["--console", "false"]);
    Line::enter(house.line, "ann").say("exit");
    house.stop();
    assert!(!house.out.all().iter().any(|line| line.contains("ann")), "{:#?}", house.out.all());
}

#[test]
fn what_is_said_is_in_no_output() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &["--log-level", "trace"]);
    let mut ann = Line::enter(house.line, "ann");
    let mut dora = Irc::enter(house.irc, "dora", "echo-message");
    dora.join("#lobby");
    for words in ["xyzzy from the line", "/me xyzzy waves", "/msg dora xyzzy in private", "/search xyzzy"] {
        ann.say(words);
    }
    ann.say("/join #den");
    ann.say("/topic xyzzy");
    ann.line_with("set the topic");
    dora.say("PRIVMSG #lobby :xyzzy from IRC");
    dora.say("NOTICE ann :xyzzy to ann");
    dora.say("XYZZYCOMMAND :xyzzy");
    ann.line_with("xyzzy to ann");
    ann.send(b"xyzzy \xff\n/xyzzy\n").unwrap();
    ann.line_with("not UTF-8");
    house.stop();
    let printed = house.everything_printed();
    assert!(!printed.to_lowercase().contains("xyzzy"), "{printed}");
    assert!(printed.contains("ann joined #lobby"), "{printed}");
}

#[test]
fn the_log_for_programs_is_one_json_object_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &["--log-format", "json", "--log-level", "trace"]);
    Line::enter(house.line, "ann").say("hello");
    house.signal("HUP");
    house.err.expect("Nothing changed.");
    house.stop();
    let lines = house.err.all();
    assert!(!lines.is_empty());
    for line in lines {
        let object: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        for field in ["timestamp", "level", "message"] {
            assert!(object[field].is_string(), "{line} has no {field}");
        }
    }
}
