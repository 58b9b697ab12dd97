//! MARKREAD: how far one has read, told to all of one's connections
//! (<https://ircv3.net/specs/extensions/read-marker>).

use crate::caps::Caps;
use crate::codec::Message;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::time::{Stamp, parse_stamp};
use crate::turn::{Turn, safe};
use parlor_model::{Nickname, Refusal, RoomName, Time};
use parlor_server::{Answer, Ask, Reply, RoomRef};
use std::sync::Arc;

/// `MARKREAD target [timestamp=…]`: without a time it is asked for.
pub(crate) fn markread(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let target = msg.params.at(0).unwrap_or_default();
    if target.is_empty() {
        return turn.fail("MARKREAD", "NEED_MORE_PARAMS", &[], "Missing parameters");
    }
    let upto = match msg.params.at(1) {
        None => None,
        Some(time) => match time.strip_prefix("timestamp=").and_then(parse_stamp) {
            Some(upto) => Some(upto),
            None => return invalid(turn, &[target, time]),
        },
    };
    let rules = turn.desk.rules().names.clone();
    let room = if target.starts_with('#') {
        RoomName::parse(target, &rules).map(RoomRef::Named)
    } else {
        Nickname::parse(target, &rules).map(|nick| RoomRef::Direct(nick.as_str().into()))
    };
    match room {
        Ok(room) => turn.ask(Ask::Mark { room, upto }, What::Marked(target.into())),
        Err(_) => invalid(turn, &[target]),
    }
}

fn invalid(turn: &mut Turn<'_, '_>, params: &[&str]) {
    turn.fail("MARKREAD", "INVALID_PARAMS", params, "Invalid parameters");
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, target: &str, reply: &Reply) {
    match reply {
        Reply::Answer(Answer::Marked(upto)) => show(turn, target, *upto),
        Reply::Answer(Answer::Refused(Refusal::NoSuchRoom | Refusal::NoSuchPerson(_))) => {
            invalid(turn, &[target]);
        }
        Reply::Answer(Answer::Unconfirmed) => {
            let words = "Nobody knows whether the read timestamp was stored";
            turn.fail("MARKREAD", "INTERNAL_ERROR", &[target], words);
        }
        other => refusals::unanswered(turn, &About { verb: "MARKREAD", target }, other),
    }
}

/// `MARKREAD target timestamp=…`, or `*` when nobody said how far.
pub(crate) fn show(turn: &mut Turn<'_, '_>, target: &str, upto: Option<Time>) {
    let server = Arc::clone(&turn.seat.server);
    let line = turn.start().source(&server).command("MARKREAD").param(safe(target));
    match upto {
        Some(upto) => line.last(&format!("timestamp={}", Stamp::of(upto).as_str())),
        None => line.last("*"),
    };
}

/// The same for a client that asked to be told.
pub(crate) fn tell(turn: &mut Turn<'_, '_>, target: &str, upto: Option<Time>) {
    if turn.caps().has(Caps::READ_MARKER) {
        show(turn, target, upto);
    }
}
