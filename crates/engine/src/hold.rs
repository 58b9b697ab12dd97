//! What was given up by decisions that could still be taken back: names, and a guest's places.

use crate::{BatchId, Engine};
use hashbrown::HashMap;
use parlor_model::{Folded, PersonId};

/// Until when something is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Until {
    /// This batch is kept.
    Kept(BatchId),
    /// Everything that a failure made doubtful is read again.
    Reread,
}

/// Things held.
#[derive(Debug, Default)]
pub(crate) struct Holds {
    /// Names given up, and by whom: nobody else takes them.
    names: HashMap<Folded, (Until, PersonId)>,
    /// Guests who became an account, and accounts whose session became another: it takes their places.
    became: HashMap<PersonId, (Until, PersonId)>,
}

impl Holds {
    /// Whether somebody else gave the name up so lately that it could still come back to them.
    pub(crate) fn holds_name(&self, name: &Folded, me: Option<PersonId>) -> bool {
        self.names.get(name).is_some_and(|(_, p)| Some(*p) != me)
    }

    /// Who a member of a room is by now.
    pub(crate) fn who_is(&self, person: PersonId) -> PersonId {
        self.became.get(&person).map_or(person, |(_, now)| *now)
    }

    /// An account that became another one is here again: its places are its own.
    pub(crate) fn came_back(&mut self, person: PersonId) {
        self.became.remove(&person);
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len() + self.became.len()
    }

    pub(crate) fn kept(&mut self, batch: BatchId) {
        let over = |until: &Until| matches!(until, Until::Kept(b) if *b <= batch);
        self.names.retain(|_, (until, _)| !over(until));
        self.became.retain(|_, (until, _)| !over(until));
    }

    /// What waited for a batch that is lost waits until everyone knows what was kept.
    pub(crate) fn failed(&mut self) {
        self.all().for_each(|until| *until = Until::Reread);
    }

    /// Everything doubtful was read again, and put right by decisions of `pending`.
    fn reread(&mut self, pending: Option<BatchId>) {
        match pending {
            Some(batch) => self.all().filter(|u| **u == Until::Reread).for_each(|u| *u = Until::Kept(batch)),
            None => {
                self.names.retain(|_, (until, _)| *until != Until::Reread);
                self.became.retain(|_, (until, _)| *until != Until::Reread);
            }
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Until> {
        self.names.values_mut().chain(self.became.values_mut()).map(|(until, _)| until)
    }
}

impl Engine {
    /// Somebody gave a name up: it stays theirs while anything decided by now could be taken back.
    pub(crate) fn hold_name(&mut self, name: Folded, person: PersonId) {
        if let Some(until) = self.until_sure() {
            self.keeping.holds.names.insert(name, (until, person));
        }
    }

    /// A guest became an account.
    pub(crate) fn hold_places(&mut self, guest: PersonId, account: PersonId) {
        if let Some(until) = self.until_sure() {
            self.keeping.holds.became.insert(guest, (until, account));
        }
    }

    fn until_sure(&self) -> Option<Until> {
        if self.keeping.rereading.is_empty() {
            self.keeping.pending().map(Until::Kept)
        } else {
            Some(Until::Reread)
        }
    }

    /// When nothing is doubtful any more, what was held for that is free.
    pub(crate) fn let_go_if_sure(&mut self) {
        if self.keeping.rereading.is_empty() {
            let pending = self.keeping.pending();
            self.keeping.holds.reread(pending);
        }
    }
}
