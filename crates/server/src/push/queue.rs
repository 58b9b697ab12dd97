//! Pushes that wait: in turns, so that nobody's slow push server holds up the pushes of others.

use hashbrown::{HashMap, HashSet};
use parlor_model::PersonId;
use std::collections::VecDeque;

/// Pushes of one account that may wait.
const WAITING_EACH_MAX: usize = 64;
/// Pushes of everybody that may wait.
const WAITING_MAX: usize = 4096;
/// Accounts that something is brought to at once; of each, one thing.
const UNDER_WAY_MAX: usize = 32;

/// What waits, by whose it is.
pub(super) struct Queue<T> {
    waiting: HashMap<PersonId, VecDeque<T>>,
    count: usize,
    /// Whose turn it is: everybody for whom something waits and nothing is under way, once.
    turns: VecDeque<PersonId>,
    under_way: HashSet<PersonId>,
}

impl<T> Queue<T> {
    pub(super) fn new() -> Self {
        Self { waiting: HashMap::new(), count: 0, turns: VecDeque::new(), under_way: HashSet::new() }
    }

    /// Puts something in. `Err`: too much waits.
    pub(super) fn put(&mut self, person: PersonId, item: T) -> Result<(), T> {
        let theirs = self.waiting.get(&person).map_or(0, VecDeque::len);
        if theirs >= WAITING_EACH_MAX || self.count >= WAITING_MAX {
            return Err(item);
        }
        if theirs == 0 && !self.under_way.contains(&person) {
            self.turns.push_back(person);
        }
        self.waiting.entry(person).or_default().push_back(item);
        self.count += 1;
        Ok(())
    }

    /// What is to go on its way next, if anything may now.
    pub(super) fn next(&mut self) -> Option<(PersonId, T)> {
        if self.under_way.len() >= UNDER_WAY_MAX {
            return None;
        }
        let person = self.turns.pop_front()?;
        let theirs = self.waiting.get_mut(&person)?;
        let item = theirs.pop_front()?;
        if theirs.is_empty() {
            self.waiting.remove(&person);
        }
        self.count -= 1;
        self.under_way.insert(person);
        Some((person, item))
    }

    /// What was under way to somebody is there, or nowhere.
    pub(super) fn done(&mut self, person: PersonId) {
        if self.under_way.remove(&person) && self.waiting.contains_key(&person) {
            self.turns.push_back(person);
        }
    }

    /// Whether nothing waits and nothing is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0 && self.under_way.is_empty()
    }

    /// How much waits or is under way.
    pub(super) fn len(&self) -> usize {
        self.count + self.under_way.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_has_turns_and_one_under_way() {
        let mut queue = Queue::new();
        let (ann, bob) = (PersonId(1), PersonId(2));
        for word in ["a", "b"] {
            queue.put(ann, word).unwrap();
        }
        queue.put(bob, "c").unwrap();
        assert_eq!(queue.next(), Some((ann, "a")));
        assert_eq!(queue.next(), Some((bob, "c")));
        assert_eq!(queue.next(), None);
        queue.put(bob, "d").unwrap();
        queue.done(bob);
        queue.done(ann);
        assert_eq!([queue.next(), queue.next()], [Some((bob, "d")), Some((ann, "b"))]);
        assert_eq!(queue.len(), 2);
        queue.done(ann);
        queue.done(bob);
        assert!(queue.is_empty());
    }

    #[test]
    fn there_are_bounds() {
        let mut queue = Queue::new();
        for n in 0..WAITING_EACH_MAX {
            queue.put(PersonId(1), n).unwrap();
        }
        assert_eq!(queue.put(PersonId(1), 0), Err(0));
        let each = (WAITING_EACH_MAX..WAITING_MAX).all(|n| queue.put(PersonId(n as u64), n).is_ok());
        assert!(each);
        assert_eq!(queue.put(PersonId(0), 0), Err(0));
        for _ in 0..UNDER_WAY_MAX {
            assert!(queue.next().is_some());
        }
        assert_eq!(queue.next(), None);
    }

    proptest! {
        #[test]
        fn all_that_was_put_in_comes_out_in_order(steps in prop::collection::vec((0u64..4, any::<bool>()), 0..200)) {
            let mut queue = Queue::new();
            let (mut put, mut taken) = (Vec::new(), Vec::new());
            for (n, (person, put_in)) in steps.into_iter().enumerate() {
                let person = PersonId(person);
                if put_in {
                    if queue.put(person, n).is_ok() {
                        put.push((person, n));
                    }
                } else if let Some(next) = queue.next() {
                    taken.push(next);
                } else {
                    queue.done(person);
                }
            }
            while !queue.is_empty() {
                (0..4).for_each(|p| queue.done(PersonId(p)));
                taken.extend(queue.next());
            }
            for person in (0..4).map(PersonId) {
                let of = |all: &[(PersonId, usize)]| -> Vec<usize> {
                    all.iter().filter(|(p, _)| *p == person).map(|(_, n)| *n).collect()
                };
                prop_assert_eq!(of(&put), of(&taken));
            }
        }
    }
}
