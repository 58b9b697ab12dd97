//! The page that a browser gets, in a real browser, against the real server.
//!
//! With `PAGE_PICTURES` naming a folder, pictures of what it looks like are put there.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod chromium;
mod messages;
mod people;
mod rooms;
mod talk;

#[allow(dead_code)]
#[path = "../support/mod.rs"]
mod support;

use chromium::{Chromium, Page};
use std::path::Path;
use support::house::House;

/// The page of a room on a desk's screen.
fn room(chromium: &Chromium, house: &House, room: &str) -> Page {
    let mut page = chromium.page(1280, 800);
    page.open(&format!("http://{}/r/{room}", house.http));
    page.expect_text("Connected");
    page
}

/// The words of all messages on the page, in order.
fn said(page: &mut Page) -> Vec<String> {
    let words = page.value("[...document.querySelectorAll('#log .words')].map((words) => words.textContent)");
    words.as_array().unwrap().iter().map(|words| words.as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn no_complaints(page: &mut Page) {
    assert_eq!(page.complaints(), &[] as &[String]);
}

const PASSWORD: &str = "correct horse battery";

fn come_in(page: &mut Page, how: &str, name: &str) {
    page.click(&format!("#enter input[value={how}]"));
    page.fill("#name", name);
    page.enter("#password", PASSWORD);
}

const IS_ACCOUNT: &str = "document.querySelector('#who').innerText === 'ann' && !document.querySelector('#guest').checkVisibility()";

/// Somebody with a new account.
#[track_caller]
fn register(page: &mut Page, name: &str) {
    come_in(page, "new", name);
    page.expect(IS_ACCOUNT);
}

/// What it looks like just now, for who wants to see it.
fn picture(page: &mut Page, name: &str) {
    if let Some(pictures) = std::env::var_os("PAGE_PICTURES") {
        page.picture(&Path::new(&pictures).join(format!("{name}.png")));
    }
}
