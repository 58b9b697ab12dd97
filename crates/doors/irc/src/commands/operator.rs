//! OPER, WALLOPS, KILL and REHASH: for those who rule the house.

use crate::codec::Message;
use crate::codec::numerics::{ERR_NOOPERHOST, RPL_REHASHING, RPL_YOUREOPER};
use crate::commands::user::show_modes;
use crate::modes::UserModes;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::turn::{Turn, text_of};
use parlor_model::Refusal;
use parlor_server::{Answer, Ask, Reply};

/// `OPER account password`. Whatever is wrong with it, the answer is the same: nobody learns who is an operator.
pub(crate) fn oper(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (Some(name), Some(password)) = (msg.params.first(), msg.params.get(1)) else {
        return no_operator(turn);
    };
    let token = turn.desk.verify(name, password);
    turn.expect(token, What::OperPassword, false);
}

pub(crate) fn password_checked(turn: &mut Turn<'_, '_>, reply: Reply) {
    match reply {
        Reply::Verified(account) => turn.ask_on(Ask::Operate(account), What::Operate),
        Reply::Answer(Answer::Refused(Refusal::WrongPassword)) => no_operator(turn),
        other => refusals::unanswered(turn, &About { verb: "OPER", target: "*" }, &other),
    }
}

pub(crate) fn operates(turn: &mut Turn<'_, '_>, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => {
            turn.seat.modes.set(UserModes::OPERATOR, true);
            turn.numeric(RPL_YOUREOPER, &[], "You are now an IRC operator");
            show_modes(turn, "+o");
        }
        Reply::Answer(Answer::Refused(Refusal::NeedOperator)) => no_operator(turn),
        other => refusals::unanswered(turn, &About { verb: "OPER", target: "*" }, &other),
    }
}

fn no_operator(turn: &mut Turn<'_, '_>) {
    turn.numeric(ERR_NOOPERHOST, &[], "That is no operator's name and password");
}

/// `WALLOPS :words`: to everybody with user mode `w` (RFC 2812 section 4.7).
pub(crate) fn wallops(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let words = text_of(msg.params.first().copied().unwrap_or_default());
    turn.ask(Ask::Announce(words), What::Wallops);
}

pub(crate) fn announced(turn: &mut Turn<'_, '_>, reply: &Reply) {
    if !matches!(reply, Reply::Answer(Answer::Done { .. })) {
        refusals::unanswered(turn, &About { verb: "WALLOPS", target: "*" }, reply);
    }
}

/// `KILL nick [reason]`.
pub(crate) fn kill(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let nick = msg.params.first().copied().unwrap_or_default();
    let reason = msg.params.at(1).filter(|reason| !reason.is_empty()).unwrap_or("no reason given");
    turn.ask(Ask::Kill { whom: nick.into(), reason: text_of(reason) }, What::Kill(nick.into()));
}

pub(crate) fn killed(turn: &mut Turn<'_, '_>, nick: &str, reply: Reply) {
    if !matches!(reply, Reply::Answer(Answer::Done { .. })) {
        refusals::unanswered(turn, &About { verb: "KILL", target: nick }, &reply);
    }
}

/// `REHASH`: the settings are read again (RFC 2812 section 4.2).
pub(crate) fn rehash(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    let token = turn.desk.rehash();
    turn.expect(token, What::Rehash, false);
}

/// The settings were read again, or not.
pub(crate) fn reread(turn: &mut Turn<'_, '_>, reply: &Reply) {
    match reply {
        Reply::Reread(how) => {
            turn.numeric(RPL_REHASHING, &["settings"], "Rehashing");
            let (Ok(words) | Err(words)) = how;
            for line in words.lines().filter(|line| !line.is_empty()) {
                turn.answer_cut("NOTICE", line);
            }
        }
        other => refusals::unanswered(turn, &About { verb: "REHASH", target: "*" }, other),
    }
}
