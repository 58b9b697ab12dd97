//! The terminal: taken over, and always given back.

use super::osc::{POP_TITLE, PUSH_TITLE};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute, style};
use parlor_tui::{Depth, Input, Key, Press};
use std::io::{self, Write};
use std::sync::Once;

/// The terminal while it is ours. Given back when this is dropped, and when something panics.
#[derive(Debug)]
pub struct Taken;

static HOOK: Once = Once::new();

impl Taken {
    /// Takes it over: raw, on a screen of its own.
    ///
    /// # Errors
    /// There is no terminal.
    pub fn take() -> io::Result<Self> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                // The words of a panic are to be read on the screen of before.
                give_back();
                before(panic);
            }));
        });
        enable_raw_mode()?;
        let taken = Self;
        execute!(
            io::stdout(),
            style::Print(PUSH_TITLE),
            EnterAlternateScreen,
            EnableBracketedPaste,
            EnableFocusChange
        )?;
        Ok(taken)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Nothing can be done about a terminal that is gone.
fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(
        out,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        style::Print(POP_TITLE),
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// What an event of the terminal is for the screen.
pub(crate) fn input(event: Event) -> Option<Input> {
    Some(match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Input::Press(press(key)?),
        Event::Key(_) => return None,
        Event::Paste(text) => Input::Paste(text),
        Event::Resize(columns, rows) => Input::Resize { columns, rows },
        Event::FocusGained => Input::Focus(true),
        Event::FocusLost => Input::Focus(false),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::ScrollUp => Input::Wheel(3),
            MouseEventKind::ScrollDown => Input::Wheel(-3),
            MouseEventKind::Down(MouseButton::Left) => Input::Click { column: mouse.column, row: mouse.row },
            _ => return None,
        },
    })
}

fn press(key: KeyEvent) -> Option<Press> {
    let has = |modifier| key.modifiers.contains(modifier);
    let (ctrl, mut shift) = (has(KeyModifiers::CONTROL), has(KeyModifiers::SHIFT));
    let which = match key.code {
        KeyCode::Char(c) => {
            shift = false;
            Key::Char(if ctrl { c.to_ascii_lowercase() } else { c })
        }
        KeyCode::Enter => Key::Enter,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Esc => Key::Esc,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    Some(Press { key: which, ctrl, alt: has(KeyModifiers::ALT), shift })
}

/// How many colours the terminal has, unless that was said.
pub(crate) fn depth(said: &str, env: &dyn Fn(&str) -> Option<String>) -> Depth {
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let term = env("TERM").unwrap_or_default();
    match said {
        "24bit" => Depth::True,
        "256" => Depth::Fixed,
        "16" => Depth::Sixteen,
        "none" => Depth::None,
        _ if set("NO_COLOR") || term == "dumb" => Depth::None,
        _ if matches!(env("COLORTERM").as_deref(), Some("truecolor" | "24bit")) => Depth::True,
        _ if term.contains("256color") || term.contains("kitty") || term.starts_with("foot") => Depth::Fixed,
        _ => Depth::Sixteen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_as_many_as_there_are() {
        let with = |said: &str, pairs: &'static [(&str, &str)]| {
            depth(said, &move |asked| {
                pairs.iter().find(|(name, _)| *name == asked).map(|(_, v)| (*v).to_owned())
            })
        };
        assert_eq!(with("auto", &[("TERM", "xterm-256color")]), Depth::Fixed);
        assert_eq!(with("auto", &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(with("auto", &[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(with("24bit", &[("NO_COLOR", "1")]), Depth::True);
        assert_eq!(with("auto", &[("TERM", "xterm")]), Depth::Sixteen);
    }

    #[test]
    fn keys_are_translated() {
        let key = |code, modifiers| press(KeyEvent::new(code, modifiers)).unwrap();
        let ctrl_c = key(KeyCode::Char('C'), KeyModifiers::CONTROL);
        assert_eq!(ctrl_c, Press { ctrl: true, ..Key::Char('c').into() });
        let newline = key(KeyCode::Enter, KeyModifiers::SHIFT);
        assert_eq!(newline, Press { shift: true, ..Key::Enter.into() });
        assert_eq!(key(KeyCode::Char('Ä'), KeyModifiers::SHIFT), Key::Char('Ä').into());
    }
}
