//! Streams that are not read: told how far they are behind, and then all of it, from the log.

use super::socket::Client;
use super::stage::{House, Lines};
use serde_json::Value;

/// More than a queue and the kernel's buffers hold.
const MESSAGES: u64 = 2_000;
const BYTES: usize = 8_000;

fn house() -> House {
    House::with(|rules| rules.connection.queue_bytes_max = 64 * 1024, |_| {})
}

/// Says so much in #ops that who does not read falls behind. The number of the last message.
fn fill(house: &House) -> u64 {
    let mut speaker = Client::open(house, "?name=speaker");
    speaker.hear();
    speaker.ask(r##"{"join":{"room":"#ops"}}"##);
    let text = "x".repeat(BYTES);
    for n in 0..MESSAGES {
        speaker.ask(&format!(r##"{{"say":{{"room":"#ops","text":"{n} {text}"}}}}"##));
    }
    let (_, done) = speaker.ask(r##"{"say":{"room":"#ops","text":"that is all"}}"##);
    let done: Value = serde_json::from_str(&done).unwrap();
    done["done"]["number"].as_u64().unwrap()
}

/// What a stream tells that is read at last: the numbers of #ops, of which none may be missing, and where it was behind.
#[derive(Default)]
struct Told {
    last: Option<u64>,
    behind: Vec<(u64, u64)>,
    live: Option<u64>,
}

impl Told {
    fn hear(&mut self, frame: &str) {
        let frame: Value = serde_json::from_str(frame).unwrap();
        if let Some(number) = frame["number"].as_u64() {
            assert!(self.last.is_none_or(|last| last + 1 == number), "{number} came after {:?}", self.last);
            self.last = Some(number);
        } else if let Some(behind) = frame.get("behind") {
            assert_eq!((&behind["room"], &behind["room_id"]), (&"#ops".into(), &"!2".into()));
            let (from, to) = (behind["from"].as_u64().unwrap(), behind["to"].as_u64().unwrap());
            assert_eq!(Some(from), self.last.map(|last| last + 1), "it begins with what was missed first");
            self.behind.push((from, to));
        } else if let Some(live) = frame.get("live") {
            self.live = live["after"].as_u64();
            assert_eq!(self.live, self.last);
        }
    }
}

#[test]
fn a_websocket() {
    let house = house();
    house.call("POST", "/r/ops", &["Name: bob"], "first");
    let mut deaf = Client::open(&house, "?name=deaf");
    deaf.hear();
    let (_, joined) = deaf.ask(r##"{"join":{"room":"#ops"}}"##);
    assert!(joined.contains("done"), "{joined}");
    let all = fill(&house);
    let mut told = Told::default();
    while told.last < Some(all) || told.live < Some(all) {
        told.hear(&deaf.hear());
    }
    assert!(!told.behind.is_empty());
    // And live again.
    house.call("POST", "/r/ops", &["Name: speaker2"], "after");
    told.hear(&deaf.hear());
}

/// The next event: its id, which an event without a place has not, and its data.
fn next(lines: &mut Lines) -> (Option<String>, String) {
    let (mut id, mut data) = (None, String::new());
    loop {
        let line = lines.next();
        match line.split_once(": ") {
            Some(("id", rest)) => id = Some(rest.to_owned()),
            Some(("data", rest)) => data = rest.to_owned(),
            _ if line.is_empty() && !data.is_empty() => return (id, data),
            _ => {}
        }
    }
}

#[test]
fn server_sent_events() {
    let house = house();
    house.call("POST", "/r/ops", &["Name: bob"], "first");
    house.call("POST", "/r/dev", &["Name: bob"], "elsewhere");
    let mut deaf = house.stream("/api/v1/events?room=ops", &[]);
    next(&mut deaf);
    let all = fill(&house);
    let mut told = Told::default();
    while told.last < Some(all) {
        let (id, data) = next(&mut deaf);
        told.hear(&data);
        let place = told.last.map(|last| format!("!2:{last}"));
        assert_eq!(id.is_some(), !data.starts_with("{\"behind\""));
        assert!(id.is_none() || id == place);
    }
    assert!(!told.behind.is_empty());
}
