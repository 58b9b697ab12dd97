//! SAJOIN, SAPART, SANICK, SAMODE: what server operators have others do, and do to rooms.

use crate::codec::Message;
use crate::codec::modes::{self, Sign, Takes};
use crate::codec::numerics::{ERR_ERRONEUSNICKNAME, ERR_NEEDMOREPARAMS, ERR_UMODEUNKNOWNFLAG};
use crate::commands::changing;
use crate::modes::{UserModes, person_flag};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render;
use crate::turn::{Turn, safe, text_of};
use parlor_model::{Folded, Nickname};
use parlor_server::{Answer, Ask, Forced, PersonFlags, PersonRef, Reply};

/// A command that was asked, and of whom or where.
#[derive(Debug)]
pub(crate) struct Asked {
    verb: &'static str,
    target: Box<str>,
    /// Modes of a person: nobody else tells who asked that they are so.
    letters: Option<Box<str>>,
}

fn force(turn: &mut Turn<'_, '_>, verb: &'static str, target: &str, whom: &str, what: Forced) {
    let asked = Asked { verb, target: target.into(), letters: None };
    turn.ask(Ask::Force { whom: PersonRef::from(whom), what }, What::Forced(Box::new(asked)));
}

/// Whom, and the rest: who names nobody means themselves.
fn whom_and_rest<'m>(turn: &Turn<'_, '_>, msg: &'m Message<'_>) -> (PersonRef, &'m [&'m str]) {
    match msg.params[..] {
        [first, ..] if !first.starts_with('#') => (first.into(), msg.params.get(1..).unwrap_or_default()),
        _ => (turn.nick(), &msg.params[..]),
    }
}

/// `SAJOIN [nick] #room[,#room]`.
pub(crate) fn sajoin(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (whom, rest) = whom_and_rest(turn, msg);
    let Some(names) = rest.first() else { return needs_more(turn, "SAJOIN") };
    for name in names.split(',').filter(|name| !name.is_empty()) {
        if let Some(room) = turn.room_name(name) {
            force(turn, "SAJOIN", name, &whom, Forced::Join(room));
        }
    }
}

/// `SAPART [nick] #room[,#room] [reason]`.
pub(crate) fn sapart(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (whom, rest) = whom_and_rest(turn, msg);
    let Some(names) = rest.first() else { return needs_more(turn, "SAPART") };
    let reason = text_of(rest.get(1).copied().unwrap_or_default());
    for name in names.split(',').filter(|name| !name.is_empty()) {
        if let Some(room) = turn.room_name(name) {
            force(turn, "SAPART", name, &whom, Forced::Leave { room, reason: reason.clone() });
        }
    }
}

/// `SANICK nick newnick`.
pub(crate) fn sanick(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (Some(whom), Some(wanted)) = (msg.params.first(), msg.params.get(1)) else { return };
    match Nickname::parse(wanted, &turn.desk.rules().names) {
        Ok(nick) => force(turn, "SANICK", wanted, whom, Forced::Nick(nick)),
        Err(_) => turn.numeric(ERR_ERRONEUSNICKNAME, &[safe(wanted)], "Erroneous nickname"),
    }
}

/// `SAMODE nick letters`: what the house knows of a person's modes. Nobody is made a server operator this way.
fn samode_person(turn: &mut Turn<'_, '_>, nick: &str, letters: &str) {
    let (mut add, mut remove, mut stand_down) = (PersonFlags::NONE, PersonFlags::NONE, false);
    let (mut done, mut unknown) = (Vec::new(), false);
    for change in modes::parse(letters, &[], |_| Takes::Never) {
        let (flag, on) = (person_flag(change.letter), change.sign == Sign::Plus);
        if change.letter == UserModes::OPERATOR && !on {
            stand_down = true;
        } else if flag == PersonFlags::NONE {
            unknown = true;
            continue;
        } else if on {
            (add, remove) = (add.and(flag), remove.without(flag));
        } else {
            (add, remove) = (add.without(flag), remove.and(flag));
        }
        done.push(change);
    }
    if unknown {
        turn.numeric(ERR_UMODEUNKNOWNFLAG, &[], "Unknown MODE flag");
    }
    if !done.is_empty() {
        let letters = modes::write(&done).0;
        let asked = Asked { verb: "SAMODE", target: nick.into(), letters: Some(letters.into()) };
        let what = Forced::Flags { add, remove, stand_down };
        turn.ask(Ask::Force { whom: nick.into(), what }, What::Forced(Box::new(asked)));
    }
}

/// `SAMODE #room letters [parameters]`: MODE of a room one need not be in; or of somebody else.
pub(crate) fn samode(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let target = msg.params.first().copied().unwrap_or_default();
    if !target.starts_with('#') {
        return samode_person(turn, target, msg.params.get(1).copied().unwrap_or_default());
    }
    let Some(room) = turn.room_name(target) else { return };
    let letters = msg.params.get(1).copied().unwrap_or_default();
    let args = msg.params.get(2..).unwrap_or_default();
    let (changes, _) = changing::read(turn, &room, letters, args);
    if !changes.is_empty() {
        let asked = Asked { verb: "SAMODE", target: target.into(), letters: None };
        turn.ask(Ask::Overrule { room, changes }, What::Forced(Box::new(asked)));
    }
}

fn needs_more(turn: &mut Turn<'_, '_>, verb: &str) {
    turn.numeric(ERR_NEEDMOREPARAMS, &[verb], "Not enough parameters");
}

/// Such a command was answered.
pub(crate) fn settled(turn: &mut Turn<'_, '_>, asked: &Asked, reply: &Reply) {
    let about = About { verb: asked.verb, target: &asked.target };
    match reply {
        Reply::Answer(Answer::Done { partly, .. }) => {
            refusals::refuse_each(turn, &about, partly);
            let (Some(letters), Some(me)) = (&asked.letters, turn.seat.me.clone()) else { return };
            if Folded::of(&asked.target) != me.nick.folded() {
                render::source(turn.start(), &me).command("MODE").param(safe(&asked.target)).last(letters);
            }
        }
        other => refusals::unanswered(turn, &about, other),
    }
}
