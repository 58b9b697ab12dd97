//! The seat alone: a rehearsed house, frames in, frames out.

use super::{Entrance, Hears, JsonSeat, Opening};
use parlor_api::Cursor;
use parlor_server::rehearsal::{Guest, Rehearsal};
use parlor_server::{Arrival, Door, Rules, Seat, TurnedAway};
use std::fmt::Write;

/// A door whose seats let themselves in by this name, from these places.
struct JsonDoor {
    name: Option<&'static str>,
    after: Vec<Cursor>,
}

impl Door for JsonDoor {
    fn name(&self) -> &'static str {
        "http"
    }

    fn seat(&self, _: &Arrival) -> Box<dyn Seat> {
        let entrance = self.name.map_or(Entrance::Asked, |name| Entrance::Guest(name.into()));
        Box::new(JsonSeat::new(Opening { entrance, hears: Hears::Frames, after: self.after.clone() }))
    }

    fn turn_away(&self, _: &TurnedAway) -> Vec<u8> {
        Vec::new()
    }
}

fn house(change: impl FnOnce(&mut Rules)) -> Rehearsal {
    let mut rules = Rules::default();
    rules.connection.lines_per_second = 0.0;
    change(&mut rules);
    Rehearsal::with(rules)
}

fn connect(house: &mut Rehearsal, name: &'static str, after: Option<u64>) -> Guest {
    let after = after.map(|number| Cursor { room: "#lobby".into(), number });
    let door = JsonDoor { name: Some(name), after: after.into_iter().collect() };
    house.connect(&door, "127.0.0.1:4001")
}

/// Somebody in the lobby, who has read what that shows.
fn member(house: &mut Rehearsal, name: &'static str) -> Guest {
    let guest = connect(house, name, None);
    house.send(guest, "{\"id\":1,\"join\":{\"room\":\"#lobby\"}}\n");
    house.heard(guest);
    guest
}

fn say(house: &mut Rehearsal, guest: Guest, text: &str) {
    house.send(guest, &format!("{{\"id\":9,\"say\":{{\"room\":\"#lobby\",\"text\":\"{text}\"}}}}\n"));
}

/// What was heard, in short: numbers and words of what was said, kinds of everything else.
fn short(heard: &str) -> String {
    let mut out = String::new();
    for line in heard.lines() {
        let frame: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let fields = frame.as_object().unwrap();
        let separator = if out.is_empty() { "" } else { " " };
        out += separator;
        if let Some(text) = frame["said"]["text"].as_str() {
            write!(out, "{}:{text}", frame["number"]).unwrap();
        } else if let Some(code) = frame["refused"]["code"].as_str() {
            out += code;
        } else if let Some(after) = frame["live"]["after"].as_u64() {
            write!(out, "live:{after}").unwrap();
        } else {
            let common = ["re", "room", "room_id", "number", "message_id", "at", "by"];
            out += fields.keys().find(|k| !common.contains(&k.as_str())).unwrap();
        }
    }
    out
}

#[test]
fn frames_are_cut_anywhere_and_may_be_none() {
    let mut house = house(|_| {});
    let ann = member(&mut house, "ann");
    for byte in b"{\"id\":2,\"fence\":{}}\n\n  \n{]\n" {
        house.send_bytes(ann, &[*byte]);
    }
    assert_eq!(short(&house.heard(ann)), "fence bad_request");
    house.send_bytes(ann, b"\"\xff\"\n{\"id\":3,\"fence\":{}}\n");
    assert_eq!(short(&house.heard(ann)), "bad_request fence");
}

#[test]
fn a_frame_without_an_end_is_refused_once_and_skipped() {
    let mut house = house(|_| {});
    let ann = member(&mut house, "ann");
    for _ in 0..20 {
        house.send(ann, &"x".repeat(10_000));
    }
    house.send(ann, "x\n{\"id\":2,\"fence\":{}}\n");
    assert_eq!(short(&house.heard(ann)), "frame_too_long fence");
}

#[test]
fn what_a_message_may_hold_fits_into_a_frame() {
    let mut house = house(|_| {});
    let ann = member(&mut house, "ann");
    say(&mut house, ann, &"\\u0001".repeat(8 * 1024));
    assert!(short(&house.heard(ann)).ends_with("done"));
    say(&mut house, ann, &"x".repeat(8 * 1024 + 1));
    assert_eq!(short(&house.heard(ann)), "too_long");
}

#[test]
fn what_came_after_a_place_comes_first() {
    let mut house = house(|_| {});
    let ann = member(&mut house, "ann");
    for i in 0..250 {
        say(&mut house, ann, &i.to_string());
    }
    let bob = connect(&mut house, "bob", Some(3));
    say(&mut house, ann, "live");
    let heard = short(&house.heard(bob));
    let words: Vec<_> = heard.split(' ').collect();
    assert_eq!((words[0], words[words.len() - 2]), ("entered", "live:253"));
    assert_eq!(words.last(), Some(&"254:live"));
    let numbers: Vec<u64> = words.iter().filter_map(|w| w.split_once(':')?.0.parse().ok()).collect();
    assert_eq!(numbers, (4..=254).collect::<Vec<_>>());
}

#[test]
fn who_is_far_behind_is_told_of_the_gap() {
    let mut house = house(|_| {});
    let ann = member(&mut house, "ann");
    for _ in 0..10_010 {
        say(&mut house, ann, "x");
        house.heard(ann);
    }
    let bob = connect(&mut house, "bob", Some(0));
    say(&mut house, ann, "live");
    let heard = house.heard(bob);
    assert!(heard.contains(r##"{"gap":{"room":"#lobby","room_id":"!1","from":1,"to":10013}}"##), "{heard}");
    assert_eq!(short(&heard), "entered gap live:10013 10014:live");
}

#[test]
fn who_reads_slowly_hears_everything_once_and_in_order() {
    let mut house = house(|rules| rules.connection.queue_bytes_max = 2_000);
    let ann = member(&mut house, "ann");
    for i in 0..50 {
        say(&mut house, ann, &i.to_string());
        house.heard(ann);
    }
    let bob = connect(&mut house, "bob", Some(3));
    house.set_deaf(bob, true);
    for i in 50..500 {
        say(&mut house, ann, &i.to_string());
        house.heard(ann);
    }
    let mut heard = house.heard(bob);
    house.set_deaf(bob, false);
    for _ in 0..50 {
        house.pass_ms(50);
        heard += &house.heard(bob);
    }
    let numbers: Vec<u64> =
        short(&heard).split(' ').filter_map(|w| w.split_once(':')?.0.parse().ok()).collect();
    assert_eq!(numbers, (4..=503).collect::<Vec<_>>());
}

#[test]
fn who_goes_is_gone_and_who_breaks_off_may_come_back() {
    let mut house = house(|_| {});
    let (ann, bob) = (member(&mut house, "ann"), member(&mut house, "bob"));
    house.heard(ann);
    house.hang_up(bob);
    assert_eq!(short(&house.heard(ann)), "");
    let bob = connect(&mut house, "bob", None);
    assert!(house.heard(bob).contains(r#""resumed":true"#));
    house.send(bob, "{\"id\":1,\"quit\":{\"reason\":\"enough\"}}\n");
    assert_eq!(short(&house.heard(bob)), "done");
    assert!(house.is_closed(bob));
    let heard = house.heard(ann);
    assert!(heard.contains(r#""left":{"how":"quit","reason":"enough"}"#), "{heard}");
}

#[test]
fn a_name_may_be_tried_again_when_it_is_said_in_a_frame() {
    let mut house = house(|_| {});
    member(&mut house, "ann");
    let other = house.connect(&JsonDoor { name: None, after: Vec::new() }, "127.0.0.2:4002");
    house.send(other, "{\"id\":1,\"rooms\":{}}\n{\"id\":2,\"enter\":{\"name\":\"ANN\"}}\n");
    assert_eq!(short(&house.heard(other)), "not_entered name_taken");
    house.send(other, "{\"id\":3,\"enter\":{\"name\":\"bob\"}}\n{\"id\":4,\"rooms\":{}}\n");
    assert_eq!(short(&house.heard(other)), "entered rooms");
}

#[test]
fn silence_is_asked_about() {
    let mut house = house(|_| {});
    let ann = member(&mut house, "ann");
    house.pass_ms(120_000);
    assert_eq!(short(&house.heard(ann)), "ping");
    house.send(ann, "\n");
    house.pass_ms(60_001);
    assert!(!house.is_closed(ann));
}
