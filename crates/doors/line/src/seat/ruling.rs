//! Keeping order: roles, lists, modes, topic, name; inviting and putting out.

use super::LineSeat;
use super::modes;
use super::pending::Pending;
use crate::codec::TopicAsk;
use parlor_model::{Change, Command, ListKind, Mask, Role, Sign, Text};
use parlor_server::{Ask, Desk, Look, PersonRef};

impl LineSeat {
    pub(super) fn topic(&mut self, asked: TopicAsk<'_>, desk: &mut Desk<'_>) {
        let text = match asked {
            TopicAsk::Show => {
                if let Some(room) = self.here(desk) {
                    let token = desk.ask(Ask::Look(Look::Room(room)));
                    self.expect(token, Pending::Topic);
                }
                return;
            }
            TopicAsk::Clear => Text::none(),
            TopicAsk::Set(topic) => {
                let bytes_max = desk.rules().house.limits.topic_bytes_max;
                let Some(text) = self.text(topic, bytes_max, desk) else { return };
                text
            }
        };
        self.ask_here(Command::SetTopic { text }, desk);
    }

    pub(super) fn kick(&self, who: &str, why: Option<&str>, desk: &mut Desk<'_>) {
        let bytes_max = desk.rules().house.limits.reason_bytes_max;
        if let Some(reason) = self.text_or_none(why, bytes_max, desk) {
            self.ask_here(Command::Kick { whom: who.into(), reason }, desk);
        }
    }

    pub(super) fn invite(&self, who: &str, room: Option<&str>, desk: &mut Desk<'_>) {
        if let Some(room) = self.there(room, desk) {
            desk.ask(Ask::Room { room, command: Command::Invite { whom: who.into() }, key: None });
        }
    }

    pub(super) fn list(&self, kind: ListKind, sign: Sign, mask: &str, desk: &mut Desk<'_>) {
        match Mask::parse(mask) {
            Some(mask) => self.change(Change::List(kind, sign, mask), desk),
            None => self.tell(desk, format_args!("{}", modes::NO_MASK)),
        }
    }

    pub(super) fn role(&self, role: Role, sign: Sign, who: &str, desk: &mut Desk<'_>) {
        self.change(Change::Role(role, sign, who.into()), desk);
    }

    fn change(&self, change: Change<PersonRef>, desk: &mut Desk<'_>) {
        self.ask_here(Command::Change(vec![change]), desk);
    }

    /// `/mode`: a room first, if one is given; then changes, or nothing to see how it works.
    pub(super) fn mode(&mut self, args: &str, desk: &mut Desk<'_>) {
        let mut words = args.split_whitespace().peekable();
        let room = words.next_if(|word| word.starts_with('#'));
        let Some(room) = self.there(room, desk) else { return };
        let Some(letters) = words.next() else {
            let token = desk.ask(Ask::Look(Look::Room(room)));
            return self.expect(token, Pending::Mode);
        };
        let words: Vec<&str> = words.collect();
        match modes::parse(letters, &words, &desk.rules().names) {
            Ok(changes) => {
                desk.ask(Ask::Room { room, command: Command::Change(changes), key: None });
            }
            Err(why) => self.tell(desk, format_args!("{why}")),
        }
    }

    pub(super) fn rename(&self, to: &str, desk: &mut Desk<'_>) {
        if let Some(to) = self.room_typed(to, desk) {
            self.ask_here(Command::Rename { to, reason: Text::none() }, desk);
        }
    }
}
