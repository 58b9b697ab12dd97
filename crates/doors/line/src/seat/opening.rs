//! A room being entered: first who is in it and its last lines are shown, then what happened meanwhile, then what
//! happens.

use super::LineSeat;
use super::pending::Pending;
use crate::show::{self, Before, Paper};
use crate::words::refusals::Refused;
use crate::words::when::When;
use parlor_model::{Command, Fact, Number, Refusal, RoomId, RoomName};
use parlor_server::{Answer, Ask, Desk, Item, Look, Page, Reply, RoomRef, RoomTag, RoomView, Span, Told};
use std::sync::Arc;

/// Bytes of lines that wait until a room is shown; beyond, they are left out and the gap is named.
const HELD_BYTES_MAX: usize = 256 * 1024;

/// A room that is being entered.
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// Which, once it is known.
    room: Option<RoomId>,
    /// What the look at it showed already.
    looked: Number,
    /// What happened in it meanwhile.
    held: Vec<Held>,
    held_bytes: usize,
    /// What of that had no place: from, to.
    gap: Option<(Number, Number)>,
}

/// An event that waits, rendered.
#[derive(Debug)]
struct Held {
    number: Number,
    is_message: bool,
    lines: Vec<u8>,
}

impl Opening {
    /// Whether events of this room wait.
    pub(super) fn holds(&self, room: RoomId) -> bool {
        self.room == Some(room)
    }

    /// Has an event wait; `lines` is what it is to be shown as.
    pub(super) fn hold(&mut self, told: &Told, lines: Vec<u8>) {
        let number = told.event.number;
        if self.held_bytes + lines.len() > HELD_BYTES_MAX || self.gap.is_some() {
            let from = self.gap.map_or(number, |(from, _)| from);
            self.gap = Some((from, number));
            return;
        }
        self.held_bytes += lines.len();
        self.held.push(Held { number, is_message: matches!(told.event.fact, Fact::Said { .. }), lines });
    }
}

impl LineSeat {
    /// Enters a room by its name and makes it the current one.
    pub(super) fn join(&mut self, name: RoomName, key: Option<Arc<str>>, desk: &mut Desk<'_>) {
        if let Some(room) = self.room_named(&name).map(|room| room.id) {
            return self.switch_to(room, desk);
        }
        let room = RoomRef::Named(name);
        let command = Command::Join { key, forced: false };
        let token = desk.ask(Ask::Room { room: room.clone(), command, key: None });
        self.expect(token, Pending::Join);
        self.open(None, room, desk);
    }

    /// Shows a room that the person is in already, as if entered.
    pub(super) fn show_room(&mut self, room: RoomId, desk: &mut Desk<'_>) {
        self.current = Some(room);
        self.open(Some(room), RoomRef::Id(room), desk);
    }

    fn open(&mut self, room: Option<RoomId>, named: RoomRef, desk: &mut Desk<'_>) {
        self.opening = Some(Box::new(Opening { room, ..Opening::default() }));
        let token = desk.ask(Ask::Look(Look::Faces(named.clone())));
        self.expect(token, Pending::EnteredRoom);
        // Also where no lines are to be shown: this question is what stops the reading until the room is open.
        let lines = self.settings.history_lines().max(1);
        let token = desk.history(named, Span::Latest, lines + 1, true);
        self.expect(token, Pending::EnteredPage);
    }

    /// One's own joining was told: from its number on the room's events wait.
    pub(super) fn joined(&mut self, room: &Arc<RoomTag>) {
        self.current = Some(room.id);
        if let Some(opening) = &mut self.opening
            && opening.room.is_none()
        {
            opening.room = Some(room.id);
        }
    }

    /// The answer to the joining. What is refused opens nothing.
    pub(super) fn join_answered(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        let Reply::Answer(Answer::Refused(why)) = reply else {
            return self.show_plainly(reply, desk);
        };
        if why == Refusal::YouAreMember {
            return;
        }
        self.opening = None;
        self.tell(desk, format_args!("{}", Refused(&why)));
        if self.current.is_none() {
            self.tell(desk, format_args!("You are in no room. /rooms lists them, /join #room enters one."));
        }
    }

    /// The look at the room that is being entered.
    pub(super) fn room_looked_at(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        let Some(opening) = &mut self.opening else { return };
        let Reply::Answer(Answer::Room(view)) = reply else {
            self.opening = None;
            return self.show_plainly(reply, desk);
        };
        opening.room = Some(view.room.id);
        opening.looked = view.told;
        self.current = Some(view.room.id);
        self.add_room(&view.room);
        self.show_entrance(&view, desk);
    }

    fn show_entrance(&mut self, view: &RoomView, desk: &mut Desk<'_>) {
        let others = match view.members_count.saturating_sub(1) {
            0 => "alone".to_owned(),
            1 => "with one other".to_owned(),
            count => format!("with {count} others"),
        };
        let mut paper = self.paper(desk);
        paper.line(format_args!("You are in {}, {others}.", view.room));
        show::topic(view, true, &mut paper);
        show::names("Here:", view, show::NAMES_ON_ENTRY_MAX, &mut paper);
    }

    /// The last lines of the room that is being entered: shown, then what happened meanwhile.
    pub(super) fn page_read(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        let Some(opening) = self.opening.take() else { return };
        let lines = self.settings.history_lines();
        let mut shown = Number(0);
        match reply {
            Reply::Page { page, .. } if lines > 0 => {
                shown = page.items.last().map_or(shown, |item| item.event.number);
                self.show_last(&page, lines, desk);
            }
            Reply::Page { .. } => {}
            other => self.show_plainly(other, desk),
        }
        let Opening { looked, held, gap, .. } = *opening;
        for Held { number, is_message, lines } in held {
            // The page has the messages, the look everything else.
            if number > if is_message { shown } else { looked } {
                desk.out().extend_from_slice(&lines);
            }
        }
        if let Some((from, to)) = gap {
            let before = from.0.saturating_sub(1);
            self.tell(
                desk,
                format_args!(
                    "#{from} to #{to} came too fast to be shown here; /history after {before} shows them."
                ),
            );
        }
        self.read_on(&[], desk);
    }

    fn show_last(&self, page: &Page, lines: usize, desk: &mut Desk<'_>) {
        let (before, items) = last_of(page, lines);
        let Some(first) = items.first() else { return };
        let mut paper = self.paper(desk);
        let since = When(first.event.at);
        match items.len() {
            1 => paper.line(format_args!("The last message, of {since} UTC:")),
            count => paper.line(format_args!("The last {count} messages, since {since} UTC:")),
        }
        show::items(items, before, self.style, &mut paper);
    }

    /// Writes an event as this seat sees it, now or when the room it happened in is shown.
    pub(super) fn show_or_hold(
        &mut self,
        told: &Told,
        write: impl FnOnce(&Self, &mut Paper<'_>),
        desk: &mut Desk<'_>,
    ) {
        if self.opening.as_ref().is_some_and(|opening| opening.holds(told.event.room)) {
            let mut lines = Vec::new();
            write(self, &mut Paper::new(&mut lines, self.style.telnet));
            if let Some(opening) = &mut self.opening {
                opening.hold(told, lines);
            }
        } else {
            write(self, &mut Paper::new(desk.out(), self.style.telnet));
        }
    }
}

/// The last `lines` messages of a page that was asked for one more, and what came before them.
pub(super) fn last_of(page: &Page, lines: usize) -> (Before, &[Item]) {
    let more = page.items.len().saturating_sub(lines);
    let before = match page.items[..more].last() {
        Some(item) => Before::Said(item.event.at),
        None if page.more_before => Before::Unknown,
        None => Before::Nothing,
    };
    (before, &page.items[more..])
}
