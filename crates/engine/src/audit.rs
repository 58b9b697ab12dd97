//! What the simulator asks of the engine and nobody else: whether it adds up.

use crate::{Engine, SessionId};
use parlor_model::Time;

impl Engine {
    /// Whether the session's person rules the house.
    #[doc(hidden)]
    #[must_use]
    pub fn is_operator(&self, session: SessionId) -> bool {
        self.person_at(session).and_then(|p| self.people.get(p)).is_some_and(|p| p.operator)
    }

    /// What an engine with nothing under way should not hold, in words: leftovers, and lists that do not agree.
    #[doc(hidden)]
    #[must_use]
    pub fn idle_report(&self) -> Vec<String> {
        let mut report = self.keeping.leftovers();
        report.extend(self.pushing.leftovers());
        report.extend(self.people.disagreements());
        for (session, seen) in &self.sessions {
            let person = seen.person;
            if !self.people.get(person).is_some_and(|p| p.sessions.contains(session)) {
                report.push(format!("{session:?} is said to be {person:?}, who does not know of it"));
            }
        }
        let (mut present, mut operators, mut invisible) = (0, 0, 0);
        for person in self.people.iter() {
            let id = person.who.person;
            if !person.sessions.is_empty() {
                present += 1;
                operators += usize::from(person.operator);
                invisible += usize::from(person.flags.has(crate::PersonFlags::INVISIBLE));
            }
            for session in &person.sessions {
                if self.sessions.get(session).is_none_or(|s| s.person != id) {
                    report.push(format!("{id:?} is said to have {session:?}, which does not know of it"));
                }
            }
            let mut rooms = person.rooms.clone();
            rooms.sort_unstable();
            let inside: Vec<_> = self
                .rooms
                .ids()
                .into_iter()
                .filter(|r| self.rooms.get(*r).is_some_and(|s| s.room.members.contains_key(&id)))
                .collect();
            if rooms.as_slice() != inside {
                report.push(format!("{id:?} is said to be in {rooms:?} and is in {inside:?}"));
            }
            let stays = person.who.account.is_some() || !person.sessions.is_empty();
            if !stays && person.rare.until.is_none_or(|u| u < self.sweep_at) {
                report.push(format!("the guest {} is gone and nobody will notice", person.who.nick));
            }
            let account = person.who.account.as_ref();
            if account.is_some_and(|a| self.directory.account(a.as_str()).is_none_or(|a| a.person != id)) {
                report.push(format!("{} is logged in to an account that is not theirs", person.who.nick));
            }
        }
        for account in self.directory.accounts.values() {
            if self.people.get(account.person).is_none() {
                report.push(format!("the account {} is nobody", account.name));
            }
        }
        let counted = (self.present, self.operators, self.invisible);
        if (present, operators, invisible) != counted {
            let there = (present, operators, invisible);
            report.push(format!("{there:?} are present, operators and invisible, {counted:?} were counted"));
        }
        if self.watches.strays(|s| self.sessions.contains_key(s)) > 0 {
            report.push("sessions that are over watch for names".into());
        }
        for slot in self.rooms.iter() {
            if slot.loading {
                report.push(format!("{:?} is still being read again", slot.room.id));
            }
            for session in &slot.followers {
                let person = self.sessions.get(session);
                let known = self.following.get(session).is_some_and(|f| f.contains(&slot.room.id));
                if !known || person.is_none_or(|s| slot.room.members.contains_key(&s.person)) {
                    report.push(format!("{session:?} ({person:?}) is said to follow {:?}", slot.room.id));
                }
            }
            for member in slot.room.members.values() {
                let known = self.people.get(member.who.person).map(|p| &p.who);
                if known.is_none_or(|w| w.nick != member.who.nick || w.account != member.who.account) {
                    report.push(format!(
                        "{} is a member of {:?} and {known:?} elsewhere",
                        member.who.nick, slot.room.id
                    ));
                }
            }
        }
        report.extend(self.rooms.disagreements());
        if self.read_up_to.keys().any(|p| self.people.get(*p).is_none()) {
            report.push("read positions of people who are gone".into());
        }
        if self.marks.people().any(|p| self.people.get(*p).is_none()) {
            report.push("read marks of people who are gone".into());
        }
        if self.sweep_at < self.now && self.now > Time(0) {
            report.push("a grace is over and was not looked at".into());
        }
        report
    }
}
