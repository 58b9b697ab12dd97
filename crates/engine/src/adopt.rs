//! Who is somebody because a log says so: members of rooms, and accounts.

use crate::Engine;
use crate::person::Person;
use parlor_model::{Account, Directory, Event, Nickname, PersonId, RoomId, Who};
use std::sync::Arc;

impl Engine {
    /// At a start: a room's members are somebody. Accounts are there for good, guests may come back within the grace.
    ///
    /// Who cannot be here (the account ended, somebody else has the name) is nobody, and leaves the room.
    pub(crate) fn adopt_members(&mut self, room: RoomId) {
        let Some(slot) = self.rooms.get(room) else { return };
        let members: Vec<_> = slot.room.members.values().map(|m| Arc::clone(&m.who)).collect();
        for who in members {
            let id = who.person;
            self.next_person = self.next_person.max(id.0 + 1);
            let account = who.account.as_ref().map(|a| self.directory.account(a.as_str()));
            let ended = account.is_some_and(|a| a.is_none_or(|a| a.person != id));
            let taken = self.people.by_nick(who.nick.as_str()).is_some();
            if self.people.get(id).is_none() && !ended && !taken {
                self.people.add(Person::new(who, self.now));
            }
            self.is_in(id, room);
        }
    }

    /// Every account is somebody, present or not: can be written to, and keeps look-alikes off.
    pub(crate) fn adopt_accounts(&mut self) {
        let accounts: Vec<_> = self.directory.accounts.values().cloned().collect();
        for account in accounts {
            self.adopt_account(&account);
            if self.people.get(account.person).is_some_and(|p| p.sessions.is_empty()) {
                self.set_operator(account.person, account.operator);
            }
            let always_on = self.house.always_on.of(account.settings.always_on);
            let Some(person) = self.people.get_mut(account.person) else { continue };
            // A room may know somebody as a guest who registered while it could not be told.
            if person.who.account.as_ref() != Some(&account.name) {
                let who = Arc::new(Who { account: Some(account.name.clone()), ..(*person.who).clone() });
                person.rare.until = person.rare.until.filter(|_| !always_on);
                self.people.set_who(account.person, who, self.now);
            }
        }
    }

    pub(crate) fn adopt_account(&mut self, account: &Account) {
        self.next_person = self.next_person.max(account.person.0 + 1);
        if self.people.get(account.person).is_some() {
            return;
        }
        let who = Who {
            person: account.person,
            nick: Nickname::trusted(account.name.as_str()),
            user: "account".into(),
            host: "away".into(),
            address: "".into(),
            account: Some(account.name.clone()),
            real: "".into(),
        };
        let mut person = Person::new(Arc::new(who), self.now);
        person.operator = account.operator;
        self.people.add(person);
    }

    /// The directory was read again after a failure.
    pub(crate) fn reload_directory(&mut self, events: &[Event]) {
        self.directory = Directory::default();
        for event in events {
            self.directory.apply(event);
        }
        let lasting = |who: &Who| {
            let account = who.account.as_ref().and_then(|a| self.directory.account(a.as_str()));
            who.is_guest() || account.is_some_and(|a| a.person == who.person)
        };
        let mut orphans: Vec<PersonId> =
            self.people.iter().filter(|p| !lasting(&p.who)).map(|p| p.who.person).collect();
        orphans.sort_unstable();
        for id in orphans {
            self.is_guest_again(id);
        }
        self.adopt_accounts();
        self.operators_by_the_book();
        self.close_ended_tokens(crate::SessionId(u64::MAX));
        self.marks_of_the_living();
    }

    /// Who rules the house was read again.
    fn operators_by_the_book(&mut self) {
        let mut present: Vec<_> =
            self.people.iter().filter(|p| !p.sessions.is_empty()).map(|p| p.who.person).collect();
        present.sort_unstable();
        for id in present {
            let operates = self.operates_by(id);
            self.makes_operator(id, operates, None);
        }
    }

    /// The account that somebody owns was never kept.
    fn is_guest_again(&mut self, id: PersonId) {
        self.makes_operator(id, false, None);
        let Some(person) = self.people.get_mut(id) else { return };
        let before = Arc::clone(&person.who);
        if person.sessions.is_empty() && person.rooms.is_empty() {
            return self.people.remove(id, self.now);
        }
        let rooms = person.rooms.clone();
        let guest = Arc::new(Who { account: None, ..(*before).clone() });
        self.rename_everywhere(&before, guest, None);
        for room in rooms {
            self.is_in(id, room);
        }
    }

    /// Whether accounts are being read again.
    pub(crate) fn directory_is_reloading(&self) -> bool {
        self.keeping.rereading.contains(&RoomId::DIRECTORY)
    }
}
