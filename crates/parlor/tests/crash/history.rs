//! The whole history of the rooms, read through each door of a server that was started again.

use crate::at_irc::CAPS;
use crate::notes::{Heard, find_text};
use crate::support::house::House;
use crate::support::irc::{Irc, Message};
use crate::support::line::Line;
use parlor_model::MessageId;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

/// What each door shows of each room, oldest first.
pub(crate) struct Pages {
    pub(crate) line: BTreeMap<String, Vec<Heard>>,
    pub(crate) irc: BTreeMap<String, Vec<Heard>>,
}

/// Messages in one answer: what the server gives at most.
const PAGE: usize = 1_000;

pub(crate) fn through_both_doors(folder: &Path, rooms: &[&str]) -> Pages {
    let mut house = House::on(folder, &["--limits-messages-per-second", "0", "--line-history", "999"]);
    // Each under a name of their own: one is free again only when the departure is kept.
    let mut readers = 0;
    let mut each = |read: fn(SocketAddr, &str, &str) -> Vec<Heard>, at| {
        let of_room = |room: &&str| {
            readers += 1;
            ((*room).to_owned(), read(at, &format!("reader{readers}"), room))
        };
        rooms.iter().map(of_room).collect()
    };
    let pages = Pages { line: each(at_line, house.line), irc: each(at_irc, house.irc) };
    house.stop();
    pages
}

fn at_line(at: SocketAddr, nick: &str, room: &str) -> Vec<Heard> {
    let mut reader = Line::enter(at, nick);
    reader.say(&format!("/join {room}"));
    reader.say("/numbers on");
    let mut all: Vec<Heard> = Vec::new();
    loop {
        // Number 1 is the opening of the room.
        let last = all.last().map_or(1, |heard| heard.number);
        reader.say(&format!("/history after {last}"));
        reader.say("/help names");
        let before = all.len();
        loop {
            let line = reader.line().unwrap();
            if line.contains("/names") {
                break;
            }
            if let (Some(text), Some(number)) = (find_text(&line), number(&line)) {
                all.push(Heard { room: room.into(), number, id: None, text: text.into() });
            }
        }
        if all.len() == before {
            reader.say("exit");
            reader.rest();
            return all;
        }
    }
}

/// `#12 ann: text`.
fn number(line: &str) -> Option<u64> {
    line.strip_prefix('#')?.split_once(' ')?.0.parse().ok()
}

fn at_irc(at: SocketAddr, nick: &str, room: &str) -> Vec<Heard> {
    let mut reader = Irc::enter(at, nick, CAPS);
    reader.join(room);
    let mut all: Vec<Heard> = Vec::new();
    reader.say(&format!("CHATHISTORY LATEST {room} * {PAGE}"));
    loop {
        let page = batch(&mut reader);
        let Some(first) = page.first() else {
            reader.say("QUIT");
            reader.rest();
            return all;
        };
        reader.say(&format!("CHATHISTORY BEFORE {room} msgid={} {PAGE}", first.id.as_deref().unwrap()));
        all.splice(0..0, page);
    }
}

fn batch(reader: &mut Irc) -> Vec<Heard> {
    let opened = reader.until(|m| m.verb == "BATCH" && m.param(1) == "chathistory").unwrap();
    let reference = opened.param(0).trim_start_matches('+').to_owned();
    let mut page = Vec::new();
    loop {
        let message = reader.message().unwrap();
        if message.verb == "BATCH" && message.param(0).strip_prefix('-') == Some(&reference) {
            return page;
        }
        if message.tag("batch") == Some(&reference) {
            page.extend(heard(&message));
        }
    }
}

fn heard(message: &Message) -> Option<Heard> {
    let text = find_text(message.param(1))?;
    let id = message.tag("msgid").expect("every message has an id");
    let number = MessageId::parse(id).expect("an id as the model writes it").number.0;
    Some(Heard { room: message.param(0).into(), number, id: Some(id.into()), text: text.into() })
}
