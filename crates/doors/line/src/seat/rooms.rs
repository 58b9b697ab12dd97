//! The rooms one is in, and which of them is current.

use super::LineSeat;
use super::pending::Pending;
use crate::show;
use crate::words::refusals::Unfit;
use parlor_model::mask::glob;
use parlor_model::{Command, Leaving, NameError, RoomId, RoomName, Text};
use parlor_server::{Answer, Ask, Desk, Look, Reply, RoomLine, RoomRef, RoomTag};
use std::sync::Arc;

impl LineSeat {
    pub(super) fn room_named(&self, name: &RoomName) -> Option<&Arc<RoomTag>> {
        let folded = name.folded();
        self.rooms.iter().find(|room| room.name.as_ref().is_some_and(|name| name.folded() == folded))
    }

    /// A room as it was typed, its `#` perhaps left out. `None`: the person was told what is wrong with it.
    pub(super) fn room_typed(&self, typed: &str, desk: &mut Desk<'_>) -> Option<RoomName> {
        let rules = desk.rules().names.clone();
        let parsed = match RoomName::parse(typed, &rules) {
            Err(NameError::NoHash) => RoomName::parse(&format!("#{typed}"), &rules),
            parsed => parsed,
        };
        parsed.map_err(|why| self.tell(desk, format_args!("{}", Unfit { name: typed, why }))).ok()
    }

    /// The room that a command without one means. `None`: there is none, and the person was told.
    pub(super) fn here(&self, desk: &mut Desk<'_>) -> Option<RoomRef> {
        if self.current.is_none() {
            self.tell(desk, format_args!("You are in no room. /rooms lists them, /join #room enters one."));
        }
        self.current.map(RoomRef::Id)
    }

    /// The room that a command means: the one typed, or the current one.
    pub(super) fn there(&self, typed: Option<&str>, desk: &mut Desk<'_>) -> Option<RoomRef> {
        match typed {
            Some(typed) => self.room_typed(typed, desk).map(RoomRef::Named),
            None => self.here(desk),
        }
    }

    pub(super) fn part(&mut self, room: Option<&str>, why: Option<&str>, desk: &mut Desk<'_>) {
        let reason_bytes_max = desk.rules().house.limits.reason_bytes_max;
        let Some(reason) = self.text_or_none(why, reason_bytes_max, desk) else { return };
        let Some(room) = self.there(room, desk) else { return };
        let command = Command::Leave { how: Leaving::Parted, reason };
        desk.ask(Ask::Room { room, command, key: None });
    }

    /// Makes a room that one is in the current one.
    pub(super) fn make_current(&mut self, typed: &str, desk: &mut Desk<'_>) {
        let Some(name) = self.room_typed(typed, desk) else { return };
        match self.room_named(&name).map(|room| room.id) {
            Some(room) => self.switch_to(room, desk),
            // It may have been renamed since this seat heard its name.
            None => self.look(Look::Room(RoomRef::Named(name.clone())), Pending::MakeCurrent(name), desk),
        }
    }

    pub(super) fn make_current_answered(&mut self, name: &RoomName, reply: &Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Answer(Answer::Room(view)) if view.mine.is_some() => {
                self.add_room(&view.room);
                self.switch_to(view.room.id, desk);
            }
            _ => self.tell(desk, format_args!("You are not in {name}; /join {name} enters it.")),
        }
    }

    pub(super) fn switch_to(&mut self, room: RoomId, desk: &mut Desk<'_>) {
        self.current = Some(room);
        if let Some(room) = self.room(room) {
            self.tell(desk, format_args!("You speak in {room} now."));
        }
    }

    /// One is in a room from now on.
    pub(super) fn add_room(&mut self, room: &Arc<RoomTag>) {
        self.rooms.retain(|known| known.id != room.id);
        self.rooms.push(Arc::clone(room));
    }

    /// One is in a room no more; another becomes the current one.
    pub(super) fn lose_room(&mut self, lost: RoomId, desk: &mut Desk<'_>) {
        self.rooms.retain(|room| room.id != lost);
        if self.current != Some(lost) {
            return;
        }
        self.current = None;
        match self.rooms.last().map(|room| room.id) {
            Some(room) => self.switch_to(room, desk),
            None => {
                self.tell(
                    desk,
                    format_args!("You are in no room now. /rooms lists them, /join #room enters one."),
                );
            }
        }
    }

    /// A text that may be missing. `None`: it was too long, and the person was told.
    pub(super) fn text_or_none(
        &self,
        text: Option<&str>,
        bytes_max: usize,
        desk: &mut Desk<'_>,
    ) -> Option<Text> {
        match text {
            Some(text) => self.text(text, bytes_max, desk),
            None => Some(Text::none()),
        }
    }

    pub(super) fn rooms_shown(&self, lines: &[RoomLine], pattern: Option<&str>, desk: &mut Desk<'_>) {
        let fits = |line: &&RoomLine| {
            pattern.is_none_or(|pattern| {
                line.room.name.as_ref().is_some_and(|name| glob(pattern, name.as_str()))
            })
        };
        show::room_lines(lines.iter().filter(fits), self.current, &mut self.paper(desk));
    }
}
