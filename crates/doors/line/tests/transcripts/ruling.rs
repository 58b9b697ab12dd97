//! Keeping order.

use crate::stage::Stage;

#[test]
fn putting_out_and_keeping_out() {
    let mut s = Stage::new();
    s.meet(["ann", "bob", "eve"]);
    s.asks("bob", "/kick ann", "That is for half-operators of the room and above.");
    s.asks("ann", "/kick bob too loud", "ann put bob out (too loud)");
    s.hears(
        "bob",
        "ann put you out of #den (too loud).\nYou are in no room now. /rooms lists them, /join #room enters one.",
    );
    s.hears("eve", "ann put bob out (too loud)");
    s.asks("ann", "/kick bob", "bob is not in the room.");
    s.asks("ann", "/kick nobody", "There is nobody called nobody.");
    s.asks("ann", "/ban bob", "ann banned bob!*@*");
    s.asks("ann", "/ban bob", "It is so already.");
    s.asks(
        "bob",
        "/join #den",
        "You are banned from that room.\nYou are in no room. /rooms lists them, /join #room enters one.",
    );
    s.asks("ann", "/unban bob", "ann lifted the ban on bob!*@*");
    s.says("bob", "/join #den");
    s.hears("ann", "bob has joined");
    s.asks("ann", "/mute bob", "ann muted bob!*@*");
    s.heard("bob");
    s.asks("bob", "but", "You may not do that here: a ban or mute means you.");
    s.asks("ann", "/unmute bob", "ann unmuted bob!*@*");
    s.asks(
        "ann",
        "/ban a,b",
        "That is no mask: it is a nickname, nick!user@host with * for anything, a:ACCOUNT or an address.",
    );
}

#[test]
fn roles() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.asks("ann", "/mode +m", "ann changed the room (+m): only voiced members may speak");
    s.hears("bob", "ann changed the room (+m): only voiced members may speak");
    s.asks("bob", "hello", "Only voiced members may speak here, so that was not said.");
    s.asks("ann", "/voice bob", "ann gave voice to bob");
    s.hears("bob", "ann gave voice to bob");
    s.asks("bob", "hello", "");
    s.hears("ann", "bob: hello");
    s.asks("bob", "/names", "In #den: @ann, +bob");
    s.asks("ann", "/devoice bob", "ann took voice from bob");
    s.asks("ann", "/op bob", "ann made bob an operator");
    s.asks("ann", "/op bob", "It is so already.");
    s.asks("ann", "/op nobody", "There is nobody called nobody.");
    s.heard("bob");
    s.asks("bob", "/deop ann", "bob took operator from ann");
    s.hears("ann", "bob took operator from ann");
    s.asks("ann", "/voice ann", "That is for half-operators of the room and above.");
}

#[test]
fn modes() {
    let mut s = Stage::new();
    s.meet(["ann", "bob"]);
    s.asks(
        "ann",
        "/mode +ik-t sesame",
        "\
ann changed the room (+i): only who is invited may join
ann changed the room (+k): joining takes a key
ann changed the room (-t): every member may set the topic",
    );
    s.heard("bob");
    s.says("ann", "/ban mallory");
    s.says("ann", "/join #yard");
    s.says("ann", "/mode #den +f #yard");
    s.says("ann", "/join #den");
    s.all_read();
    s.asks(
        "bob",
        "/mode",
        "\
#den is +inkf, open since 2001-09-09 12:00 UTC.
  only who is invited may join
  only members may speak
  the key is sesame
  who cannot join is sent to #yard
Banned: mallory!*@* (by ann)",
    );
    s.asks("bob", "/mode -i", "That is for operators of the room and above.");
    s.asks(
        "ann",
        "/mode +it-k",
        "\
ann changed the room (+t): only operators may set the topic
ann changed the room (-k): joining takes no key
It is so already.",
    );
    s.asks("ann", "/mode +x", "There is no mode 'x'. /help mode tells more.");
    s.asks("ann", "/mode #nowhere +m", "There is no such room.");
    s.asks("ann", "/mode #den +l 7", "ann changed the room (+l 7): at most 7 members");
}
