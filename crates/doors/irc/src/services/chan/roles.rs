//! Roles of members: OP, DEOP, and AMODE for good.

use super::{Then, rooms};
use crate::modes;
use crate::services::Then as Next;
use crate::services::voice::Voice;
use parlor_model::{Change, Role, RoomName, Sign};
use parlor_server::{Answer, Ask, Look, PersonRef, Reply, RoomRef};

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

/// `AMODE #channel [mode account ...]`.
pub(super) fn amode(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [name, rest @ ..] = params else { return };
    let Some(room) = voice.room(name) else { return };
    let Some((letters, accounts)) = rest.split_first() else {
        let look = Look::Room(RoomRef::Named(room.clone()));
        return voice.ask(Ask::Look(look), Next::Chan(Then::Standings(room)));
    };
    match standings(letters, accounts) {
        Some(changes) => rooms::change(voice, room, changes, "Persistent modes changed".into()),
        None => voice.say("Syntax: AMODE #channel +o|-o account, with v, h, o, a or q"),
    }
}

/// `+ov-h ann bob cid` as changes: one role for each account.
fn standings(letters: &str, accounts: &[&str]) -> Option<Vec<Change<PersonRef>>> {
    let mut accounts = accounts.iter();
    let mut giving = true;
    let mut changes = Vec::new();
    for letter in letters.chars() {
        match letter {
            '+' => giving = true,
            '-' => giving = false,
            letter => {
                let role = modes::role(letter)?;
                let account = PersonRef::from(*accounts.next()?);
                changes.push(Change::Standing(if giving { role } else { Role::Plain }, account));
            }
        }
    }
    (!changes.is_empty() && accounts.next().is_none()).then_some(changes)
}

pub(super) fn standings_seen(voice: &mut Voice<'_, '_, '_>, room: &RoomName, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Room(view)) => view,
        other => return voice.unanswered(&other),
    };
    if view.mine.is_none() && view.standings.is_empty() {
        return voice.say("You are not on that channel, or nobody has a persistent mode there");
    }
    voice.say(&format!("{room} has {} persistent modes", view.standings.len()));
    for standing in &view.standings {
        let account = standing.who.account.as_ref().map_or(standing.who.nick.as_str(), |a| a.as_str());
        let letter = modes::role_letter(standing.role).map(String::from).unwrap_or_default();
        voice.say(&format!("Account {account} receives mode +{letter}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_role_for_each_account() {
        let role = |role, account: &str| Change::Standing(role, PersonRef::from(account));
        assert_eq!(standings("+o", &["ann"]), Some(vec![role(Role::Operator, "ann")]));
        let both = vec![role(Role::Voice, "ann"), role(Role::Plain, "bob")];
        assert_eq!(standings("v-o", &["ann", "bob"]), Some(both));
        for (letters, accounts) in [("+o", &[][..]), ("+", &[]), ("+x", &["ann"]), ("+o", &["ann", "bob"])] {
            assert_eq!(standings(letters, accounts), None, "{letters} {accounts:?}");
        }
    }
}
