//! ACCEPT: whom one hears although user mode `R` keeps messages of others without an account off.

use crate::codec::Message;
use crate::codec::numerics::{RPL_ACCEPTLIST, RPL_ENDOFACCEPT};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::turn::Turn;
use parlor_server::{Answer, Ask, Look, PersonRef, Reply};

/// `ACCEPT nick,-nick`; `ACCEPT *` or nothing shows the list.
pub(crate) fn accept(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let names = msg.params.first().copied().unwrap_or_default();
    let (mut add, mut remove, mut list) = (Vec::new(), Vec::new(), names.is_empty());
    for name in names.split(',').filter(|name| !name.is_empty()) {
        match name.strip_prefix('-') {
            Some(name) => remove.push(PersonRef::from(name)),
            None if name == "*" => list = true,
            None => add.push(PersonRef::from(name)),
        }
    }
    if !add.is_empty() || !remove.is_empty() {
        turn.ask(Ask::Accept { add, remove }, What::Accept);
    }
    if list {
        turn.ask(Ask::Look(Look::Accepted), What::Accepted);
    }
}

pub(crate) fn settled(turn: &mut Turn<'_, '_>, reply: &Reply) {
    let about = About { verb: "ACCEPT", target: "*" };
    match reply {
        Reply::Answer(Answer::Done { partly, .. }) => refusals::refuse_each(turn, &about, partly),
        other => refusals::unanswered(turn, &about, other),
    }
}

pub(crate) fn listed(turn: &mut Turn<'_, '_>, reply: &Reply) {
    if let Reply::Answer(Answer::People(people)) = reply {
        for person in people {
            turn.values(RPL_ACCEPTLIST, &[person.who.nick.as_str()]);
        }
    }
    turn.numeric(RPL_ENDOFACCEPT, &[], "End of /ACCEPT list");
}
