//! How a message stands by now: edits, deletions and reactions worked in.

use super::columns::{EVENT, event, id, int};
use super::trouble::Tried;
use super::whos::Whos;
use crate::{Item, Reaction};
use parlor_model::{Event, Fact, Number, RoomId, Sign, Text, Time};
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::sync::Arc;

/// What was done to one message.
#[derive(Default)]
pub(super) struct Standing {
    pub(super) edited: Option<(Number, Time, Text)>,
    pub(super) deleted: Option<(Number, Time)>,
    pub(super) reactions: Vec<Reaction>,
}

impl Standing {
    fn take_in(&mut self, done: Event) {
        match done.fact {
            Fact::Edited { text, .. } => self.edited = Some((done.number, done.at, text)),
            Fact::Deleted { .. } => {
                self.deleted.get_or_insert((done.number, done.at));
                // They were about words that are gone.
                self.reactions.clear();
            }
            Fact::Reacted { reaction, sign, .. } => {
                let (by, number) = (done.by, done.number);
                self.reactions.retain(|r| !(r.by.person == by.person && r.reaction == reaction));
                if sign == Sign::Plus {
                    self.reactions.push(Reaction { reaction, by, number });
                }
            }
            Fact::Opened { .. }
            | Fact::Joined { .. }
            | Fact::Left { .. }
            | Fact::Kicked { .. }
            | Fact::Invited { .. }
            | Fact::Knocked { .. }
            | Fact::Tagged { .. }
            | Fact::Said { .. }
            | Fact::TopicSet { .. }
            | Fact::Changed { .. }
            | Fact::Renamed { .. }
            | Fact::Closed { .. }
            | Fact::BecameKnownAs { .. }
            | Fact::Directory(_) => {}
        }
    }

    /// The message as it stands.
    pub(super) fn item(self, mut event: Event) -> Item {
        let Self { edited, deleted, reactions } = self;
        let edited = edited.map(|(number, at, newest)| {
            if let Fact::Said { text, .. } = &mut event.fact {
                *text = newest;
            }
            (number, at)
        });
        if deleted.is_some()
            && let Fact::Said { text, tags, .. } = &mut event.fact
        {
            (*text, *tags) = (Text::none(), None);
        }
        Item { event: Arc::new(event), edited, deleted, reactions }
    }
}

/// What was done to the messages from `first` to `last`, up to the number told.
///
/// A deletion counts even before it was told: its words are gone, and a message without words would puzzle.
pub(super) fn of(
    conn: &Connection,
    whos: &mut Whos,
    room: RoomId,
    (first, last): (Number, Number),
    told: Number,
) -> Tried<HashMap<Number, Standing>> {
    let mut ask = conn.prepare_cached(&format!(
        "SELECT {EVENT} FROM events INDEXED BY events_target
         WHERE room = ?1 AND target BETWEEN ?2 AND ?3 ORDER BY number"
    ))?;
    let mut rows = ask.query(params![id(room.0), int(first.0), int(last.0)])?;
    let mut standings: HashMap<Number, Standing> = HashMap::new();
    while let Some(row) = rows.next()? {
        let done = event(row, whos, conn)?;
        if let Fact::Deleted { target, .. } = done.fact {
            standings.entry(target).or_default().take_in(done);
        } else if let Fact::Edited { target, .. } | Fact::Reacted { target, .. } = done.fact
            && done.number <= told
        {
            standings.entry(target).or_default().take_in(done);
        }
    }
    Ok(standings)
}
