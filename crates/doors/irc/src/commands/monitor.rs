//! MONITOR: being told when nicknames come and go (<https://ircv3.net/specs/extensions/monitor>).

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::numerics::{
    ERR_MONLISTFULL, ERR_NEEDMOREPARAMS, RPL_ENDOFMONLIST, RPL_MONLIST, RPL_MONOFFLINE, RPL_MONONLINE,
};
use crate::commands::metadata;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render::mask_of;
use crate::turn::{Turn, safe};
use parlor_model::{Folded, Nickname, Who};
use parlor_server::{Answer, Ask, PersonRef, Reply};

/// Bytes of names on one line: with the rest of the line well within 512.
const NAMES_BYTES_MAX: usize = 400;

/// `MONITOR + nick,nick`, `MONITOR - nick,nick`, `MONITOR C`, `MONITOR L`, `MONITOR S`.
pub(crate) fn monitor(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let names = msg.params.at(1);
    match (msg.params.at(0).unwrap_or_default(), names) {
        ("+", Some(names)) => add(turn, names),
        ("-", Some(names)) => remove(turn, names),
        ("+" | "-", None) => turn.numeric(ERR_NEEDMOREPARAMS, &["MONITOR"], "Not enough parameters"),
        ("C" | "c", _) => {
            let remove = list(turn);
            turn.rare().monitored.clear();
            turn.ask(Ask::Watch { add: Vec::new(), remove }, What::Nothing);
        }
        ("L" | "l", _) => {
            let names = list(turn).iter().map(ToString::to_string).collect();
            lines(turn, RPL_MONLIST, names);
            turn.numeric(RPL_ENDOFMONLIST, &[], "End of MONITOR list");
        }
        ("S" | "s", _) => status(turn, list(turn)),
        // The specification has no answer to anything else.
        _ => {}
    }
}

fn list(turn: &Turn<'_, '_>) -> Vec<PersonRef> {
    turn.seat.rare.as_ref().map(|rare| rare.monitored.clone()).unwrap_or_default()
}

/// Takes names on the list until it is full. What cannot be a nickname (a mask) never comes: it is passed over.
fn add(turn: &mut Turn<'_, '_>, names: &str) {
    let rules = turn.desk.rules().names.clone();
    let watched_max = turn.desk.rules().house.limits.watched_max;
    let mut added: Vec<PersonRef> = Vec::new();
    let mut over: Vec<&str> = Vec::new();
    for name in names.split(',').filter(|name| Nickname::parse(name, &rules).is_ok()) {
        let monitored = &mut turn.rare().monitored;
        let known = monitored.iter().any(|n| Folded::of(n) == Folded::of(name));
        if !known && monitored.len() >= watched_max {
            over.push(name);
            continue;
        }
        if !known {
            monitored.push(name.into());
        }
        added.push(name.into());
    }
    if !added.is_empty() {
        status(turn, added);
    }
    if !over.is_empty() {
        let limit = watched_max.to_string();
        turn.numeric(ERR_MONLISTFULL, &[&limit, safe(&over.join(","))], "Monitor list is full");
    }
}

fn remove(turn: &mut Turn<'_, '_>, names: &str) {
    let remove: Vec<PersonRef> = names.split(',').map(PersonRef::from).collect();
    let gone: Vec<Folded> = remove.iter().map(|name| Folded::of(name)).collect();
    turn.rare().monitored.retain(|name| !gone.contains(&Folded::of(name)));
    turn.ask(Ask::Watch { add: Vec::new(), remove }, What::Nothing);
}

/// Asks which of these are here; they are watched from now on, if they were not before.
fn status(turn: &mut Turn<'_, '_>, names: Vec<PersonRef>) {
    let ask = Ask::Watch { add: names.clone(), remove: Vec::new() };
    turn.ask(ask, What::Monitor(names.into()));
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, names: &[PersonRef], reply: Reply) {
    let Reply::Answer(Answer::People(here)) = reply else {
        return refusals::unanswered(turn, &About { verb: "MONITOR", target: "*" }, &reply);
    };
    let is_here = |name: &&PersonRef| here.iter().any(|p| p.who.nick.folded() == Folded::of(name));
    let away = names.iter().filter(|name| !is_here(name)).map(ToString::to_string).collect();
    lines(turn, RPL_MONONLINE, here.iter().map(|p| mask_of(&p.who)).collect());
    lines(turn, RPL_MONOFFLINE, away);
    for person in &here {
        metadata::sync_person(turn, person);
    }
}

/// Whether somebody of that name is on the list.
pub(crate) fn lists(turn: &Turn<'_, '_>, nick: &str) -> bool {
    turn.seat
        .rare
        .as_ref()
        .is_some_and(|r| r.monitored.iter().any(|name| Folded::of(name) == Folded::of(nick)))
}

/// Somebody came or went who may be on the list.
pub(crate) fn moved(turn: &mut Turn<'_, '_>, who: &Who, here: bool) {
    match (lists(turn, who.nick.as_str()), here) {
        (true, true) => {
            turn.numeric(RPL_MONONLINE, &[], &mask_of(who));
            metadata::came(turn, who.nick.as_str());
        }
        (true, false) => turn.numeric(RPL_MONOFFLINE, &[], who.nick.as_str()),
        (false, _) => {}
    }
}

/// Whether the connection asked to hear more of somebody on the list than that they come and go (extended-monitor).
pub(crate) fn follows(turn: &Turn<'_, '_>, who: &Who) -> bool {
    let caps = turn.caps();
    (caps.has(Caps::EXTENDED_MONITOR) || caps.has(Caps::DRAFT_EXTENDED_MONITOR))
        && lists(turn, who.nick.as_str())
}

/// Names with commas between, on as many lines as they need.
fn lines(turn: &mut Turn<'_, '_>, code: u16, names: Vec<String>) {
    let mut line = String::new();
    for name in names {
        if !line.is_empty() && line.len() + name.len() >= NAMES_BYTES_MAX {
            turn.numeric(code, &[], &line);
            line.clear();
        }
        if !line.is_empty() {
            line.push(',');
        }
        line.push_str(&name);
    }
    if !line.is_empty() {
        turn.numeric(code, &[], &line);
    }
}
