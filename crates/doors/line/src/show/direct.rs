//! What happens in a direct conversation.

use super::said::Message;
use super::{Paper, Style};
use crate::words::clean::{Clean, OneLine};
use crate::words::elapsed::Elapsed;
use parlor_model::{Event, Fact, PersonId, Role, Sign};
use parlor_server::Told;
use std::fmt;

/// Writes an event of a direct conversation for `me`.
///
/// Without numbers, also when numbers are on: a number typed means a message of the current room, which a direct
/// conversation never is.
pub(crate) fn direct(told: &Told, me: PersonId, style: Style, ring: bool, paper: &mut Paper<'_>) {
    let Told { event, room, said_before, .. } = told;
    let to = (event.by.person == me).then(|| room.other(me)).flatten();
    let who = Between { event, to: to.map(|other| other.nick.as_str()) };
    match &event.fact {
        Fact::Said { manner, text, .. } => {
            let elapsed = style.elapsed.then(|| Elapsed::since_ms(said_before.map(|t| t.0), event.at.0));
            let message =
                Message { who: &who, manner: *manner, text, reply_to: None, to_role: Role::Plain, elapsed };
            if ring {
                paper.line_with_bell(format_args!("{message}"));
            } else {
                paper.line(format_args!("{message}"));
            }
        }
        Fact::Edited { text, .. } => paper.line(format_args!("{who} (edited): {}", Clean(text))),
        Fact::Deleted { .. } => paper.line(format_args!("{who}: a message was deleted")),
        Fact::Reacted { reaction, sign: Sign::Plus, .. } => {
            paper.line(format_args!("{who}: {} was put on a message", OneLine(reaction)));
        }
        Fact::Reacted { reaction, sign: Sign::Minus, .. } => {
            paper.line(format_args!("{who}: {} was taken off a message", OneLine(reaction)));
        }
        // It begins with the message that is told next; of the rest nothing happens between two.
        Fact::Opened { .. }
        | Fact::Joined { .. }
        | Fact::Left { .. }
        | Fact::Kicked { .. }
        | Fact::Invited { .. }
        | Fact::Knocked { .. }
        | Fact::Tagged { .. }
        | Fact::TopicSet { .. }
        | Fact::Changed { .. }
        | Fact::Renamed { .. }
        | Fact::Closed { .. }
        | Fact::BecameKnownAs { .. }
        | Fact::Directory(_) => {}
    }
}

/// From whom to whom: `ann (to you)`, `you -> bob`.
struct Between<'a> {
    event: &'a Event,
    to: Option<&'a str>,
}

impl fmt::Display for Between<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(other) => write!(f, "you -> {other}"),
            None => write!(f, "{} (to you)", self.event.by.nick),
        }
    }
}
