//! Moving up and down.

use crate::app::App;
use crate::draw::layout;
use crate::log::Key;
use crate::room::Room;
use crate::rows::Ctx;

impl App {
    /// Rows of messages on the screen.
    pub(crate) fn page_rows(&self) -> usize {
        usize::from(layout(self).messages.height)
    }

    /// Moves by so many rows: up, or down if negative.
    pub(crate) fn scroll(&mut self, by: isize) {
        let columns = usize::from(layout(self).messages.width);
        let page = self.page_rows();
        let Some(room) = self.room() else { return };
        let ctx = Ctx::new(self, room, columns);
        let log = room.shown();
        let Some(from) = room.bottom.or_else(|| log.last()) else { return };
        let shows = |entry: &crate::entry::Entry| Room::shows(entry, self.comings);
        let mut rows_left = by.unsigned_abs();
        let mut bottom = from;
        let mut top_reached = false;
        if by > 0 {
            for (key, entry) in log.back_from(from).filter(|(_, entry)| shows(entry)) {
                bottom = key;
                let rows = ctx.rows(key, entry).len();
                if rows_left < rows {
                    break;
                }
                rows_left -= rows;
            }
            // A screen is full as long as there is enough to fill it.
            let above: usize = log
                .back_from(bottom)
                .filter(|(_, entry)| shows(entry))
                .take(page + 1)
                .map(|(key, entry)| ctx.rows(key, entry).len())
                .sum();
            if above <= page {
                top_reached = true;
                bottom = first_full(&ctx, room, page, self.comings).unwrap_or(from).min(from);
            }
            let room_left = above <= page * 3;
            let bottom = Some(bottom).filter(|key| Some(*key) != log.last() || room.past.is_some());
            let fetch = top_reached || room_left;
            if let Some(room) = self.room_mut() {
                room.bottom = bottom;
            }
            if fetch {
                self.fetch_older();
            }
            return;
        }
        let mut next = None;
        for (key, entry) in log.after(from).filter(|(_, entry)| shows(entry)) {
            let rows = ctx.rows(key, entry).len();
            next = Some(key);
            if rows_left <= rows {
                break;
            }
            rows_left -= rows;
        }
        let at_end = next.is_none() || next == log.last();
        let (is_past, more) = (room.past.is_some(), log.more_after);
        let Some(room) = self.room_mut() else { return };
        match (at_end, is_past, more) {
            (true, false, _) | (true, true, false) => room.go_to_bottom(),
            (true, true, true) => {
                room.bottom = next.or(room.bottom);
                self.fetch_newer();
            }
            (false, ..) => room.bottom = next,
        }
    }

    /// To the oldest at hand.
    pub(crate) fn scroll_to_top(&mut self) {
        self.scroll(isize::MAX / 2);
    }

    /// Moves as little as makes the chosen message visible.
    pub(crate) fn show_selected(&mut self) {
        let columns = usize::from(layout(self).messages.width);
        let page = self.page_rows();
        let Some(room) = self.room() else { return };
        let Some(selected) = room.selected else { return };
        let ctx = Ctx::new(self, room, columns);
        let log = room.shown();
        let Some(mut bottom) = room.bottom.or_else(|| log.last()) else { return };
        if selected > bottom {
            bottom = selected;
        }
        // From the chosen one down to the lowest shown there may be a page at most.
        let shows = |entry: &crate::entry::Entry| Room::shows(entry, self.comings);
        let mut rows = log.get(selected).map_or(0, |entry| ctx.rows(selected, entry).len());
        let mut lowest = selected;
        for (key, entry) in log.after(selected).filter(|(_, entry)| shows(entry)) {
            rows += ctx.rows(key, entry).len();
            if rows > page || key > bottom {
                break;
            }
            lowest = key;
        }
        let bottom = Some(lowest).filter(|key| Some(*key) != log.last() || room.past.is_some());
        if let Some(room) = self.room_mut() {
            room.bottom = bottom;
        }
    }

    /// A click: on a room, it is looked at; on a message, it is chosen.
    pub(crate) fn click(&mut self, column: u16, row: u16) {
        let layout = layout(self);
        if let Some(rooms) = layout.rooms
            && rooms.contains((column, row).into())
        {
            let at = usize::from(row - rooms.y);
            let ids = crate::draw::room_rows(self);
            if let Some(Some(id)) = ids.get(at) {
                let id = id.clone();
                self.look_at(&id);
            }
        }
    }
}

/// The entry that is the lowest when the screen begins with the first one.
fn first_full(ctx: &Ctx<'_>, room: &Room, page: usize, comings: bool) -> Option<Key> {
    let log = room.shown();
    let (mut rows, mut last) = (0, None);
    for (key, entry) in log.iter().filter(|(_, entry)| Room::shows(entry, comings)) {
        rows += ctx.rows(key, entry).len();
        if rows > page && last.is_some() {
            break;
        }
        last = Some(key);
    }
    last
}
