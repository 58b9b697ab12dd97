//! Guests and accounts on the page.

use crate::chromium::Chromium;
use crate::support::house::House;
use crate::{IS_ACCOUNT, come_in, no_complaints, picture, register, room};

#[test]
fn an_account_is_made_left_and_entered() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    register(&mut ann, "ann");
    ann.enter("#text", "as an account");
    ann.expect("document.querySelectorAll('#log .words').length === 1");
    // The session outlives the page.
    ann.open(&format!("http://{}/r/ops", house.http));
    ann.expect(IS_ACCOUNT);
    ann.expect("document.querySelector('#log .mine .words').textContent === 'as an account'");
    ann.click("#leave");
    ann.expect_text("You are reading.");
    come_in(&mut ann, "login", "ann");
    ann.expect(IS_ACCOUNT);
    ann.click("#leave");
    ann.expect_text("You are reading.");
    // A wrong password, and an account's name without one, are refused in words.
    ann.click("#enter input[value=new]");
    picture(&mut ann, "enter");
    ann.screen(360, 700);
    picture(&mut ann, "enter-360");
    ann.screen(1280, 800);
    ann.click("#enter input[value=login]");
    ann.fill("#name", "ann");
    ann.enter("#password", "wrong");
    ann.expect("document.querySelector('#refusal').checkVisibility()");
    ann.click("#enter input[value=guest]");
    ann.enter("#name", "ann");
    ann.expect("document.querySelector('#refusal').innerText.includes('ann')");
    ann.expect_text("You are reading.");
    no_complaints(&mut ann);
}

#[test]
fn a_guest_who_registers_stays_who_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    ann.enter("#name", "ann");
    ann.enter("#text", "as a guest");
    ann.expect("document.querySelectorAll('#log .words').length === 1");
    ann.click("#account");
    come_in(&mut ann, "new", "ann");
    ann.expect(IS_ACCOUNT);
    ann.expect("document.querySelector('#log .mine .words').textContent === 'as a guest'");
    no_complaints(&mut ann);
}
