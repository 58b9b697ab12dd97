//! What the console shows of what happens in the rooms.

use crate::Console;
use parlor_engine::{Ending, Told};
use parlor_model::{Fact, Leaving, Who};

pub(crate) struct Notes {
    console: Console,
    /// The last act shown, of those that several rooms keep.
    act: u64,
}

impl Notes {
    pub(crate) const fn new(console: Console) -> Self {
        Self { console, act: 0 }
    }

    /// An event is told: comings and goings are shown, what is said is not.
    pub(crate) fn told(&mut self, told: &Told) {
        if !self.console.is_shown() {
            return;
        }
        let (event, room) = (&told.event, &told.room);
        let by = &event.by.nick;
        match &event.fact {
            Fact::Opened { .. } if room.name.is_some() => {
                self.console.line(format_args!("{room} was opened"));
            }
            Fact::Joined { .. } => self.console.line(format_args!("{by} joined {room}")),
            Fact::Left { how, reason } => {
                let how = match how {
                    Leaving::Parted => "left",
                    Leaving::Quit => "quit",
                    Leaving::Lost => "did not come back to",
                };
                self.console.line(format_args!("{by} {how} {room}{}", InBrackets(reason)));
            }
            Fact::Kicked { whom, .. } => {
                self.console.line(format_args!("{by} removed {} from {room}", whom.nick));
            }
            Fact::BecameKnownAs { now } if now.nick != *by && told.act != self.act => {
                self.act = told.act;
                self.console.line(format_args!("{by} is now known as {}", now.nick));
            }
            Fact::Renamed { from, .. } => self.console.line(format_args!("{from} is now called {room}")),
            Fact::Closed { .. } => self.console.line(format_args!("{room} was closed")),
            Fact::Opened { .. }
            | Fact::BecameKnownAs { .. }
            | Fact::Invited { .. }
            | Fact::Knocked { .. }
            | Fact::Tagged { .. }
            | Fact::Said { .. }
            | Fact::Edited { .. }
            | Fact::Deleted { .. }
            | Fact::Reacted { .. }
            | Fact::TopicSet { .. }
            | Fact::Changed { .. }
            | Fact::Directory(_) => {}
        }
    }

    pub(crate) fn ended(&self, who: &Who, how: &Ending, present: usize) {
        if self.console.is_shown() {
            let why = match how {
                Ending::Quit(why) | Ending::Closed(why) => format!("left the house{}", InBrackets(why)),
                Ending::Broken(why) => format!("is gone{}", InBrackets(why)),
            };
            self.console.line(format_args!("{} {why}, {present} present", who.nick));
        }
    }
}

/// A reason behind a sentence; nothing where there is none.
struct InBrackets<'a>(&'a str);

impl std::fmt::Display for InBrackets<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " ({})", self.0) }
    }
}
