//! Painting the screen.

mod entrance;
mod foot;
mod messages;
mod over;
mod sides;

pub(crate) use sides::room_rows;

use crate::app::App;
use crate::overlay::Intent;
use crate::wrap::{Span, cut, width};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Style;

/// Where everything is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) header: Option<Rect>,
    pub(crate) rooms: Option<Rect>,
    pub(crate) people: Option<Rect>,
    pub(crate) messages: Rect,
    /// What the next line is to be: an answer, an edit.
    pub(crate) intent: Option<Rect>,
    pub(crate) status: Rect,
    pub(crate) input: Rect,
}

/// From this width on there is a column of rooms,
const ROOMS_FROM: u16 = 64;
/// and one of people.
const PEOPLE_FROM: u16 = 100;
/// Rows of what is typed, at most.
const INPUT_MAX: u16 = 8;
/// Cells before what is typed.
pub(crate) const PROMPT: &str = " › ";

impl App {
    pub(crate) fn shows_people(&self) -> bool {
        self.show_people.unwrap_or(self.size.0 >= PEOPLE_FROM)
    }

    /// Paints the screen into all of these cells. Where the cursor is to be, if it is to be seen.
    pub fn draw(&self, buffer: &mut Buffer) -> Option<(u16, u16)> {
        buffer.reset();
        if buffer.area.width < 20 || buffer.area.height < 5 {
            text(buffer, buffer.area, &[("too small".into(), Style::new())]);
            return None;
        }
        if let Some(form) = &self.form {
            let cursor = entrance::draw(self, form, buffer);
            return self.overlay.as_ref().map_or(cursor, |overlay| over::draw(self, overlay, buffer));
        }
        let layout = layout(self);
        if let Some(header) = layout.header {
            sides::header(self, header, buffer);
        }
        if let Some(rooms) = layout.rooms {
            sides::rooms(self, rooms, buffer);
        }
        if let Some(people) = layout.people {
            sides::people(self, people, buffer);
        }
        messages::draw(self, layout.messages, buffer);
        if let Some(intent) = layout.intent {
            foot::intent(self, intent, buffer);
        }
        foot::status(self, layout.status, buffer);
        let cursor = foot::input(self, layout.input, buffer);
        match &self.overlay {
            Some(overlay) => over::draw(self, overlay, buffer),
            None if self.is_selecting() || self.bare => None,
            None => cursor,
        }
    }
}

/// Where everything is, on a screen of this size.
pub(crate) fn layout(app: &App) -> Layout {
    let (columns, rows) = app.size;
    let area = Rect::new(0, 0, columns, rows);
    if app.bare {
        let messages = Rect { height: rows.saturating_sub(1), ..area };
        let status = Rect { y: messages.height, height: rows.min(1), ..area };
        let input = Rect { y: rows, height: 0, ..area };
        return Layout { header: None, rooms: None, people: None, messages, intent: None, status, input };
    }
    let typed = foot::typed_rows(app, columns).min((rows / 3).max(1)).min(INPUT_MAX);
    let intent_rows = u16::from(app.intent != Intent::Say);
    let foot = typed + 1 + intent_rows;
    let body = Rect { y: 1, height: rows.saturating_sub(foot + 1), ..area };
    let rooms_columns = if app.show_rooms && columns >= ROOMS_FROM { (columns / 5).clamp(16, 26) } else { 0 };
    let people_columns =
        if app.shows_people() && columns >= ROOMS_FROM { (columns / 7).clamp(14, 24) } else { 0 };
    let side = |x, width| (width > 0).then_some(Rect { x, width, ..body });
    let messages = Rect { x: rooms_columns, width: columns - rooms_columns - people_columns, ..body };
    let mut y = body.y + body.height;
    let mut next = |height: u16| {
        let area = Rect { x: 0, y, width: columns, height: height.min(rows.saturating_sub(y)) };
        y += height;
        area
    };
    let status = next(1);
    let intent = (intent_rows > 0).then(|| next(1));
    let input = next(typed);
    Layout {
        header: Some(Rect { height: 1, ..area }),
        rooms: side(0, rooms_columns),
        people: side(columns - people_columns, people_columns),
        messages,
        intent,
        status,
        input,
    }
}

/// Paints spans on the first row of an area. What does not fit is left out.
pub(crate) fn text(buffer: &mut Buffer, area: Rect, spans: &[Span]) -> u16 {
    let mut x = area.x;
    let end = area.x + area.width;
    for (words, style) in spans {
        if x >= end || area.y >= buffer.area.height {
            break;
        }
        let (next, _) = buffer.set_stringn(x, area.y, words, usize::from(end - x), *style);
        x = next;
    }
    x
}

/// The row of an area so many rows down.
pub(crate) fn row(area: Rect, down: u16) -> Rect {
    Rect { y: area.y + down, height: 1, ..area }
}

/// Words at the left and at the right of one row; the left ones give way.
pub(crate) fn left_right(buffer: &mut Buffer, area: Rect, left: Span, right: Span) {
    let right_columns = width(&right.0).min(usize::from(area.width));
    let room = usize::from(area.width).saturating_sub(right_columns + 1);
    text(buffer, area, &[(cut(&left.0, room), left.1)]);
    let offset = area.width - u16::try_from(right_columns).unwrap_or(0);
    text(buffer, Rect { x: area.x + offset, width: area.width - offset, ..area }, &[right]);
}

/// An empty box in the middle, with a border and a title; its inside.
pub(crate) fn window(app: &App, buffer: &mut Buffer, columns: u16, rows: u16, title: &str) -> Rect {
    let area = buffer.area;
    let (columns, rows) = (columns.min(area.width), rows.min(area.height));
    let window =
        Rect { x: (area.width - columns) / 2, y: (area.height - rows) / 2, width: columns, height: rows };
    for y in window.top()..window.bottom() {
        for x in window.left()..window.right() {
            buffer[(x, y)].reset();
        }
    }
    let line = app.theme.line();
    let across = "─".repeat(usize::from(columns.saturating_sub(2)));
    text(buffer, row(window, 0), &[(format!("╭{across}╮"), line)]);
    for down in 1..rows.saturating_sub(1) {
        text(buffer, row(window, down), &[("│".into(), line)]);
        let last = Rect { x: window.right() - 1, y: window.y + down, width: 1, height: 1 };
        text(buffer, last, &[("│".into(), line)]);
    }
    text(buffer, row(window, rows.saturating_sub(1)), &[(format!("╰{across}╯"), line)]);
    let heading = Rect { x: window.x + 2, width: columns.saturating_sub(4), ..row(window, 0) };
    text(
        buffer,
        heading,
        &[(format!(" {} ", cut(title, usize::from(columns).saturating_sub(8))), app.theme.accent())],
    );
    Rect {
        x: window.x + 2,
        y: window.y + 1,
        width: columns.saturating_sub(4),
        height: rows.saturating_sub(2),
    }
}
