//! CLEAR: a room without people.

use super::Then;
use crate::services::Then as Next;
use crate::services::voice::Voice;
use parlor_model::{Command, Refusal, RoomName, Text};
use parlor_server::{Answer, Ask, Look, PersonRef, Reply, RoomRef};

/// `CLEAR #channel USERS`.
pub(super) fn clear(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [name, what, ..] = params else { return };
    let Some(room) = voice.room(name) else { return };
    if !what.eq_ignore_ascii_case("USERS") {
        return voice.say("Syntax: CLEAR #channel USERS");
    }
    let look = Look::Room(RoomRef::Named(room.clone()));
    voice.ask(Ask::Look(look), Next::Chan(Then::Users(room)));
}

pub(super) fn users_seen(voice: &mut Voice<'_, '_, '_>, room: RoomName, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Room(view)) => view,
        other => return voice.unanswered(&other),
    };
    let me = voice.turn.desk.person();
    let others = view.members.iter().filter(|m| Some(m.who.person) != me);
    let mut left: Vec<PersonRef> = others.map(|m| m.who.nick.as_str().into()).collect();
    left.sort_unstable_by(|a, b| b.cmp(a));
    next(voice, room, left, 0);
}

/// One at a time: whoever asks has one question under way, however many people there are.
fn next(voice: &mut Voice<'_, '_, '_>, room: RoomName, mut left: Vec<PersonRef>, removed: usize) {
    let Some(whom) = left.pop() else {
        return voice.say(&format!("{removed} people were removed from {room}"));
    };
    let command = Command::Kick { whom, reason: Text::trusted("Cleared by ChanServ") };
    let ask = Ask::Room { room: RoomRef::Named(room.clone()), command, key: None };
    voice.ask(ask, Next::Chan(Then::Removed(room, left, removed)));
}

pub(super) fn removed(
    voice: &mut Voice<'_, '_, '_>,
    room: RoomName,
    left: Vec<PersonRef>,
    removed: usize,
    reply: Reply,
) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => next(voice, room, left, removed + 1),
        // Who went by themselves meanwhile, or stands too high, stays as they are.
        Reply::Answer(Answer::Refused(
            Refusal::TheyOutrank(_) | Refusal::TheyAreNotMember(_) | Refusal::NoSuchPerson(_),
        )) => next(voice, room, left, removed),
        other => voice.unanswered(&other),
    }
}
