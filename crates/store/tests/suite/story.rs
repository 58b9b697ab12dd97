//! Random but possible logs, and the naive model of what a store answers about them.

use parlor_model::{
    AccountName, Audience, Event, Fact, Key, Leaving, Manner, Nickname, Number, Opening, PersonId, Policy,
    Role, Roles, RoomId, RoomName, Sign, Text, Time, Who,
};
use parlor_store::{Batch, Item, Reaction};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn text(text: &str) -> Text {
    Text::trusted(text)
}

/// Person `n`, in one of the shapes they have had.
pub fn who(n: u64) -> Arc<Who> {
    let (person, shape) = (n % 10, n / 10);
    Arc::new(Who {
        person: PersonId(person),
        nick: Nickname::trusted(&format!("P{person}{}", "x".repeat(shape as usize))),
        user: "u".into(),
        host: "host".into(),
        address: "192.0.2.1".into(),
        account: (person % 2 == 0).then(|| AccountName::trusted(&format!("Acc{person}"))),
        real: "".into(),
    })
}

/// What somebody wants to happen; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub enum Deed {
    Say { room: u64, by: u64, words: String, only: Option<Vec<u64>>, key: bool },
    Edit { which: usize, words: String },
    Delete { which: usize },
    React { which: usize, by: u64, reaction: String, on: bool },
    Join { room: u64, by: u64, only: Option<Vec<u64>> },
    Part { room: u64, by: u64 },
    Topic { room: u64, by: u64, words: String },
}

/// A log of several rooms, as it was kept.
#[derive(Default)]
pub struct Story {
    pub rooms: BTreeMap<RoomId, Vec<Event>>,
    /// In the order of keeping.
    pub said: Vec<(RoomId, Number)>,
    pub now: u64,
}

impl Story {
    /// The event that this deed is, if it can be done; the clock goes on by `later`.
    pub fn tell(&mut self, deed: &Deed, later: u64) -> Option<Arc<Event>> {
        self.now += later;
        let only = |only: &Option<Vec<u64>>| match only {
            None => Audience::Room,
            Some(people) => Audience::these(people.iter().copied().map(PersonId)),
        };
        let (room, by, heard, key, fact) = match deed {
            Deed::Say { room, by, words, only: people, key } => {
                let key = key.then(|| Key::parse(&format!("k{}-{room}", self.said.len())).unwrap());
                let fact = Fact::Said {
                    manner: Manner::Say,
                    text: text(words),
                    reply_to: None,
                    to_role: Role::Plain,
                    tags: people.is_none().then(|| text(&format!("+said={words}"))),
                };
                (RoomId(*room), who(*by), only(people), key, fact)
            }
            Deed::Edit { which, words } => {
                let message = self.standing_message(*which)?;
                let fact = Fact::Edited { target: message.number, text: text(words) };
                (message.room, message.by, message.heard, None, fact)
            }
            Deed::Delete { which } => {
                let message = self.standing_message(*which)?;
                let fact = Fact::Deleted { target: message.number, reason: text("why") };
                (message.room, message.by, message.heard, None, fact)
            }
            Deed::React { which, by, reaction, on } => {
                let message = self.standing_message(*which)?;
                let sign = if *on { Sign::Plus } else { Sign::Minus };
                let fact = Fact::Reacted { target: message.number, reaction: text(reaction), sign };
                (message.room, who(*by), message.heard, None, fact)
            }
            Deed::Join { room, by, only: people } => {
                (RoomId(*room), who(*by), only(people), None, Fact::Joined { roles: Roles::NONE })
            }
            Deed::Part { room, by } => {
                let fact = Fact::Left { how: Leaving::Quit, reason: text("bye") };
                (RoomId(*room), who(*by), Audience::Room, None, fact)
            }
            Deed::Topic { room, by, words } => {
                (RoomId(*room), who(*by), Audience::Room, None, Fact::TopicSet { text: text(words) })
            }
        };
        Some(self.push(room, by, heard, key, fact))
    }

    pub fn push(
        &mut self,
        room: RoomId,
        by: Arc<Who>,
        heard: Audience,
        key: Option<Key>,
        fact: Fact,
    ) -> Arc<Event> {
        let log = self.rooms.entry(room).or_default();
        let number = Number(log.len() as u64 + 1);
        if matches!(fact, Fact::Said { .. }) {
            self.said.push((room, number));
        }
        let event = Event { room, number, at: Time(self.now), by, key, heard, fact };
        log.push(event.clone());
        Arc::new(event)
    }

    /// Opens a room.
    pub fn open(&mut self, room: u64) -> Arc<Event> {
        let name = RoomName::trusted(&format!("#r{room}"));
        let what = Opening::Named { name, policy: Policy::default() };
        self.push(RoomId(room), who(0), Audience::Room, None, Fact::Opened { what })
    }

    /// Says something plainly.
    pub fn say(&mut self, room: u64, by: u64, words: &str) -> Arc<Event> {
        let deed = Deed::Say { room, by, words: words.to_owned(), only: None, key: false };
        self.tell(&deed, 1).unwrap()
    }

    fn standing_message(&self, which: usize) -> Option<Event> {
        let (room, number) = *self.said.get(which.checked_rem(self.said.len())?)?;
        let item = self.item(room, number, Number(u64::MAX));
        item.deleted.is_none().then(|| Event::clone(&item.event))
    }

    /// An event as it stands, up to the number told.
    pub fn item(&self, room: RoomId, number: Number, told: Number) -> Item {
        let log = &self.rooms[&room];
        let mut event = log[number.0 as usize - 1].clone();
        let (mut edited, mut deleted, mut reactions) = (None, None, Vec::<Reaction>::new());
        for done in log {
            match &done.fact {
                Fact::Edited { target, text: new } if *target == number && done.number <= told => {
                    edited = Some((done.number, done.at));
                    if let Fact::Said { text, .. } = &mut event.fact {
                        text.clone_from(new);
                    }
                }
                Fact::Deleted { target, .. } if *target == number => deleted = Some((done.number, done.at)),
                Fact::Reacted { target, reaction, sign } if *target == number && done.number <= told => {
                    reactions.retain(|r| r.by.person != done.by.person || r.reaction != *reaction);
                    if *sign == Sign::Plus {
                        let reaction = reaction.clone();
                        reactions.push(Reaction { reaction, by: Arc::clone(&done.by), number: done.number });
                    }
                }
                _ => {}
            }
        }
        if deleted.is_some()
            && let Fact::Said { text, tags, .. } = &mut event.fact
        {
            (*text, *tags) = (Text::none(), None);
            reactions.clear();
        }
        Item { event: Arc::new(event), edited, deleted, reactions }
    }

    /// The log as a cursor reads it: words of deleted messages are gone, the rest is as it was.
    pub fn erased(&self, room: RoomId) -> Vec<Event> {
        let log = &self.rooms[&room];
        let gone: Vec<Number> = log
            .iter()
            .filter_map(|e| if let Fact::Deleted { target, .. } = e.fact { Some(target) } else { None })
            .collect();
        let mut log = log.clone();
        for event in &mut log {
            match &mut event.fact {
                Fact::Said { text, tags, .. } if gone.contains(&event.number) => {
                    (*text, *tags) = (Text::none(), None);
                }
                Fact::Edited { target, text } if gone.contains(target) => *text = Text::none(),
                _ => {}
            }
        }
        log
    }
}

/// One batch of these events.
pub fn batch(events: impl IntoIterator<Item = Arc<Event>>) -> Batch {
    Batch { events: events.into_iter().collect(), ..Batch::default() }
}

/// Words that make trouble for searching.
pub fn words() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Hello",
        "héllo",
        "HELLO",
        "world",
        "日本語",
        "日",
        "本",
        "語",
        "Straße",
        "strasse",
        "a",
        "b",
        "ab",
        "ba",
        "é",
        "が",
        "か",
        "ﬁne",
        "東京",
        "京都",
        "x-y",
        "100%",
        "\"q\"",
        "…",
        "\n",
    ]);
    prop::collection::vec((piece, any::<bool>()), 1..5).prop_map(|pieces| {
        pieces.into_iter().flat_map(|(piece, space)| [piece, if space { " " } else { "" }]).collect()
    })
}

/// A deed in one of three rooms by one of four people, as often a message as anything else.
pub fn deed() -> impl Strategy<Value = Deed> {
    let room = 1..4u64;
    let by = prop::sample::select(vec![1, 2, 3, 4, 11, 12]);
    let only = prop::option::weighted(0.2, prop::collection::vec(1..5u64, 0..3));
    let which = any::<prop::sample::Index>().prop_map(|i| i.index(1000));
    let reaction = prop::sample::select(vec!["+1", "❤"]).prop_map(str::to_owned);
    prop_oneof![
        8 => (room.clone(), by.clone(), words(), only.clone(), any::<bool>())
            .prop_map(|(room, by, words, only, key)| Deed::Say { room, by, words, only, key }),
        3 => (which.clone(), words()).prop_map(|(which, words)| Deed::Edit { which, words }),
        2 => which.clone().prop_map(|which| Deed::Delete { which }),
        3 => (which, by.clone(), reaction, any::<bool>())
            .prop_map(|(which, by, reaction, on)| Deed::React { which, by, reaction, on }),
        2 => (room.clone(), by.clone(), only).prop_map(|(room, by, only)| Deed::Join { room, by, only }),
        1 => (room.clone(), by.clone()).prop_map(|(room, by)| Deed::Part { room, by }),
        1 => (room, by, words()).prop_map(|(room, by, words)| Deed::Topic { room, by, words }),
    ]
}

/// Deeds with the time between them, cut into batches.
pub fn deeds() -> impl Strategy<Value = Vec<Vec<(Deed, u64)>>> {
    prop::collection::vec(prop::collection::vec((deed(), 0..3u64), 1..8), 1..10)
}
