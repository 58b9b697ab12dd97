//! News as lines.

use parlor_api::{Event, Happened, Leaving, Manner, Message};
use parlor_tui::clean;
use std::collections::VecDeque;

/// Messages whose authors are remembered, for answers to them.
const REMEMBERED: usize = 500;

/// Makes lines of events.
#[derive(Default)]
pub(super) struct Lines {
    /// The room that needs no name before its lines.
    home: Option<String>,
    authors: VecDeque<(String, String)>,
}

impl Lines {
    /// Lines of this room, and others with their names before them.
    pub(super) fn at(home: String) -> Self {
        Self { home: Some(home), ..Self::default() }
    }

    /// A message of before.
    pub(super) fn past(&mut self, message: &Message) -> Option<String> {
        match &message.event.what {
            Happened::Said(_) if message.deleted_at.is_none() => self.of(&message.event),
            _ => None,
        }
    }

    /// An event, as one line; what comes after its first line is indented. `None`: it is nothing to read.
    pub(super) fn of(&mut self, event: &Event) -> Option<String> {
        let who = line(&event.by.name);
        let why =
            |reason: &str| if reason.is_empty() { String::new() } else { format!(" ({})", line(reason)) };
        let words = match &event.what {
            Happened::Said(said) => {
                if self.authors.len() >= REMEMBERED {
                    self.authors.pop_front();
                }
                self.authors.push_back((event.message_id.clone(), who.clone()));
                let to = said.reply_to.as_ref().map(|id| {
                    let known = self.authors.iter().find(|(known, _)| known == id);
                    known.map_or(" (to an older message)".to_owned(), |(_, name)| format!(" (to {name})"))
                });
                let (text, to) = (clean(&said.text).replace('\n', "\n  "), to.unwrap_or_default());
                match said.manner {
                    Manner::Action => format!("* {who}{to} {text}"),
                    Manner::Notice => format!("-{who}- {text}"),
                    Manner::Say => format!("{who}{to}: {text}"),
                    Manner::Ctcp | Manner::CtcpReply => return None,
                }
            }
            Happened::Edited(edited) => {
                format!("{who} (edit): {}", clean(&edited.text).replace('\n', "\n  "))
            }
            Happened::Deleted(deleted) => format!("{who} deleted a message{}", why(&deleted.reason)),
            Happened::Reacted(reacted) => {
                let what = if reacted.on { "reacted" } else { "took back" };
                format!("{who} {what} {}", line(&reacted.reaction))
            }
            Happened::Joined(_) => format!("{who} joined"),
            Happened::Left(left) => match left.how {
                Leaving::Parted | Leaving::Quit | Leaving::Lost => format!("{who} left{}", why(&left.reason)),
            },
            Happened::Kicked(kicked) => {
                format!("{who} removed {}{}", line(&kicked.whom.name), why(&kicked.reason))
            }
            Happened::TopicSet(topic) => format!("{who} set the topic: {}", line(&topic.text)),
            Happened::Renamed(renamed) => format!("{who} named the room {}", line(&renamed.to)),
            Happened::Closed(closed) => format!("{who} closed the room{}", why(&closed.reason)),
            Happened::Became(became) if became.now.name != event.by.name => {
                format!("{who} is {} now", line(&became.now.name))
            }
            Happened::Became(_)
            | Happened::Opened(_)
            | Happened::Invited(_)
            | Happened::Knocked(_)
            | Happened::Tagged(_)
            | Happened::Changed(_)
            | Happened::House {} => return None,
        };
        let at_home = self.home.as_ref().is_none_or(|home| home.eq_ignore_ascii_case(&event.room));
        Some(if at_home { words } else { format!("[{}] {words}", line(&event.room)) })
    }
}

fn line(text: &str) -> String {
    clean(text).replace('\n', " ")
}
