//! Saying who one is.

use super::{row, text, window};
use crate::app::App;
use crate::form::Form;
use crate::wrap::{width, wrap};
use parlor_client::State;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

pub(super) fn draw(app: &App, form: &Form, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let inside = window(app, buffer, 60, 13, "Parlor");
    let (dim, plain) = (app.theme.dim(), app.theme.plain());
    text(buffer, row(inside, 1), &[(app.settings.server.clone(), plain)]);
    if app.settings.open_to_eyes {
        let words = "The way there is not encrypted: no password that matters.";
        text(buffer, row(inside, 2), &[(words.into(), app.theme.mention())]);
    }
    let label = |at: bool| if at { app.theme.accent() } else { dim };
    let columns = usize::from(inside.width).saturating_sub(12);
    let (names, (_, name_at)) = form.name.shown(columns);
    text(buffer, row(inside, 4), &[("Nickname  ".into(), label(!form.at_password)), (names.join(""), plain)]);
    let hidden = "•".repeat(form.password.text().chars().count().min(columns - 1));
    let no_password = hidden.is_empty() && !form.at_password;
    let shown = if no_password { ("only for an account".into(), dim) } else { (hidden.clone(), plain) };
    text(buffer, row(inside, 5), &[("Password  ".into(), label(form.at_password)), shown]);
    let words = match (&form.trouble, form.waits, &app.state) {
        (Some(trouble), ..) => (trouble.clone(), app.theme.bad()),
        (None, true, State::Waiting { why, .. }) => (format!("{why} Trying again."), app.theme.bad()),
        (None, true, _) => ("A moment …".into(), dim),
        (None, false, _) => (String::new(), dim),
    };
    for (down, line) in wrap(&[words], usize::from(inside.width)).iter().take(2).enumerate() {
        text(buffer, row(inside, 7 + u16::try_from(down).unwrap_or(0)), line);
    }
    let keys = "Enter: come in   Tab: the other field   Ctrl-C: leave";
    text(buffer, Rect { y: inside.bottom().saturating_sub(1), height: 1, ..inside }, &[(keys.into(), dim)]);
    let column = if form.at_password { width(&hidden) } else { name_at };
    let y = inside.y + if form.at_password { 5 } else { 4 };
    (!form.waits).then(|| (inside.x + 10 + u16::try_from(column).unwrap_or(0), y))
}
