//! Below the messages: how it stands, and what is typed.

use super::{PROMPT, left_right, row, text};
use crate::app::App;
use crate::overlay::Intent;
use crate::wrap::{Span, cut, width};
use parlor_client::State;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

/// Rows of what is typed.
pub(super) fn typed_rows(app: &App, columns: u16) -> u16 {
    let (lines, _) = app.editor.shown(columns_of(columns));
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}

fn columns_of(columns: u16) -> usize {
    usize::from(columns).saturating_sub(width(PROMPT) + 1)
}

/// How it stands.
pub(super) fn status(app: &App, area: Rect, buffer: &mut Buffer) {
    let (dim, inside) =
        (app.theme.dim(), Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area });
    if app.bare {
        return left_right(buffer, inside, ("F4 or Esc goes back.".into(), dim), (String::new(), dim));
    }
    if let Some(completion) = app.completion.as_ref().filter(|completion| completion.choices.len() > 1) {
        return choices(app, completion, inside, buffer);
    }
    let state = state(app);
    let left: Span = if let Some((words, _)) = &app.flash {
        let flash = (words.clone(), app.theme.accent());
        // What one has just been told matters more for the moment.
        if width(words) + width(&state.0) >= usize::from(inside.width) {
            return left_right(buffer, inside, flash, (String::new(), dim));
        }
        flash
    } else if app.is_selecting() {
        (
            "r reply  e edit  d delete  + react  y copy  g to what it answers  Esc back".into(),
            app.theme.accent(),
        )
    } else if !matches!(app.state, State::Connected) {
        return left_right(buffer, inside, state, (waiting(app), dim));
    } else if let Some(room) = app.room().filter(|room| !room.at_bottom()) {
        let words = match room.unread {
            0 if room.past.is_some() => "Looking back. Ctrl-End returns.".to_owned(),
            0 => "Ctrl-End goes to the newest.".to_owned(),
            1 => "One new message below. Ctrl-End goes there.".to_owned(),
            unread => format!("{unread} new messages below. Ctrl-End goes there."),
        };
        (words, app.theme.fresh())
    } else if let Some(words) = app.room().and_then(crate::room::Room::typing_words) {
        (words, dim)
    } else {
        (String::new(), dim)
    };
    left_right(buffer, inside, left, state);
}

/// How it stands with the connection, in plain words.
fn state(app: &App) -> Span {
    let theme = app.theme;
    let server = &app.settings.server;
    match &app.state {
        State::Idle => ("Not connected.".into(), theme.dim()),
        State::Connecting => (format!("Connecting to {server} …"), theme.dim()),
        State::Entering => ("Coming in …".into(), theme.dim()),
        State::CatchingUp => ("Fetching what you missed …".into(), theme.dim()),
        State::Connected => {
            let name = app.me.as_ref().map(|me| crate::text::one_line(&me.name)).unwrap_or_default();
            let away = if app.away { ", away" } else { "" };
            let eyes = if app.settings.open_to_eyes { ", not encrypted" } else { "" };
            (format!("{name}{away}{eyes}"), if app.away { theme.mention() } else { theme.good() })
        }
        State::Waiting { why, until_ms } => {
            let seconds = until_ms.saturating_sub(app.now.ms).div_ceil(1000);
            let again = if seconds == 0 { "now".into() } else { format!("in {seconds} s (Enter: now)") };
            (format!("{why} Trying again {again}."), theme.bad())
        }
        State::Over { why } => (format!("{why} /reconnect tries again."), theme.bad()),
    }
}

/// What waits to be sent.
fn waiting(app: &App) -> String {
    crate::app::waiting(&app.pending, ("waits", "wait")).unwrap_or_default()
}

/// What a word could become.
fn choices(app: &App, completion: &crate::complete::Completion, area: Rect, buffer: &mut Buffer) {
    let mut spans: Vec<Span> = Vec::new();
    let columns = usize::from(area.width);
    // The one that is chosen is among those that fit.
    let mut from = 0;
    let cells = |from: usize, to: usize| -> usize {
        completion.choices[from..=to].iter().map(|(word, _)| width(word) + 2).sum()
    };
    while from < completion.at && cells(from, completion.at) > columns {
        from += 1;
    }
    for (at, (word, _)) in completion.choices.iter().enumerate().skip(from) {
        let style = if at == completion.at { app.theme.accent() } else { app.theme.dim() };
        spans.push((format!("{word}  "), style));
    }
    text(buffer, area, &spans);
}

/// What the next line is to be.
pub(super) fn intent(app: &App, area: Rect, buffer: &mut Buffer) {
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let words = match &app.intent {
        Intent::Say => return,
        Intent::Reply { name, words, .. } => format!("╭ answering {name}: {words}"),
        Intent::Edit { .. } => "╭ other words for your message".into(),
    };
    left_right(buffer, inside, (words, app.theme.accent()), ("Esc: not".into(), app.theme.dim()));
}

/// What is typed. Where the cursor is.
pub(super) fn input(app: &App, area: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    if area.height == 0 {
        return None;
    }
    let (lines, (line, column)) = app.editor.shown(columns_of(area.width));
    let height = usize::from(area.height);
    let from = (line + 1).saturating_sub(height);
    let indent = u16::try_from(width(PROMPT)).unwrap_or(0);
    text(buffer, row(area, 0), &[(PROMPT.into(), app.theme.accent())]);
    let inside = Rect { x: area.x + indent, width: area.width.saturating_sub(indent), ..area };
    if app.editor.is_empty() {
        let words = match (app.room(), &app.state) {
            (Some(room), State::Connected | State::CatchingUp) if room.mine => {
                format!("Say something in {}", room.name)
            }
            (Some(room), _) if !room.mine => {
                "You are not in this room. /join goes back, /leave puts it away.".into()
            }
            (Some(_), _) => "What you say now is sent when the connection is back".into(),
            (None, _) => "/join NAME goes into a room".into(),
        };
        text(buffer, row(inside, 0), &[(cut(&words, usize::from(inside.width)), app.theme.dim())]);
    }
    for (down, words) in lines.iter().skip(from).take(height).enumerate() {
        let style = app.theme.plain();
        text(buffer, row(inside, u16::try_from(down).unwrap_or(0)), &[(words.clone(), style)]);
    }
    let x = inside.x + u16::try_from(column).unwrap_or(0);
    let y = inside.y + u16::try_from(line - from).unwrap_or(0);
    Some((x.min(area.right().saturating_sub(1)), y))
}
