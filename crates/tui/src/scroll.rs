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
        if by > 0 { self.scroll_up(by.unsigned_abs()) } else { self.scroll_down(by.unsigned_abs()) }
    }

    fn scroll_up(&mut self, mut rows_left: usize) {
        let (columns, page) = (usize::from(layout(self).messages.width), self.page_rows());
        let Some(room) = self.room() else { return };
        let (ctx, log) = (Ctx::new(self, room, columns), room.shown());
        let Some(from) = room.bottom.or_else(|| log.last()) else { return };
        let back = |key| log.back_from(key).filter(|(_, entry)| Room::shows(entry, self.comings));
        let mut hidden = room.skip;
        let mut place = (from, hidden);
        for (key, entry) in back(from) {
            let rows = ctx.rows(key, entry).len();
            place = (key, hidden.saturating_add(rows_left));
            if place.1 < rows {
                break;
            }
            rows_left = rows_left.saturating_sub(rows.saturating_sub(hidden));
            hidden = 0;
        }
        // A screen is full as long as there is enough to fill it, and what comes above is fetched before it is wanted.
        let mut above = 0;
        for (key, entry) in back(place.0) {
            above += ctx.rows(key, entry).len();
            if above >= place.1.saturating_add(page * 3) {
                break;
            }
        }
        let above = above.saturating_sub(place.1);
        if above < page {
            place = first_full(&ctx, room, page, self.comings).unwrap_or(place);
        }
        let at_end = Some(place.0) >= log.last() && place.1 == 0 && room.past.is_none();
        if let Some(room) = self.room_mut() {
            (room.bottom, room.skip) = if at_end { (None, 0) } else { (Some(place.0), place.1) };
        }
        if above < page * 3 {
            self.fetch_older();
        }
    }

    fn scroll_down(&mut self, mut rows_left: usize) {
        let columns = usize::from(layout(self).messages.width);
        let Some(room) = self.room() else { return };
        let (ctx, log) = (Ctx::new(self, room, columns), room.shown());
        let Some(from) = room.bottom.or_else(|| log.last()) else { return };
        let mut place = (from, room.skip.saturating_sub(rows_left));
        rows_left = rows_left.saturating_sub(room.skip);
        for (key, entry) in log.after(from).filter(|(_, entry)| Room::shows(entry, self.comings)) {
            if rows_left == 0 {
                break;
            }
            let rows = ctx.rows(key, entry).len();
            place = (key, rows.saturating_sub(rows_left));
            rows_left = rows_left.saturating_sub(rows);
        }
        let at_end = Some(place.0) >= log.last() && place.1 == 0;
        let (is_past, more) = (room.past.is_some(), log.more_after);
        let Some(room) = self.room_mut() else { return };
        if at_end && !(is_past && more) {
            return room.go_to_bottom();
        }
        (room.bottom, room.skip) = (Some(place.0), place.1);
        if at_end {
            self.fetch_newer();
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
            (room.bottom, room.skip) = (bottom, 0);
        }
    }

    /// A click on a room: it is looked at.
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

/// The entry that is the lowest when the screen begins with the first one, and its rows below the screen.
fn first_full(ctx: &Ctx<'_>, room: &Room, page: usize, comings: bool) -> Option<(Key, usize)> {
    let (mut rows, mut place) = (0_usize, None);
    for (key, entry) in room.shown().iter().filter(|(_, entry)| Room::shows(entry, comings)) {
        rows += ctx.rows(key, entry).len();
        place = Some((key, rows.saturating_sub(page)));
        if rows >= page {
            break;
        }
    }
    place
}
