//! CLEAR: a room without people, or without roles for good. PURGE: no room at all.

use super::{Then, rooms};
use crate::services::Then as Next;
use crate::services::voice::Voice;
use parlor_model::{Change, Command, DirectoryCommand, Refusal, Role, RoomName, Standing, Text};
use parlor_server::{Answer, Ask, Look, PersonRef, Reply, RoomRef};

/// `CLEAR #channel USERS|ACCESS`.
pub(super) fn clear(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [name, what, ..] = params else { return };
    let Some(room) = voice.room(name) else { return };
    let then = match what.to_ascii_uppercase().as_str() {
        "USERS" => Then::Users(room.clone()),
        "ACCESS" => Then::Access(room.clone()),
        _ => return voice.say("Syntax: CLEAR #channel USERS|ACCESS"),
    };
    voice.ask(Ask::Look(Look::Room(RoomRef::Named(room))), Next::Chan(then));
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

pub(super) fn access_seen(voice: &mut Voice<'_, '_, '_>, room: RoomName, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Room(view)) => view,
        other => return voice.unanswered(&other),
    };
    let account = |s: &Standing| s.who.account.as_ref().map_or(s.who.nick.as_str(), |a| a.as_str()).into();
    let changes = view.standings.iter().map(|s| Change::Standing(Role::Plain, account(s))).collect();
    let said = format!("Persistent modes of {room} cleared");
    rooms::change(voice, room, changes, said);
}

/// `PURGE ADD #channel [reason]`, `PURGE DEL #channel`, `PURGE LIST`.
pub(super) fn purge(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [verb, rest @ ..] = params else { return };
    let (command, said) = match (verb.to_ascii_uppercase().as_str(), rest) {
        ("LIST", _) => return voice.ask(Ask::Look(Look::Purges), Next::Chan(Then::Purges)),
        ("ADD", [name, reason @ ..]) => {
            let Some(name) = voice.room(name) else { return };
            let reason = Text::trusted(&reason.join(" "));
            (DirectoryCommand::Purge { name, reason }, "Channel purged")
        }
        ("DEL", [name, ..]) => {
            let Some(name) = voice.room(name) else { return };
            (DirectoryCommand::Unpurge { name }, "Channel unpurged")
        }
        _ => return voice.say("Syntax: PURGE ADD #channel [reason] | DEL #channel | LIST"),
    };
    voice.ask(Ask::Directory(command), Next::Say(said.into()));
}

pub(super) fn purges_seen(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    let purges = match reply {
        Reply::Answer(Answer::Purges(purges)) => purges,
        other => return voice.unanswered(&other),
    };
    voice.say(&format!("{} channels are purged", purges.len()));
    for purge in &purges {
        voice.say(&format!("{}, by {}: {}", purge.name, purge.by.nick, purge.reason));
    }
}
