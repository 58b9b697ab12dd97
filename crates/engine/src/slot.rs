//! A room and what is remembered beside it.

use crate::{Engine, Reload, RoomTag};
use parlor_model::{Event, Fact, Number, Place, Recall, Room, RoomId, Sign, Time, Who};
use std::collections::VecDeque;
use std::sync::Arc;

/// A room and what the engine keeps beside it.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) room: Room,
    pub(crate) tag: Arc<RoomTag>,
    /// The last number told: everything up to it is kept.
    pub(crate) told: Number,
    /// When the last message was said, and when the last one that was told.
    pub(crate) last_said: Option<Time>,
    pub(crate) said_told: Option<Time>,
    /// The last message told, or something told after it.
    pub(crate) last_message: Number,
    /// The last messages told, and when they were said: where numbers and moments meet.
    recent: VecDeque<(Number, Time)>,
    /// Sessions that hear the room without being in it.
    pub(crate) followers: Vec<crate::SessionId>,
    /// Forgotten after a failure, being read again.
    pub(crate) loading: bool,
    /// What is remembered of messages, by their numbers: true as of the last decision.
    recall: VecDeque<Remembered>,
}

/// A message, and the last event that was about it.
#[derive(Debug)]
struct Remembered {
    recall: Recall,
    as_of: Number,
}

/// Messages remembered per room beyond what is not kept yet; the store knows the others.
const RECALL_KEPT_MAX: usize = 32;
/// Room for so many is kept after a burst.
const RECALL_ROOM_MAX: usize = 512;
/// Messages whose moment is remembered per room.
const RECENT_MAX: usize = 64;

impl Engine {
    /// What a room is called now: a direct conversation by the names that its two go by, not those of its beginning.
    pub(crate) fn tag_of(&self, slot: &Slot) -> Arc<RoomTag> {
        let Some(two) = &slot.tag.between else { return Arc::clone(&slot.tag) };
        let renamed = |who: &Arc<Who>| {
            let now = &self.people.get(who.person)?.who;
            (now.nick != who.nick).then(|| Arc::clone(now))
        };
        match two.each_ref().map(renamed) {
            [None, None] => Arc::clone(&slot.tag),
            [a, b] => {
                let [was_a, was_b] = two;
                let between =
                    [a.unwrap_or_else(|| Arc::clone(was_a)), b.unwrap_or_else(|| Arc::clone(was_b))];
                Arc::new(RoomTag { between: Some(between), ..RoomTag::clone(&slot.tag) })
            }
        }
    }
}

impl Slot {
    pub(crate) fn new(id: RoomId) -> Self {
        Self {
            room: Room::unopened(id),
            tag: Arc::new(RoomTag { id, name: None, between: None }),
            told: Number(0),
            last_said: None,
            said_told: None,
            last_message: Number(0),
            recent: VecDeque::new(),
            followers: Vec::new(),
            loading: false,
            recall: VecDeque::new(),
        }
    }

    /// A room as it was kept.
    pub(crate) fn read(id: RoomId, log: &Reload) -> Self {
        let mut slot = Self::new(id);
        for event in &log.digest {
            slot.room.apply_sparse(event);
        }
        slot.room.last = log.digest_as_of;
        for event in &log.altering {
            slot.room.apply_sparse(event);
        }
        slot.room.last = log.last;
        slot.told = log.untold.first().map_or(log.last, |e| Number(e.number.0 - 1));
        (slot.last_said, slot.said_told) = (log.last_said, log.last_said);
        slot.last_message = slot.told;
        slot.retag();
        slot
    }

    /// Its tag: the name of now, and of a direct conversation the two as they were called when it began
    /// ([`crate::Engine::tag_of`] has them as they are called now).
    pub(crate) fn retag(&mut self) {
        let (name, between) = match &self.room.place {
            Place::Named(name) => (Some(name.clone()), None),
            Place::Direct(two) => (None, Some(two.clone())),
            Place::Nowhere => (None, None),
        };
        self.tag = Arc::new(RoomTag { id: self.room.id, name, between });
    }

    /// Takes note of what a decision about later messages needs.
    pub(crate) fn remember(&mut self, event: &Event) {
        match &event.fact {
            Fact::Said { .. } => {
                let recall = Recall {
                    number: event.number,
                    by: event.by.person,
                    heard: event.heard.clone(),
                    deleted: false,
                    reactions: Vec::new(),
                };
                self.put(Remembered { recall, as_of: event.number });
            }
            Fact::Deleted { target, .. } => {
                if let Some(Remembered { recall, as_of }) = self.remembered(*target) {
                    *as_of = event.number;
                    recall.deleted = true;
                    recall.reactions.clear();
                }
            }
            Fact::Reacted { target, reaction, sign } => {
                if let Some(Remembered { recall, as_of }) = self.remembered(*target) {
                    *as_of = event.number;
                    match sign {
                        Sign::Plus => recall.reactions.push((event.by.person, reaction.clone())),
                        Sign::Minus => {
                            recall.reactions.retain(|(p, r)| *p != event.by.person || r != reaction);
                        }
                    }
                }
            }
            Fact::Opened { .. } | Fact::Renamed { .. } => self.retag(),
            Fact::Edited { .. }
            | Fact::Joined { .. }
            | Fact::Left { .. }
            | Fact::Kicked { .. }
            | Fact::Invited { .. }
            | Fact::Knocked { .. }
            | Fact::Tagged { .. }
            | Fact::TopicSet { .. }
            | Fact::Changed { .. }
            | Fact::Closed { .. }
            | Fact::BecameKnownAs { .. }
            | Fact::Directory(_) => {}
        }
    }

    /// A message was told.
    pub(crate) fn said(&mut self, number: Number, at: Time) {
        (self.said_told, self.last_message) = (Some(at), number);
        if self.recent.len() >= RECENT_MAX {
            self.recent.pop_front();
        }
        self.recent.push_back((number, at));
    }

    /// What listeners were told before the room was read again.
    pub(crate) fn told_as(&mut self, old: &mut Self) {
        (self.told, self.last_said, self.said_told) = (old.told, old.said_told, old.said_told);
        self.last_message = old.last_message;
        self.recent = std::mem::take(&mut old.recent);
        self.followers = std::mem::take(&mut old.followers);
    }

    /// Up to which number somebody has read who has read everything up to this moment. `None`: that is too long ago to say.
    pub(crate) fn number_at(&self, upto: Time) -> Option<Number> {
        if self.said_told? <= upto {
            return Some(self.told);
        }
        self.recent.iter().rev().find(|(_, at)| *at <= upto).map(|(number, _)| *number)
    }

    /// The moment of the last message that somebody has read who has read up to this number. `None`: that is too long ago
    /// to say.
    pub(crate) fn moment_of(&self, upto: Number) -> Option<Time> {
        if self.last_message <= upto {
            return self.said_told;
        }
        self.recent.iter().rev().find(|(number, _)| *number <= upto).map(|(_, at)| *at)
    }

    /// What is remembered of a message; `None`: nothing, the store may know more.
    pub(crate) fn recall(&self, number: Number) -> Option<&Recall> {
        let at = self.place(number).ok()?;
        self.recall.get(at).map(|r| &r.recall)
    }

    /// Where a message is remembered, or would be.
    fn place(&self, number: Number) -> Result<usize, usize> {
        self.recall.binary_search_by_key(&number, |r| r.recall.number)
    }

    fn remembered(&mut self, number: Number) -> Option<&mut Remembered> {
        let at = self.place(number).ok()?;
        self.recall.get_mut(at)
    }

    fn put(&mut self, remembered: Remembered) {
        // What was just said comes last, without a look at what is remembered of a quiet room's past.
        if self.recall.back().is_none_or(|last| last.recall.number < remembered.recall.number) {
            return self.recall.push_back(remembered);
        }
        match self.place(remembered.recall.number) {
            Ok(at) => self.recall[at] = remembered,
            Err(at) => self.recall.insert(at, remembered),
        }
    }

    /// Remembers what the store said, which is true unless a decision came between.
    pub(crate) fn put_recall(&mut self, recall: Recall) {
        if self.place(recall.number).is_err() {
            self.put(Remembered { recall, as_of: Number(0) });
        }
    }

    /// Forgets the oldest of what the store knows as well by now.
    pub(crate) fn forget_old(&mut self) {
        while self.recall.len() > RECALL_KEPT_MAX {
            let Some(known) = self.recall.iter().position(|r| r.as_of <= self.told) else { break };
            self.recall.remove(known);
        }
        if self.recall.capacity() > RECALL_ROOM_MAX && self.recall.len() <= RECALL_KEPT_MAX {
            self.recall.shrink_to(RECALL_KEPT_MAX * 2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_model::{Audience, Manner, PersonId, Role, Text};

    fn said() -> Fact {
        let text = Text::trusted("hello");
        Fact::Said { manner: Manner::Say, text, reply_to: None, to_role: Role::Plain, tags: None }
    }

    fn event(number: u64, fact: Fact) -> Event {
        let (by, heard) = (Arc::new(Who::house()), Audience::Room);
        Event { room: RoomId(2), number: Number(number), at: Time(0), by, key: None, heard, fact }
    }

    #[test]
    fn the_last_messages_are_remembered_and_what_a_burst_needed_is_given_back() {
        const LAST: u64 = 2_000;
        let mut slot = Slot::new(RoomId(2));
        (10..=LAST).for_each(|number| slot.remember(&event(number, said())));
        // One from before that the store was asked for; what is known already is not replaced.
        for number in [3, 10] {
            let by = PersonId(7);
            let (heard, reactions) = (Audience::Nobody, Vec::new());
            slot.put_recall(Recall { number: Number(number), by, heard, deleted: true, reactions });
        }
        let deleted = |slot: &Slot, number| slot.recall(Number(number)).map(|r| r.deleted);
        assert_eq!([3, 4, 10, LAST].map(|n| deleted(&slot, n)), [Some(true), None, Some(false), Some(false)]);
        // A message that something was done to is not forgotten before that is told.
        let reacted = Fact::Reacted { target: Number(11), reaction: Text::trusted("wave"), sign: Sign::Plus };
        slot.remember(&event(LAST + 1, reacted));
        for told in 10..=LAST {
            slot.told = Number(told);
            slot.forget_old();
        }
        assert_eq!(slot.recall.len(), RECALL_KEPT_MAX);
        assert!(slot.recall.capacity() <= RECALL_ROOM_MAX, "{}", slot.recall.capacity());
        assert_eq!([10, 11, 12, LAST].map(|n| slot.recall(Number(n)).is_some()), [false, true, false, true]);
    }

    #[test]
    fn nothing_is_left_on_a_deleted_message() {
        let mut slot = Slot::new(RoomId(2));
        let text = Text::trusted;
        let target = Number(1);
        let said = said();
        let reacted = Fact::Reacted { target, reaction: text("wave"), sign: Sign::Plus };
        let deleted = Fact::Deleted { target, reason: Text::none() };
        let reactions = [said, reacted, deleted].into_iter().zip(1..).map(|(fact, number)| {
            slot.remember(&event(number, fact));
            slot.recall(target).unwrap().reactions.len()
        });
        assert_eq!(reactions.collect::<Vec<_>>(), [0, 1, 0]);
    }
}
