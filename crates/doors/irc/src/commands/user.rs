//! What people say about themselves: AWAY, SETNAME, NICK, and MODE of a nickname.

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::modes::{self as letters, Sign, Takes};
use crate::codec::numerics::{
    ERR_NOSUCHNICK, ERR_NOTREGISTERED, ERR_UMODEUNKNOWNFLAG, ERR_USERSDONTMATCH, RPL_NOWAWAY, RPL_UMODEIS,
    RPL_UNAWAY,
};
use crate::modes::{USER_LETTERS, UserModes, person_flag};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render;
use crate::telling;
use crate::turn::{Turn, safe, text_of};
use parlor_model::{Folded, Nickname, Refusal, Text, Who};
use parlor_server::{Answer, Ask, Look, PersonFlags, Reply};
use std::sync::Arc;

/// `AWAY [words]`; without words one is back.
pub(crate) fn away(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let text = msg.params.first().filter(|words| !words.is_empty()).map(|words| text_of(words));
    if turn.seat.me.is_none() {
        return away_early(turn, text);
    }
    turn.ask(Ask::Away(text.clone()), What::Away(text));
}

/// Before one is in, for who asked for it; it is so as soon as one is
/// (<https://ircv3.net/specs/extensions/pre-away>).
fn away_early(turn: &mut Turn<'_, '_>, text: Option<Text>) {
    if !turn.caps().has(Caps::PRE_AWAY) {
        return turn.numeric(ERR_NOTREGISTERED, &[], "You have not registered");
    }
    acknowledge(turn, text.is_some());
    if let Some(registering) = &mut turn.seat.registering {
        registering.away = Some(text);
    }
}

fn acknowledge(turn: &mut Turn<'_, '_>, away: bool) {
    if away {
        turn.numeric(RPL_NOWAWAY, &[], "You have been marked as being away");
    } else {
        turn.numeric(RPL_UNAWAY, &[], "You are no longer marked as being away");
    }
}

/// One is in, and said before whether one is away. Who comes without a person behind them (`*`) takes nobody's words
/// away, nor makes somebody else's presence an absence.
pub(crate) fn away_begins(turn: &mut Turn<'_, '_>, said: Option<Option<Text>>, alone: bool) {
    match said {
        Some(Some(text)) if &*text == "*" && !alone => {}
        Some(text) if text.as_ref() != turn.seat.away() => {
            turn.seat.set_away(text.clone());
            turn.ask_on(Ask::Away(text), What::Nothing);
        }
        Some(_) | None => {}
    }
}

pub(crate) fn away_settled(turn: &mut Turn<'_, '_>, text: Option<Text>, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => {
            acknowledge(turn, text.is_some());
            turn.seat.set_away(text);
        }
        other => refusals::unanswered(turn, &About { verb: "AWAY", target: "*" }, &other),
    }
}

/// `SETNAME :real name` (<https://ircv3.net/specs/extensions/setname>).
pub(crate) fn setname(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let real = msg.params.first().copied().unwrap_or_default();
    if real.trim().is_empty() {
        return turn.fail("SETNAME", "INVALID_REALNAME", &[], "That cannot be a real name");
    }
    let real: Arc<str> = real.into();
    turn.ask(Ask::Describe(Arc::clone(&real)), What::Describe(real));
}

pub(crate) fn described(turn: &mut Turn<'_, '_>, real: Arc<str>, reply: Reply) {
    match reply {
        // In no room nobody tells it: what is not shown yet is shown now.
        Reply::Answer(Answer::Done { .. }) => now(turn, |me| Who { real, ..me }),
        Reply::Answer(Answer::Refused(_)) => {
            turn.fail("SETNAME", "CANNOT_CHANGE_REALNAME", &[], "You may not change it now");
        }
        other => refusals::unanswered(turn, &About { verb: "SETNAME", target: "*" }, &other),
    }
}

pub(crate) fn nick_settled(turn: &mut Turn<'_, '_>, nick: Nickname, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => now(turn, |me| Who { nick, ..me }),
        Reply::Answer(Answer::Refused(why @ Refusal::NameTaken(_))) => {
            refusals::refuse(turn, &About { verb: "NICK", target: nick.as_str() }, &why);
        }
        other => refusals::unanswered(turn, &About { verb: "NICK", target: nick.as_str() }, &other),
    }
}

fn now(turn: &mut Turn<'_, '_>, change: impl FnOnce(Who) -> Who) {
    if let Some(me) = turn.seat.me.clone() {
        telling::become_known_as(turn, &Arc::new(change((*me).clone())));
    }
}

/// `MODE nick [letters]`: one's own only.
pub(crate) fn mode(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let target = msg.params.first().copied().unwrap_or_default();
    if Folded::of(target) != Folded::of(&turn.nick()) {
        let look = Ask::Look(Look::Person(target.into()));
        return turn.ask(look, What::ModeOf(target.into()));
    }
    let Some(wanted) = msg.params.get(1) else {
        // Another connection of the person may have changed them.
        let look = Ask::Look(Look::Person(turn.nick()));
        return turn.ask(look, What::ModeOf(target.into()));
    };
    let before = turn.seat.modes;
    let mut unknown = false;
    let (mut add, mut remove) = (PersonFlags::NONE, PersonFlags::NONE);
    let mut done = Vec::new();
    for change in letters::parse(wanted, &[], |_| Takes::Never) {
        let on = change.sign == Sign::Plus;
        if !USER_LETTERS.contains(&change.letter) {
            unknown = true;
        } else if turn.seat.modes.has(change.letter) == on || change.letter == UserModes::SECURE {
        } else if change.letter != UserModes::OPERATOR {
            turn.seat.modes.set(change.letter, on);
            let flag = person_flag(change.letter);
            (add, remove) = if on {
                (add.and(flag), remove.without(flag))
            } else {
                (add.without(flag), remove.and(flag))
            };
            done.push(change);
        } else if !on {
            // Being an operator comes from OPER, but can be given up.
            turn.ask(Ask::StandDown, What::StandDown);
        }
    }
    if unknown {
        turn.numeric(ERR_UMODEUNKNOWNFLAG, &[], "Unknown MODE flag");
    }
    if add != PersonFlags::NONE || remove != PersonFlags::NONE {
        turn.ask(Ask::SetFlags { add, remove }, What::Nothing);
    }
    if before != turn.seat.modes {
        show_modes(turn, &letters::write(&done).0);
    }
}

/// Another connection of the person changed the modes that they share, or a server operator did.
pub(crate) fn taken_for(turn: &mut Turn<'_, '_>, flags: PersonFlags, operator: bool) {
    let before = turn.seat.modes;
    turn.seat.modes.take_over(flags, operator);
    let changed = turn.seat.modes.since(before);
    if !changed.is_empty() {
        show_modes(turn, &letters::write(&changed).0);
    }
}

/// Whoever was an operator is none any more.
pub(crate) fn stood_down(turn: &mut Turn<'_, '_>, reply: &Reply) {
    if let Reply::Answer(Answer::Done { .. }) = reply {
        turn.seat.modes.set(UserModes::OPERATOR, false);
        show_modes(turn, "-o");
    } else {
        refusals::unanswered(turn, &About { verb: "MODE", target: "*" }, reply);
    }
}

/// Tells the person that their modes changed.
pub(crate) fn show_modes(turn: &mut Turn<'_, '_>, letters: &str) {
    let Some(me) = turn.seat.me.clone() else { return };
    render::source(turn.start(), &me).command("MODE").param(me.nick.as_str()).last(letters);
}

/// One's own modes are shown; of somebody else there is only the question whether they exist.
pub(crate) fn mode_of(turn: &mut Turn<'_, '_>, nick: &str, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Person(person)) if person.me => {
            turn.seat.modes.take_over(person.flags, person.operator);
            let modes = turn.seat.modes.to_string();
            turn.values(RPL_UMODEIS, &[&modes]);
        }
        Reply::Answer(Answer::Person(_)) => {
            turn.numeric(ERR_USERSDONTMATCH, &[], "Cannot see or change the modes of other users");
        }
        _ => turn.numeric(ERR_NOSUCHNICK, &[safe(nick)], "No such nick"),
    }
}
