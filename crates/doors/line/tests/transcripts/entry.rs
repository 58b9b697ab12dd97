//! Coming in.

use crate::stage::Stage;
use parlor_model::NameRules;
use parlor_server::rehearsal::Rehearsal;
use parlor_server::{Arrival, TurnedAway};

const WELCOME: &str = "Welcome to Parlor. Type a nickname to come in, or exit to leave.";

#[test]
fn the_first_line_is_the_nickname() {
    let mut s = Stage::with_history(20);
    s.connects("ann");
    s.hears("ann", WELCOME);
    s.asks(
        "ann",
        "ann",
        "\
Hello, ann. /help lists what you can do, exit leaves.
You are in #lobby, alone.
Here: ann",
    );
    s.says("ann", "/register correct-horse");
    s.house.appoint("ann");
    s.heard("ann");
    s.asks("ann", "/topic tea at four", "ann set the topic: tea at four");
    s.says("ann", "hello?");
    s.says("ann", "/me waits");
    s.connects("bob");
    s.hears("bob", WELCOME);
    s.asks(
        "bob",
        "bob",
        "\
Hello, bob. /help lists what you can do, exit leaves.
You are in #lobby, with one other.
Topic: tea at four
Here: ann, bob
The last 2 messages, since 2001-09-09 12:00 UTC:
ann: hello?
* ann waits",
    );
    s.hears("ann", "bob has joined");
    s.asks("bob", "hi ann", "");
    s.hears("ann", "bob: hi ann");
    s.enters("eve");
    s.hears("bob", "eve has joined");
}

#[test]
fn a_name_that_cannot_be_had_is_asked_for_again() {
    let mut s = Stage::with(|rules| rules.names = NameRules { nick_chars_max: 9, ..NameRules::default() });
    s.enter(["ann"]);
    s.connects("bob");
    s.heard("bob");
    for (line, why) in [
        ("", "Username can't be empty. Which nickname do you want?"),
        ("   ", "Username can't be empty. Which nickname do you want?"),
        ("Ann", "Ann is taken. Which nickname do you want?"),
        ("aNn ", "aNn is taken. Which nickname do you want?"),
        ("abcdefghij", "That name is too long: 9 characters at most. Which nickname do you want?"),
        ("two words", "A name has no blanks in it. Which nickname do you want?"),
        ("zoë", "A name has no 'ë' in it. Which nickname do you want?"),
        ("2bob", "A nickname does not begin with '2'. Which nickname do you want?"),
        ("parlor", "parlor is kept for the house. Which nickname do you want?"),
        ("/join #den", "First a nickname, without a slash: type the one you want. /login and exit work too."),
        ("/jion", "First a nickname, without a slash: type the one you want. /login and exit work too."),
        (
            "/help",
            "Type the nickname that others shall see. If you have an account: /login NAME PASSWORD. exit leaves.",
        ),
        (
            "b\x02b",
            "That line had a control character in it (Ctrl-B, bold in mIRC, character 2), so it was not said.",
        ),
    ] {
        s.asks("bob", line, why);
    }
    s.says("bob", "bob");
    s.hears("ann", "bob has joined");
}

#[test]
fn a_look_alike_is_somebody_else() {
    let mut s = Stage::new();
    s.enter(["bill"]);
    s.connects("mallory");
    s.heard("mallory");
    s.asks("mallory", "BiI1", "BiI1 looks too much like bill, which is taken. Which nickname do you want?");
}

#[test]
fn leaving_before_coming_in() {
    for line in ["exit", ":quit", ":q", "/quit", "/exit because"] {
        let mut s = Stage::new();
        s.enter(["ann"]);
        s.connects("bob");
        s.heard("bob");
        s.asks("bob", line, "Bye.");
        assert!(s.is_closed("bob"));
        s.hears("ann", "");
    }
}

#[test]
fn who_takes_too_long_to_choose() {
    let mut s = Stage::with(|rules| rules.connection.name_ms = 5_000);
    s.connects("ann");
    s.heard("ann");
    s.house.pass_ms(5_000);
    s.hears("ann", "No nickname came within 5 s, so this connection is closed.");
    assert!(s.is_closed("ann"));
}

#[test]
fn a_house_without_guests_takes_accounts() {
    let mut s = Stage::with(|rules| rules.house.guests = false);
    s.connects("ann");
    s.heard("ann");
    s.asks(
        "ann",
        "ann",
        "Only people with an account may come in here. If you have one: /login NAME PASSWORD.",
    );
    s.asks("ann", "/login ann secretsecret", "Wrong name or password.");
    assert!(!s.is_closed("ann"));
}

#[test]
fn a_lobby_that_is_full_is_said_and_other_rooms_are_open() {
    let mut s = Stage::with(|rules| rules.house.limits.room_members_max = 1);
    s.enter(["ann"]);
    s.connects("bob");
    s.heard("bob");
    s.asks(
        "bob",
        "bob",
        "\
Hello, bob. /help lists what you can do, exit leaves.
That room is full, 1 of 1.
You are in no room. /rooms lists them, /join #room enters one.",
    );
    s.asks("bob", "hello?", "You are in no room. /rooms lists them, /join #room enters one.");
    s.asks("bob", "/join #den", "You are in #den, alone.\nHere: @bob");
    s.asks("bob", "hello?", "");
}

#[test]
fn many_people_are_not_all_named() {
    let mut s = Stage::new();
    let names: Vec<String> =
        (0..60).map(|n| format!("guest{}{}", ["a", "b", "c"][n % 3], "x".repeat(n / 3))).collect();
    for name in &names {
        let from = format!("127.0.0.1:{}", 5000);
        let guest = s.house.connect(&s.door, &from);
        s.house.send(guest, &format!("{name}\n"));
    }
    s.connects("ann");
    s.heard("ann");
    s.says("ann", "ann");
    let heard = s.heard("ann");
    assert!(heard.ends_with(" and 11 more; /names shows all\n"), "{heard}");
    assert!(heard.lines().all(|line| line.chars().count() <= 110), "{heard}");
    s.says("ann", "/names");
    let all = s.heard("ann");
    assert!(names.iter().all(|name| all.contains(name.as_str())), "{all}");
}

#[test]
fn the_message_of_the_day() {
    let mut s = Stage::with(|rules| {
        rules.network = "The Attic".into();
        rules.motd = "Be kind.\nTea is at four.\n".into();
    });
    s.connects("ann");
    s.hears("ann", "Welcome to The Attic. Type a nickname to come in, or exit to leave.");
    s.asks(
        "ann",
        "ann",
        "\
Hello, ann. /help lists what you can do, exit leaves.
Be kind.
Tea is at four.
You are in #lobby, alone.
Here: ann",
    );
}

#[test]
fn who_is_not_let_in_learns_why() {
    let s = Stage::new();
    let away = |why| Rehearsal::turn_away(&s.door, &why);
    assert_eq!(
        away(TurnedAway::HouseFull { connections_max: 5 }),
        "The house is full, 5 of 5. Try again later.\n"
    );
    assert_eq!(
        away(TurnedAway::AddressFull { connections_max: 3 }),
        "Your address is connected 3 times already, which is as often as it may be. Try again later.\n"
    );
    assert_eq!(away(TurnedAway::Stopping), "The house is closing. Try again later.\n");
    assert_eq!(parlor_server::Door::name(&s.door), "line");
    let arrival = Arrival::plain("line", "127.0.0.1:1".parse().unwrap());
    assert!(parlor_server::Door::seat(&s.door, &arrival).dialect().is_some());
}

#[test]
fn the_sixth_of_five_is_turned_away() {
    let mut s = Stage::with(|rules| rules.connection.connections_max = 2);
    s.enter(["ann", "bob"]);
    s.connects("eve");
    s.hears("eve", "The house is full, 2 of 2. Try again later.");
    assert!(s.is_closed("eve"));
}
