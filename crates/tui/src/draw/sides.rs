//! The bar above, and the columns of rooms and of people.

use super::{left_right, row, text};
use crate::answers::rank;
use crate::app::App;
use crate::entry::role_sign;
use crate::text::one_line;
use crate::wrap::{cut, width};
use parlor_api::Flag;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Modifier;

/// Which room, its topic, how many people.
pub(super) fn header(app: &App, area: Rect, buffer: &mut Buffer) {
    let bar = app.theme.bar();
    buffer.set_style(area, bar);
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let Some(room) = app.room() else {
        left_right(
            buffer,
            inside,
            ("Parlor".into(), bar.add_modifier(Modifier::BOLD)),
            (app.settings.server.clone(), bar),
        );
        return;
    };
    let marks: Vec<_> = room
        .flags
        .iter()
        .filter_map(|flag| match flag {
            Flag::Secret => Some("secret"),
            Flag::InviteOnly => Some("by invitation"),
            Flag::Moderated => Some("moderated"),
            Flag::MembersSpeak
            | Flag::TopicLocked
            | Flag::NoCtcp
            | Flag::Roleplay
            | Flag::RegisteredSpeak
            | Flag::RegisteredJoin
            | Flag::OperatorModerated
            | Flag::Auditorium => None,
        })
        .collect();
    let mut right = marks.join(", ");
    if !room.is_direct() {
        let people = if room.members_count == 1 {
            "only you".to_owned()
        } else {
            format!("{} people", room.members_count)
        };
        right = if right.is_empty() { people } else { format!("{right}, {people}") };
    }
    let name = cut(&room.name, usize::from(inside.width) / 2);
    let topic = room.topic.as_deref().map(one_line).unwrap_or_default();
    let space = usize::from(inside.width).saturating_sub(width(&name) + width(&right) + 4);
    let topic = if space > 8 { cut(&topic, space) } else { String::new() };
    text(buffer, inside, &[(name, bar.add_modifier(Modifier::BOLD)), (format!("  {topic}"), bar)]);
    let columns = u16::try_from(width(&right)).unwrap_or(0).min(inside.width);
    text(buffer, Rect { x: inside.right() - columns, width: columns, ..inside }, &[(right, bar)]);
}

/// What stands in each row of the column of rooms: the id of a room, or nothing to click on.
pub(crate) fn room_rows(app: &App) -> Vec<Option<String>> {
    let mut rows: Vec<Option<String>> = Vec::new();
    let mut direct = false;
    for room in &app.rooms {
        if room.is_direct() && !direct {
            direct = true;
            if !rows.is_empty() {
                rows.push(None);
            }
        }
        rows.push(Some(room.id.clone()));
    }
    rows
}

/// The rooms, and how much is new in each.
pub(super) fn rooms(app: &App, area: Rect, buffer: &mut Buffer) {
    line_down(app, area.right().saturating_sub(1), area, buffer);
    let inside = Rect { width: area.width.saturating_sub(1), ..area };
    let rows = room_rows(app);
    // Where there are more rooms than rows, the one that is looked at is among those shown.
    let height = usize::from(area.height);
    let at = rows.iter().position(|id| id.as_ref() == Some(&app.current)).unwrap_or(0);
    let from = (at + 1).saturating_sub(height.saturating_sub(1)).min(rows.len().saturating_sub(height));
    for (down, id) in rows.iter().skip(from).take(height).enumerate() {
        let Some(room) = id.as_ref().and_then(|id| app.rooms.iter().find(|room| room.id == *id)) else {
            continue;
        };
        let area = row(inside, u16::try_from(down).unwrap_or(0));
        let current = room.id == app.current;
        let (mut style, sign) = if current { (app.theme.chosen(), "▌") } else { (app.theme.plain(), " ") };
        if current {
            buffer.set_style(area, style);
        } else if room.mentions > 0 {
            style = app.theme.mention();
        } else if room.unread > 0 {
            style = style.add_modifier(Modifier::BOLD);
        } else {
            style = app.theme.dim();
        }
        let count = match (room.mine, room.mentions, room.unread) {
            (false, ..) => "left ".to_owned(),
            (true, 0, 0) => String::new(),
            (true, 0, unread) => format!("{} ", most(unread)),
            (true, _, unread) => format!("@{} ", most(unread)),
        };
        left_right(buffer, area, (format!("{sign}{}", room.name), style), (count, style));
    }
}

fn most(count: usize) -> String {
    if count > 999 { "999+".into() } else { count.to_string() }
}

/// Who is here.
pub(super) fn people(app: &App, area: Rect, buffer: &mut Buffer) {
    line_down(app, area.x, area, buffer);
    let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    let Some(room) = app.room() else { return };
    let mut members: Vec<_> = room.members.values().collect();
    members.sort_by_cached_key(|m| (m.away, std::cmp::Reverse(rank(m.role)), m.who.name.to_lowercase()));
    let height = usize::from(area.height);
    let hidden = room.members_count.max(members.len()).saturating_sub(height);
    let shown = if hidden > 0 { height.saturating_sub(1) } else { height };
    for (down, member) in members.iter().take(shown).enumerate() {
        let name = one_line(&member.who.name);
        let style = if member.away { app.theme.dim() } else { app.theme.person(&name) };
        let sign = (format!("{:1}", role_sign(member.role)), app.theme.dim());
        let name = cut(&name, usize::from(inside.width).saturating_sub(1));
        text(buffer, row(inside, u16::try_from(down).unwrap_or(0)), &[sign, (name, style)]);
    }
    if hidden > 0 {
        let words = format!(" and {} more", hidden + 1);
        text(buffer, row(inside, u16::try_from(shown).unwrap_or(0)), &[(words, app.theme.dim())]);
    }
}

fn line_down(app: &App, x: u16, area: Rect, buffer: &mut Buffer) {
    for y in area.top()..area.bottom() {
        text(buffer, Rect { x, y, width: 1, height: 1 }, &[("│".into(), app.theme.line())]);
    }
}
