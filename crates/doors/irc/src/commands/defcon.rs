//! DEFCON: how much the server lets happen while it is attacked. Levels as Ergo has them.

use crate::codec::Message;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::turn::Turn;
use parlor_server::{Answer, Ask, Defcon, Reply};

/// `DEFCON [level]`.
pub(crate) fn defcon(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let level = msg.params.first().map(|level| level.parse().ok().and_then(Defcon::new));
    match level {
        Some(None) => turn.fail("DEFCON", "INVALID_PARAMS", &[], "A level is a number from 1 to 5"),
        None => turn.ask(Ask::Defcon(None), What::Defcon),
        Some(level) => turn.ask(Ask::Defcon(level), What::Defcon),
    }
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, reply: &Reply) {
    let Reply::Answer(Answer::Defcon(defcon)) = reply else {
        return refusals::unanswered(turn, &About { verb: "DEFCON", target: "*" }, reply);
    };
    let words = match defcon.level() {
        1 => "no new connections but from trusted networks",
        2 => "only accounts come in, and into channels",
        3 => "only accounts write to people directly",
        4 => "no new accounts and founders",
        _ => "normal",
    };
    turn.answer("NOTICE", &[], &format!("DEFCON level is {}: {words}", defcon.level()));
}
