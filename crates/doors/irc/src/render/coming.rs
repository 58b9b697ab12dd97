//! Joins, leaves, kicks, and being known as somebody else.

use super::{View, mask_of, source, sourced, start};
use crate::caps::Caps;
use crate::codec::format::{LineSourced, LineStart};
use crate::codec::numerics::RPL_KNOCK;
use crate::modes;
use parlor_model::{AccountName, Event, Leaving, Roles, Who};

/// `JOIN`, and the modes that somebody comes with.
pub(crate) fn joined(view: &View<'_>, room: &str, event: &Event, roles: Roles, out: &mut Vec<u8>) {
    join_line(start(view, event, true, out), &event.by, room, view.caps.has(Caps::EXTENDED_JOIN));
    let letters: String =
        modes::ROLES.iter().filter(|(.., role)| roles.has(*role)).map(|(letter, ..)| *letter).collect();
    if !letters.is_empty() {
        let mut line = start(view, event, false, out).source(view.server).command("MODE").param(room);
        line = line.param(&format!("+{letters}"));
        for _ in letters.chars() {
            line = line.param(event.by.nick.as_str());
        }
        line.end();
    }
}

/// The line of a join; extended with account and real name (<https://ircv3.net/specs/extensions/extended-join>).
pub(crate) fn join_line(line: LineStart<'_>, who: &Who, room: &str, extended: bool) {
    let line = source(line, who).command("JOIN").param(room);
    if extended {
        line.param(who.account.as_ref().map_or("*", AccountName::as_str)).trailing(&who.real);
    } else {
        line.end();
    }
}

/// `PART` or `QUIT`.
pub(super) fn left(
    view: &View<'_>,
    room: &str,
    event: &Event,
    how: Leaving,
    reason: &str,
    out: &mut Vec<u8>,
) {
    match how {
        Leaving::Parted => {
            let line = sourced(view, event, out).command("PART").param(room);
            if reason.is_empty() {
                line.end()
            } else {
                line.trailing(reason)
            };
        }
        // One line for all rooms: it is no room's message.
        Leaving::Quit | Leaving::Lost => {
            let line = source(start(view, event, false, out), &event.by);
            line.command("QUIT").trailing(reason);
        }
    }
}

/// `KICK`; without a reason it carries the nickname of who kicked (Modern IRC, "KICK message").
pub(super) fn kicked(
    view: &View<'_>,
    room: &str,
    event: &Event,
    whom: &Who,
    reason: &str,
    out: &mut Vec<u8>,
) {
    let reason = if reason.is_empty() { event.by.nick.as_str() } else { reason };
    let line = sourced(view, event, out).command("KICK").param(room);
    line.param(whom.nick.as_str()).trailing(reason);
}

/// `CHGHOST`, `NICK`, `ACCOUNT`, `SETNAME`: whatever of it changed and the listener asked to hear.
pub(crate) fn known_as(
    caps: Caps,
    before: &Who,
    now: &Who,
    out: &mut Vec<u8>,
    begin: impl for<'o> Fn(&'o mut Vec<u8>) -> LineStart<'o>,
) {
    if (&before.user, &before.host) != (&now.user, &now.host) && caps.has(Caps::CHGHOST) {
        source(begin(out), before).command("CHGHOST").param(&now.user).last(&now.host);
    }
    if before.nick != now.nick {
        let host = if caps.has(Caps::CHGHOST) { now } else { before };
        let line = begin(out).source_of(before.nick.as_str(), &host.user, &host.host);
        line.command("NICK").last(now.nick.as_str());
    }
    if before.account != now.account && caps.has(Caps::ACCOUNT_NOTIFY) {
        let account = now.account.as_ref().map_or("*", AccountName::as_str);
        source(begin(out), now).command("ACCOUNT").last(account);
    }
    if before.real != now.real && caps.has(Caps::SETNAME) {
        source(begin(out), now).command("SETNAME").trailing(&now.real);
    }
}

/// `INVITE`, for those of the room who asked to hear of it (<https://ircv3.net/specs/extensions/invite-notify>).
pub(crate) fn invite_line(line: LineSourced<'_>, whom: &Who, room: &str) {
    line.command("INVITE").param(whom.nick.as_str()).last(room);
}

pub(super) fn invited(view: &View<'_>, room: &str, event: &Event, whom: &Who, out: &mut Vec<u8>) {
    if view.caps.has(Caps::INVITE_NOTIFY) {
        invite_line(sourced(view, event, out), whom, room);
    }
}

/// RPL_KNOCK, addressed to the room, as all who hear it get the same.
pub(super) fn knocked(view: &View<'_>, room: &str, event: &Event, text: &str, out: &mut Vec<u8>) {
    let words = if text.is_empty() { "has asked for an invite" } else { text };
    let line = start(view, event, true, out).source(view.server).numeric(RPL_KNOCK).param(room).param(room);
    line.param(&mask_of(&event.by)).trailing_cut(words);
}

/// `RENAME` for who knows it (<https://ircv3.net/specs/extensions/channel-rename>), a word for others.
pub(super) fn renamed(view: &View<'_>, event: &Event, from: &str, to: &str, reason: &str, out: &mut Vec<u8>) {
    if view.caps.has(Caps::CHANNEL_RENAME) {
        let line = sourced(view, event, out).command("RENAME").param(from).param(to);
        line.trailing(reason);
    } else {
        let line = sourced(view, event, out).command("NOTICE").param(from);
        line.trailing_cut(&format!("This room is called {to} from now on"));
    }
}
