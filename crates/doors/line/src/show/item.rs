//! What history and search answer.

use super::said::Message;
use super::{Paper, Prefix, Style};
use crate::words::elapsed::Elapsed;
use crate::words::when::When;
use parlor_model::{Fact, Time};
use parlor_server::{Item, RoomTag};
use std::fmt;
use std::sync::Arc;

/// Writes the messages of a page, oldest first. `before` is when the message before the first was said, if that is
/// known and there is one.
pub(crate) fn items(items: &[Item], before: Before, style: Style, paper: &mut Paper<'_>) {
    let mut before = before;
    for item in items {
        let event = &item.event;
        let number = style.numbers.then_some(event.number);
        let elapsed = match before {
            Before::Unknown => None,
            Before::Nothing => Some(Elapsed::since_ms(None, event.at.0)),
            Before::Said(at) => Some(Elapsed::since_ms(Some(at.0), event.at.0)),
        };
        item_line(item, Prefix { room: None, number }, elapsed.filter(|_| style.elapsed), None, style, paper);
        if let Fact::Said { .. } = event.fact {
            before = Before::Said(event.at);
        }
    }
}

/// What was said before the first message of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Before {
    /// Something, but the page does not tell when.
    Unknown,
    /// Nothing: it is the room's first.
    Nothing,
    /// Something, then.
    Said(Time),
}

/// Writes what a search found, oldest first: where, which, when, and the message.
pub(crate) fn found(found: &[(Arc<RoomTag>, Item)], style: Style, paper: &mut Paper<'_>) {
    for (room, item) in found.iter().rev() {
        let at = format_args!("{} ", When(item.event.at)).to_string();
        match &room.name {
            Some(name) => {
                let prefix = Prefix { room: Some(name), number: Some(item.event.number) };
                item_line(item, prefix, None, Some(&at), style, paper);
            }
            None => {
                let at = format!("[{room}] {at}");
                item_line(item, Prefix::default(), None, Some(&at), style, paper);
            }
        }
    }
}

fn item_line(
    item: &Item,
    prefix: Prefix<'_>,
    elapsed: Option<Elapsed>,
    at: Option<&str>,
    style: Style,
    paper: &mut Paper<'_>,
) {
    let event = &item.event;
    let at = at.unwrap_or_default();
    match &event.fact {
        Fact::Said { .. } if item.deleted.is_some() => {
            paper.line(format_args!("{prefix}{at}{}: (deleted)", event.by.nick));
        }
        Fact::Said { manner, text, reply_to, to_role, tags: _ } => {
            let (who, reply_to, to_role) = (&event.by.nick, *reply_to, *to_role);
            let message = Message { who, manner: *manner, text, reply_to, to_role, elapsed };
            paper.line(format_args!("{prefix}{at}{message}{}", Since(item)));
        }
        // Pages of messages hold nothing else; what would come all the same is shown as it was told.
        Fact::Opened { .. }
        | Fact::Joined { .. }
        | Fact::Left { .. }
        | Fact::Kicked { .. }
        | Fact::Invited { .. }
        | Fact::Knocked { .. }
        | Fact::Tagged { .. }
        | Fact::Edited { .. }
        | Fact::Deleted { .. }
        | Fact::Reacted { .. }
        | Fact::TopicSet { .. }
        | Fact::Changed { .. }
        | Fact::Renamed { .. }
        | Fact::Closed { .. }
        | Fact::BecameKnownAs { .. }
        | Fact::Directory(_) => super::fact(event, None, prefix.room, style, false, paper),
    }
}

/// What became of a message since it was said: ` (edited) [👍 2]`.
struct Since<'a>(&'a Item);

impl fmt::Display for Since<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.edited.is_some() {
            f.write_str(" (edited)")?;
        }
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for reaction in &self.0.reactions {
            match counts.iter_mut().find(|(known, _)| *known == &*reaction.reaction) {
                Some((_, count)) => *count += 1,
                None => counts.push((&reaction.reaction, 1)),
            }
        }
        for (at, (reaction, count)) in counts.iter().enumerate() {
            let open = if at == 0 { " [" } else { " " };
            write!(f, "{open}{} {count}", crate::words::clean::OneLine(reaction))?;
        }
        if counts.is_empty() { Ok(()) } else { f.write_str("]") }
    }
}
