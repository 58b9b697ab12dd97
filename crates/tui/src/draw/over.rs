//! What lies over the messages.

use super::{row, text, window};
use crate::app::App;
use crate::commands::{COMMANDS, KEYS};
use crate::overlay::{Found, GoTo, Overlay, React};
use crate::text::one_line;
use crate::time::{moment, unix_ms};
use crate::wrap::{Span, cut, width, wrap};
use parlor_api::Happened;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

pub(super) fn draw(app: &App, overlay: &Overlay, buffer: &mut Buffer) -> Option<(u16, u16)> {
    match overlay {
        Overlay::Help(from) => {
            help(app, *from, buffer);
            None
        }
        Overlay::GoTo(goto) => go_to(app, goto, buffer),
        Overlay::Found(sought) => found(app, sought, buffer),
        Overlay::React(choosing) => react(app, choosing, buffer),
        Overlay::Delete { id } => {
            delete(app, id, buffer);
            None
        }
        Overlay::Trust { fingerprint, why } => {
            trust(app, fingerprint, why, buffer);
            None
        }
    }
}

fn help(app: &App, from: usize, buffer: &mut Buffer) {
    let height = buffer.area.height.saturating_sub(2);
    let inside = window(app, buffer, 84, height, "Keys and commands");
    let columns = usize::from(inside.width);
    let mut lines: Vec<Vec<Span>> = Vec::new();
    let mut line = |head: String, words: &str, indent: usize| {
        let gap = " ".repeat(indent.saturating_sub(width(&head)).max(1));
        let wrapped = wrap(
            &[(words.to_owned(), app.theme.plain())],
            columns.saturating_sub(indent.max(width(&head) + 1)),
        );
        for (n, words) in wrapped.into_iter().enumerate() {
            let lead = if n == 0 {
                (format!("{head}{gap}"), app.theme.accent())
            } else {
                (" ".repeat(indent), app.theme.plain())
            };
            lines.push(std::iter::once(lead).chain(words).collect());
        }
    };
    let indent = (columns / 3).min(26);
    for (keys, words) in KEYS {
        line((*keys).to_owned(), words, indent);
    }
    line(String::new(), "", indent);
    for command in COMMANDS {
        line(format!("/{} {}", command.names[0], command.takes), command.does, indent);
    }
    let shown = usize::from(inside.height).saturating_sub(1);
    let from = from.min(lines.len().saturating_sub(shown));
    for (down, line) in lines.iter().skip(from).take(shown).enumerate() {
        text(buffer, row(inside, u16::try_from(down).unwrap_or(0)), line);
    }
    let more = if from + shown < lines.len() { "↓ more   Esc: back" } else { "Esc: back" };
    text(buffer, last_row(inside), &[(more.into(), app.theme.dim())]);
}

fn last_row(inside: Rect) -> Rect {
    Rect { y: inside.bottom().saturating_sub(1), height: 1, ..inside }
}

fn field(app: &App, editor: &crate::editor::Editor, area: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let (lines, (_, column)) = editor.shown(1_000);
    let end = text(buffer, area, &[("› ".into(), app.theme.accent()), (lines.join(" "), app.theme.plain())]);
    let x = area.x + 2 + u16::try_from(column).unwrap_or(0);
    Some((x.min(end).min(area.right().saturating_sub(1)), area.y))
}

fn go_to(app: &App, goto: &GoTo, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let inside = window(app, buffer, 44, buffer.area.height.saturating_sub(4).min(16), "Go to");
    let choices = app.places(goto.editor.text());
    let shown = usize::from(inside.height).saturating_sub(2);
    let from = (goto.at + 1).saturating_sub(shown);
    for (at, (id, name)) in choices.iter().enumerate().skip(from).take(shown) {
        let area = row(inside, u16::try_from(at - from + 2).unwrap_or(0));
        let unread = app.rooms.iter().find(|room| room.id == *id).map_or(0, |room| room.unread);
        let style = if at == goto.at { app.theme.chosen() } else { app.theme.plain() };
        buffer.set_style(area, style);
        let count = if unread > 0 { format!("{unread} new") } else { String::new() };
        super::left_right(buffer, area, (name.clone(), style), (count, style));
    }
    if choices.is_empty() {
        text(buffer, row(inside, 2), &[("No such room here.".into(), app.theme.dim())]);
    }
    field(app, &goto.editor, row(inside, 0), buffer)
}

fn found(app: &App, found: &Found, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let (columns, rows) =
        (buffer.area.width.saturating_sub(4).min(110), buffer.area.height.saturating_sub(2));
    let place = match (found.everywhere, app.room()) {
        (false, Some(room)) => format!("Search in {}", room.name),
        _ => "Search everywhere".to_owned(),
    };
    let inside = window(app, buffer, columns, rows, &place);
    let words = match (&found.sought, found.waits) {
        (_, true) => "…".into(),
        (None, _) => "All words must be in it; \"two words\" in quotes are a phrase.".to_owned(),
        (Some(_), _) if found.messages.is_empty() => "Nothing was found.".into(),
        (Some(_), _) => format!("{} found, the newest first", found.messages.len()),
    };
    text(buffer, row(inside, 1), &[(words, app.theme.dim())]);
    let area = Rect { y: inside.y + 3, height: inside.height.saturating_sub(5), ..inside };
    let height = usize::from(area.height);
    let from = (found.at * 2 + 2).saturating_sub(height);
    for (at, message) in found.messages.iter().enumerate() {
        let event = &message.event;
        let Happened::Said(said) = &event.what else { continue };
        let name = one_line(&event.by.name);
        let head = vec![
            (moment(unix_ms(&event.at), &app.settings.zone), app.theme.dim()),
            (format!("  {name}"), app.theme.person(&name)),
            (
                if found.everywhere { format!("  {}", one_line(&event.room)) } else { String::new() },
                app.theme.dim(),
            ),
        ];
        let said = vec![(
            format!("  {}", cut(&one_line(&said.text), usize::from(area.width).saturating_sub(2))),
            app.theme.plain(),
        )];
        for (n, line) in [head, said].iter().enumerate() {
            let Some(down) = (at * 2 + n).checked_sub(from).filter(|down| *down < height) else { continue };
            let area = row(area, u16::try_from(down).unwrap_or(0));
            text(buffer, area, line);
            if at == found.at {
                buffer.set_style(area, app.theme.chosen());
            }
        }
    }
    let keys = "Enter: search, then go there   ↑ ↓   Tab: here or everywhere   Esc: back";
    text(buffer, last_row(inside), &[(keys.into(), app.theme.dim())]);
    field(app, &found.editor, row(inside, 0), buffer)
}

fn react(app: &App, react: &React, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let inside = window(app, buffer, 52, 7, "React");
    let mut spans: Vec<Span> = Vec::new();
    for (at, choice) in react.choices().iter().enumerate() {
        let style = if at == react.at { app.theme.chosen() } else { app.theme.plain() };
        spans.push((format!(" {} ", cut(choice, 12)), style));
        spans.push((" ".into(), app.theme.plain()));
    }
    text(buffer, row(inside, 2), &spans);
    let keys = "Enter: this one   ← →   letters search by name";
    text(buffer, last_row(inside), &[(keys.into(), app.theme.dim())]);
    field(app, &react.editor, row(inside, 0), buffer)
}

fn delete(app: &App, id: &str, buffer: &mut Buffer) {
    let inside = window(app, buffer, 60, 6, "Delete this message?");
    let said = app.room().and_then(|room| room.shown().by_id(id)).and_then(|(_, entry)| entry.said());
    let words = said.map(|said| one_line(&said.text)).unwrap_or_default();
    text(buffer, row(inside, 1), &[(cut(&words, usize::from(inside.width)), app.theme.plain())]);
    text(buffer, last_row(inside), &[("y: delete it for everyone   Esc: no".into(), app.theme.dim())]);
}

fn trust(app: &App, fingerprint: &str, why: &str, buffer: &mut Buffer) {
    let inside = window(app, buffer, 76, 12, "Is this the right server?");
    let columns = usize::from(inside.width);
    let digits: Vec<char> = fingerprint.chars().collect();
    let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
    let words = format!("{why} If you know its fingerprint, compare it:");
    let mut lines = wrap(&[(words, app.theme.plain())], columns);
    lines.push(Vec::new());
    lines.extend(pairs.chunks(16).map(|half| vec![(half.join(":"), app.theme.accent())]));
    lines.push(Vec::new());
    lines.push(vec![("y: believe it from now on   n: leave".into(), app.theme.dim())]);
    for (down, line) in lines.iter().enumerate() {
        text(buffer, row(inside, 1 + u16::try_from(down).unwrap_or(0)), line);
    }
}
