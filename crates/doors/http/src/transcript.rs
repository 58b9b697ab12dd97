//! What was said as text, a line each: for `curl`, `grep` and people.

use parlor_api::{Event, Happened, Manner, Message, Said};
use std::borrow::Cow;
use std::fmt::Write;

/// How lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Style {
    /// `2026-01-31 14:02:05 ann: hello`
    #[default]
    Dated,
    /// `ann:(0:12)-hello`, with the time since the message before.
    Elapsed,
}

/// Writes lines one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paper {
    pub(crate) style: Style,
    /// Also who comes and goes, and the like.
    pub(crate) all: bool,
    /// When the last message was said.
    pub(crate) before: Option<u64>,
}

impl Paper {
    /// A message as it stands by now.
    pub(crate) fn message(&mut self, message: &Message, out: &mut String) {
        if message.deleted_at.is_none() {
            self.event(&message.event, out);
        } else if let Happened::Said(_) = &message.event.what {
            // Its words are gone; that it was said still counts for the time between messages.
            self.before = milliseconds(&message.event.at).or(self.before);
        }
    }

    /// Something that happened.
    pub(crate) fn event(&mut self, event: &Event, out: &mut String) {
        let by = plain(&event.by.name);
        let words = match &event.what {
            Happened::Said(said) => return self.said(event, said, out),
            Happened::Edited(edit) => {
                format!("{by} (edit of {}): {}", number_of(&edit.message), lines(&edit.text))
            }
            Happened::Deleted(delete) => format!("{by} deleted {}", number_of(&delete.message)),
            _ if !self.all => return,
            Happened::Joined(_) => format!("{by} has joined"),
            Happened::Left(left) => format!("{by} has left{}", why(&left.reason)),
            Happened::Kicked(kick) => format!("{by} put {} out{}", plain(&kick.whom.name), why(&kick.reason)),
            Happened::Reacted(react) => {
                let (what, on) = (plain(&react.reaction), number_of(&react.message));
                if react.on {
                    format!("{by} put {what} on {on}")
                } else {
                    format!("{by} took {what} off {on}")
                }
            }
            Happened::TopicSet(topic) => format!("{by} set the topic: {}", lines(&topic.text)),
            Happened::Renamed(renamed) => {
                format!("{by} renamed the room: {} is {} now", plain(&renamed.from), plain(&renamed.to))
            }
            Happened::Closed(closed) => format!("{by} closed the room{}", why(&closed.reason)),
            Happened::Became(became) if became.now.name != event.by.name => {
                format!("{by} is now known as {}", plain(&became.now.name))
            }
            Happened::Opened(_)
            | Happened::Invited(_)
            | Happened::Knocked(_)
            | Happened::Tagged(_)
            | Happened::Changed(_)
            | Happened::Became(_)
            | Happened::House {} => return,
        };
        // Writing to a string does not fail.
        let _ = match self.style {
            Style::Dated => writeln!(out, "{} * {words}", date(&event.at)),
            Style::Elapsed => writeln!(out, "* {words}"),
        };
    }

    fn said(&mut self, event: &Event, said: &Said, out: &mut String) {
        let (by, text) = (plain(&event.by.name), lines(&said.text));
        let now = milliseconds(&event.at);
        let before = self.before;
        self.before = now.or(before);
        let _ = match self.style {
            Style::Elapsed => writeln!(out, "{by}:({})-{text}", elapsed(before, now)),
            Style::Dated => {
                let date = date(&event.at);
                match said.manner {
                    Manner::Action => writeln!(out, "{date} * {by} {text}"),
                    Manner::Notice => writeln!(out, "{date} -{by}- {text}"),
                    Manner::Say | Manner::Ctcp | Manner::CtcpReply => writeln!(out, "{date} {by}: {text}"),
                }
            }
        };
    }
}

/// `2026-01-31T14:02:05.123Z` as people write it.
fn date(at: &str) -> String {
    at.get(..19).unwrap_or(at).replace('T', " ")
}

fn milliseconds(at: &str) -> Option<u64> {
    parlor_api::parse_moment(at, parlor_model::Time(0)).map(|t| t.0)
}

/// Whole seconds between two moments: `0:12`, `12:05`, `1:00:00`. A room's first message has none before it.
fn elapsed(before: Option<u64>, now: Option<u64>) -> String {
    let seconds = before.zip(now).map_or(0, |(before, now)| now.saturating_sub(before) / 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 { format!("{minutes}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

/// The number within a message's id: what `#12` is.
fn number_of(message: &str) -> String {
    parlor_model::MessageId::parse(message).map_or_else(|| message.to_owned(), |id| format!("#{}", id.number))
}

fn why(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({})", lines(reason)) }
}

/// A text whose further lines are set in, so that they are not taken for messages.
fn lines(text: &str) -> String {
    plain(text).replace('\n', "\n    ")
}

/// A text that does nothing to a terminal.
fn plain(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(harmful) { text.replace(harmful, "\u{fffd}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_api::Person;

    fn said(at: &str, text: &str, manner: Manner) -> Event {
        Event {
            room: "#ops".into(),
            room_id: "!1".into(),
            number: 3,
            message_id: "1-3".into(),
            at: at.into(),
            by: Person { name: "ann".into(), account: None, person: "1".into() },
            what: Happened::Said(Said {
                text: text.into(),
                manner,
                reply_to: None,
                to_role: Default::default(),
            }),
        }
    }

    #[track_caller]
    fn check(style: Style, events: &[Event], expected: &str) {
        let (mut paper, mut out) = (Paper { style, ..Paper::default() }, String::new());
        for event in events {
            paper.event(event, &mut out);
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn dated_lines() {
        check(
            Style::Dated,
            &[
                said("2026-01-31T14:02:05.123Z", "hello\nworld", Manner::Say),
                said("2026-01-31T14:02:06.000Z", "waves \u{1b}[2J", Manner::Action),
            ],
            "2026-01-31 14:02:05 ann: hello\n    world\n2026-01-31 14:02:06 * ann waves \u{fffd}[2J\n",
        );
    }

    #[test]
    fn the_form_of_the_origin_document() {
        check(
            Style::Elapsed,
            &[
                said("2026-01-31T14:02:05.000Z", "Hello, how is everyone?", Manner::Say),
                said("2026-01-31T14:02:17.900Z", "Fine.", Manner::Say),
                said("2026-01-31T15:02:18.000Z", "Still.", Manner::Say),
            ],
            "ann:(0:00)-Hello, how is everyone?\nann:(0:12)-Fine.\nann:(1:00:00)-Still.\n",
        );
    }
}
