use super::*;
use Command as C;

fn asks(line: &str) -> Result<Input<'_>, CommandError<'_>> {
    parse(line)
}

#[track_caller]
fn check(line: &str, command: Command<'_>) {
    assert_eq!(asks(line), Ok(Input::Command(command)), "{line}");
}

#[track_caller]
fn says(line: &str, text: &str) {
    assert_eq!(asks(line), Ok(Input::Say(text)), "{line}");
}

#[test]
fn most_lines_are_said() {
    says("hello", "hello");
    says("  /join #x", "  /join #x");
    says("//join #x", "/join #x");
    says("//", "/");
    says("///x", "//x");
    says("exit now", "exit now");
    says("Exit", "Exit");
    says(":quitter", ":quitter");
    assert_eq!(asks(""), Ok(Input::Empty));
}

#[test]
fn leaving_has_many_words() {
    for line in ["exit", ":quit", ":q", "/quit", "/exit", "/QUIT", "/q"] {
        check(line, C::Quit(None));
    }
    check("/quit good  night", C::Quit(Some("good  night")));
}

#[test]
fn rooms_and_people() {
    check("/help", C::Help(None));
    check("/?", C::Help(None));
    check("/help /join", C::Help(Some(Verb::Join)));
    check("/help exit", C::Help(Some(Verb::Quit)));
    check("/nick ann", C::Nick("ann"));
    check("/nick two words", C::Nick("two words"));
    check("/names", C::Names(None));
    check("/names #den", C::Names(Some("#den")));
    check("/rooms", C::Rooms(None));
    check("/list *rust*", C::Rooms(Some("*rust*")));
    check("/join #den", C::Join { room: "#den", key: None });
    check("/join   #den   s3cret", C::Join { room: "#den", key: Some(Secret::new("s3cret")) });
    check("/part", C::Part { room: None, why: None });
    check("/part #den", C::Part { room: Some("#den"), why: None });
    check("/part #den to bed", C::Part { room: Some("#den"), why: Some("to bed") });
    check("/part to bed", C::Part { room: None, why: Some("to bed") });
    check("/room #den", C::Room("#den"));
    check("/r #den", C::Room("#den"));
    check("/topic", C::Topic(TopicAsk::Show));
    check("/topic -", C::Topic(TopicAsk::Clear));
    check("/topic - and more", C::Topic(TopicAsk::Set("- and more")));
    check("/whois bob", C::Whois("bob"));
    check("/who", C::Who);
    check("/away", C::Away(None));
    check("/away at lunch", C::Away(Some("at lunch")));
    check("/back", C::Back);
    check("/invite bob", C::Invite { who: "bob", room: None });
    check("/invite bob #den", C::Invite { who: "bob", room: Some("#den") });
    check("/rename #lair", C::Rename("#lair"));
}

#[test]
fn messages_and_their_numbers() {
    check("/msg bob hi  there", C::Msg { to: "bob", text: "hi  there" });
    check("/me waves", C::Me("waves"));
    check("/reply 12 yes", C::Reply { number: 12, text: "yes" });
    check("/reply #12 yes", C::Reply { number: 12, text: "yes" });
    check("/edit 3 a b", C::Edit { number: 3, text: "a b" });
    check("/delete #18446744073709551615", C::Delete(u64::MAX));
    check("/react 3 👍🏽", C::React { number: 3, emoji: "👍🏽" });
    check("/unreact 3 :+1:", C::Unreact { number: 3, emoji: ":+1:" });
    check("/history", C::History(Span::Latest(None)));
    check("/history 50", C::History(Span::Latest(Some(50))));
    check("/history before #50", C::History(Span::Before(50)));
    check("/history AFTER 50", C::History(Span::After(50)));
    check("/search from:bob  tea", C::Search("from:bob  tea"));
}

#[test]
fn keeping_order_and_ones_own_ways() {
    check("/kick bob", C::Kick { who: "bob", why: None });
    check("/kick bob too loud", C::Kick { who: "bob", why: Some("too loud") });
    check("/ban *!*@10.0.0.*", C::Ban("*!*@10.0.0.*"));
    check("/unban bob", C::Unban("bob"));
    check("/mute bob", C::Mute("bob"));
    check("/unmute bob", C::Unmute("bob"));
    check("/op bob", C::Op("bob"));
    check("/deop bob", C::Deop("bob"));
    check("/voice bob", C::Voice("bob"));
    check("/devoice bob", C::Devoice("bob"));
    check("/mode", C::Mode(""));
    check("/mode #den +mk  key", C::Mode("#den +mk  key"));
    check("/elapsed on", C::Elapsed(true));
    check("/elapsed OFF", C::Elapsed(false));
    check("/numbers on", C::Numbers(true));
    check("/bell on", C::Bell(Bell::On));
    check("/bell off", C::Bell(Bell::Off));
    check("/bell mentions", C::Bell(Bell::Mentions));
    check("/register pw", C::Register { name: None, password: Secret::new("pw") });
    check("/register ann pw", C::Register { name: Some("ann"), password: Secret::new("pw") });
    check("/verify c0de", C::Verify { name: None, code: "c0de" });
    check("/verify ann c0de", C::Verify { name: Some("ann"), code: "c0de" });
    check("/register ann two words", C::Register { name: Some("ann"), password: Secret::new("two words") });
    check("/login ann two words", C::Login { name: "ann", password: Secret::new("two words") });
    check("/login ann pw", C::Login { name: "ann", password: Secret::new("pw") });
    check("/logout", C::Logout);
}

#[test]
fn wrong_arguments_show_the_usage() {
    for line in [
        "/nick",
        "/names a b",
        "/join",
        "/join #a b c",
        "/room",
        "/msg",
        "/msg bob",
        "/me",
        "/reply",
        "/reply 3",
        "/reply x yes",
        "/reply 0 yes",
        "/reply +3 yes",
        "/reply ## yes",
        "/edit 3",
        "/delete",
        "/delete 3 4",
        "/delete -1",
        "/delete 18446744073709551616",
        "/react 3",
        "/react 3 two words",
        "/unreact 👍",
        "/history x",
        "/history 0",
        "/history before",
        "/history around 3",
        "/history 4294967296",
        "/search",
        "/back now",
        "/whois",
        "/who bob",
        "/invite",
        "/invite bob #a #b",
        "/kick",
        "/ban",
        "/ban a b",
        "/op",
        "/rename",
        "/register",
        "/login",
        "/login ann",
        "/logout now",
        "/numbers",
        "/numbers yes",
        "/elapsed",
        "/bell",
        "/bell loud",
        "/help two words",
    ] {
        let Err(CommandError::Usage(verb)) = asks(line) else { panic!("{line} was understood") };
        assert!(line.starts_with(&format!("/{}", verb.word())), "{line}");
        let words = CommandError::Usage(verb).to_string();
        assert!(words.starts_with(&format!("Usage: /{}", verb.word())), "{words}");
    }
}

#[test]
fn unknown_commands_get_a_suggestion() {
    for (line, words) in [
        (
            "/jion #x",
            "There is no command /jion; did you mean /join? To say a line that begins with /, type // for it.",
        ),
        (
            "/usr/bin/env",
            "There is no command /usr/bin/env; /help lists them all. To say a line that begins with /, type // for it.",
        ),
        (
            "/",
            "A slash alone is no command; /help lists them all. To say a line that begins with /, type // for it.",
        ),
        (
            "/ join",
            "A slash alone is no command; /help lists them all. To say a line that begins with /, type // for it.",
        ),
        (
            "/help /kikc",
            "There is no command /kikc; did you mean /kick? To say a line that begins with /, type // for it.",
        ),
    ] {
        assert_eq!(asks(line).unwrap_err().to_string(), words, "{line}");
    }
    let long = format!("/{}", "é".repeat(1000));
    assert!(asks(&long).unwrap_err().to_string().chars().count() < 160);
}

#[test]
fn a_password_never_shows_in_debug() {
    let debug = format!("{:?}", asks("/login ann hunter2"));
    assert!(debug.contains("ann") && !debug.contains("hunter2"), "{debug}");
}
