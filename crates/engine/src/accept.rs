//! Whom somebody hears who takes messages from accounts only (IRC ACCEPT).

use crate::engine::Asker;
use crate::{Answer, Engine, PersonRef};
use parlor_model::{PersonId, Refusal};

/// People that somebody accepts at once; the one accepted longest ago is forgotten for one more.
pub const ACCEPTED_MAX: usize = 64;

impl Engine {
    /// Takes people on the list of who is accepted, and others off. Who is not here is told back.
    pub(crate) fn accept(&mut self, asker: Asker, add: &[PersonRef], remove: &[PersonRef]) {
        let Some(me) = self.person_of(asker) else { return };
        let mut partly = Vec::new();
        for (nicks, on) in [(remove, false), (add, true)] {
            for nick in nicks {
                match self.find_person(nick) {
                    Ok(who) if on => self.accepts(me, who.person),
                    Ok(who) => {
                        if let Some(person) = self.people.get_mut(me) {
                            person.rare.accepted.retain(|p| *p != who.person);
                        }
                    }
                    Err(_) => partly.push(Refusal::NoSuchPerson(PersonRef::clone(nick))),
                }
            }
        }
        self.answer(asker, Answer::Done { id: None, partly });
    }

    /// `me` hears `other` from now on, whatever else they take no messages from.
    pub(crate) fn accepts(&mut self, me: PersonId, other: PersonId) {
        let Some(person) = self.people.get_mut(me) else { return };
        if person.rare.accepted.contains(&other) {
            return;
        }
        if person.rare.accepted.len() >= ACCEPTED_MAX {
            person.rare.accepted.remove(0);
        }
        person.rare.accepted.push(other);
    }

    /// Who is accepted and still here.
    pub(crate) fn accepted(&self, me: PersonId) -> Answer {
        let Some(mine) = self.people.get(me) else { return Answer::Refused(Refusal::NotEntered) };
        let there = mine.rare.accepted.iter().filter_map(|p| self.people.get(*p));
        Answer::People(there.map(|person| self.person_view(person, mine)).collect())
    }
}
