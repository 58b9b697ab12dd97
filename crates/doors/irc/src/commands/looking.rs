//! Looks at one room (NAMES, TOPIC, MODE) and at single nicknames (ISON, USERHOST).

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::limits::LINE_LEN_MAX;
use crate::codec::numerics::{
    RPL_BANLIST, RPL_CHANNELMODEIS, RPL_CREATIONTIME, RPL_ENDOFBANLIST, RPL_ENDOFEXCEPTLIST,
    RPL_ENDOFINVEXLIST, RPL_ENDOFNAMES, RPL_EXCEPTLIST, RPL_INVEXLIST, RPL_ISON, RPL_NAMREPLY, RPL_NOTOPIC,
    RPL_USERHOST,
};
use crate::commands::joining::show_topic;
use crate::modes::{self, MUTE_MARK};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render;
use crate::turn::{Turn, safe};
use parlor_model::{Flag, ListKind, Role, Roles, RoomName, Who};
use parlor_server::{Answer, Ask, Look, Reply, RoomRef, RoomView};
use std::fmt::Write;

/// A look at a room, and what for.
#[derive(Debug)]
pub(crate) struct RoomLook {
    room: RoomName,
    wish: Wish,
    /// What RPL_ENDOFNAMES names, when this is the last of a NAMES.
    end: Option<Box<str>>,
}

/// What of a room is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wish {
    Names,
    Topic,
    Modes,
    List(ListKind),
}

impl RoomLook {
    pub(crate) fn ask(turn: &mut Turn<'_, '_>, room: RoomName, wish: Wish) {
        Self::ask_with(turn, room, wish, None);
    }

    fn ask_with(turn: &mut Turn<'_, '_>, room: RoomName, wish: Wish, end: Option<Box<str>>) {
        let at = RoomRef::Named(room.clone());
        let look = match wish {
            Wish::Names => names_look(turn, at),
            Wish::Topic | Wish::Modes | Wish::List(_) => Look::Room(at),
        };
        turn.ask(Ask::Look(look), What::Look(Box::new(Self { room, wish, end })));
    }
}

/// The room was looked at.
pub(crate) fn room_seen(turn: &mut Turn<'_, '_>, look: RoomLook, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Room(view)) => view,
        other => {
            let name = look.room.as_str();
            return match look.wish {
                // NAMES of what is not there is an empty list (Modern IRC, "NAMES message").
                Wish::Names => end_names(turn, look.end.as_deref()),
                Wish::Topic => refusals::unanswered(turn, &About { verb: "TOPIC", target: name }, &other),
                Wish::Modes | Wish::List(_) => {
                    refusals::unanswered(turn, &About { verb: "MODE", target: name }, &other);
                }
            };
        }
    };
    let name = view.room.name.clone().unwrap_or(look.room);
    let name = name.as_str();
    match look.wish {
        Wish::Names => {
            show_members(turn, name, &view);
            end_names(turn, look.end.as_deref());
        }
        Wish::Topic => match &view.topic {
            Some(topic) => show_topic(turn, name, topic),
            None => turn.numeric(RPL_NOTOPIC, &[name], "No topic is set"),
        },
        Wish::Modes => {
            let (letters, params) = modes::of_room(&view.policy, view.mine.is_some());
            let mut all = vec![name, &letters];
            all.extend(params.iter().map(String::as_str));
            turn.values(RPL_CHANNELMODEIS, &all);
            turn.values(RPL_CREATIONTIME, &[name, &(view.opened.0 / 1000).to_string()]);
        }
        Wish::List(kind) => show_list(turn, name, &view, kind),
    }
}

/// A look for the names of a room's members. Their hosts are shown as they are now, which only their faces tell.
pub(crate) fn names_look(turn: &Turn<'_, '_>, room: RoomRef) -> Look {
    if turn.caps().has(Caps::USERHOST_IN_NAMES) { Look::Faces(room) } else { Look::Room(room) }
}

/// RPL_NAMREPLY and RPL_ENDOFNAMES.
pub(crate) fn show_names(turn: &mut Turn<'_, '_>, name: &str, view: &RoomView) {
    show_members(turn, name, view);
    end_names(turn, Some(name));
}

fn end_names(turn: &mut Turn<'_, '_>, names: Option<&str>) {
    if let Some(names) = names {
        turn.numeric(RPL_ENDOFNAMES, &[names], "End of /NAMES list");
    }
}

/// RPL_NAMREPLY: as many names on a line as fit.
fn show_members(turn: &mut Turn<'_, '_>, name: &str, view: &RoomView) {
    let caps = turn.caps();
    let symbol = if view.policy.has(Flag::Secret) { "@" } else { "=" };
    let head = ": 353  =  :\r\n".len() + turn.seat.server.len() + turn.nick().len() + name.len();
    let me = turn.desk.person();
    // Who has no role in an auditorium is on nobody's list of the others, nor on their own, as Ergo has it.
    let unlisted = |who: &Who, roles: Roles| {
        view.policy.has(Flag::Auditorium) && roles.highest() < Role::Voice && Some(who.person) == me
    };
    let (mut names, mut one) = (String::new(), String::new());
    for (who, roles) in view.names().filter(|(who, roles)| !unlisted(who, *roles)) {
        one.clear();
        modes::push_marks(&mut one, roles, caps.has(Caps::MULTI_PREFIX));
        if caps.has(Caps::USERHOST_IN_NAMES) {
            one.push_str(&render::mask_of(who));
        } else {
            one.push_str(who.nick.as_str());
        }
        if !names.is_empty() && head + names.len() + 1 + one.len() > LINE_LEN_MAX {
            turn.numeric(RPL_NAMREPLY, &[symbol, name], &names);
            names.clear();
        }
        if !names.is_empty() {
            names.push(' ');
        }
        names.push_str(&one);
    }
    if !names.is_empty() {
        turn.numeric(RPL_NAMREPLY, &[symbol, name], &names);
    }
}

fn show_list(turn: &mut Turn<'_, '_>, name: &str, view: &RoomView, kind: ListKind) {
    let (entry, end, words) = match kind {
        ListKind::Ban | ListKind::Mute => (RPL_BANLIST, RPL_ENDOFBANLIST, "End of channel ban list"),
        ListKind::BanException | ListKind::MuteException => {
            (RPL_EXCEPTLIST, RPL_ENDOFEXCEPTLIST, "End of channel exception list")
        }
        ListKind::InviteException => {
            (RPL_INVEXLIST, RPL_ENDOFINVEXLIST, "End of channel invite exception list")
        }
    };
    let mut entries: Vec<_> = view.list(kind).iter().map(|e| ("", e)).collect();
    let marked = match kind {
        ListKind::Ban => view.list(ListKind::Mute),
        ListKind::BanException => view.list(ListKind::MuteException),
        ListKind::InviteException | ListKind::Mute | ListKind::MuteException => &[],
    };
    entries.extend(marked.iter().map(|e| (MUTE_MARK, e)));
    for (mark, one) in entries {
        let mask = format!("{mark}{}", one.mask);
        let seconds = (one.at.0 / 1000).to_string();
        turn.values(entry, &[name, &mask, &render::mask_of(&one.by), &seconds]);
    }
    turn.numeric(end, &[name], words);
}

/// Bytes of a list of rooms that RPL_ENDOFNAMES repeats; instead of a longer one it says `*`.
const NAMES_ECHO_BYTES_MAX: usize = 300;

/// `NAMES [#a,#b]`: one RPL_ENDOFNAMES for all of them (Modern IRC, "NAMES message").
pub(crate) fn names(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let given = msg.params.first().copied().unwrap_or_default();
    let end = if given.len() > NAMES_ECHO_BYTES_MAX { "*" } else { safe(given) };
    let rules = turn.desk.rules().names.clone();
    let mut rooms: Vec<RoomName> =
        given.split(',').filter_map(|name| RoomName::parse(name, &rules).ok()).collect();
    let Some(last) = rooms.pop() else { return end_names(turn, Some(end)) };
    for room in rooms {
        RoomLook::ask(turn, room, Wish::Names);
    }
    RoomLook::ask_with(turn, last, Wish::Names, Some(end.into()));
}

/// One nickname of a list that is answered in one line.
#[derive(Debug)]
pub(crate) struct Gather {
    nick: Box<str>,
    userhost: bool,
    /// Then the line is complete.
    last: bool,
}

/// Nicknames that one ISON is answered for.
const ISON_MAX: usize = 40;

/// Nicknames that one USERHOST is answered for (TARGMAX).
pub(crate) const USERHOST_MAX: usize = 10;

/// `ISON nick nick …`.
pub(crate) fn ison(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let nicks = msg.params.iter().flat_map(|param| param.split(' ')).filter(|nick| !nick.is_empty());
    gather(turn, nicks.take(ISON_MAX).collect(), false);
}

/// `USERHOST nick nick …`.
pub(crate) fn userhost(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    gather(turn, msg.params.iter().copied().take(USERHOST_MAX).collect(), true);
}

fn gather(turn: &mut Turn<'_, '_>, nicks: Vec<&str>, userhost: bool) {
    if nicks.is_empty() {
        return finish_gathering(turn, userhost);
    }
    for (at, nick) in nicks.iter().enumerate() {
        let last = at + 1 == nicks.len();
        let gather = Gather { nick: (*nick).into(), userhost, last };
        turn.ask(Ask::Look(Look::Person((*nick).into())), What::Gather(gather));
    }
}

pub(crate) fn gathered(turn: &mut Turn<'_, '_>, gather: Gather, reply: Reply) {
    if let Reply::Answer(Answer::Person(person)) = reply
        && person.sessions > 0
    {
        let line = &mut turn.rare().gathered;
        if !line.is_empty() {
            line.push(' ');
        }
        let nick = if gather.userhost { person.who.nick.as_str() } else { &gather.nick };
        line.push_str(nick);
        if gather.userhost {
            let operator = if person.operator { "*" } else { "" };
            let away = if person.away.is_some() { '-' } else { '+' };
            // Writing to a string does not fail.
            let _ = write!(line, "{operator}={away}{}@{}", person.who.user, person.who.host);
        }
    }
    if gather.last {
        finish_gathering(turn, gather.userhost);
    }
}

fn finish_gathering(turn: &mut Turn<'_, '_>, userhost: bool) {
    let line = turn.seat.rare.as_mut().map(|rare| std::mem::take(&mut rare.gathered)).unwrap_or_default();
    turn.numeric(if userhost { RPL_USERHOST } else { RPL_ISON }, &[], &line);
}
