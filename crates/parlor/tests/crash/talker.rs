//! Somebody who talks at full rate, at whichever door, and comes back whenever the house does.

use crate::notes::{Heard, Notes, text};
use crate::stage::{Addresses, Stage};
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::mpsc::Sender;

/// Messages that are on the way at once. More than one, so that a kill finds some in every state.
const WINDOW: usize = 32;

/// How to talk at one of the doors.
pub(crate) trait Mouth: Sized {
    /// Whether they ask, when coming back, for what they missed.
    const CATCHES_UP: bool;

    /// Comes in, and into the rooms. `back`: they were in them when the house went down, and must be found there.
    /// `after`: the id of the last message that they have of each room, for those who catch up.
    fn enter(
        at: &Addresses,
        nick: &str,
        rooms: &[&str],
        back: bool,
        after: &BTreeMap<String, String>,
    ) -> io::Result<Self>;

    /// Says something.
    fn say(&mut self, room: &str, text: &str) -> io::Result<()>;

    /// The next line that they hear.
    fn hear(&mut self) -> io::Result<Sound>;
}

/// What a line turns out to be.
pub(crate) enum Sound {
    /// A message as it is told, with its number. `ack`: one's own, and thereby confirmed.
    Message { heard: Heard, ack: bool },
    /// A message of the past.
    Past(Heard),
    /// One's own text or another's, but without a number: seen, no more.
    Seen(String),
    /// Everything of the past that was asked for has come.
    CaughtUp(String),
    /// Anything else.
    Other,
}

/// Talks until the stage says that it is enough, and everything said is confirmed.
pub(crate) fn talk<M: Mouth>(
    nick: &'static str,
    rooms: &'static [&'static str],
    stage: &Stage,
    acks: &Sender<u64>,
) -> Notes {
    let mut notes = Notes::of(nick);
    let mut seen_life = 0;
    loop {
        let (life, at) = stage.after(seen_life);
        seen_life = life;
        let mut visit = Visit { life, said: 0, waiting: VecDeque::new(), acks, stage };
        // Whatever the error: a house that was killed answers with any of them. Waiting too long is a failure at once.
        if visit.stay::<M>(&at, rooms, &mut notes).is_ok() {
            return notes;
        }
    }
}

/// One connection.
struct Visit<'a> {
    life: u64,
    said: u64,
    waiting: VecDeque<(&'static str, String)>,
    acks: &'a Sender<u64>,
    stage: &'a Stage,
}

impl Visit<'_> {
    fn stay<M: Mouth>(
        &mut self,
        at: &Addresses,
        rooms: &'static [&'static str],
        notes: &mut Notes,
    ) -> io::Result<()> {
        // Of which rooms the past is still to come.
        let mut behind: BTreeMap<String, String> = BTreeMap::new();
        if M::CATCHES_UP {
            let last = |ids: &BTreeMap<u64, String>| ids.values().next_back().cloned();
            behind.extend(notes.whole.iter().filter_map(|(room, ids)| Some((room.clone(), last(ids)?))));
        }
        // Who had something confirmed in every room is known to be in it, for that was kept before.
        let back = rooms.iter().all(|room| notes.acked.iter().any(|heard| heard.room == *room));
        let mut mouth = M::enter(at, notes.nick, rooms, back, &behind)?;
        // What is heard while the past is still to come waits for it: a death between the two must leave no hole.
        let mut held: Vec<Heard> = Vec::new();
        notes.live.push(Vec::new());
        loop {
            let finishing = self.stage.finishing();
            if finishing && self.waiting.is_empty() && behind.is_empty() {
                return Ok(());
            }
            while !finishing && self.waiting.len() < WINDOW {
                let room = rooms[self.said as usize % rooms.len()];
                let text = text(notes.nick, self.life, self.said);
                self.said += 1;
                self.waiting.push_back((room, text.clone()));
                mouth.say(room, &text)?;
            }
            match mouth.hear()? {
                Sound::Message { heard, ack } => {
                    notes.seen.insert(heard.text.clone());
                    if ack {
                        self.confirmed(&heard, notes.nick);
                        notes.acked.push(heard.clone());
                    }
                    if behind.contains_key(&heard.room) {
                        held.push(heard.clone());
                    } else {
                        notes.has(&heard);
                    }
                    notes.live.last_mut().unwrap().push(heard);
                }
                Sound::Past(heard) => {
                    notes.has(&heard);
                    notes.seen.insert(heard.text);
                }
                Sound::CaughtUp(room) => {
                    behind.remove(&room);
                    held.extract_if(.., |heard| heard.room == room).for_each(|heard| notes.has(&heard));
                }
                Sound::Seen(text) => {
                    notes.seen.insert(text);
                }
                Sound::Other => {}
            }
        }
    }

    fn confirmed(&mut self, heard: &Heard, nick: &str) {
        let (room, text) = self.waiting.pop_front().expect("something was said");
        assert_eq!((&*heard.room, &heard.text), (room, &text), "{nick} was confirmed something else");
        // Whoever counts may have counted enough.
        let _ = self.acks.send(self.life);
    }
}
