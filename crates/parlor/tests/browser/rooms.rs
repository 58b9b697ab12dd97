//! Rooms and conversations on the page, and what is unread in them.

use crate::chromium::Chromium;
use crate::support::house::House;
use crate::support::irc::Irc;
use crate::{IS_ACCOUNT, come_in, no_complaints, picture, register, room, said};

#[test]
fn what_is_said_elsewhere_is_counted_until_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.join("#ops");
    bob.join("#dev");
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    ann.enter("#name", "ann");
    ann.click("#membership");
    ann.expect("document.querySelector('#membership').textContent === 'Leave room'");
    // Another room is another address, and the same connection.
    ann.value("window.unchanged = true");
    ann.click("#rooms a[href='/r/dev']");
    ann.expect("location.pathname === '/r/dev' && document.querySelector('#room').textContent === '#dev'");
    bob.send("PRIVMSG #ops :one\r\nPRIVMSG #ops :two\r\n").unwrap();
    ann.expect("document.querySelector('#rooms .count').textContent === '2'");
    ann.expect("document.title === '(2) #dev · Parlor'");
    ann.expect("!document.querySelector('#rooms .count').classList.contains('named')");
    bob.send("PRIVMSG #ops :ann, three\r\n").unwrap();
    ann.expect("document.querySelector('#rooms .count.named').textContent === '3'");
    picture(&mut ann, "unread");
    ann.click("#rooms a[href='/r/ops']");
    ann.expect_text("ann, three");
    ann.expect("!document.querySelector('#rooms .count') && document.title === '#ops · Parlor'");
    ann.expect("document.querySelectorAll('#log .fresh').length <= 1");
    ann.value("history.back()");
    ann.expect("document.querySelector('#room').textContent === '#dev'");
    assert_eq!(ann.value("window.unchanged"), true);
    // A room that one leaves is read on, and not counted.
    ann.click("#rooms a[href='/r/ops']");
    ann.click("#membership");
    ann.expect("document.querySelector('#membership').textContent === 'Join room'");
    bob.until(|m| m.verb == "PART" && m.from == "ann").unwrap();
    bob.send("PRIVMSG #ops :still here?\r\n").unwrap();
    ann.expect_text("still here?");
    no_complaints(&mut ann);
}

#[test]
fn what_is_read_on_one_screen_is_read_on_all() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.join("#ops");
    let chromium = Chromium::start();
    let mut desk = room(&chromium, &house, "ops");
    register(&mut desk, "ann");
    desk.click("#membership");
    bob.until(|m| m.verb == "JOIN" && m.from == "ann").unwrap();
    bob.send("PRIVMSG #ops :read by now\r\n").unwrap();
    desk.expect_text("read by now");
    desk.click("#rooms a[href='/r/lobby']");
    desk.expect("document.querySelector('#room').textContent === '#lobby'");
    bob.send("PRIVMSG #ops :and one more\r\n").unwrap();
    desk.expect("document.querySelector('#rooms .count').textContent === '1'");
    // A screen that was not there counts the same.
    let mut phone = room(&chromium, &house, "lobby");
    come_in(&mut phone, "login", "ann");
    phone.expect(IS_ACCOUNT);
    phone.expect("document.querySelector('#rooms .count').textContent === '1'");
    phone.click("#rooms a[href='/r/ops']");
    phone.expect("document.querySelector('#log .fresh .words').textContent === 'and one more'");
    desk.expect("!document.querySelector('#rooms .count')");
    no_complaints(&mut desk);
    no_complaints(&mut phone);
}

#[test]
fn two_talk_alone() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "lobby");
    ann.enter("#name", "ann");
    ann.expect("document.querySelector('#who').innerText === 'ann'");
    bob.send("PRIVMSG ann :psst\r\n").unwrap();
    ann.expect("document.querySelector('#direct .count.named').textContent === '1'");
    ann.click("#direct a");
    ann.expect("location.pathname === '/r/%40bob' && document.querySelector('#room').textContent === '@bob'");
    ann.expect_text("psst");
    ann.enter("#text", "what is it?");
    bob.until(|m| m.verb == "PRIVMSG" && m.from == "ann" && m.param(1) == "what is it?").unwrap();
    ann.expect("document.querySelectorAll('#log .words').length === 2");
    assert_eq!(said(&mut ann), ["psst", "what is it?"]);
    // Somebody new, by name; and somebody who is not there.
    let mut carl = Irc::enter(house.irc, "carl", "");
    ann.enter("#go-room", "@carl");
    ann.expect_text("Nothing was said between you and carl yet.");
    ann.enter("#text", "hello carl");
    carl.until(|m| m.verb == "PRIVMSG" && m.from == "ann").unwrap();
    ann.expect("document.querySelectorAll('#log .words').length === 1");
    carl.send("PRIVMSG ann :hello ann\r\n").unwrap();
    ann.expect_text("hello ann");
    ann.enter("#go-room", "@nobody");
    ann.enter("#text", "are you there?");
    ann.expect("document.querySelector('#refusal').checkVisibility()");
    no_complaints(&mut ann);
}

#[test]
fn on_a_phone_the_rooms_are_behind_a_button() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let chromium = Chromium::start();
    let mut ann = chromium.page(360, 700);
    // Without a room the list is what there is to see.
    ann.open(&format!("http://{}/", house.http));
    ann.expect_text("#lobby");
    picture(&mut ann, "home-360");
    ann.click("#rooms a[href='/r/lobby']");
    ann.expect("document.querySelector('#room').textContent === '#lobby'");
    ann.expect("!document.querySelector('nav').checkVisibility()");
    ann.click("#menu");
    ann.expect("document.querySelector('nav').checkVisibility()");
    picture(&mut ann, "menu-360");
    ann.enter("#go-room", "dev");
    ann.expect("!document.querySelector('nav').checkVisibility()");
    ann.expect_text("There is no such room that you can see.");
    ann.enter("#name", "ann");
    ann.enter("#text", "this is new");
    ann.expect("document.querySelectorAll('#log .words').length === 1");
    no_complaints(&mut ann);
}
