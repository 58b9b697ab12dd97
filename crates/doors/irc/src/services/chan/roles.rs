//! Roles of members: OP, DEOP.

use super::rooms;
use crate::services::voice::Voice;
use parlor_model::{Change, Role, Sign};
use parlor_server::PersonRef;

/// `OP #channel [nickname ...]`.
pub(super) fn op(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    give(voice, params, Sign::Plus, &[Role::Operator], "Operators made");
}

/// `DEOP #channel [nickname ...]`.
pub(super) fn deop(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    give(voice, params, Sign::Minus, &[Role::Operator], "Operators are operators no more");
}

fn give(voice: &mut Voice<'_, '_, '_>, params: &[&str], sign: Sign, roles: &[Role], said: &str) {
    let [name, nicks @ ..] = params else { return };
    let Some(room) = voice.room(name) else { return };
    let me = voice.turn.nick();
    let whom: Vec<PersonRef> =
        if nicks.is_empty() { vec![me] } else { nicks.iter().map(|nick| PersonRef::from(*nick)).collect() };
    let changes = whom.iter().flat_map(|nick| {
        let change = |role: &Role| Change::Role(*role, sign, PersonRef::clone(nick));
        roles.iter().map(change)
    });
    let changes = changes.collect();
    rooms::change(voice, room, changes, said.into());
}
