//! The log of accounts: who may choose what for an account, and what is so then.

#[path = "../people/mod.rs"]
mod people;

mod bots;
mod certificates;
mod purges;
mod pushes;
mod settings;

use parlor_model::{
    AccountName, Actor, Audience, Directory, DirectoryCommand, DirectoryFact, Event, Fact, PersonId, Refusal,
    RoomId, Setting, Time, Who,
};
use std::sync::Arc;

/// A directory with the accounts ann and bob; oda rules the house.
struct Kept {
    directory: Directory,
    events: Vec<Event>,
}

fn name(name: &str) -> AccountName {
    AccountName::trusted(name)
}

fn who(nick: &str, account: Option<&str>) -> Arc<Who> {
    let known = ["", "ann", "bob", "oda"].iter().position(|n| account == Some(n)).unwrap_or(9);
    let mut who = Who::clone(&people::who(known as u64, nick, "u", false));
    who.account = account.map(AccountName::trusted);
    Arc::new(who)
}

fn person(nick: &str, account: Option<&str>) -> Actor {
    Actor { who: who(nick, account), operator: account == Some("oda") }
}

impl Kept {
    fn new() -> Self {
        let mut kept = Self { directory: Directory::default(), events: Vec::new() };
        let house = Actor { who: Arc::new(Who::house()), operator: true };
        for (id, account) in [(1, "ann"), (2, "bob"), (3, "oda")] {
            let (person, name) = (PersonId(id), name(account));
            let register = DirectoryCommand::Register { person, name, credentials: "x".into() };
            let Ok(_) = kept.ask(&house, &register) else { panic!("{account} cannot be registered") };
        }
        kept
    }

    /// Decides, and applies what happened.
    fn ask(&mut self, actor: &Actor, command: &DirectoryCommand) -> Result<DirectoryFact, Refusal> {
        let fact = self.directory.decide(actor, command)?;
        self.happened(&actor.who, fact.clone());
        Ok(fact)
    }

    fn happened(&mut self, by: &Arc<Who>, fact: DirectoryFact) {
        let event = Event {
            room: RoomId::DIRECTORY,
            number: self.directory.last.next(),
            at: Time(1000),
            by: Arc::clone(by),
            key: None,
            heard: Audience::Nobody,
            fact: Fact::Directory(fact),
        };
        self.directory.apply(&event);
        self.events.push(event);
    }

    fn set(&mut self, actor: &Actor, account: &str, setting: Setting) -> Result<(), Refusal> {
        self.ask(actor, &DirectoryCommand::Set { name: name(account), setting }).map(|_| ())
    }

    /// The directory as the next start reads it.
    fn read_again(&self) -> Directory {
        let mut directory = Directory::default();
        for event in &self.events {
            directory.apply(event);
        }
        directory
    }
}
