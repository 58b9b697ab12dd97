//! Server-sent events.

use super::stage::{House, Lines, field};

const ANN: &str = "Name: ann";

/// The next event: its id and its data.
fn next(lines: &mut Lines) -> (String, String) {
    let (mut id, mut data) = (String::new(), String::new());
    loop {
        let line = lines.next();
        match line.split_once(": ") {
            Some(("id", rest)) => id = rest.to_owned(),
            Some(("data", rest)) => data = rest.to_owned(),
            _ if line.is_empty() && !data.is_empty() => return (id, data),
            _ => {}
        }
    }
}

fn text(data: &str) -> String {
    let event: serde_json::Value = serde_json::from_str(data).unwrap();
    event["said"]["text"].as_str().unwrap_or(data).to_owned()
}

#[test]
fn a_stream_resumes_where_it_broke_off() {
    let house = House::open();
    house.call("POST", "/r/ops", &[ANN], "before");
    let mut lines = house.stream("/api/v1/events?room=ops", &[]);
    assert_eq!(next(&mut lines), ("!2:3".into(), "{}".into()));
    house.call("POST", "/r/ops", &[ANN], "heard");
    let (id, data) = next(&mut lines);
    assert_eq!((id.as_str(), text(&data).as_str()), ("!2:4", "heard"));
    drop(lines);
    for i in 0..300 {
        house.call("POST", "/r/ops", &[ANN], &format!("missed {i}"));
    }
    let mut lines = house.stream("/api/v1/events?room=ops", &[&format!("Last-Event-ID: {id}")]);
    next(&mut lines);
    for i in 0..300 {
        let (id, data) = next(&mut lines);
        assert_eq!((id, text(&data)), (format!("!2:{}", i + 5), format!("missed {i}")));
    }
    house.call("POST", "/r/ops", &[ANN], "live");
    assert_eq!(text(&next(&mut lines).1), "live");
}

#[test]
fn without_rooms_it_is_ones_own() {
    let house = House::open();
    let ann = house.register("ann");
    house.call("POST", "/r/ops", &[&ann], "x");
    let mut lines = house.stream("/api/v1/events", &[&ann]);
    assert_eq!(next(&mut lines).0, "!2:3");
    house.call("POST", "/r/other", &["Name: bob"], "elsewhere");
    house.call("POST", "/r/ops", &["Name: bob"], "here");
    assert_eq!(field(&next(&mut lines).1, "joined"), "{}");
    assert_eq!(text(&next(&mut lines).1), "here");
}

#[test]
fn places_that_are_none() {
    let house = House::open();
    assert_eq!(house.get("/api/v1/events?last_event_id=x").outcome(), "400 bad_request");
    assert_eq!(house.get("/api/v1/events?room=nowhere").outcome(), "404 no_such_room");
}

#[test]
fn a_stream_of_some_rooms_says_where_it_is_in_each() {
    let house = House::open();
    let ann = house.register("ann");
    for room in ["ops", "dev", "other"] {
        house.call("POST", &format!("/r/{room}"), &[&ann], "x");
    }
    // Streams of one room, of two, and of one that was named twice; all three hear of every room that ann is in.
    let mut one = house.stream("/api/v1/events?room=ops", &[&ann]);
    let mut two = house.stream("/api/v1/events?room=ops&room=dev", &[&ann]);
    let mut twice = house.stream("/api/v1/events?room=ops&room=%23ops", &[&ann]);
    assert_eq!(next(&mut one).0, "!2:3");
    assert_eq!(next(&mut two).0, "!2:3,!3:3");
    assert_eq!(next(&mut twice).0, "!2:3");
    for (room, text) in [("other", "nowhere"), ("ops", "first"), ("dev", "second"), ("ops", "third")] {
        house.call("POST", &format!("/r/{room}"), &[&ann], text);
    }
    // What others say is told in another way than what one says oneself.
    house.call("POST", "/r/dev", &["Name: bob"], "fourth");
    house.call("POST", "/r/ops", &["Name: bob"], "fifth");
    let heard = |lines: &mut Lines, n: usize| -> Vec<String> {
        let each = |(id, data): (String, String)| {
            format!("{id} {}", if data.contains("joined") { "-".into() } else { text(&data) })
        };
        (0..n).map(|_| each(next(lines))).collect()
    };
    let ops = ["!2:4 first", "!2:5 third", "!2:6 -", "!2:7 fifth"];
    assert_eq!(heard(&mut one, 4), ops);
    assert_eq!(heard(&mut twice, 4), ops);
    assert_eq!(
        heard(&mut two, 7),
        [
            "!2:4,!3:3 first",
            "!2:4,!3:4 second",
            "!2:5,!3:4 third",
            "!2:5,!3:5 -",
            "!2:5,!3:6 fourth",
            "!2:6,!3:6 -",
            "!2:7,!3:6 fifth",
        ]
    );
}

#[test]
fn a_stream_is_told_why_it_ends() {
    let mut house = House::open();
    let mut lines = house.stream("/api/v1/events?room=lobby", &[]);
    next(&mut lines);
    house.stop();
    let (id, data) = next(&mut lines);
    assert_eq!((id.as_str(), data.as_str()), ("", r#"{"bye":{"code":"stopping","why":"the house closed"}}"#));
    assert!(lines.is_over());
}
