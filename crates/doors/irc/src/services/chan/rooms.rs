//! Whose a room is: REGISTER, INFO, LIST, UNREGISTER, TRANSFER.

use super::Then;
use crate::services::voice::Voice;
use crate::services::{Then as Next, confirmation};
use crate::time;
use parlor_model::mask::glob;
use parlor_model::{Change, Command, Folded, Refusal, RoomName};
use parlor_server::{Answer, Ask, Look, PersonRef, Reply, RoomRef};

/// Giving a room up or away, which has to be confirmed.
#[derive(Debug)]
pub(in crate::services) struct Asked {
    room: RoomName,
    /// Whose it is to be; `None`: nobody's.
    to: Option<PersonRef>,
    code: Option<String>,
}

/// Asks for changes of a room; says the words when they were made.
pub(super) fn change(
    voice: &mut Voice<'_, '_, '_>,
    room: RoomName,
    changes: Vec<Change<PersonRef>>,
    said: String,
) {
    voice.ask(changing(room, changes), Next::Say(said));
}

fn changing(room: RoomName, changes: Vec<Change<PersonRef>>) -> Ask {
    Ask::Room { room: RoomRef::Named(room), command: Command::Change(changes), key: None }
}

fn look(voice: &mut Voice<'_, '_, '_>, room: RoomName, then: Then) {
    voice.ask(Ask::Look(Look::Room(RoomRef::Named(room))), Next::Chan(then));
}

/// `REGISTER #channel`.
pub(super) fn register(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(room) = params.first().and_then(|name| voice.room(name)) else { return };
    if voice.own_account().is_none() {
        return;
    }
    let me = PersonRef::from(&*voice.turn.nick());
    let ask = changing(room.clone(), vec![Change::Founder(Some(me))]);
    voice.ask(ask, Next::Chan(Then::Registered(room)));
}

pub(super) fn registered(voice: &mut Voice<'_, '_, '_>, room: &RoomName, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Refused(Refusal::NothingToChange)) => {
            voice.say(&format!("The channel {room} is registered to you already"));
        }
        Reply::Answer(Answer::Refused(Refusal::TheyOutrank(_))) => {
            voice.say(&format!("The channel {room} is registered already"));
        }
        Reply::Answer(Answer::Refused(Refusal::NeedRole(_) | Refusal::NotMember | Refusal::NoSuchRoom)) => {
            voice.say("You must be an operator of an unregistered channel to register it");
        }
        other => voice.done(other, &format!("Channel {room} successfully registered")),
    }
}

/// `INFO #channel`.
pub(super) fn info(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    if let Some(room) = params.first().and_then(|name| voice.room(name)) {
        look(voice, room.clone(), Then::Info(room));
    }
}

pub(super) fn info_seen(voice: &mut Voice<'_, '_, '_>, room: &RoomName, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Room(view)) => view,
        other => return voice.unanswered(&other),
    };
    let name = view.room.name.as_ref().unwrap_or(room);
    match &view.founder_account {
        Some(founder) => {
            voice.say(&format!("Channel {name} is registered"));
            voice.say(&format!("Founder: {founder}"));
        }
        None if view.founder.is_some() => voice.say(&format!("Channel {name} is registered")),
        None => voice.say(&format!("Channel {name} is not registered")),
    }
    voice.say(&format!("Created at: {}", time::words(view.opened)));
    voice.say(&format!("Members: {}", view.members_count));
}

/// `LIST [mask]`.
pub(super) fn list(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let mask = params.first().copied().unwrap_or("*").into();
    voice.ask(Ask::Look(Look::Rooms), Next::Chan(Then::List(mask)));
}

pub(super) fn listed(voice: &mut Voice<'_, '_, '_>, mask: &str, reply: Reply) {
    let lines = match reply {
        Reply::Answer(Answer::Rooms(lines)) => lines,
        other => return voice.unanswered(&other),
    };
    let names: Vec<&RoomName> =
        lines.iter().filter(|l| l.founded).filter_map(|l| l.room.name.as_ref()).collect();
    let mut shown = 0usize;
    for name in names.into_iter().filter(|n| glob(mask, n.as_str())) {
        voice.say(&format!("    {name}"));
        shown += 1;
    }
    voice.say(&format!("{shown} registered channels"));
}

/// `UNREGISTER #channel [code]`.
pub(super) fn unregister(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(room) = params.first().and_then(|name| voice.room(name)) else { return };
    let code = params.get(1).map(|code| (*code).to_owned());
    let asked = Asked { room: room.clone(), to: None, code };
    look(voice, room, Then::Confirm(Box::new(asked)));
}

/// `TRANSFER #channel account [code]`.
pub(super) fn transfer(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [name, account, rest @ ..] = params else { return };
    let Some(room) = voice.room(name) else { return };
    if voice.account(account).is_none() {
        return;
    }
    let code = rest.first().map(|code| (*code).to_owned());
    let asked = Asked { room: room.clone(), to: Some((*account).into()), code };
    look(voice, room, Then::Confirm(Box::new(asked)));
}

pub(super) fn confirm(voice: &mut Voice<'_, '_, '_>, asked: Asked, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Room(view)) => view,
        other => return voice.unanswered(&other),
    };
    let Asked { room, to, code } = asked;
    if view.founder.is_none() {
        return voice.say("That channel is not registered");
    }
    let whose = to.as_deref().unwrap_or_default();
    let wanted = confirmation(&format!("{room} {}", Folded::of(whose).as_str()), view.opened);
    if code.as_deref() != Some(wanted.as_str()) {
        return match to {
            Some(to) => voice.say(&format!("To confirm, say: TRANSFER {room} {to} {wanted}")),
            None => voice.say(&format!("To confirm, say: UNREGISTER {room} {wanted}")),
        };
    }
    let said = match &to {
        Some(to) => format!("Channel {room} is {to}'s now"),
        None => format!("Channel {room} is nobody's now"),
    };
    change(voice, room, vec![Change::Founder(to)], said);
}
