//! One room, as the screen knows it.

use crate::entry::{Entry, What};
use crate::log::{Key, Log};
use crate::text::{names, one_line};
use parlor_api::{Event, Happened, Member, Person, Role};
use std::collections::BTreeMap;

/// How long somebody is said to be typing who does not say more, in milliseconds.
const TYPING_MS: u64 = 6_000;

/// A room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) topic: Option<String>,
    pub(crate) flags: Vec<parlor_api::Flag>,
    /// By person.
    pub(crate) members: BTreeMap<String, Member>,
    /// There may be more of them than one may see.
    pub(crate) members_count: usize,
    pub(crate) my_role: Option<Role>,
    pub(crate) log: Log,
    /// An older stretch that is looked at instead.
    pub(crate) past: Option<Log>,
    /// One has read everything up to here; unknown at first.
    pub(crate) read: Option<u64>,
    /// Told to the server.
    pub(crate) read_told: u64,
    pub(crate) unread: usize,
    pub(crate) mentions: usize,
    /// Where new messages began when one came to look.
    pub(crate) mark: Option<u64>,
    /// The lowest entry shown; `None`: the newest.
    pub(crate) bottom: Option<Key>,
    /// Rows of it that are below the screen.
    pub(crate) skip: usize,
    pub(crate) selected: Option<Key>,
    /// A page is being fetched.
    pub(crate) fetching: bool,
    /// Person, name and until when.
    typing: Vec<(String, String, u64)>,
    /// Who spoke, the last one last.
    pub(crate) speakers: Vec<String>,
    pub(crate) draft: String,
    pub(crate) mine: bool,
}

impl Room {
    pub(crate) fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: one_line(name), mine: true, ..Self::default() }
    }

    pub(crate) fn is_direct(&self) -> bool {
        self.name.starts_with('@')
    }

    /// What is looked at.
    pub(crate) fn shown(&self) -> &Log {
        self.past.as_ref().unwrap_or(&self.log)
    }

    /// Whether the newest is on the screen.
    pub(crate) const fn at_bottom(&self) -> bool {
        self.bottom.is_none() && self.past.is_none()
    }

    pub(crate) fn go_to_bottom(&mut self) {
        self.bottom = None;
        self.skip = 0;
        self.past = None;
        self.selected = None;
    }

    /// A look at it, from the server.
    pub(crate) fn looked_at(&mut self, room: parlor_api::Room) {
        self.name = one_line(&room.room);
        self.topic = room.topic.map(|topic| topic.text);
        self.flags = room.policy.flags;
        self.members_count = room.members_count;
        self.members = room.members.into_iter().map(|m| (m.who.person.clone(), m)).collect();
        self.my_role = room.mine;
        self.mine = true;
    }

    /// What an event changes about the room itself.
    pub(crate) fn follow(&mut self, event: &Event) {
        let by = &event.by;
        match &event.what {
            Happened::Joined(joined) => {
                let member = Member { who: by.clone(), role: joined.role, away: false, operator: false };
                if self.members.insert(by.person.clone(), member).is_none() {
                    self.members_count += 1;
                }
            }
            Happened::Left(_) => self.is_gone(&by.person),
            Happened::Kicked(kicked) => self.is_gone(&kicked.whom.person),
            Happened::Became(became) => self.became(by, &became.now),
            Happened::TopicSet(topic) => {
                self.topic = Some(topic.text.clone()).filter(|text| !text.is_empty());
            }
            Happened::Renamed(renamed) => self.name = one_line(&renamed.to),
            Happened::Said(_) => {
                self.stopped_typing(&by.person);
                self.speakers.retain(|name| *name != by.name);
                self.speakers.push(by.name.clone());
            }
            _ => {}
        }
    }

    fn is_gone(&mut self, person: &str) {
        if self.members.remove(person).is_some() {
            self.members_count = self.members_count.saturating_sub(1);
        }
        self.stopped_typing(person);
    }

    pub(crate) fn became(&mut self, before: &Person, now: &Person) {
        if let Some(mut member) = self.members.remove(&before.person) {
            member.who = now.clone();
            self.members.insert(now.person.clone(), member);
        }
        self.speakers
            .iter_mut()
            .filter(|name| **name == before.name)
            .for_each(|name| now.name.clone_into(name));
        if self.name == format!("@{}", before.name) {
            self.name = format!("@{}", one_line(&now.name));
        }
    }

    /// How much an event is to somebody who does not look: nothing, something, or a word to them.
    pub(crate) fn weight(&self, event: &Event, me: &Person) -> Weight {
        let Happened::Said(said) = &event.what else { return Weight::Nothing };
        if event.by.person == me.person {
            return Weight::Nothing;
        }
        let answers_me = said.reply_to.as_ref().is_some_and(|id| {
            let by = self.log.by_id(id).and_then(|(_, entry)| entry.by.as_ref());
            by.is_some_and(|by| by.person == me.person)
        });
        if self.is_direct() || answers_me || names(&said.text, &me.name) {
            Weight::ToMe
        } else {
            Weight::Something
        }
    }

    /// Counts what was not read, anew.
    pub(crate) fn count(&mut self, me: &Person) {
        let Some(read) = self.read else { return };
        (self.unread, self.mentions) = (0, 0);
        for ((number, _), entry) in self.log.iter() {
            let Some(said) = entry.said().filter(|said| number > read && !said.deleted) else { continue };
            if entry.by.as_ref().is_some_and(|by| by.person == me.person) {
                continue;
            }
            self.unread += 1;
            self.mentions += usize::from(self.name.starts_with('@') || names(&said.text, &me.name));
        }
    }

    /// The server says how far one has read, here or elsewhere.
    pub(crate) fn has_read(&mut self, upto: Option<u64>, me: Option<&Person>) {
        let Some(upto) = upto else { return };
        self.read_told = self.read_told.max(upto);
        if self.read < Some(upto) {
            self.read = Some(upto);
            if let Some(me) = me {
                self.count(me);
            }
        }
    }

    /// Everything is read now. `true`: it was not before.
    pub(crate) fn is_read(&mut self) -> bool {
        let last = self.log.last().map_or(0, |(number, _)| number);
        let news = self.read.is_none_or(|read| read < last);
        self.read = Some(self.read.unwrap_or(0).max(last));
        (self.unread, self.mentions) = (0, 0);
        news
    }

    pub(crate) fn is_typing(&mut self, person: &Person, now_ms: u64) {
        self.stopped_typing(&person.person);
        self.typing.push((person.person.clone(), one_line(&person.name), now_ms + TYPING_MS));
    }

    pub(crate) fn stopped_typing(&mut self, person: &str) {
        self.typing.retain(|(who, ..)| who != person);
    }

    /// Forgets who has not said for a while that they type. `true`: somebody was.
    pub(crate) fn forget_typing(&mut self, now_ms: u64) -> bool {
        let before = self.typing.len();
        self.typing.retain(|(_, _, until)| *until > now_ms);
        self.typing.len() != before
    }

    /// `ann and bob are typing…`
    pub(crate) fn typing_words(&self) -> Option<String> {
        let names: Vec<&str> = self.typing.iter().map(|(_, name, _)| name.as_str()).collect();
        match names[..] {
            [] => None,
            [one] => Some(format!("{one} is typing…")),
            [one, two] => Some(format!("{one} and {two} are typing…")),
            [..] => Some(format!("{} people are typing…", names.len())),
        }
    }

    pub(crate) fn note(&mut self, entry: Entry) {
        self.log.note(entry);
    }

    /// Whether an entry is shown, where comings and goings may not be.
    pub(crate) const fn shows(entry: &Entry, comings: bool) -> bool {
        comings || !matches!(entry.what, What::Coming(_))
    }
}

/// See [`Room::weight`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Weight {
    Nothing,
    Something,
    ToMe,
}
