//! What belongs to a person: how far they have read, what they say about themselves. It outlives a kill, and has bounds.

use crate::support::house::House;
use crate::support::http;
use crate::support::irc::Irc;

const CAPS: &str = "batch draft/metadata-3 draft/read-marker sasl";

#[test]
fn kept_through_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &[]);
    let mut ann = Irc::enter(house.irc, "ann", CAPS);
    ann.say("REGISTER * * sesame-sesame");
    ann.until(|m| m.verb == "REGISTER").unwrap();
    ann.say("JOIN #a");
    ann.until(|m| m.verb == "366").unwrap();
    let read = "timestamp=2020-01-01T00:00:00.123Z";
    for target in ["#a", "ann"] {
        ann.say(&format!("MARKREAD {target} {read}"));
        ann.until(|m| m.verb == "MARKREAD" && m.params == [target, read]).unwrap();
    }
    ann.say("METADATA * SET url :http://example.org/ann");
    ann.say("METADATA #a SET url :http://example.org/a");
    ann.until(|m| m.verb == "761" && m.param(1) == "#a").unwrap();
    house.kill();

    let house = House::on(folder.path(), &[]);
    let mut bob = Irc::enter(house.irc, "bob", CAPS);
    bob.say("METADATA ann LIST");
    bob.until(|m| m.verb == "761" && m.params[1..] == ["ann", "url", "*", "http://example.org/ann"]).unwrap();
    bob.say("AUTHENTICATE PLAIN");
    bob.say("AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l");
    bob.until(|m| m.verb == "903").unwrap();
    for target in ["#a", "ann"] {
        bob.say(&format!("MARKREAD {target}"));
        bob.until(|m| m.verb == "MARKREAD" && m.params == [target, read]).unwrap();
    }
    bob.say("METADATA #a LIST");
    bob.until(|m| m.verb == "761" && m.params[1..] == ["#a", "url", "*", "http://example.org/a"]).unwrap();
}

/// An HTTP call, as ann.
fn call(house: &House, request: &str, body: &str) -> String {
    http::call(house.http, request, "YW5uOnNlc2FtZS1zZXNhbWU=", body)
}

#[test]
fn read_at_one_door_is_read_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &[]);
    let mut ann = Irc::enter(house.irc, "ann", "draft/read-marker echo-message server-time");
    ann.say("REGISTER * * sesame-sesame");
    ann.until(|m| m.verb == "REGISTER").unwrap();
    ann.join("#a");
    ann.say("PRIVMSG #a :three");
    let three = ann.until(|m| m.verb == "PRIVMSG").unwrap().tag("time").unwrap().to_owned();
    ann.say(&format!("MARKREAD #a timestamp={three}"));
    ann.until(|m| m.verb == "MARKREAD" && m.param(0) == "#a").unwrap();
    let read = call(&house, "GET /api/v1/rooms/a/read", "");
    assert!(read.contains(r#""last":3,"read_up_to":3"#), "{read}");
    call(&house, "POST /r/a", "four");
    let four = ann.until(|m| m.verb == "PRIVMSG").unwrap().tag("time").unwrap().to_owned();
    call(&house, "PUT /api/v1/rooms/a/read", r#"{"number":4}"#);
    ann.until(|m| m.verb == "MARKREAD" && m.param(1) == format!("timestamp={four}")).unwrap();
    house.kill();
    let house = House::on(folder.path(), &[]);
    let read = call(&house, "GET /api/v1/read", "");
    assert!(read.contains(r#""read_up_to":4"#), "{read}");
}

#[test]
fn metadata_has_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let args = [
        ["--limits-metadata-keys", "1"],
        ["--limits-metadata-value-bytes", "5"],
        ["--limits-metadata-subscriptions", "1"],
    ];
    let house = House::on(folder.path(), &args.concat());
    let mut ann = Irc::enter(house.irc, "ann", CAPS);
    ann.say("METADATA * SET a :123456");
    ann.until(|m| m.verb == "FAIL" && m.param(1) == "INVALID_VALUE").unwrap();
    ann.say("METADATA * SET a :12345");
    ann.until(|m| m.verb == "761").unwrap();
    ann.say("METADATA * SET b :1");
    ann.until(|m| m.verb == "FAIL" && m.param(1) == "LIMIT_REACHED").unwrap();
    ann.say("METADATA * SUB a b");
    ann.until(|m| m.verb == "FAIL" && m.params[..3] == ["METADATA", "TOO_MANY_SUBS", "b"]).unwrap();
}

/// The newest messages of conversations are looked for by several readers, and found in any order.
#[test]
fn every_conversation_is_a_target() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-messages-per-second", "0", "--limits-burst", "0"]);
    let mut ann = Irc::enter(house.irc, "ann", "batch draft/chathistory");
    let friends = ["bob", "carl", "dora", "emil", "fay", "gus"];
    for friend in friends {
        Irc::enter(house.irc, friend, "").say("PRIVMSG ann :hi");
        ann.until(|m| m.verb == "PRIVMSG").unwrap();
    }
    for _ in 0..50 {
        ann.say(
            "CHATHISTORY TARGETS timestamp=2001-01-01T00:00:00.000Z timestamp=2200-01-01T00:00:00.000Z 100",
        );
        let mut found = Vec::new();
        ann.until(|m| {
            found.extend((m.verb == "CHATHISTORY").then(|| m.param(1).to_owned()));
            m.verb == "BATCH" && m.param(0).starts_with('-')
        })
        .unwrap();
        found.sort_unstable();
        assert_eq!(found, friends);
    }
}
