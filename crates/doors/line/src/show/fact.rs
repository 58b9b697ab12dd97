//! What happens in a room.

use super::said::Message;
use super::{Paper, Prefix, Style};
use crate::words::changes::Changed;
use crate::words::clean::{Clean, OneLine};
use crate::words::elapsed::Elapsed;
use crate::words::farewells::Why;
use parlor_model::{Event, Fact, Opening, RoomName, Sign, Time};

/// Writes an event of a named room as others see it. Some are nothing to be told: they write nothing.
///
/// `room` is named in front of each line when it is given; `ring` rings the bell with a message.
pub(crate) fn fact(
    event: &Event,
    said_before: Option<Time>,
    room: Option<&RoomName>,
    style: Style,
    ring: bool,
    paper: &mut Paper<'_>,
) {
    let prefix = Prefix { room, number: style.numbers.then_some(event.number) };
    let by = &event.by.nick;
    match &event.fact {
        Fact::Said { manner, text, reply_to, to_role, tags: _ } => {
            let elapsed = style.elapsed.then(|| Elapsed::since_ms(said_before.map(|t| t.0), event.at.0));
            let (reply_to, to_role) = (*reply_to, *to_role);
            let message = Message { who: by, manner: *manner, text, reply_to, to_role, elapsed };
            if ring {
                paper.line_with_bell(format_args!("{prefix}{message}"));
            } else {
                paper.line(format_args!("{prefix}{message}"));
            }
        }
        // What programs tell each other is not for people to read.
        Fact::Tagged { .. } => {}
        Fact::Joined { .. } => paper.line(format_args!("{prefix}{by} has joined")),
        Fact::Left { how: _, reason } => paper.line(format_args!("{prefix}{by} has left{}", Why(reason))),
        Fact::Kicked { whom, reason } => {
            paper.line(format_args!("{prefix}{by} put {} out{}", whom.nick, Why(reason)));
        }
        Fact::Invited { whom } => paper.line(format_args!("{prefix}{by} invited {}", whom.nick)),
        Fact::Knocked { text } => paper.line(format_args!("{prefix}{by} asks to be let in{}", Why(text))),
        Fact::Edited { target, text } => {
            paper.line(format_args!("{prefix}{by} (edit of #{target}): {}", Clean(text)));
        }
        Fact::Deleted { target, reason } => {
            paper.line(format_args!("{prefix}{by} deleted #{target}{}", Why(reason)));
        }
        Fact::Reacted { target, reaction, sign: Sign::Plus } => {
            paper.line(format_args!("{prefix}{by} put {} on #{target}", OneLine(reaction)));
        }
        Fact::Reacted { target, reaction, sign: Sign::Minus } => {
            paper.line(format_args!("{prefix}{by} took {} off #{target}", OneLine(reaction)));
        }
        Fact::TopicSet { text } if text.trim().is_empty() => {
            paper.line(format_args!("{prefix}{by} took the topic away"));
        }
        Fact::TopicSet { text } => paper.line(format_args!("{prefix}{by} set the topic: {}", OneLine(text))),
        Fact::Changed { changes } => {
            for change in changes {
                paper.line(format_args!("{prefix}{}", Changed { by: &event.by, change }));
            }
        }
        Fact::Renamed { from, to, reason } => {
            paper.line(format_args!("{prefix}{by} renamed the room: {from} is {to} now{}", Why(reason)));
        }
        Fact::Closed { reason } => paper.line(format_args!("{prefix}{by} closed the room{}", Why(reason))),
        Fact::BecameKnownAs { now } if now.nick != event.by.nick => {
            paper.line(format_args!("{prefix}{by} is now known as {}", now.nick));
        }
        // An account, a host or a description: who wants to know looks.
        Fact::BecameKnownAs { .. }
        | Fact::Opened { what: Opening::Named { .. } | Opening::Direct { .. } }
        | Fact::Directory(_) => {}
    }
}

#[cfg(test)]
#[path = "fact_tests.rs"]
mod tests;
