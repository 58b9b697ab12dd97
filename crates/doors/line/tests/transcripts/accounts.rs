//! Accounts.

use crate::stage::Stage;

const REGISTERED: &str = "The account ann is yours. Next time, come in with /login ann PASSWORD.";

#[test]
fn making_an_account_and_coming_in_with_it() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.asks("ann", "/register short", "A password has 8 to 1024 bytes.");
    s.asks("ann", "/register correct-horse", REGISTERED);
    s.hears("bob", "");
    s.asks("ann", "/register correct-horse", "You are somebody already; /logout comes first.");
    s.asks(
        "bob",
        "/register ANN correct-horse",
        "There is an account called ANN already. If it is yours: /login ANN PASSWORD.",
    );
    s.asks("bob", "/register 2b correct-horse", "A nickname does not begin with '2'.");
    s.asks("ann", "/quit", "Bye, ann.");
    s.hears("bob", "ann has left");
    s.connects("eve");
    s.heard("eve");
    s.asks(
        "eve",
        "ann",
        "ann is somebody's account. If it is yours: /login ann PASSWORD. Which nickname do you want?",
    );
    s.asks("eve", "/login ann wrong-horse", "Wrong name or password.");
    s.asks("eve", "/login nobody wrong-horse", "Wrong name or password.");
    s.asks(
        "eve",
        "/login ANN correct-horse",
        "\
Hello, ann. /help lists what you can do, exit leaves.
You are in #lobby, with one other.
Here: ann, bob",
    );
    s.hears("bob", "ann has joined");
    s.asks(
        "bob",
        "/whois ann",
        "\
ann has the account ann.
In #lobby.
Here since 2001-09-09 12:00 UTC, silent for 0:00.",
    );
    s.asks("eve", "/logout", "You are logged out. Connect again to come back.");
    assert!(s.is_closed("eve"));
    s.asks("bob", "/logout", "That takes an account; /register makes one, /login uses it.");
}

#[test]
fn an_account_of_another_name() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.asks(
        "ann",
        "/register annika correct-horse",
        "The account annika is yours. Next time, come in with /login annika PASSWORD.\nYou are annika now.",
    );
    s.hears("bob", "ann is now known as annika");
    s.asks("bob", "/who", "annika (account) in #lobby\nbob in #lobby\n2 people are here.");
}

#[test]
fn two_connections_of_one_account() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.says("ann", "/register correct-horse");
    s.heard("ann");
    s.connects("phone");
    s.says("phone", "/login ann correct-horse");
    s.heard("phone");
    s.hears("bob", "");
    s.asks("ann", "from the desk", "");
    s.hears("phone", "ann: from the desk");
    s.hears("bob", "ann: from the desk");
    s.asks("phone", "/msg bob hi", "you -> bob: hi");
    s.hears("ann", "you -> bob: hi");
    s.hears("bob", "ann (to you): hi");
    s.asks("phone", "/join #den", "You are in #den, alone.\nHere: @ann");
    s.hears("ann", "You are in #den too.");
    s.says("phone", "in the den");
    s.hears("ann", "[#den] ann: in the den");
    s.asks("phone", "/nick annie", "You are annie now.");
    s.hears("ann", "You are annie now.");
    s.asks("ann", "/part #den", "You left #den.");
    s.hears("phone", "You left #den.\nYou speak in #lobby now.");
    s.says("phone", "/quit");
    s.all_read();
    s.asks("ann", "still here", "");
    s.hears("bob", "annie: still here");
}

#[test]
fn logging_in_from_inside() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.says("ann", "/join #den");
    s.says("ann", "/register correct-horse");
    s.breaks_off("ann");
    s.enters("guest");
    s.all_read();
    s.asks("guest", "/login ann wrong-horse", "Wrong name or password.");
    s.asks(
        "guest",
        "/login ann correct-horse",
        "You are ann now.\nYou are logged in as ann.\nYou are in #den too.",
    );
    s.asks("guest", "hello", "");
    s.hears("bob", "guest is now known as ann\nann: hello");
    s.says("bob", "/join #den");
    s.heard("bob");
    s.hears("guest", "[#den] bob has joined");
    s.says("bob", "den");
    s.hears("guest", "[#den] bob: den");
}

#[test]
fn a_house_that_makes_no_accounts() {
    let mut s = Stage::with(|rules| rules.house.registration = false);
    s.enter(["ann"]);
    s.asks(
        "ann",
        "/register correct-horse",
        "Accounts are not made here by asking; whoever runs the house makes them.",
    );
}

#[test]
fn a_house_that_asks_for_an_address() {
    let mut s = Stage::with(|rules| (rules.house.mail, rules.house.email_required) = (true, true));
    s.enter(["ann", "bob"]);
    let need = "An account is made here with an e-mail address only. Say /register NAME PASSWORD EMAIL.";
    s.asks("ann", "/register correct-horse", need);
    s.asks("ann", "/register ann correct-horse", need);
    s.asks("ann", "/register correct horse nonsense@", need);
    s.asks(
        "ann",
        "/register ann correct horse ann@example.org",
        "A code was sent to ann@example.org. Say /verify ann CODE, and the account is yours.",
    );
    let letters = s.house.letters();
    let code =
        letters.last().unwrap().body.split_whitespace().find(|word| word.len() == 16).unwrap().to_owned();
    s.asks("bob", "/verify nonsense", "That code is wrong or too old.");
    s.asks("ann", "/verify", "Usage: /verify [NAME] CODE");
    s.asks("ann", &format!("/verify {code}"), REGISTERED);
    s.asks("ann", "/quit", "Bye, ann.");
    s.connects("eve");
    s.heard("eve");
    s.asks(
        "eve",
        "/login ann correct horse",
        "Hello, ann. /help lists what you can do, exit leaves.\nYou are in #lobby, with one other.\nHere: ann, bob",
    );
}
