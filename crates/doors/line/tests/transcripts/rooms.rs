//! Several rooms.

use crate::stage::Stage;

#[test]
fn lines_of_other_rooms_carry_their_name() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.asks("ann", "/join #den", "You are in #den, alone.\nHere: @ann");
    s.asks("bob", "hello lobby", "");
    s.hears("ann", "[#lobby] bob: hello lobby");
    s.asks("ann", "hello den", "");
    s.hears("bob", "");
    s.asks("bob", "/join den", "You are in #den, with one other.\nHere: @ann, bob");
    s.hears("ann", "bob has joined");
    s.asks("ann", "/room #lobby", "You speak in #lobby now.");
    s.asks("bob", "hello den", "");
    s.hears("ann", "[#den] bob: hello den");
    s.says("ann", "/numbers on");
    s.heard("ann");
    s.says("bob", "/me waves");
    s.hears("ann", "[#den] #6 * bob waves");
    s.asks("ann", "/msg #den hi", "[#den] #7 ann: hi");
    s.hears("bob", "ann: hi");
    s.asks("ann", "/join #DEN", "You speak in #den now.");
    s.asks("bob", "/names", "In #den: @ann, bob");
    s.asks("bob", "/names #lobby", "In #lobby: ann, bob");
    s.says("bob", "/quit");
    s.hears("ann", "[#lobby] #6 bob has left");
}

#[test]
fn leaving_rooms() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.says("ann", "/join #den");
    s.heard("ann");
    s.asks("ann", "/part to bed", "You left #den.\nYou speak in #lobby now.");
    s.asks(
        "ann",
        "/part #lobby tea is ready",
        "You left #lobby.\nYou are in no room now. /rooms lists them, /join #room enters one.",
    );
    s.hears("bob", "ann has left (tea is ready)");
    for line in
        ["hello", "/me waves", "/part", "/topic", "/names", "/mode", "/history", "/kick bob", "/invite bob"]
    {
        s.asks("ann", line, "You are in no room. /rooms lists them, /join #room enters one.");
    }
    s.asks("ann", "/part #lobby", "You are not in that room; /join enters one.");
    s.asks("ann", "/part #nowhere", "There is no such room.");
    s.asks("ann", "/room #lobby", "You are not in #lobby; /join #lobby enters it.");
    s.asks("ann", "/join #lobby", "You are in #lobby, with one other.\nHere: ann, bob");
    s.hears("bob", "ann has joined");
}

#[test]
fn rooms_that_do_not_take_everyone() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.says("ann", "/join #hall");
    s.says("ann", "/join #den");
    s.says("ann", "/mode +k sesame");
    s.heard("ann");
    s.asks("bob", "/join #den", "That room wants its key: /join #room KEY.");
    s.asks("bob", "/join #den wrong", "That room wants its key: /join #room KEY.");
    s.asks("bob", "hello", "");
    s.hears("ann", "[#lobby] bob: hello");
    s.says("ann", "/mode -k+if #hall");
    s.heard("ann");
    s.asks(
        "bob",
        "/join #den",
        "Only who is invited may join that room. It points to #hall instead: /join #hall.",
    );
    s.asks("ann", "/invite bob", "ann invited bob");
    s.hears("bob", "ann invites you to #den: /join #den goes there.");
    s.asks("bob", "/join #den", "You are in #den, with one other.\nHere: @ann, bob");
    s.asks("ann", "/invite bob", "bob has joined\nbob is in the room already.");
    s.says("bob", "/part");
    s.all_read();
    s.says("ann", "/mode -i+l 1");
    s.heard("ann");
    s.asks("bob", "/join #den", "That room is full, 1 of 1. It points to #hall instead: /join #hall.");
    s.says("ann", "/mode -lf+R");
    s.heard("ann");
    s.asks("bob", "/join #den", "Only people with an account may join that room; /register makes one.");
    s.says("ann", "/mode -R+b bob");
    s.heard("ann");
    s.asks("bob", "/join #den", "You are banned from that room.");
    s.asks("bob", "/join #", "A name can't be empty.");
    s.asks("bob", "/join #a,b", "A name has no ',' in it.");
}

#[test]
fn a_bound_on_rooms() {
    let mut s = Stage::with(|rules| {
        rules.house.limits.rooms_per_person_max = 2;
        rules.house.limits.guests_may_create = true;
    });
    s.enter(["ann"]);
    s.says("ann", "/join #a");
    s.heard("ann");
    s.asks(
        "ann",
        "/join #b",
        "You are in 2 rooms, which is as many as one person may be in; /part leaves one.",
    );
    let mut s = Stage::with(|rules| rules.house.limits.guests_may_create = false);
    s.enter(["ann"]);
    s.asks(
        "ann",
        "/join #a",
        "There is no such room, and only people with an account may open one; /register makes an account.",
    );
}

#[test]
fn the_list_of_rooms() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.says("ann", "/join #den");
    s.says("ann", "/mode +s");
    s.says("ann", "/topic \u{2615} only");
    s.says("bob", "/join #garden");
    s.all_read();
    s.asks(
        "ann",
        "/rooms",
        "\
#den (1 member, secret, where you speak): ☕ only
#garden (1 member)
#lobby (2 members, you are in it)",
    );
    s.asks("bob", "/rooms", "#garden (1 member, where you speak)\n#lobby (2 members, you are in it)");
    s.asks("ann", "/rooms *den", "#den (1 member, secret, where you speak): ☕ only\n#garden (1 member)");
    s.asks("ann", "/list *zzz*", "There is no such room.");
    s.asks("bob", "/join #den", "You are in #den, with one other.\nTopic: ☕ only\nHere: @ann, bob");
}

#[test]
fn topics() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.asks("bob", "/topic", "#den has no topic.");
    s.asks("bob", "/topic mine", "That is for half-operators of the room and above.");
    s.asks("ann", "/topic tea & cake", "ann set the topic: tea & cake");
    s.hears("bob", "ann set the topic: tea & cake");
    s.asks("bob", "/topic", "The topic of #den is: tea & cake\nann set it, 2001-09-09 12:00 UTC.");
    s.asks("ann", "/topic tea & cake", "It is so already.");
    s.asks("ann", "/topic -", "ann took the topic away");
    s.hears("bob", "ann took the topic away");
}

#[test]
fn another_name_for_the_room() {
    let mut s = Stage::new();
    s.enter(["ann", "bob"]);
    s.says("ann", "/join #den");
    s.says("bob", "/join #den");
    s.says("bob", "/part #lobby");
    s.all_read();
    s.asks("bob", "/rename #lair", "That is for operators of the room and above.");
    s.asks("ann", "/rename #lobby", "#lobby is taken.");
    s.asks("ann", "/rename #lair", "ann renamed the room: #den is #lair now");
    s.hears("bob", "ann renamed the room: #den is #lair now");
    s.says("bob", "still here");
    s.hears("ann", "bob: still here");
    s.asks("bob", "/room #lair", "You speak in #lair now.");
    s.asks("bob", "/room #den", "You are not in #den; /join #den enters it.");
    s.asks(
        "bob",
        "/part #lair",
        "You left #lair.\nYou are in no room now. /rooms lists them, /join #room enters one.",
    );
}
