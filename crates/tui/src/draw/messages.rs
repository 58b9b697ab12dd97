//! What was said, the newest below.

use super::{row, text};
use crate::app::App;
use crate::room::Room;
use crate::rows::{Ctx, Row};
use crate::wrap::{cut, width};
use parlor_client::State;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use std::collections::VecDeque;

pub(super) fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(room) = app.room() else { return nowhere(app, area, buffer) };
    let ctx = Ctx::new(app, room, usize::from(area.width));
    let height = usize::from(area.height);
    let mut rows: VecDeque<Row> = VecDeque::new();
    let log = room.shown();
    if room.at_bottom() {
        let waits = app.state != State::Connected;
        for pending in app.pending.iter().filter(|pending| pending.room_id == room.id) {
            rows.extend(ctx.pending(pending, waits));
        }
        while rows.len() > height {
            rows.pop_front();
        }
    }
    if let Some(from) = room.bottom.or_else(|| log.last()) {
        for (key, entry) in log.back_from(from).filter(|(_, entry)| Room::shows(entry, app.comings)) {
            let hidden = if key == from { room.skip } else { 0 };
            for row in ctx.rows(key, entry).into_iter().rev().skip(hidden) {
                rows.push_front(row);
            }
            if rows.len() >= height {
                break;
            }
        }
    }
    let skip = rows.len().saturating_sub(height);
    // A room with little in it begins at the top: the eye goes from there down.
    for (down, line) in rows.iter().skip(skip).enumerate() {
        let area = row(area, u16::try_from(down).unwrap_or(0));
        paint(line, area, buffer);
        if line.key.is_some() && line.key == room.selected {
            buffer.set_style(area, app.theme.chosen());
        }
    }
}

fn paint(line: &Row, area: Rect, buffer: &mut Buffer) {
    let Some(across) = line.across else {
        text(buffer, area, &line.spans);
        return;
    };
    let columns = usize::from(area.width);
    let words: usize = line.spans.iter().map(|(words, _)| width(words)).sum();
    let left = columns.saturating_sub(words) / 2;
    let right = columns.saturating_sub(words + left);
    let mut spans = vec![(format!(" {}", "─".repeat(left.saturating_sub(1))), across)];
    spans.extend(line.spans.iter().cloned());
    spans.push(("─".repeat(right.saturating_sub(1)), across));
    text(buffer, area, &spans);
}

/// In no room yet.
fn nowhere(app: &App, area: Rect, buffer: &mut Buffer) {
    let words: &[&str] = if app.is_connected() {
        &[
            "You are in no room.",
            "",
            "/rooms lists those there are, /join NAME goes into one.",
            "F1 shows everything else.",
        ]
    } else {
        &["", "", "", ""]
    };
    let from = area.height.saturating_sub(4) / 2;
    for (down, words) in words.iter().enumerate() {
        let words = cut(words, usize::from(area.width));
        let left = (usize::from(area.width) - width(&words)) / 2;
        let down = from + u16::try_from(down).unwrap_or(0);
        let spans = [(format!("{}{words}", " ".repeat(left)), app.theme.dim())];
        if down < area.height {
            text(buffer, row(area, down), &spans);
        }
    }
}
