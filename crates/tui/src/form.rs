//! Saying who one is.

use crate::editor::Editor;
use crate::input::{Key, Press};
use parlor_client::Identity;

/// The form at the entrance.
#[derive(Clone, Default, Debug)]
pub(crate) struct Form {
    pub(crate) name: Editor,
    pub(crate) password: Editor,
    pub(crate) at_password: bool,
    /// What was wrong.
    pub(crate) trouble: Option<String>,
    /// An answer is waited for.
    pub(crate) waits: bool,
}

impl Form {
    pub(crate) fn new(name: &str) -> Self {
        let mut form = Self::default();
        form.name.set(name);
        form
    }

    /// A key. Who to be, once that is said.
    pub(crate) fn press(&mut self, press: Press) -> Option<Identity> {
        if self.waits {
            return None;
        }
        let field = if self.at_password { &mut self.password } else { &mut self.name };
        match press.key {
            Key::Tab | Key::BackTab | Key::Up | Key::Down => self.at_password = !self.at_password,
            Key::Enter => return self.identity(),
            Key::Backspace => field.backspace(),
            Key::Delete => field.delete(),
            Key::Left => field.left(),
            Key::Right => field.right(),
            Key::Home => field.home(),
            Key::End => field.end(),
            Key::Char('u') if press.ctrl => field.kill_to_start(),
            Key::Char('w') if press.ctrl => field.kill_word(),
            Key::Char(c) if !press.ctrl && !press.alt => field.insert(c.encode_utf8(&mut [0; 4])),
            _ => {}
        }
        None
    }

    pub(crate) fn paste(&mut self, text: &str) {
        let field = if self.at_password { &mut self.password } else { &mut self.name };
        field.insert(text.lines().next().unwrap_or_default());
    }

    fn identity(&mut self) -> Option<Identity> {
        let name = self.name.text().trim().to_owned();
        if name.is_empty() {
            self.trouble = Some("A nickname, please.".into());
            self.at_password = false;
            return None;
        }
        self.trouble = None;
        self.waits = true;
        let password = self.password.text().to_owned();
        Some(if password.is_empty() {
            Identity::Guest { name }
        } else {
            Identity::Account { name, password: Some(password), token: None }
        })
    }

    /// It did not do.
    pub(crate) fn refused(&mut self, code: &str, words: &str) {
        self.waits = false;
        self.trouble = Some(words.to_owned());
        self.at_password = matches!(code, "name_is_account" | "wrong_password" | "session_over");
        self.password.set("");
    }
}
