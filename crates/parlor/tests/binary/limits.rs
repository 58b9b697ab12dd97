//! Limits: what is said to whoever meets them.

use crate::support::house::{House, Starting, parlor};
use crate::support::irc::Irc;
use crate::support::line::Line;
use crate::support::wire::Wire;
use std::process::{Command, Stdio};

fn house(args: &[&str]) -> (tempfile::TempDir, House) {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), args);
    (folder, house)
}

#[test]
fn a_house_of_five_tells_the_sixth_that_it_is_full() {
    let (_folder, house) = house(&["--max-clients", "5"]);
    let mut inside: Vec<Line> = ["a1", "a2", "a3"].map(|nick| Line::enter(house.line, nick)).into();
    let _more = ["b1", "b2"].map(|nick| Irc::enter(house.irc, nick, ""));
    let sixth = Wire::to(house.line).unwrap().rest();
    assert_eq!(sixth, ["The house is full, 5 of 5. Try again later."]);
    let sixth = Wire::to(house.irc).unwrap().rest();
    assert_eq!(sixth, ["ERROR :Closing Link: The house is full: 5 of 5 connections"]);
    house.out.expect("turned away");
    // One goes, one comes.
    inside[0].say("exit");
    inside[0].rest();
    Line::enter(house.line, "a6");
}

/// A house whose shell was told how many files may be open.
fn house_after(ulimit: &str, args: &[&str]) -> (tempfile::TempDir, House) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = parlor();
    let binary = command.get_program().to_owned();
    let removed: Vec<_> = command.get_envs().map(|(name, _)| name.to_owned()).collect();
    command = Command::new("sh");
    for name in removed {
        command.env_remove(name);
    }
    command.arg("-c").arg(format!("{ulimit} && exec \"$0\" \"$@\"")).arg(binary).stdin(Stdio::null());
    let house = Starting::on_with(command, folder.path(), args).open().unwrap();
    (folder, house)
}

#[test]
fn a_low_limit_of_open_files_is_raised() {
    let (_folder, house) = house_after("ulimit -Sn 100", &[]);
    let _inside: Vec<_> = (0..150).map(|n| Line::enter(house.line, &format!("n{n}"))).collect();
}

#[test]
fn who_finds_no_open_file_left_is_told_that_the_house_is_full() {
    let (_folder, house) = house_after("ulimit -n 100", &["--max-clients", "90"]);
    house.err.expect("limits.connections is 90, but the system's limit of open files has room for 36 only");
    let _inside: Vec<_> = (0..36).map(|n| Line::enter(house.line, &format!("n{n}"))).collect();
    for _ in 0..3 {
        let more = Wire::to(house.line).unwrap().rest();
        assert_eq!(more, ["The house is full, 36 of 36. Try again later."]);
    }
}

#[test]
fn an_address_has_its_share() {
    let (_folder, house) = house(&["--limits-connections-per-address", "2"]);
    let _inside = [Line::enter(house.line, "ann"), Line::enter(house.line, "bob")];
    let third = Wire::to(house.line).unwrap().rest();
    assert_eq!(
        third,
        ["Your address is connected 2 times already, which is as often as it may be. Try again later."]
    );
    let third = Wire::to(house.irc).unwrap().rest();
    assert_eq!(third, ["ERROR :Closing Link: Too many connections from your address (at most 2)"]);
}

#[test]
fn a_room_has_its_bound() {
    let (_folder, house) = house(&["--limits-room-members", "2"]);
    let _inside = [Line::enter(house.line, "ann"), Line::enter(house.line, "bob")];
    let mut third = Line::to(house.line);
    third.say("cem");
    third.line_with("That room is full, 2 of 2.");
    third.line_with("You are in no room.");
    let mut fourth = Irc::enter(house.irc, "dora", "");
    fourth.say("JOIN #lobby");
    fourth.until(|m| m.verb == "471").unwrap();
}

#[test]
fn who_chooses_no_name_is_told_so() {
    let (_folder, house) = house(&["--limits-name-time", "1s"]);
    let mut slow = Wire::to(house.line).unwrap();
    let mut irc = Wire::to(house.irc).unwrap();
    irc.send("NICK dora\r\n").unwrap();
    assert_eq!(
        slow.rest().pop().as_deref(),
        Some("No nickname came within 1 s, so this connection is closed.")
    );
    let last = irc.rest().pop().unwrap_or_default();
    assert!(last.starts_with("ERROR :Closing Link"), "{last}");
}

#[test]
fn who_is_silent_is_asked_and_then_gone() {
    let args = ["--limits-idle-ping", "1s", "--limits-ping-timeout", "1s", "--guests-grace", "0s"];
    let (_folder, house) = house(&args);
    let mut witness = Line::enter(house.line, "witness");
    let mut silent = Irc::enter(house.irc, "silent", "");
    silent.join("#lobby");
    let (asked, rest) = {
        let rest = silent.rest();
        (rest.iter().filter(|line| line.contains("PING")).count(), rest)
    };
    assert_eq!(asked, 1, "{rest:#?}");
    let last = rest.last().unwrap();
    assert!(last.starts_with("ERROR :Closing Link") && last.contains("Ping timeout"), "{last}");
    assert!(witness.line_with("silent has left").contains("Ping timeout"));
}

#[test]
fn what_is_too_long_is_refused_whole() {
    let (_folder, house) = house(&["--limits-message-bytes", "200", "--limits-line-bytes", "1000"]);
    let mut ann = Line::enter(house.line, "ann");
    let mut bob = Line::enter(house.line, "bob");
    ann.line_with("bob has joined");
    bob.say(&"x".repeat(201));
    bob.line_with("That is too long: 201 bytes, of 200 at most. Nothing of it was used.");
    bob.say(&"x".repeat(1001));
    bob.line_with("That line was longer than 1000 bytes, so it was not said.");
    bob.send(b"caf\xe9\n").unwrap();
    bob.line_with("That line was not UTF-8 text (byte 4), so it was not said.");
    bob.send(b"a\x1b[31mb\n").unwrap();
    bob.line_with("That line had a control character in it (escape");
    bob.say(&"y".repeat(200));
    assert_eq!(ann.line().unwrap(), format!("bob: {}", "y".repeat(200)));
    // A line that never ends.
    bob.send(vec![b'z'; 16 * 1000 + 1]).unwrap();
    bob.line_with("More than 16000 bytes came without the end of a line, so this connection is closed.");
    bob.rest();
    ann.line_with("bob has left");
}

#[test]
fn names_are_asked_for_again() {
    let (_folder, house) = house(&["--limits-nick-chars", "9"]);
    let _ann = Line::enter(house.line, "ann");
    let mut bob = Line::to(house.line);
    for (name, words) in [
        ("", "Username can't be empty."),
        ("   ", "Username can't be empty."),
        ("ann", "ann is taken."),
        ("ANN", "ANN is taken."),
        ("longer-than-nine", "That name is too long: 9 characters at most."),
        ("two words", "A name has no blanks in it."),
        ("#room", ""),
    ] {
        bob.say(name);
        let line = bob.line_with("nickname do you want?");
        assert!(line.starts_with(words), "{name:?} was answered with {line:?}");
    }
    bob.say("bob");
    bob.line_with("You are in #lobby");
}

#[test]
fn a_network_connects_and_guesses_as_often_as_it_may_unless_it_is_exempt() {
    let (_folder, open) =
        house(&["--limits-connects", "2", "--limits-wrong-passwords", "1", "--limits-registrations", "1"]);
    let mut ann = Irc::enter(open.irc, "ann", "");
    ann.say("OPER nobody wrong");
    ann.until(|m| m.verb == "491").unwrap();
    ann.say("OPER nobody wrong");
    ann.until(|m| m.verb == "263").unwrap();
    let mut bob = Irc::enter(open.irc, "bob", "");
    bob.say("REGISTER * * sesame-sesame");
    bob.until(|m| m.verb == "REGISTER").unwrap();
    ann.say("REGISTER * * sesame-sesame");
    ann.until(|m| m.verb == "263").unwrap();
    let third = Wire::to(open.line).unwrap().rest();
    assert!(third[0].starts_with("You connect too often. Try again in "), "{third:?}");
    drop(open);
    let (_folder, open) = house(&["--limits-connects", "2", "--limits-exempt", "127.0.0.0/8"]);
    for nick in ["a1", "a2", "a3", "a4"] {
        Line::enter(open.line, nick);
    }
}
