//! What of a room is at hand: a stretch of it without holes.

use crate::entry::{Entry, Said, What};
use parlor_api::{Event, Happened, Page};
use std::collections::BTreeMap;

/// The number of an event, and then, for what only this screen says, its place behind it.
pub(crate) type Key = (u64, u32);

/// Entries at hand at most, while nobody looks at old ones.
const ENTRIES_MAX: usize = 4_000;

/// A stretch of a room.
#[derive(Clone, Default, Debug)]
pub(crate) struct Log {
    entries: BTreeMap<Key, Entry>,
    /// There are older ones.
    pub(crate) more_before: bool,
    /// There are newer ones.
    pub(crate) more_after: bool,
}

impl Log {
    /// A page by itself.
    pub(crate) fn of(page: &Page) -> Self {
        let mut log = Self { more_before: page.more_before, more_after: page.more_after, ..Self::default() };
        log.put_all(page);
        log
    }

    fn put_all(&mut self, page: &Page) {
        for message in &page.messages {
            if let Some(entry) = Entry::of_page(message) {
                self.entries.insert((message.event.number, 0), entry);
            }
        }
    }

    /// The newest page of a room: it goes before what was told since, unless there is a hole between them.
    pub(crate) fn newest(&mut self, page: &Page) {
        let last_of_page = page.messages.last().map_or(0, |message| message.event.number);
        let older = self.entries.keys().next().is_some_and(|(first, _)| *first <= last_of_page);
        let first_of_page = page.messages.first().map_or(0, |message| message.event.number);
        let hole = older && self.entries.keys().next_back().is_some_and(|(last, _)| *last < first_of_page);
        if hole {
            self.entries.clear();
        }
        if self.entries.keys().next().is_none_or(|(first, _)| *first >= first_of_page) {
            self.more_before = page.more_before;
        }
        self.put_all(page);
    }

    /// A page from before what is at hand.
    pub(crate) fn older(&mut self, page: &Page) {
        self.more_before = page.more_before;
        self.put_all(page);
    }

    /// A page from after it.
    pub(crate) fn newer(&mut self, page: &Page) {
        self.more_after = page.more_after;
        self.put_all(page);
    }

    /// There is a hole before what comes now.
    pub(crate) fn begin_anew(&mut self) {
        self.entries.clear();
        self.more_before = true;
    }

    /// An event happened. `true`: there is a new entry.
    pub(crate) fn happened(&mut self, event: &Event, trim: bool) -> bool {
        self.alter(event);
        let Some(entry) = Entry::of(event) else { return false };
        let fresh = self.entries.insert((event.number, 0), entry).is_none();
        while trim && self.entries.len() > ENTRIES_MAX {
            self.entries.pop_first();
            self.more_before = true;
        }
        fresh
    }

    /// An event that changes a message that is at hand.
    pub(crate) fn alter(&mut self, event: &Event) {
        match &event.what {
            Happened::Edited(edited) => {
                if let Some(said) = self.said_mut(&edited.message)
                    && said.edited.is_none_or(|number| number < event.number)
                    && !said.deleted
                {
                    said.text = crate::text::clean(&edited.text);
                    said.edited = Some(event.number);
                }
            }
            Happened::Deleted(deleted) => {
                if let Some(said) = self.said_mut(&deleted.message) {
                    said.text.clear();
                    said.deleted = true;
                    said.reactions.clear();
                }
            }
            Happened::Reacted(reacted) => {
                let reaction = crate::text::clean(&reacted.reaction);
                if let Some(said) = self.said_mut(&reacted.message) {
                    said.react(&reaction, &event.by, reacted.on);
                }
            }
            _ => {}
        }
    }

    fn said_mut(&mut self, id: &str) -> Option<&mut Said> {
        // Messages that are changed are mostly new ones.
        self.entries.values_mut().rev().find_map(|entry| match &mut entry.what {
            What::Said(said) if said.id == id => Some(said),
            _ => None,
        })
    }

    /// Something that only this screen says, behind everything there is.
    pub(crate) fn note(&mut self, entry: Entry) {
        let (number, place) = self.entries.keys().next_back().copied().unwrap_or((0, 0));
        self.entries.insert((number, place + 1), entry);
    }

    pub(crate) fn get(&self, key: Key) -> Option<&Entry> {
        self.entries.get(&key)
    }

    /// A message by its id.
    pub(crate) fn by_id(&self, id: &str) -> Option<(Key, &Entry)> {
        let has_it = |entry: &Entry| entry.said().is_some_and(|said| said.id == id);
        self.entries.iter().rev().find(|(_, entry)| has_it(entry)).map(|(key, entry)| (*key, entry))
    }

    pub(crate) fn first(&self) -> Option<Key> {
        self.entries.keys().next().copied()
    }

    pub(crate) fn last(&self) -> Option<Key> {
        self.entries.keys().next_back().copied()
    }

    /// Entries from this one back, itself included.
    pub(crate) fn back_from(&self, key: Key) -> impl Iterator<Item = (Key, &Entry)> {
        self.entries.range(..=key).rev().map(|(key, entry)| (*key, entry))
    }

    /// Entries after this one.
    pub(crate) fn after(&self, key: Key) -> impl Iterator<Item = (Key, &Entry)> {
        use std::ops::Bound::{Excluded, Unbounded};
        self.entries.range((Excluded(key), Unbounded)).map(|(key, entry)| (*key, entry))
    }

    /// Entries before this one, newest first.
    pub(crate) fn before(&self, key: Key) -> impl Iterator<Item = (Key, &Entry)> {
        self.entries.range(..key).rev().map(|(key, entry)| (*key, entry))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key, &Entry)> {
        self.entries.iter().map(|(key, entry)| (*key, entry))
    }
}
