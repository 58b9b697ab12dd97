//! Names, and who is who.

use crate::stage::Stage;

#[test]
fn another_nickname() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.asks("ann", "/nick anna", "You are anna now.");
    s.hears("bob", "ann is now known as anna");
    s.asks("ann", "hello", "");
    s.hears("bob", "anna: hello");
    s.asks("bob", "/nick ANNA", "ANNA is taken.");
    s.asks("bob", "/nick anma", "You are anma now.");
    s.asks("bob", "/nick 2", "A nickname does not begin with '2'.");
    s.asks("bob", "/nick b b", "A name has no blanks in it.");
    s.asks("bob", "/nick nickserv", "nickserv is kept for the house.");
    s.says("ann", "/join #den");
    s.all_read();
    // In several rooms at once, it is shown once.
    s.asks("ann", "/nick ann", "You are ann now.");
    s.says("ann", "/part");
    s.says("ann", "/part");
    s.all_read();
    // And in none, too.
    s.asks("ann", "/nick annie", "You are annie now.");
    s.asks("ann", "/quit", "Bye, annie.");
}

#[test]
fn away_and_back() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.asks("ann", "/away", "You are away: away (/back ends it)");
    s.asks("ann", "/away at lunch", "You are away: at lunch (/back ends it)");
    s.hears("bob", "");
    s.asks("bob", "/names", "In #lobby: ann (away), bob");
    s.asks("bob", "/who", "ann in #lobby, away\nbob in #lobby\n2 people are here.");
    s.asks(
        "bob",
        "/whois ann",
        "\
ann is a guest.
In #lobby.
Here since 2001-09-09 12:00 UTC, silent for 0:00.
Away: at lunch",
    );
    s.asks("ann", "/back", "You are back.");
    s.asks("bob", "/names", "In #lobby: ann, bob");
}

#[test]
fn whois() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.house.pass_ms(62_000);
    s.asks(
        "ann",
        "/whois ann",
        "\
ann is a guest.
In #lobby.
Here since 2001-09-09 12:00 UTC, silent for 1:02.
From 127.0.0.1.",
    );
    s.asks("ann", "/whois nobody", "There is nobody called nobody.");
}
