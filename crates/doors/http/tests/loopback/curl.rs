//! `/r/{room}`.

use super::stage::{House, undated};

const ANN: &str = "Name: ann";

#[test]
fn a_line_in_and_out() {
    let house = House::open();
    let said = house.call("POST", "/r/ops", &[ANN], "build is green\n");
    // 1: opened, 2: joined, 3: said.
    assert_eq!((said.status, said.body.as_str()), (201, "#3 2-3\n"), "{}", said.head);
    assert!(said.head.contains("location: /api/v1/messages/2-3"));
    let again = house.call("POST", "/r/ops?name=ann", &["Accept: application/json"], "and stays so");
    assert_eq!(again.body, r#"{"number":4,"message_id":"2-4"}"#);
    let page = house.get("/r/ops");
    assert_eq!(undated(&page.body), "ann: build is green\nann: and stays so\n");
    assert!(page.head.contains("content-type: text/plain; charset=utf-8"));
}

#[test]
fn who_calls_again_and_again_joins_once() {
    let house = House::open();
    for i in 0..5 {
        assert_eq!(house.call("POST", "/r/ops", &[ANN], &i.to_string()).status, 201);
    }
    let all = undated(&house.get("/r/ops?all").body);
    assert_eq!(all, "* ann has joined\nann: 0\nann: 1\nann: 2\nann: 3\nann: 4\n");
}

#[test]
fn the_same_key_is_the_same_message() {
    let house = House::open();
    let headers = [ANN, "Idempotency-Key: build-7"];
    let first = house.call("POST", "/r/ops", &headers, "once");
    let second = house.call("POST", "/r/ops", &headers, "once");
    assert_eq!((second.status, &second.body), (201, &first.body));
    assert_eq!(undated(&house.get("/r/ops").body), "ann: once\n");
}

#[test]
fn parts_of_a_transcript() {
    let house = House::open();
    for i in 3..9 {
        house.call("POST", "/r/ops", &[ANN], &format!("number {i}"));
    }
    for (query, expected) in [
        ("n=2", "7 8"),
        ("n=2&before=6", "4 5"),
        ("n=2&after=4", "5 6"),
        ("after=4&before=7", "5 6"),
        ("since=1h", "3 4 5 6 7 8"),
        ("since=2099-01-01", ""),
        ("q=number+5", "5"),
        ("q=zebra", ""),
    ] {
        let body = undated(&house.get(&format!("/r/ops?{query}")).body);
        let numbers: Vec<_> = body.lines().map(|l| l.rsplit(' ').next().unwrap()).collect();
        assert_eq!(numbers.join(" "), expected, "{query}");
    }
    let elapsed = house.get("/r/ops?style=elapsed&n=1").body;
    assert_eq!(elapsed, "ann:(0:00)-number 8\n");
}

#[test]
fn questions_that_cannot_be_answered() {
    let house = House::open();
    house.call("POST", "/r/ops", &[ANN], "x");
    for (method, path, headers, body, expected) in [
        ("GET", "/r/nowhere", &[][..], "", "404 no_such_room"),
        ("GET", "/r/two%20words", &[], "", "422 name_unfit"),
        ("GET", "/r/ops?since=yesterday", &[], "", "400 bad_request"),
        ("GET", "/r/ops?n=many", &[], "", "400 bad_request"),
        ("GET", "/r/ops?style=baroque", &[], "", "400 bad_request"),
        ("POST", "/r/ops", &[], "hi", "401 not_entered"),
        ("POST", "/r/ops", &["Name: two words"], "hi", "422 name_unfit"),
        ("POST", "/r/ops", &[ANN], "\n", "422 empty_text"),
        ("POST", "/r/ops", &[ANN], &"x".repeat(9000), "422 too_long"),
        ("POST", "/r/ops", &[ANN, "Idempotency-Key: a b"], "x", "422 key_unfit"),
        ("DELETE", "/r/ops", &[ANN], "", "405 method_not_allowed"),
        ("GET", "/nothing", &[], "", "404 not_found"),
    ] {
        let outcome = house.call(method, path, headers, body).outcome();
        assert_eq!(outcome, expected, "{method} {path} {headers:?}");
    }
}

#[test]
fn a_follower_hears_what_is_said() {
    let house = House::open();
    house.call("POST", "/r/ops", &[ANN], "one");
    house.call("POST", "/r/ops", &[ANN], "two");
    let mut lines = house.stream("/r/ops?follow&n=1&style=elapsed", &[]);
    assert_eq!(lines.next(), "ann:(0:00)-two");
    for i in 0..20 {
        house.call("POST", "/r/ops", &[ANN], &format!("and {i}"));
        assert!(lines.next().ends_with(&format!("-and {i}")));
    }
}

#[test]
fn followers_are_let_go_when_the_house_closes() {
    let mut house = House::open();
    house.call("POST", "/r/ops", &[ANN], "one");
    let mut lines = house.stream("/r/ops?follow", &[]);
    assert!(lines.next().ends_with("ann: one"));
    house.stop();
    assert!(lines.is_over());
}

#[test]
fn the_whole_transcript_is_a_file() {
    let house = House::open();
    house.call("POST", "/r/ops/log.txt", &[ANN], "the first");
    let body = (0..5).map(|i| format!("line {i}\n")).collect::<String>();
    house.call("POST", "/r/ops/log.txt", &[ANN], &body);
    let log = house.get("/r/ops/log.txt").body;
    assert_eq!(undated(&log).lines().next(), Some("ann: the first"));
    assert!(log.ends_with("ann: line 0\n    line 1\n    line 2\n    line 3\n    line 4\n"), "{log}");
}

#[test]
fn what_was_said_is_there_after_a_restart() {
    let mut house = House::open();
    let headers = [ANN, "Idempotency-Key: k"];
    let first = house.call("POST", "/r/ops", &headers, "kept");
    house.restart();
    assert_eq!(undated(&house.get("/r/ops").body), "ann: kept\n");
    assert_eq!(first.status, 201);
}

#[test]
fn a_locked_room_is_unknown_to_who_is_not_in_it() {
    let house = House::open();
    let ann = house.register("ann");
    house.call("POST", "/r/cellar", &[&ann], "ssh");
    let change = r#"{"changes":[{"flag":{"flag":"secret","on":true}}]}"#;
    let changed = house.json("PATCH", "/api/v1/rooms/cellar", &ann, change);
    assert_eq!(changed.status, 200, "{}", changed.body);
    let unknown = house.get("/r/nowhere");
    for path in ["/r/cellar", "/r/cellar/log.txt", "/r/cellar?q=ssh", "/r/cellar?follow"] {
        let answer = house.get(path);
        assert_eq!((answer.status, &answer.body), (404, &unknown.body), "{path}");
    }
    assert_eq!(house.call("GET", "/r/cellar", &[&ann], "").status, 200);
}

#[test]
fn a_guest_says_something_beside_their_own_stream() {
    let house = House::open();
    house.call("POST", "/r/ops", &["Name: ci"], "one");
    let mut follower = house.stream("/r/ops?follow&n=1", &["Name: ci"]);
    assert!(follower.next().ends_with("ci: one"));
    for words in ["two", "three"] {
        assert_eq!(house.call("POST", "/r/ops", &["Name: ci"], words).status, 201);
        let line = follower.next();
        assert!(line.ends_with(&format!("ci: {words}")), "{line}");
    }
    // Another stream is somebody else, and the name is taken.
    assert_eq!(house.call("GET", "/r/ops?follow", &["Name: ci"], "").outcome(), "409 name_taken");
    // The guest is one: in the room once.
    let members = house.get("/api/v1/rooms/ops/members").body;
    assert_eq!(members.matches(r#""name":"ci""#).count(), 1, "{members}");
}
