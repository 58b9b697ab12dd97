//! What is done with messages on the page: answered, changed, taken away, reacted to; and files.

use crate::chromium::{Chromium, Page};
use crate::support::house::House;
use crate::support::irc::Irc;
use crate::{no_complaints, picture, register, room, said};

const CAPS: &str = "message-tags echo-message";

/// A button of the row at the message that a selector finds.
#[track_caller]
fn act(page: &mut Page, message: &str, what: &str) {
    page.hover(message);
    page.click(&format!("{message} [data-do={what}]"));
}

#[test]
fn messages_are_answered_changed_reacted_to_and_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut bob = Irc::enter(house.irc, "bob", CAPS);
    bob.join("#ops");
    bob.send("PRIVMSG #ops :who is on call?\r\n").unwrap();
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    ann.enter("#name", "ann");
    ann.expect("document.querySelector('#who').innerText === 'ann'");
    act(&mut ann, "#log li:nth-child(1)", "reply");
    ann.expect_text("Answering bob: who is on call?");
    ann.enter("#text", "I am");
    let reply = bob.until(|m| m.verb == "PRIVMSG" && m.from == "ann").unwrap();
    assert!(reply.tag("+reply").or(reply.tag("+draft/reply")).is_some(), "{reply:?}");
    ann.expect("document.querySelector('#log .answered').textContent === 'bob: who is on call?'");
    // Other words, by the button and by the arrow key in an empty field.
    act(&mut ann, "#log li:nth-child(2)", "edit");
    ann.expect("document.querySelector('#text').value === 'I am'");
    ann.enter("#text", "I am, until six");
    ann.expect_text("I am, until six (edited)");
    ann.fill("#text", "");
    ann.press("ArrowUp", 38);
    ann.expect("document.querySelector('#text').value === 'I am, until six'");
    ann.press("Escape", 27);
    ann.expect("document.querySelector('#text').value === ''");
    // A reaction, put on and taken off.
    act(&mut ann, "#log li:nth-child(1)", "react");
    ann.click("#palette button:first-child");
    ann.expect("document.querySelector('.chip[aria-pressed=true]').textContent === '👍 1'");
    ann.hover("#log li:nth-child(2)");
    picture(&mut ann, "messages");
    ann.screen(360, 700);
    picture(&mut ann, "messages-360");
    ann.screen(1280, 800);
    ann.click("#log .chip");
    ann.expect("!document.querySelector('#log .chip')");
    // Gone, once asked twice. Nobody changes or takes away what others said.
    ann.hover("#log li:nth-child(1)");
    ann.expect("document.querySelector('[data-do=reply]').checkVisibility()");
    ann.expect("!document.querySelector('[data-do=delete]').checkVisibility()");
    act(&mut ann, "#log li:nth-child(2)", "delete");
    ann.expect_text("Delete it?");
    ann.click("[data-do=delete]");
    ann.expect("document.querySelector('#log .gone').textContent === 'deleted'");
    // All of it is so for who comes later.
    let mut eve = room(&chromium, &house, "ops");
    eve.expect("document.querySelectorAll('#log .words').length === 2");
    assert_eq!(said(&mut eve), ["who is on call?", "deleted"]);
    no_complaints(&mut ann);
    no_complaints(&mut eve);
}

/// The smallest picture.
const PICTURE: &str = "Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0))";

#[test]
fn files_are_chosen_pasted_and_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let chromium = Chromium::start();
    let mut ann = room(&chromium, &house, "ops");
    register(&mut ann, "ann");
    let with_file = |name: &str, what: &str, then: &str| {
        format!("{{ const all = new DataTransfer(); all.items.add(new File([{what}], '{name}')); {then} }}")
    };
    let dropped = "dispatchEvent(new DragEvent('drop', { dataTransfer: all, cancelable: true }))";
    ann.value(&with_file("a cat.png", PICTURE, dropped));
    ann.expect("document.querySelector('#log img').naturalWidth === 1");
    ann.expect("document.querySelector('#log img').alt === 'a_cat.png' || document.querySelector('#log img').alt === 'a cat.png'");
    let pasted = "document.querySelector('#text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: all, cancelable: true }))";
    ann.value(&with_file("notes.txt", "'hello'", pasted));
    ann.expect_text("notes.txt 5 B");
    let chosen = "const field = document.querySelector('#files'); field.files = all.files; field.dispatchEvent(new Event('change'))";
    ann.value(&with_file("run.html", "'<script>document.title = 1</script>'", chosen));
    ann.expect_text("run.html");
    picture(&mut ann, "files");
    // A guest shares as well, beside their own stream.
    let mut gus = room(&chromium, &house, "ops");
    gus.enter("#name", "gus");
    gus.expect("document.querySelector('#who').innerText === 'gus'");
    gus.value(&with_file("list.txt", "'one'", dropped));
    gus.expect_text("list.txt 3 B");
    no_complaints(&mut gus);
    // Who reads later sees them as well.
    let mut eve = room(&chromium, &house, "ops");
    eve.expect("document.querySelector('#log img').naturalWidth === 1");
    assert_eq!(said(&mut eve).len(), 4);
    no_complaints(&mut ann);
    no_complaints(&mut eve);
}
