//! Events as lines: a pure function of the capabilities, the name of where it happened, and the event.
//!
//! Everything here is the same for every listener of one dialect. What names the listener (their own join, an
//! invitation, a direct message) is put together in [`telling`](crate::telling), with the same building blocks.

pub(crate) mod changes;
pub(crate) mod coming;
pub(crate) mod lines;
pub(crate) mod messages;
#[cfg(test)]
mod tests;

use crate::caps::Caps;
use crate::codec;
use crate::codec::format::{LineSourced, LineStart};
use crate::time::Stamp;
use parlor_model::{Event, Fact, Who};

/// What rendering looks at besides the event.
pub(crate) struct View<'v> {
    pub(crate) caps: Caps,
    pub(crate) server: &'v str,
    /// The batch that the lines belong to.
    pub(crate) batch: Option<&'v str>,
}

/// Writes the lines of an event that happened in `target`: a room's name, or the other one of a direct conversation.
pub(crate) fn event(view: &View<'_>, target: &str, event: &Event, out: &mut Vec<u8>) {
    match &event.fact {
        Fact::Joined { roles } => coming::joined(view, target, event, *roles, out),
        Fact::Left { how, reason } => coming::left(view, target, event, *how, reason, out),
        Fact::Kicked { whom, reason } => coming::kicked(view, target, event, whom, reason, out),
        Fact::BecameKnownAs { now } => {
            coming::known_as(view.caps, &event.by, now, out, |out| start(view, event, false, out));
        }
        Fact::Said { .. } => messages::said(view, target, event, out),
        Fact::Tagged { tags } => messages::tagged(view, target, event, tags, out),
        Fact::Edited { target: number, text } => {
            messages::edited(view, target, event, *number, text, out);
        }
        Fact::Deleted { target: number, reason } => {
            messages::deleted(view, target, event, *number, reason, out);
        }
        Fact::Reacted { target: number, reaction, sign } => {
            messages::reacted(view, target, event, *number, (reaction, *sign), out);
        }
        Fact::TopicSet { text } => {
            sourced(view, event, out).command("TOPIC").param(target).trailing(text);
        }
        Fact::Changed { changes } => changes::changed(view, target, event, changes, out),
        Fact::Renamed { from, to, reason } => {
            coming::renamed(view, event, from.as_str(), to.as_str(), reason, out);
        }
        Fact::Closed { reason } => {
            let words = if reason.is_empty() { "no reason given" } else { reason };
            let line = sourced(view, event, out).command("NOTICE").param(target);
            line.trailing_cut(&format!("This room was closed ({words})"));
        }
        Fact::Invited { whom } => coming::invited(view, target, event, whom, out),
        Fact::Knocked { text } => coming::knocked(view, target, event, text, out),
        // A room's beginning is seen in its first join; accounts are no room's business.
        Fact::Opened { .. } | Fact::Directory(_) => {}
    }
}

/// Begins the line of an event with the tags that the capabilities ask for. `id`: this line is the event, and carries
/// its message id (<https://ircv3.net/specs/extensions/message-ids>).
pub(crate) fn start<'o>(view: &View<'_>, event: &Event, id: bool, out: &'o mut Vec<u8>) -> LineStart<'o> {
    let mut line = codec::line(out);
    // First, so that a label's batch can see that the line is in one already.
    if let Some(batch) = view.batch {
        line = line.tag("batch", batch);
    }
    if view.caps.has(Caps::SERVER_TIME) {
        line = line.tag("time", Stamp::of(event.at).as_str());
    }
    if view.caps.has(Caps::ACCOUNT_TAG)
        && let Some(account) = &event.by.account
    {
        line = line.tag("account", account.as_str());
    }
    if id && view.caps.has(Caps::TAGS) {
        line = line.tag("msgid", &event.id().to_string());
    }
    line
}

/// Begins the one line of an event, with its message id and who did it.
pub(crate) fn sourced<'o>(view: &View<'_>, event: &Event, out: &'o mut Vec<u8>) -> LineSourced<'o> {
    source(start(view, event, true, out), &event.by)
}

/// Adds a person as the source.
pub(crate) fn source<'o>(line: LineStart<'o>, who: &Who) -> LineSourced<'o> {
    line.source_of(who.nick.as_str(), &who.user, &who.host)
}

/// `nick!user@host`.
pub(crate) fn mask_of(who: &Who) -> String {
    format!("{}!{}@{}", who.nick, who.user, who.host)
}
