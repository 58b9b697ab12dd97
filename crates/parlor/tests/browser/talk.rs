//! People talk on the page of a room.

use crate::chromium::Chromium;
use crate::support::house::House;
use crate::support::irc::Irc;
use crate::{no_complaints, picture, room, said};

#[test]
fn somebody_comes_in_talks_hears_and_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.join("#ops");
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    ann.expect_text("You are reading.");
    // A name that somebody has, one that cannot be, one that does.
    ann.enter("#name", "bob");
    ann.expect("document.querySelector('#refusal').checkVisibility()");
    ann.enter("#name", "a b");
    ann.expect("document.querySelector('#refusal').innerText.includes('a b')");
    ann.enter("#name", "ann");
    ann.expect("document.querySelector('#who').innerText === 'ann'");
    ann.enter("#text", "hello <b>bob</b>, 日本語 👍");
    bob.until(|m| m.verb == "PRIVMSG" && m.from == "ann" && m.param(1) == "hello <b>bob</b>, 日本語 👍")
        .unwrap();
    ann.expect_text("hello <b>bob</b>, 日本語 👍");
    bob.send("PRIVMSG #ops :hello ann: https://parlor.example/a?b=c and more\r\n").unwrap();
    ann.expect("document.querySelector('#log .words a').href === 'https://parlor.example/a?b=c'");
    // The field is empty again, and what is refused is still in it.
    ann.expect("document.querySelector('#text').value === ''");
    bob.send("MODE #ops +m\r\n").unwrap();
    bob.until(|m| m.verb == "MODE" && m.param(1) == "+m").unwrap();
    ann.enter("#text", "may I?");
    ann.expect("document.querySelector('#refusal').checkVisibility()");
    ann.expect("document.querySelector('#text').value === 'may I?'");
    assert_eq!(said(&mut ann).len(), 2);
    no_complaints(&mut ann);
}

#[test]
fn older_messages_are_scrolled_in() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-messages-per-second", "0"]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.join("#ops");
    for n in 0..120 {
        bob.send(format!("PRIVMSG #ops :message {n}\r\n")).unwrap();
    }
    bob.send("PING after\r\n").unwrap();
    bob.until(|m| m.verb == "PONG").unwrap();
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    ann.expect_text("message 119");
    assert_eq!(said(&mut ann).len(), 50);
    // Read from the end, and what stood on top stays where it stood when older ones come above it.
    ann.expect("document.querySelector('#scroll').scrollTop > 0");
    for all in [100, 120] {
        ann.value("document.querySelector('#scroll').scrollTop = 0");
        ann.expect(&format!("document.querySelectorAll('#log .words').length === {all}"));
        ann.expect("document.querySelector('#scroll').scrollTop > 0");
    }
    let expected: Vec<_> = (0..120).map(|n| format!("message {n}")).collect();
    assert_eq!(said(&mut ann), expected);
    no_complaints(&mut ann);
}

#[test]
fn a_server_that_goes_away_under_the_page_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let (mut house, port) = House::at_one_port(folder.path(), &[]);
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    ann.enter("#name", "ann");
    ann.enter("#text", "before");
    ann.expect_text("before");
    house.kill();
    ann.expect_text("Trying again");
    // What is said meanwhile stays in the field, and the page says why.
    ann.enter("#text", "meanwhile");
    ann.expect("document.querySelector('#refusal').checkVisibility()");
    ann.expect("document.querySelector('#text').value === 'meanwhile'");
    let house = House::at(folder.path(), port, &[]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.join("#ops");
    bob.send("PRIVMSG #ops :while you were away\r\n").unwrap();
    ann.expect_text("Connected");
    ann.expect_text("while you were away");
    ann.enter("#text", "meanwhile");
    ann.expect("document.querySelector('#text').value === ''");
    bob.until(|m| m.verb == "PRIVMSG" && m.from == "ann" && m.param(1) == "meanwhile").unwrap();
    ann.expect("document.querySelectorAll('#log .words').length === 3");
    assert_eq!(said(&mut ann), ["before", "while you were away", "meanwhile"]);
    no_complaints(&mut ann);
}

#[test]
fn no_script_runs_that_stands_within_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    no_complaints(&mut ann);
    let handler = "<img src='http:' onerror='document.title = 1'>";
    ann.value(&format!(
        "new Promise((done) => {{
            document.addEventListener('securitypolicyviolation', () => done(0));
            document.body.insertAdjacentHTML('beforeend', \"{handler}\");
        }})"
    ));
    assert!(ann.complaints()[0].contains("Content Security Policy"), "{:?}", ann.complaints());
    assert_eq!(ann.value("document.title"), "#ops · Parlor");
}

#[test]
fn it_fits_every_screen() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.join("#ops");
    let long = "a-word-without-an-end-".repeat(15);
    bob.send(format!("TOPIC #ops :What is built, and what is broken\r\nPRIVMSG #ops :{long}\r\n")).unwrap();
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    ann.enter("#name", "ann");
    ann.enter("#text", "That is a long word, and this is a line that is longer than a phone is wide.");
    ann.expect("document.querySelector('#text').value === ''");
    for (width, height) in [(360, 700), (1280, 800)] {
        for dark in [false, true] {
            ann.screen(width, height);
            ann.dark(dark);
            ann.expect(&format!("document.documentElement.scrollWidth <= {width}"));
            ann.expect("document.querySelector('#text').getBoundingClientRect().bottom <= innerHeight");
            picture(&mut ann, &format!("{width}-{}", if dark { "dark" } else { "light" }));
        }
    }
}
