//! TOPIC, KICK, INVITE, KNOCK, RENAME: one command each, and its refusals.

use crate::codec::Message;
use crate::codec::numerics::{
    ERR_NEEDMOREPARAMS, RPL_ENDOFINVITELIST, RPL_INVITELIST, RPL_INVITING, RPL_KNOCKDLVR,
};
use crate::commands::looking::{RoomLook, Wish};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::turn::{Turn, safe, text_of};
use parlor_model::{Command, RoomName};
use parlor_server::{Answer, Ask, Look, PersonRef, Reply, RoomRef};

/// A command that was asked.
#[derive(Debug)]
pub(crate) struct Asked {
    verb: &'static str,
    room: RoomName,
    /// Whom it is about.
    whom: Option<PersonRef>,
}

/// Asks something of a room.
pub(crate) fn ask(turn: &mut Turn<'_, '_>, verb: &'static str, room: RoomName, command: Command<PersonRef>) {
    ask_about(turn, verb, room, None, command);
}

fn ask_about(
    turn: &mut Turn<'_, '_>,
    verb: &'static str,
    room: RoomName,
    whom: Option<PersonRef>,
    command: Command<PersonRef>,
) {
    let asked = Asked { verb, room: room.clone(), whom };
    turn.ask(Ask::Room { room: RoomRef::Named(room), command, key: None }, What::Room(Box::new(asked)));
}

/// Such a command was answered; what happened was told just before.
pub(crate) fn settled(turn: &mut Turn<'_, '_>, asked: &Asked, reply: Reply) {
    let about = About { verb: asked.verb, target: asked.room.as_str() };
    match reply {
        Reply::Answer(Answer::Done { partly, .. }) => {
            refusals::refuse_each(turn, &about, &partly);
            match (asked.verb, &asked.whom) {
                ("INVITE", Some(whom)) => {
                    turn.values(RPL_INVITING, &[safe(whom), asked.room.as_str()]);
                    let look = Ask::Look(Look::Person(whom.clone()));
                    turn.ask_on(look, What::AwayOf);
                }
                ("KNOCK", _) => {
                    turn.numeric(RPL_KNOCKDLVR, &[asked.room.as_str()], "Your KNOCK has been delivered");
                }
                _ => {}
            }
        }
        other => refusals::unanswered(turn, &about, &other),
    }
}

/// `TOPIC #room [topic]`.
pub(crate) fn topic(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let Some(room) = msg.params.first().and_then(|name| turn.room_name(name)) else { return };
    match msg.params.get(1) {
        Some(words) => ask(turn, "TOPIC", room, Command::SetTopic { text: text_of(words) }),
        None => RoomLook::ask(turn, room, Wish::Topic),
    }
}

/// `KICK #room nick,nick [reason]`, or as many rooms as nicknames (RFC 2812 section 3.2.8).
pub(crate) fn kick(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (Some(rooms), Some(nicks)) = (msg.params.first(), msg.params.get(1)) else { return };
    let reason = text_of(msg.params.at(2).unwrap_or_default());
    let rooms: Vec<&str> = rooms.split(',').collect();
    for (at, nick) in nicks.split(',').enumerate().filter(|(_, nick)| !nick.is_empty()) {
        let name = if rooms.len() == 1 { rooms.first() } else { rooms.get(at) };
        let Some(name) = name else { return };
        let Some(room) = turn.room_name(name) else { continue };
        let whom = PersonRef::from(nick);
        ask_about(turn, "KICK", room, None, Command::Kick { whom, reason: reason.clone() });
    }
}

/// `INVITE nick #room`; without parameters, the rooms one is invited to (Modern IRC, "INVITE message").
pub(crate) fn invite(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    match msg.params[..] {
        [] => {
            let rooms = turn.seat.rare.as_ref().map(|rare| rare.invited.clone()).unwrap_or_default();
            for room in rooms {
                turn.values(RPL_INVITELIST, &[room.as_str()]);
            }
            turn.numeric(RPL_ENDOFINVITELIST, &[], "End of /INVITE list");
        }
        [_] => turn.numeric(ERR_NEEDMOREPARAMS, &["INVITE"], "Not enough parameters"),
        [nick, name, ..] => {
            let Some(room) = turn.room_name(name) else { return };
            let whom = PersonRef::from(nick);
            ask_about(turn, "INVITE", room, Some(whom.clone()), Command::Invite { whom });
        }
    }
}

/// `KNOCK #room [words]`.
pub(crate) fn knock(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let Some(room) = msg.params.first().and_then(|name| turn.room_name(name)) else { return };
    let text = text_of(msg.params.at(1).unwrap_or_default());
    ask(turn, "KNOCK", room, Command::Knock { text });
}

/// `RENAME #old #new [reason]` (<https://ircv3.net/specs/extensions/channel-rename>).
pub(crate) fn rename(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let Some(room) = msg.params.first().and_then(|name| turn.room_name(name)) else { return };
    let Some(to) = msg.params.get(1).and_then(|name| turn.room_name(name)) else { return };
    let reason = text_of(msg.params.at(2).unwrap_or_default());
    ask(turn, "RENAME", room, Command::Rename { to, reason });
}
