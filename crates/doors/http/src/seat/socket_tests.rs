//! The seat alone: what it writes after a goodbye, and when messages are many.

use super::super::{Entrance, Hears, Opening};
use super::SocketSeat;
use crate::counts::{Open, Streaming};
use parlor_server::rehearsal::{Guest, Rehearsal};
use parlor_server::{Arrival, ConnectionRules, Door, Rules, Seat, TurnedAway};
use std::sync::Arc;

struct SocketDoor(&'static str);

impl Door for SocketDoor {
    fn name(&self) -> &'static str {
        "http"
    }

    fn seat(&self, arrival: &Arrival) -> Box<dyn Seat> {
        let entrance = Entrance::Guest(self.0.into());
        let opening = Opening { entrance, hears: Hears::Frames, after: Vec::new() };
        let open = Open::enter(&Arc::default(), arrival.from.ip(), &ConnectionRules::default(), false);
        Box::new(SocketSeat::new(opening, 10_000, Streaming::websocket(open.unwrap())))
    }

    fn turn_away(&self, _: &TurnedAway) -> Vec<u8> {
        Vec::new()
    }
}

fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

fn text(frame: &str) -> Vec<u8> {
    masked(super::TEXT, frame.as_bytes())
}

/// What was heard: the kind of each message and what it carries, without what changes from run to run.
fn heard(house: &mut Rehearsal, guest: Guest) -> Vec<String> {
    let bytes = house.heard_bytes(guest);
    let mut rest = &bytes[..];
    let mut heard = Vec::new();
    while let [first, short, after @ ..] = rest {
        let (length, body) = match short {
            126 => (usize::from(u16::from_be_bytes([after[0], after[1]])), &after[2..]),
            short => (usize::from(*short), after),
        };
        let (message, more) = body.split_at(length);
        rest = more;
        heard.push(if *first == super::TEXT {
            let frame: serde_json::Value = serde_json::from_slice(message).unwrap();
            let said = frame["said"]["text"].as_str().map(str::to_owned);
            said.unwrap_or_else(|| frame.as_object().unwrap().keys().next().unwrap().clone())
        } else {
            format!("{first:x} {}", message.len())
        });
    }
    heard
}

fn in_lobby(house: &mut Rehearsal, name: &'static str) -> Guest {
    let guest = house.connect(&SocketDoor(name), "127.0.0.1:4001");
    house.send_bytes(guest, &text(r##"{"id":1,"join":{"room":"#lobby"}}"##));
    heard(house, guest);
    guest
}

fn say(words: &str) -> Vec<u8> {
    text(&format!(r##"{{"id":2,"say":{{"room":"#lobby","text":"{words}"}}}}"##))
}

#[test]
fn who_says_goodbye_hears_no_more_and_is_heard_to_the_end() {
    let mut rules = Rules::default();
    (rules.connection.burst_lines, rules.connection.lines_per_second) = (3.0, 1.0);
    let mut house = Rehearsal::with(rules);
    let (ann, bob) = (in_lobby(&mut house, "ann"), in_lobby(&mut house, "bob"));
    heard(&mut house, ann);
    // More than the house takes at once, and goodbye; the rest is taken when its time has come.
    let all = [say("1"), say("2"), say("3"), say("4"), masked(super::CLOSE, &[3, 232])].concat();
    house.send_bytes(ann, &all);
    house.send_bytes(bob, &say("meanwhile"));
    house.pass_ms(10_000);
    assert!(house.is_closed(ann));
    let of_ann = heard(&mut house, ann);
    assert_eq!(of_ann.last().unwrap(), "88 2", "{of_ann:?}");
    assert_eq!(of_ann.iter().filter(|m| m.starts_with("88")).count(), 1, "{of_ann:?}");
    assert!(!of_ann.contains(&"meanwhile".into()), "{of_ann:?}");
    let of_bob = heard(&mut house, bob);
    let said: Vec<_> = of_bob.iter().filter(|m| m.parse::<u8>().is_ok()).collect();
    assert_eq!(said, ["1", "2", "3", "4"], "{of_bob:?}");
}

#[test]
fn who_is_told_goodbye_is_told_it_once_and_last() {
    let mut house = Rehearsal::new();
    let ann = in_lobby(&mut house, "ann");
    house.send_bytes(ann, &[text(r#"{"id":3,"quit":{"reason":"enough"}}"#), say("late")].concat());
    assert_eq!(heard(&mut house, ann).last().unwrap(), "88 20");
    assert!(house.is_closed(ann));
}
