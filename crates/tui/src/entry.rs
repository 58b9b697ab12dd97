//! What stands in a room's log on the screen.

use crate::text::{clean, one_line};
use crate::time::unix_ms;
use parlor_api::{Change, Event, Happened, Leaving, Manner, Message, Person, Role};

/// A line of the log, or several.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Entry {
    pub(crate) at_ms: i64,
    pub(crate) by: Option<Person>,
    pub(crate) what: What,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum What {
    /// A message.
    Said(Said),
    /// Who comes and goes.
    Coming(String),
    /// Something else that happened, as a sentence.
    Happened(String),
    /// Something that only this screen says.
    Note(String),
    /// The same, and it is not good news.
    Trouble(String),
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Said {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) manner: Manner,
    pub(crate) reply_to: Option<String>,
    pub(crate) to_role: Role,
    /// The number of the last edit.
    pub(crate) edited: Option<u64>,
    pub(crate) deleted: bool,
    /// Each reaction, and whose: person and name.
    pub(crate) reactions: Vec<(String, Vec<(String, String)>)>,
}

impl Said {
    pub(crate) fn react(&mut self, reaction: &str, by: &Person, on: bool) {
        let at = self.reactions.iter().position(|(known, _)| known == reaction);
        match (at, on) {
            (Some(at), true) => {
                let people = &mut self.reactions[at].1;
                if !people.iter().any(|(person, _)| *person == by.person) {
                    people.push((by.person.clone(), by.name.clone()));
                }
            }
            (None, true) => {
                self.reactions.push((reaction.to_owned(), vec![(by.person.clone(), by.name.clone())]));
            }
            (Some(at), false) => {
                self.reactions[at].1.retain(|(person, _)| *person != by.person);
                if self.reactions[at].1.is_empty() {
                    self.reactions.remove(at);
                }
            }
            (None, false) => {}
        }
    }
}

impl Entry {
    /// A note of this screen.
    pub(crate) const fn note(at_ms: i64, words: String) -> Self {
        Self { at_ms, by: None, what: What::Note(words) }
    }

    /// Trouble.
    pub(crate) const fn trouble(at_ms: i64, words: String) -> Self {
        Self { at_ms, by: None, what: What::Trouble(words) }
    }

    /// An event, as it stands in the log. `None`: it only changes others.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let what = match &event.what {
            Happened::Said(said) => What::Said(Said {
                id: event.message_id.clone(),
                text: clean(&said.text),
                manner: said.manner,
                reply_to: said.reply_to.clone(),
                to_role: said.to_role,
                edited: None,
                deleted: said.text.is_empty(),
                reactions: Vec::new(),
            }),
            other => sentence(&one_line(&event.by.name), other)?,
        };
        Some(Self { at_ms: unix_ms(&event.at), by: Some(event.by.clone()), what })
    }

    /// A message of a page of history.
    pub(crate) fn of_page(message: &Message) -> Option<Self> {
        let mut entry = Self::of(&message.event)?;
        if let What::Said(said) = &mut entry.what {
            said.edited = message.edited_at.as_ref().map(|stamp| stamp.number);
            said.deleted = message.deleted_at.is_some();
            for reaction in &message.reactions {
                said.react(&clean(&reaction.reaction), &reaction.by, true);
            }
        }
        Some(entry)
    }

    pub(crate) const fn said(&self) -> Option<&Said> {
        match &self.what {
            What::Said(said) => Some(said),
            _ => None,
        }
    }
}

/// What happened, in words.
fn sentence(who: &str, what: &Happened) -> Option<What> {
    let why =
        |reason: &str| if reason.is_empty() { String::new() } else { format!(" ({})", one_line(reason)) };
    let name = |person: &Person| one_line(&person.name);
    Some(match what {
        Happened::Opened(opened) if opened.between.is_some() => {
            What::Happened("Here begins your conversation.".into())
        }
        Happened::Opened(_) => What::Happened(format!("{who} opened the room")),
        Happened::Joined(_) => What::Coming(format!("{who} joined")),
        Happened::Left(left) => What::Coming(match left.how {
            Leaving::Parted => format!("{who} left{}", why(&left.reason)),
            Leaving::Quit => format!("{who} went home{}", why(&left.reason)),
            Leaving::Lost => format!("{who} is gone{}", why(&left.reason)),
        }),
        Happened::Kicked(kicked) => {
            What::Happened(format!("{who} removed {}{}", name(&kicked.whom), why(&kicked.reason)))
        }
        Happened::Invited(invited) => What::Happened(format!("{who} invited {}", name(&invited.whom))),
        Happened::Knocked(knocked) => {
            What::Happened(format!("{who} asks to be let in{}", why(&knocked.text)))
        }
        Happened::TopicSet(topic) if topic.text.is_empty() => {
            What::Happened(format!("{who} took the topic away"))
        }
        Happened::TopicSet(topic) => {
            What::Happened(format!("{who} set the topic: {}", one_line(&topic.text)))
        }
        Happened::Changed(changed) => {
            let changes: Vec<_> = changed.changes.iter().map(change).collect();
            What::Happened(format!("{who} {}", changes.join(", ")))
        }
        Happened::Renamed(renamed) => {
            let (to, why) = (one_line(&renamed.to), why(&renamed.reason));
            What::Happened(format!("{who} named the room {to}{why}"))
        }
        Happened::Closed(closed) => What::Happened(format!("{who} closed the room{}", why(&closed.reason))),
        Happened::Became(became) => {
            let now = name(&became.now);
            if now == who { return None } else { What::Coming(format!("{who} is {now} now")) }
        }
        Happened::Said(_)
        | Happened::Tagged(_)
        | Happened::Edited(_)
        | Happened::Deleted(_)
        | Happened::Reacted(_)
        | Happened::House {} => return None,
    })
}

/// One change, so that it can follow a name.
fn change(change: &Change) -> String {
    let flag = |flag: &parlor_api::Flag| words_of(&format!("{flag:?}"));
    match change {
        Change::Flag { flag: which, on: true } => format!("made the room {}", flag(which)),
        Change::Flag { flag: which, on: false } => format!("made the room not {}", flag(which)),
        Change::Key(Some(_)) => "set a key".into(),
        Change::Key(None) => "took the key away".into(),
        Change::Capacity(Some(most)) => format!("let in {most} people at most"),
        Change::Capacity(None) => "let in any number of people".into(),
        Change::Forward(Some(room)) => format!("sends who cannot come in to {}", one_line(room)),
        Change::Forward(None) => "sends nobody elsewhere any more".into(),
        Change::Role { role, on, person } => {
            let (role, person) = (role_words(*role), one_line(person));
            if *on {
                format!("made {person} {role}")
            } else {
                format!("took from {person} what makes them {role}")
            }
        }
        Change::List { list, on, mask } => {
            let sign = if *on { '+' } else { '-' };
            format!("changed the list of {}: {sign}{}", words_of(&format!("{list:?}")), one_line(mask))
        }
        Change::Standing { role: None, person } => {
            format!("gives {} no role by account any more", one_line(person))
        }
        Change::Standing { role: Some(role), person } => {
            format!("has {} be {} whenever they come", one_line(person), role_words(*role))
        }
        Change::Metadata { key, value: Some(value) } => format!("set {}: {}", one_line(key), one_line(value)),
        Change::Metadata { key, value: None } => format!("took {} away", one_line(key)),
        Change::Founder(Some(person)) => format!("gave the room to {}", one_line(person)),
        Change::Founder(None) => "gave the room up".into(),
    }
}

/// `an operator`
pub(crate) const fn role_words(role: Role) -> &'static str {
    match role {
        Role::Plain => "a member",
        Role::Voice => "voiced",
        Role::HalfOperator => "a half-operator",
        Role::Operator => "an operator",
        Role::Admin => "an admin",
        Role::Owner => "an owner",
    }
}

/// The sign of a role before a name, as IRC has them.
pub(crate) const fn role_sign(role: Role) -> &'static str {
    match role {
        Role::Plain => "",
        Role::Voice => "+",
        Role::HalfOperator => "%",
        Role::Operator => "@",
        Role::Admin => "&",
        Role::Owner => "~",
    }
}

/// `InviteOnly` → `invite only`
fn words_of(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}
