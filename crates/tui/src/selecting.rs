//! Moving over the messages, and doing something about one.

use crate::app::{App, Asked};
use crate::editor::Editor;
use crate::effect::Effect;
use crate::input::{Key as Button, Press};
use crate::log::Key;
use crate::overlay::{Intent, Overlay, React};
use crate::room::Room;
use crate::text::one_line;
use parlor_api::{Aim, Ask, History};

/// Messages fetched at a time when one scrolls.
const PAGE: usize = 100;

impl App {
    /// Begins to choose a message: the lowest one shown.
    pub(crate) fn begin_selecting(&mut self) {
        let lowest = self.room().and_then(|room| {
            let from = room.bottom.or_else(|| room.shown().last())?;
            room.shown().back_from(from).find(|(_, entry)| entry.said().is_some()).map(|(key, _)| key)
        });
        match (lowest, self.room_mut()) {
            (Some(key), Some(room)) => room.selected = Some(key),
            _ => self.flash("There is no message here yet."),
        }
    }

    pub(crate) fn is_selecting(&self) -> bool {
        self.room().is_some_and(|room| room.selected.is_some())
    }

    /// A key while a message is chosen.
    pub(crate) fn press_selecting(&mut self, press: Press) {
        match press.key {
            Button::Up | Button::Char('k') => self.select(-1),
            Button::Down | Button::Char('j') => self.select(1),
            Button::PageUp => (0..8).for_each(|_| self.select(-1)),
            Button::PageDown => (0..8).for_each(|_| self.select(1)),
            Button::Char('r') | Button::Enter => self.reply(),
            Button::Char('e') => self.edit(),
            Button::Char('d') | Button::Delete => self.delete(),
            Button::Char('+' | 'a') => self.begin_reacting(),
            Button::Char('y' | 'c') => self.copy(),
            Button::Char('g') => self.go_to_answered(),
            Button::Esc | Button::Char('q' | 'i') => self.stop_selecting(),
            _ => {}
        }
    }

    pub(crate) fn stop_selecting(&mut self) {
        if let Some(room) = self.room_mut() {
            room.selected = None;
        }
    }

    fn select(&mut self, by: i32) {
        let mut fetch = false;
        let Some(room) = self.room_mut() else { return };
        let Some(now) = room.selected else { return };
        let is_said = |entry: &crate::entry::Entry| entry.said().is_some();
        let next = if by < 0 {
            let next = room.shown().before(now).find(|(_, entry)| is_said(entry)).map(|(key, _)| key);
            fetch = next.is_none();
            next
        } else {
            let next = room.shown().after(now).find(|(_, entry)| is_said(entry)).map(|(key, _)| key);
            if next.is_none() {
                return self.stop_selecting_at_end();
            }
            next
        };
        if let Some(next) = next {
            room.selected = Some(next);
            self.show_selected();
        } else if fetch {
            self.fetch_older();
        }
    }

    /// Below the last message there is the line.
    fn stop_selecting_at_end(&mut self) {
        if let Some(room) = self.room_mut() {
            room.selected = None;
            if room.past.is_none() {
                room.bottom = None;
                room.skip = 0;
            }
        }
    }

    /// The chosen message: its key, id, words and whose it is.
    fn selected(&self) -> Option<(Key, String, String, parlor_api::Person)> {
        let room = self.room()?;
        let key = room.selected?;
        let entry = room.shown().get(key)?;
        let said = entry.said()?;
        Some((key, said.id.clone(), said.text.clone(), entry.by.clone()?))
    }

    fn reply(&mut self) {
        let Some((_, id, text, by)) = self.selected() else { return };
        let words = one_line(&text).chars().take(80).collect();
        self.intent = Intent::Reply { id, name: one_line(&by.name), words };
        self.stop_selecting();
    }

    fn edit(&mut self) {
        let Some((key, id, text, by)) = self.selected() else { return };
        if self.me.as_ref().is_none_or(|me| me.person != by.person) {
            return self.flash("Only one's own messages can be edited.");
        }
        if text.is_empty() {
            return self.flash("That message is deleted.");
        }
        self.stop_selecting();
        self.editor.set(&text);
        self.intent = Intent::Edit { id, key };
    }

    fn delete(&mut self) {
        if let Some((_, id, ..)) = self.selected() {
            self.overlay = Some(Overlay::Delete { id });
        }
    }

    fn begin_reacting(&mut self) {
        if let Some((_, id, ..)) = self.selected() {
            self.overlay = Some(Overlay::React(React { id, editor: Editor::default(), at: 0 }));
        }
    }

    fn copy(&mut self) {
        if let Some((_, _, text, _)) = self.selected() {
            self.effect(Effect::Copy(text));
            self.flash("Copied.");
            self.stop_selecting();
        }
    }

    /// To the message that the chosen one answers.
    fn go_to_answered(&mut self) {
        let answered = self.room().and_then(|room| {
            let said = room.shown().get(room.selected?)?.said()?;
            said.reply_to.clone()
        });
        let Some(id) = answered else { return self.flash("That answers no message.") };
        let at_hand = self.room().and_then(|room| room.shown().by_id(&id)).map(|(key, _)| key);
        if let (Some(key), Some(room)) = (at_hand, self.room_mut()) {
            room.selected = Some(key);
            return self.show_selected();
        }
        let room_id = self.current.clone();
        self.fetch_around(&room_id, id);
    }

    /// Fetches what is around a message, to look at it.
    pub(crate) fn fetch_around(&mut self, room_id: &str, message: String) {
        let history = History {
            room: room_id.to_owned(),
            before: None,
            after: None,
            around: Some(Aim::Written(message.clone())),
            limit: Some(PAGE),
            messages_only: false,
        };
        self.ask(Ask::History(history), Asked::Around { room_id: room_id.to_owned(), message });
    }

    pub(crate) fn fetch_older(&mut self) {
        let connected = self.is_connected();
        let Some(room) = self.room_mut() else { return };
        let log = room.shown();
        let (Some((first, _)), true) = (log.first(), log.more_before && !room.fetching && connected) else {
            return;
        };
        room.fetching = true;
        let room_id = room.id.clone();
        let history = page_of(room, Some(Aim::Number(first)), None);
        self.ask(Ask::History(history), Asked::Older { room_id });
    }

    pub(crate) fn fetch_newer(&mut self) {
        let connected = self.is_connected();
        let Some(room) = self.room_mut() else { return };
        let Some(past) = &room.past else { return };
        let (Some((last, _)), true) = (past.last(), past.more_after && !room.fetching && connected) else {
            return;
        };
        room.fetching = true;
        let room_id = room.id.clone();
        let history = page_of(room, None, Some(Aim::Number(last)));
        self.ask(Ask::History(history), Asked::Newer { room_id });
    }
}

fn page_of(room: &Room, before: Option<Aim>, after: Option<Aim>) -> History {
    History { room: room.id.clone(), before, after, around: None, limit: Some(PAGE), messages_only: false }
}
