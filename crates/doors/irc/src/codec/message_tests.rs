//! Tables for `message.rs`. Many rows follow the public-domain vectors of ircdocs/parser-tests.

use super::*;

type Parts<'a> = (Option<&'a str>, &'a str, &'a [&'a str]);

fn check(line: &str, expected: Parts<'_>, written: &str) {
    let message = Message::parse(line.as_bytes()).unwrap();
    assert_eq!((message.source, message.command, &message.params[..]), expected, "{line}");
    let mut out = Vec::new();
    message.write_to(&mut out);
    assert_eq!(String::from_utf8(out).unwrap(), format!("{written}\r\n"));
}

#[test]
fn messages_split_into_their_parts() {
    check("foo bar baz asdf", (None, "foo", &["bar", "baz", "asdf"]), "foo bar baz asdf");
    check(":coolguy foo bar", (Some("coolguy"), "foo", &["bar"]), ":coolguy foo bar");
    check("foo bar :asdf quux", (None, "foo", &["bar", "asdf quux"]), "foo bar :asdf quux");
    check("foo bar :", (None, "foo", &["bar", ""]), "foo bar :");
    check("foo bar ::asdf", (None, "foo", &["bar", ":asdf"]), "foo bar ::asdf");
    check(
        ":c foo bar :  asdf quux ",
        (Some("c"), "foo", &["bar", "  asdf quux "]),
        ":c foo bar :  asdf quux ",
    );
    check(":c PRIVMSG bar :lol :) ", (Some("c"), "PRIVMSG", &["bar", "lol :) "]), ":c PRIVMSG bar :lol :) ");
    check(":src JOIN :#chan", (Some("src"), "JOIN", &["#chan"]), ":src JOIN #chan");
    check(":src AWAY ", (Some("src"), "AWAY", &[]), ":src AWAY");
    check("COMMAND", (None, "COMMAND", &[]), "COMMAND");
    check(":cool\tguy foo bar", (Some("cool\tguy"), "foo", &["bar"]), ":cool\tguy foo bar");
    check(
        "PRIVMSG #a :\u{1}ACTION waves\u{1}",
        (None, "PRIVMSG", &["#a", "\u{1}ACTION waves\u{1}"]),
        "PRIVMSG #a :\u{1}ACTION waves\u{1}",
    );
    check("USER a 0 * :b: c", (None, "USER", &["a", "0", "*", "b: c"]), "USER a 0 * :b: c");
    check("MODE #c a:b:c", (None, "MODE", &["#c", "a:b:c"]), "MODE #c a:b:c");
}

#[test]
fn spare_spaces_do_no_harm() {
    check("  foo   bar  baz  ", (None, "foo", &["bar", "baz"]), "foo bar baz");
    check(":src   432   #momo :No: no", (Some("src"), "432", &["#momo", "No: no"]), ":src 432 #momo :No: no");
    check(": foo", (None, "foo", &[]), "foo");
    check("@a   :src  foo", (Some("src"), "foo", &[]), "@a :src foo");
    check("@ foo", (None, "foo", &[]), "foo");
}

#[test]
fn tags_are_read_and_written_plainly() {
    check("@c;h=;a=b :quux ab cd", (Some("quux"), "ab", &["cd"]), "@c;h;a=b :quux ab cd");
    check(r"@t=a\b\:\;t=\\;u=1\ foo", (None, "foo", &[]), r"@t=\\;u=1 foo");
    check("@+v.example/x-y=é foo", (None, "foo", &[]), "@+v.example/x-y=é foo");
    let message = Message::parse(b"@label=1;+draft/reply=a\\sb PRIVMSG #c hi").unwrap();
    assert_eq!(message.tags.get("label").as_deref(), Some("1"));
    assert_eq!(message.tags.get("+draft/reply").as_deref(), Some("a b"));
    assert_eq!(message.tags.get("draft/reply"), None);
}

#[test]
fn a_sixteenth_parameter_is_one_of_its_own() {
    let line = format!("x {}:last one", "p ".repeat(20));
    let message = Message::parse(line.as_bytes()).unwrap();
    assert_eq!(message.params.len(), 21);
    assert_eq!(message.params.last(), Some(&"last one"));
}

#[test]
fn what_is_not_a_message_says_why() {
    let long = [b'a'; 511];
    let tags = format!("@{} x", "a".repeat(4095));
    for (line, error) in [
        (&b""[..], ParseError::Empty),
        (b"   ", ParseError::Empty),
        (b":src", ParseError::NoCommand),
        (b"@a=b", ParseError::NoCommand),
        (b"@a=b  ", ParseError::NoCommand),
        (b"@a :b", ParseError::NoCommand),
        (b":a :b", ParseError::BadCommand),
        (b" @a b", ParseError::BadCommand),
        (b"@a @b c", ParseError::BadCommand),
        (b"a\0b", ParseError::Forbidden),
        (b"a\rb", ParseError::Forbidden),
        (b"a\nb", ParseError::Forbidden),
        (b"PRIVMSG #a :\xff", ParseError::NotUtf8),
        (b"@a=\xc3 PRIVMSG", ParseError::NotUtf8),
        (&long, ParseError::TooLong),
        (tags.as_bytes(), ParseError::TagsTooLong),
    ] {
        assert_eq!(Message::parse(line), Err(error), "{}", line.escape_ascii());
    }
}

#[test]
fn a_refused_line_still_tells_its_command() {
    for (line, command) in [
        (&b"PRIVMSG #a :\xff"[..], Some("PRIVMSG")),
        (b"@a=\xff :\xfe  NOTICE x", Some("NOTICE")),
        (b"\xff a", None),
        (b"@a", None),
        (b"", None),
    ] {
        assert_eq!(command_in(line), command);
    }
}

#[test]
fn commands_are_the_same_in_any_case() {
    assert_eq!(Message::parse(b"privMsg a b").unwrap().verb().as_str(), "PRIVMSG");
}
