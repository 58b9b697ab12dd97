//! Questions that wait for the store to remember something: an older message, or what was kept with a key.

use crate::engine::Asker;
use crate::{Answer, Ask, BatchId, Engine, Out};
use hashbrown::HashMap;
use parlor_model::{Key, MessageId, Number, PersonId, Recall, Refusal, RoomId};

/// A question that waits, and who asked it.
#[derive(Debug)]
pub(crate) struct Parked {
    pub(crate) asker: Asker,
    pub(crate) me: PersonId,
    pub(crate) ask: Ask,
}

/// What the store is asked, and what waits for it.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    recalls: HashMap<(RoomId, Number), Vec<Parked>>,
    keys: HashMap<(PersonId, Key), KeyState>,
}

/// A key between its first use and the moment the store knows it.
#[derive(Debug)]
enum KeyState {
    /// The store is being asked; these wait, the first one is to be decided if nothing was kept.
    Asked(Vec<Parked>),
    /// The first one is decided or parked; these wait for what becomes of it.
    Deciding(Vec<Asker>),
    /// Decided, to be kept in this batch.
    Pending(BatchId, MessageId),
}

impl Keys {
    pub(crate) fn len(&self) -> usize {
        self.recalls.len() + self.keys.len()
    }

    /// From now on the store knows them.
    pub(crate) fn kept(&mut self, batch: BatchId) {
        self.keys.retain(|_, state| !matches!(state, KeyState::Pending(b, _) if *b <= batch));
    }

    /// What was decided is lost, or not: the store will be asked.
    pub(crate) fn failed(&mut self) {
        self.keys.retain(|_, state| !matches!(state, KeyState::Pending(..)));
    }
}

impl Engine {
    pub(crate) fn park_for_recall(&mut self, room: RoomId, number: Number, parked: Parked) {
        let waiting = self.keeping.keys.recalls.entry((room, number)).or_default();
        waiting.push(parked);
        if waiting.len() == 1 {
            self.out.push(Out::Recall { room, number });
        }
    }

    pub(crate) fn recalled(&mut self, room: RoomId, number: Number, recall: Result<Option<Recall>, ()>) {
        let Some(parked) = self.keeping.keys.recalls.remove(&(room, number)) else { return };
        if let (Ok(Some(recall)), Some(slot)) = (&recall, self.rooms.get_mut(room)) {
            slot.put_recall(recall.clone());
        }
        // Whoever asked may be gone by now; what others wait for is decided all the same.
        for Parked { asker, me, ask } in parked {
            let Ask::Room { room: named, command, key } = ask else { continue };
            match &recall {
                Ok(recall) => {
                    let fetched = Some((room, recall.clone()));
                    self.room_asked_with(asker, me, &named, command, key.as_ref(), fetched);
                }
                Err(()) => {
                    self.key_settled(me, key.as_ref(), &Answer::Refused(Refusal::Busy));
                    self.refuse(asker, Refusal::Busy);
                }
            }
        }
    }

    /// Waits for the store to say whether something was kept with this key, or for who uses it just now.
    pub(crate) fn park_for_key(&mut self, asker: Asker, me: PersonId, key: &Key, ask: Ask) {
        let keys = &mut self.keeping.keys.keys;
        match keys.get_mut(&(me, key.clone())) {
            Some(KeyState::Asked(parked)) => parked.push(Parked { asker, me, ask }),
            Some(KeyState::Deciding(askers)) => askers.push(asker),
            // The answer waits for the batch like every answer after the decision.
            Some(KeyState::Pending(_, id)) => {
                let id = *id;
                self.done(asker, Some(id));
            }
            None => {
                keys.insert((me, key.clone()), KeyState::Asked(vec![Parked { asker, me, ask }]));
                self.out.push(Out::FindKey { person: me, key: key.clone() });
            }
        }
    }

    pub(crate) fn key_found(&mut self, person: PersonId, key: &Key, found: Result<Option<MessageId>, ()>) {
        let of = (person, key.clone());
        let parked = match self.keeping.keys.keys.remove(&of) {
            Some(KeyState::Asked(parked)) => parked,
            Some(other) => {
                self.keeping.keys.keys.insert(of, other);
                return;
            }
            None => return,
        };
        match found {
            Err(()) => parked.into_iter().for_each(|p| self.refuse(p.asker, Refusal::Busy)),
            Ok(Some(id)) => parked.into_iter().for_each(|p| self.done(p.asker, Some(id))),
            Ok(None) => {
                let mut parked = parked.into_iter();
                let Some(first) = parked.next() else { return };
                let others = parked.map(|p| p.asker).collect();
                self.keeping.keys.keys.insert(of, KeyState::Deciding(others));
                if let Ask::Room { room, command, .. } = first.ask {
                    self.room_asked_with(first.asker, person, &room, command, Some(key), None);
                }
            }
        }
    }

    /// What became of the first write with a key is what the others with it hear.
    pub(crate) fn key_settled(&mut self, person: PersonId, key: Option<&Key>, answer: &Answer) {
        let Some(key) = key else { return };
        let next = self.keeping.next();
        let keys = &mut self.keeping.keys.keys;
        let Some(KeyState::Deciding(waiting)) = keys.remove(&(person, key.clone())) else { return };
        if let Answer::Done { id: Some(id), .. } = answer {
            keys.insert((person, key.clone()), KeyState::Pending(next, *id));
        }
        for asker in waiting {
            self.answer(asker, answer.clone());
        }
    }
}
