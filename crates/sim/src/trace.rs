//! A run in words, for who replays it.

use parlor_engine::{Answer, Ask, In, Out, RoomRef, Told};
use parlor_model::{Event, Fact, Time};
use std::fmt::Write as _;

/// Prints what happens, if somebody reads it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trace {
    pub(crate) on: bool,
}

impl Trace {
    pub(crate) fn say(self, now: Time, words: &str) {
        if self.on {
            println!("{:>9}  -- {words}", now.0);
        }
    }

    pub(crate) fn input(self, now: Time, input: &In) {
        if self.on {
            println!("{:>9}  > {}", now.0, of_input(input));
        }
    }

    pub(crate) fn output(self, now: Time, out: &Out) {
        if self.on {
            println!("{:>9}    {}", now.0, of_output(out));
        }
    }
}

fn of_input(input: &In) -> String {
    match input {
        In::Ask { session, token, ask } => format!("s{} asks #{}: {}", session.0, token.0, of_ask(ask)),
        In::Ended { session, how } => format!("s{} ended: {how:?}", session.0),
        In::Reloaded { room, log } => match log {
            Some(log) => {
                format!("room {} read again: up to {}, {} untold", room.0, log.last, log.untold.len())
            }
            None => format!("room {} read again: never kept", room.0),
        },
        other => format!("{other:?}"),
    }
}

fn of_ask(ask: &Ask) -> String {
    match ask {
        Ask::Enter(e) => format!("enter as {} from {}, account {:?}", e.nick, e.address, e.account),
        Ask::Room { room, command, key } => {
            let key = key.as_ref().map_or(String::new(), |k| format!(" with key {}", k.as_str()));
            format!("in {}: {command:?}{key}", of_room(room))
        }
        other => format!("{other:?}"),
    }
}

fn of_room(room: &RoomRef) -> String {
    match room {
        RoomRef::Id(id) => format!("room {}", id.0),
        RoomRef::Named(name) => name.to_string(),
        RoomRef::Direct(nick) => format!("the conversation with {nick}"),
    }
}

fn of_output(out: &Out) -> String {
    match out {
        Out::Keep { batch, events, positions, forgotten, .. } => {
            let mut words = format!("keep batch {}:", batch.0);
            for event in events {
                let _ = write!(words, " [{}]", of_event(event));
            }
            for (person, room, number, _) in positions {
                let _ = write!(words, " [person {} read {}/{number}]", person.0, room.0);
            }
            for person in forgotten {
                let _ = write!(words, " [what person {} read is forgotten]", person.0);
            }
            words
        }
        Out::Listen { session, room, told } => {
            format!("s{} listens to room {} from {told}", session.0, room.id.0)
        }
        Out::Unlisten { session, room } => format!("s{} listens to room {} no more", session.0, room.0),
        Out::Tell(told) => of_told(told),
        Out::Signal(s) => format!("signal by {}: {:?}", s.by.nick, s.signal),
        Out::Answer { session, token, answer } => {
            format!("s{} is answered #{}: {}", session.0, token.0, of_answer(answer))
        }
        Out::Became { session, person } => format!("s{} is person {}", session.0, person.0),
        other => format!("{other:?}"),
    }
}

fn of_told(told: &Told) -> String {
    format!("tell {} to {:?} (act {})", of_event(&told.event), told.event.heard, told.act)
}

fn of_answer(answer: &Answer) -> String {
    match answer {
        Answer::Entered(e) => {
            let rooms: Vec<_> = e.rooms.iter().map(ToString::to_string).collect();
            format!("entered as {} (resumed: {}), in {rooms:?}", e.who.nick, e.resumed)
        }
        Answer::Room(view) => format!("a look at {} at {}", view.room, view.told),
        Answer::Rooms(lines) => format!("{} rooms", lines.len()),
        Answer::People(people) => format!("{} people", people.len()),
        other => format!("{other:?}"),
    }
}

fn of_event(event: &Event) -> String {
    let fact = match &event.fact {
        Fact::Joined { .. } => "joined".to_owned(),
        Fact::Left { how, .. } => format!("left ({how:?})"),
        Fact::Kicked { whom, .. } => format!("kicked {}", whom.nick),
        Fact::Invited { whom } => format!("invited {}", whom.nick),
        Fact::BecameKnownAs { now } => {
            format!("became {} (person {}, account {:?})", now.nick, now.person.0, now.account)
        }
        Fact::Said { text, .. } => format!("said '{text}'"),
        other => format!("{other:?}"),
    };
    let who = &event.by;
    let key = event.key.as_ref().map_or(String::new(), |k| format!(" with key {}", k.as_str()));
    format!("{}/{} {} (person {}) {fact}{key}", event.room.0, event.number, who.nick, who.person.0)
}
