//! Saying things, and what is done to what was said.

use super::LineSeat;
use super::pending::Pending;
use crate::words::refusals::Refused;
use parlor_model::{Command, Manner, Number, Refusal, Role, Sign, Text, TextError};
use parlor_server::{Ask, Desk, Look, RoomRef};

impl LineSeat {
    /// A text as typed. `None`: it cannot be one, and the person was told.
    pub(super) fn text(&self, text: &str, bytes_max: usize, desk: &mut Desk<'_>) -> Option<Text> {
        let refused = match Text::parse(text, bytes_max) {
            Ok(text) => return Some(text),
            Err(TextError::TooLong { bytes, bytes_max }) => Refusal::TooLong { bytes, bytes_max },
            // What is forbidden in a text never passes the codec's check.
            Err(TextError::Empty | TextError::Forbidden) => Refusal::EmptyText,
        };
        self.tell(desk, format_args!("{}", Refused(&refused)));
        None
    }

    fn message(&self, text: &str, desk: &mut Desk<'_>) -> Option<Text> {
        let bytes_max = desk.rules().house.limits.message_bytes_max;
        self.text(text, bytes_max, desk)
    }

    /// Asks something of the current room; what comes of it is told.
    pub(super) fn ask_here(&self, command: Command<parlor_server::PersonRef>, desk: &mut Desk<'_>) {
        if let Some(room) = self.here(desk) {
            desk.ask(Ask::Room { room, command, key: None });
        }
    }

    fn say_here(&self, manner: Manner, text: &str, reply_to: Option<u64>, desk: &mut Desk<'_>) {
        if let Some(text) = self.message(text, desk) {
            let reply_to = reply_to.map(Number);
            self.ask_here(Command::Say { manner, text, reply_to, to_role: Role::Plain, tags: None }, desk);
        }
    }

    pub(super) fn say(&self, text: &str, desk: &mut Desk<'_>) {
        self.say_here(Manner::Say, text, None, desk);
    }

    pub(super) fn act(&self, text: &str, desk: &mut Desk<'_>) {
        self.say_here(Manner::Action, text, None, desk);
    }

    pub(super) fn reply(&self, number: u64, text: &str, desk: &mut Desk<'_>) {
        self.say_here(Manner::Say, text, Some(number), desk);
    }

    /// To one person, or to a room that is not the current one.
    pub(super) fn message_to(&mut self, to: &str, text: &str, desk: &mut Desk<'_>) {
        let Some(text) = self.message(text, desk) else { return };
        let command =
            Command::Say { manner: Manner::Say, text, reply_to: None, to_role: Role::Plain, tags: None };
        if to.starts_with('#') {
            if let Some(room) = self.room_typed(to, desk).map(RoomRef::Named) {
                desk.ask(Ask::Room { room, command, key: None });
            }
            return;
        }
        desk.ask(Ask::Room { room: RoomRef::Direct(to.into()), command, key: None });
        let token = desk.ask(Ask::Look(Look::Person(to.into())));
        self.expect(token, Pending::IsAway);
    }

    pub(super) fn edit(&self, number: u64, text: &str, desk: &mut Desk<'_>) {
        if let Some(text) = self.message(text, desk) {
            self.ask_here(Command::Edit { target: Number(number), text }, desk);
        }
    }

    pub(super) fn delete(&self, number: u64, desk: &mut Desk<'_>) {
        self.ask_here(Command::Delete { target: Number(number), reason: Text::none() }, desk);
    }

    pub(super) fn react(&self, number: u64, reaction: &str, sign: Sign, desk: &mut Desk<'_>) {
        if let Some(reaction) = self.message(reaction, desk) {
            self.ask_here(Command::React { target: Number(number), reaction, sign }, desk);
        }
    }
}
