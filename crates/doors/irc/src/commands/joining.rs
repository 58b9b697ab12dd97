//! JOIN and PART, and what is shown of a room on coming in.

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::numerics::{ERR_LINKCHANNEL, ERR_NEEDMOREPARAMS, RPL_TOPIC, RPL_TOPICWHOTIME};
use crate::commands::{looking, markread, metadata, ruling};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render;
use crate::turn::{Turn, text_of};
use parlor_model::{Command, Leaving, Refusal, RoomId, RoomName, Text, Topic};
use parlor_server::{Answer, Ask, Reply, RoomRef, Signal};

/// `JOIN #a,#b key,key`, or `JOIN 0` for leaving every room.
pub(crate) fn join(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let names = msg.params.first().copied().unwrap_or_default();
    if names == "0" {
        let all: Vec<_> = turn.seat.rooms.iter().filter_map(|room| room.name.clone()).collect();
        return all.into_iter().for_each(|room| leave(turn, room, Text::none()));
    }
    if names.is_empty() {
        return turn.numeric(ERR_NEEDMOREPARAMS, &["JOIN"], "Not enough parameters");
    }
    let mut keys = msg.params.at(1).unwrap_or_default().split(',');
    for name in names.split(',').filter(|name| !name.is_empty()) {
        let key = keys.next().filter(|key| !key.is_empty());
        if let Some(room) = turn.room_name(name) {
            ask_join(turn, room, key, false);
        }
    }
}

fn ask_join(turn: &mut Turn<'_, '_>, name: RoomName, key: Option<&str>, sent: bool) {
    let room = || RoomRef::Named(name.clone());
    let command = Command::Join { key: key.map(Into::into), forced: false };
    // Asked in answer to an answer when another room sent one here.
    let ask =
        |turn: &mut Turn<'_, '_>, ask, what| if sent { turn.ask_on(ask, what) } else { turn.ask(ask, what) };
    ask(turn, Ask::Room { room: room(), command, key: None }, What::Join(name.clone(), sent));
    let inside = looking::names_look(turn, room());
    ask(turn, Ask::Look(inside), What::Inside);
    // Others learn at once that who comes is away (IRCv3 away-notify).
    if let Some(away) = turn.seat.away().cloned() {
        ask(turn, Ask::Signal { room: room(), signal: Signal::Away(Some(away)) }, What::Nothing);
    }
}

/// A join was answered; the join itself was told just before.
pub(crate) fn joined(turn: &mut Turn<'_, '_>, room: &RoomName, sent: bool, reply: Reply) {
    let about = About { verb: "JOIN", target: room.as_str() };
    let why = match reply {
        Reply::Answer(Answer::Done { .. }) => return,
        Reply::Answer(Answer::Refused(why)) => why,
        other => {
            turn.seat.pending.forget_next();
            return refusals::unanswered(turn, &about, &other);
        }
    };
    turn.seat.pending.forget_next();
    match forward_of(&why).filter(|_| !sent) {
        Some(to) => {
            turn.numeric(ERR_LINKCHANNEL, &[room.as_str(), to.as_str()], "Forwarding to another channel");
            ask_join(turn, to.clone(), None, true);
        }
        None if why == Refusal::YouAreMember => {}
        None => refusals::refuse(turn, &about, &why),
    }
}

fn forward_of(why: &Refusal) -> Option<&RoomName> {
    match why {
        Refusal::InviteOnly { forward }
        | Refusal::Banned { forward }
        | Refusal::WrongKey { forward }
        | Refusal::Full { forward, .. }
        | Refusal::RegisteredOnly { forward } => forward.as_ref(),
        _ => None,
    }
}

/// Asks for topic and names of a room one is in without having asked for it here.
pub(crate) fn ask_inside(turn: &mut Turn<'_, '_>, room: RoomId) {
    let inside = looking::names_look(turn, RoomRef::Id(room));
    turn.ask_on(Ask::Look(inside), What::Inside);
}

/// What is shown on coming in: the topic, if there is one, and who is there.
pub(crate) fn inside(turn: &mut Turn<'_, '_>, reply: Reply) {
    let Reply::Answer(Answer::Room(view)) = reply else { return };
    let Some(name) = view.room.name.clone() else { return };
    if let Some(topic) = &view.topic {
        show_topic(turn, name.as_str(), topic);
    }
    // Before the end of the names (read-marker, "Command flows").
    markread::tell(turn, name.as_str(), view.marked);
    if !turn.caps().has(Caps::NO_NAMES) && !turn.caps().has(Caps::DRAFT_NO_NAMES) {
        looking::show_names(turn, name.as_str(), &view);
    }
    metadata::joined(turn, name.as_str(), &view);
}

pub(crate) fn show_topic(turn: &mut Turn<'_, '_>, room: &str, topic: &Topic) {
    turn.numeric(RPL_TOPIC, &[room], &topic.text);
    let seconds = (topic.at.0 / 1000).to_string();
    turn.values(RPL_TOPICWHOTIME, &[room, &render::mask_of(&topic.by), &seconds]);
}

/// `PART #a,#b [reason]`.
pub(crate) fn part(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let reason = text_of(msg.params.at(1).unwrap_or_default());
    for name in msg.params.first().into_iter().flat_map(|names| names.split(',')).filter(|n| !n.is_empty()) {
        if let Some(room) = turn.room_name(name) {
            leave(turn, room, reason.clone());
        }
    }
}

fn leave(turn: &mut Turn<'_, '_>, room: RoomName, reason: Text) {
    let command = Command::Leave { how: Leaving::Parted, reason };
    ruling::ask(turn, "PART", room, command);
}
