//! Keys, and what they do where one is.

use crate::app::{App, Asked};
use crate::complete::{Known, complete};
use crate::effect::{Effect, Memory};
use crate::input::{Key, Press};
use crate::overlay::{GoTo, Intent, Overlay};
use parlor_api::{Ask, Delete, Search};
use parlor_client::Order;

impl App {
    pub(crate) fn press(&mut self, press: Press) {
        if press.ctrl && press.key == Key::Char('c') {
            return self.leave();
        }
        if press.ctrl && press.key == Key::Char('l') {
            return self.effect(Effect::Repaint);
        }
        if press.ctrl && press.key == Key::Char('z') {
            return self.effect(Effect::Suspend);
        }
        if let Some(overlay) = self.overlay.take() {
            return self.press_over(press, overlay);
        }
        if let Some(form) = &mut self.form {
            if matches!(press.key, Key::Esc) || (press.ctrl && press.key == Key::Char('d')) {
                return self.leave();
            }
            if let Some(identity) = form.press(press) {
                self.order(Order::Enter(identity));
            }
            return;
        }
        if self.press_anywhere(press) {
            return;
        }
        if self.is_selecting() {
            return self.press_selecting(press);
        }
        self.press_typing(press);
    }

    pub(crate) fn paste(&mut self, text: &str) {
        match (&mut self.overlay, &mut self.form) {
            (Some(Overlay::Found(found)), _) => found.editor.insert(text.lines().next().unwrap_or_default()),
            (Some(_), _) => {}
            (None, Some(form)) => form.paste(text),
            (None, None) => {
                self.stop_selecting();
                // What was copied with its last line end is not meant to have it.
                self.editor.insert(text.strip_suffix('\n').unwrap_or(text));
                self.completion = None;
                self.typed();
            }
        }
    }

    /// Leaves; the second time also when something waits to be sent.
    fn leave(&mut self) {
        let unsent = crate::app::waiting(&self.pending, ("is", "are"));
        if let Some(unsent) = unsent.filter(|_| !self.leaving) {
            self.leaving = true;
            return self.flash(format!("{unsent} not sent yet. Ctrl-C again leaves all the same."));
        }
        self.order(Order::Leave { reason: String::new() });
    }

    /// Keys that do the same wherever one is. `false`: it was none of them.
    fn press_anywhere(&mut self, press: Press) -> bool {
        let page = isize::try_from(self.page_rows().saturating_sub(2).max(1)).unwrap_or(1);
        match (press.key, press.ctrl, press.alt) {
            (Key::F(1), ..) => self.overlay = Some(Overlay::Help(0)),
            (Key::F(2), ..) => self.show_rooms = !self.show_rooms,
            (Key::F(3), ..) => self.show_people = Some(!self.shows_people()),
            (Key::F(4), ..) => self.bare = !self.bare,
            (Key::Char('n'), true, _) | (Key::Down, _, true) => self.step(1),
            (Key::Char('p'), true, _) | (Key::Up, _, true) => self.step(-1),
            (Key::Char('g'), true, _) => self.overlay = Some(Overlay::GoTo(GoTo::default())),
            (Key::Char('f'), true, _) => self.search(""),
            (Key::Char('a'), _, true) => self.next_with_news(),
            (Key::Char(digit @ '1'..='9'), _, true) => {
                let at = usize::try_from(u32::from(digit) - u32::from('1')).unwrap_or(0);
                if let Some(id) = self.rooms.get(at).map(|room| room.id.clone()) {
                    self.look_at(&id);
                }
            }
            (Key::PageUp, ..) if !self.is_selecting() => self.scroll(page),
            (Key::PageDown, ..) if !self.is_selecting() => self.scroll(-page),
            (Key::Home, true, _) => self.scroll_to_top(),
            (Key::End, true, _) => {
                if let Some(room) = self.room_mut() {
                    room.go_to_bottom();
                }
            }
            _ => return false,
        }
        true
    }

    fn next_with_news(&mut self) {
        let wanted = |mentions: bool| {
            let rooms = self.rooms.iter().filter(|room| room.id != self.current);
            rooms
                .filter(|room| if mentions { room.mentions > 0 } else { room.unread > 0 })
                .map(|room| room.id.clone())
                .next()
        };
        match wanted(true).or_else(|| wanted(false)) {
            Some(id) => self.look_at(&id),
            None => self.flash("Nothing is new elsewhere."),
        }
    }

    fn press_typing(&mut self, press: Press) {
        let editor = &mut self.editor;
        match (press.key, press.ctrl, press.alt) {
            (Key::Tab, ..) => return self.complete(1),
            (Key::BackTab, ..) => return self.complete(-1),
            (Key::Enter, false, false) if !press.shift => return self.submit(),
            (Key::Enter, ..) | (Key::Char('j'), true, _) => editor.insert("\n"),
            (Key::Esc, ..) => return self.escape(),
            (Key::Char('d'), true, _) if editor.is_empty() => return self.leave(),
            (Key::Char('d'), true, _) | (Key::Delete, ..) => editor.delete(),
            (Key::Backspace, false, true) | (Key::Backspace, true, _) | (Key::Char('w'), true, _) => {
                editor.kill_word();
            }
            (Key::Backspace, ..) | (Key::Char('h'), true, _) => editor.backspace(),
            (Key::Left, true, _) | (Key::Left, _, true) | (Key::Char('b'), _, true) => editor.word_left(),
            (Key::Right, true, _) | (Key::Right, _, true) | (Key::Char('f'), _, true) => editor.word_right(),
            (Key::Left, ..) | (Key::Char('b'), true, _) => editor.left(),
            (Key::Right, ..) => editor.right(),
            (Key::Home, ..) | (Key::Char('a'), true, _) => editor.home(),
            (Key::End, ..) | (Key::Char('e'), true, _) => editor.end(),
            (Key::Char('u'), true, _) => editor.kill_to_start(),
            (Key::Char('k'), true, _) => editor.kill_to_end(),
            (Key::Char('y'), true, _) => editor.yank(),
            (Key::Up, ..) => {
                if !editor.up() {
                    editor.older();
                }
            }
            (Key::Down, ..) => {
                if !editor.down() {
                    editor.newer();
                }
            }
            (Key::Char(c), false, false) => editor.insert(c.encode_utf8(&mut [0; 4])),
            _ => return,
        }
        self.completion = None;
        self.typed();
    }

    /// Esc: out of what one is in, else to the messages.
    fn escape(&mut self) {
        if self.completion.take().is_some() {
            return;
        }
        if self.bare {
            self.bare = false;
            return;
        }
        match std::mem::take(&mut self.intent) {
            Intent::Say => self.begin_selecting(),
            Intent::Reply { .. } => {}
            Intent::Edit { .. } => self.editor.set(""),
        }
    }

    fn complete(&mut self, by: isize) {
        if self.completion.is_none() {
            let room = self.room();
            let mut people: Vec<&str> =
                room.map(|r| r.speakers.iter().rev().map(String::as_str).collect()).unwrap_or_default();
            for member in room.iter().flat_map(|room| room.members.values()) {
                if !people.contains(&member.who.name.as_str()) {
                    people.push(&member.who.name);
                }
            }
            if let Some(me) = &self.me {
                people.retain(|name| *name != me.name);
            }
            let rooms = self.rooms.iter().map(|room| room.name.as_str()).collect();
            let commands = crate::commands::COMMANDS.iter().map(|command| command.names[0]).collect();
            let known = Known { people, rooms, commands };
            self.completion = complete(self.editor.text(), self.editor.at(), &known);
            if self.completion.is_none() {
                return;
            }
        } else if let Some(completion) = &mut self.completion {
            let count = isize::try_from(completion.choices.len()).unwrap_or(1);
            let next = (isize::try_from(completion.at).unwrap_or(0) + by).rem_euclid(count);
            completion.at = usize::try_from(next).unwrap_or(0);
        }
        let Some(completion) = &mut self.completion else { return };
        let (word, after) = &completion.choices[completion.at];
        let with = format!("{word}{after}");
        self.editor.replace(completion.from, completion.to, &with);
        completion.to = completion.from + with.len();
        // A single choice is made.
        if completion.choices.len() == 1 {
            self.completion = None;
        }
    }

    fn press_over(&mut self, press: Press, overlay: Overlay) {
        match overlay {
            Overlay::Help(at) => match press.key {
                Key::Esc | Key::Enter | Key::F(1) | Key::Char('q') => {}
                Key::Down | Key::Char('j') => self.overlay = Some(Overlay::Help(at + 1)),
                Key::Up | Key::Char('k') => self.overlay = Some(Overlay::Help(at.saturating_sub(1))),
                Key::PageDown | Key::Char(' ') => self.overlay = Some(Overlay::Help(at + 10)),
                Key::PageUp => self.overlay = Some(Overlay::Help(at.saturating_sub(10))),
                _ => self.overlay = Some(Overlay::Help(at)),
            },
            Overlay::Delete { id } => {
                if matches!(press.key, Key::Char('y' | 'Y') | Key::Enter) {
                    self.stop_selecting();
                    self.change(
                        "Not deleted",
                        Ask::Delete(Delete { message: id, reason: String::new(), key: None }),
                    );
                }
            }
            Overlay::Trust { fingerprint, why } => match press.key {
                Key::Char('y' | 'Y') => {
                    self.effect(Effect::Remember(Memory::Trust(fingerprint.clone())));
                    self.order(Order::Trust(fingerprint));
                }
                Key::Char('n' | 'N' | 'q') | Key::Esc => self.order(Order::Leave { reason: String::new() }),
                _ => self.overlay = Some(Overlay::Trust { fingerprint, why }),
            },
            Overlay::React(mut react) => {
                let choices = react.choices();
                match press.key {
                    Key::Esc => return,
                    Key::Enter => {
                        if let Some(choice) =
                            choices.get(react.at).filter(|choice| !choice.is_empty()).cloned()
                        {
                            self.stop_selecting();
                            self.react(react.id, choice);
                        }
                        return;
                    }
                    Key::Right | Key::Down | Key::Tab => react.at = (react.at + 1) % choices.len().max(1),
                    Key::Left | Key::Up | Key::BackTab => {
                        react.at = (react.at + choices.len().max(1) - 1) % choices.len().max(1);
                    }
                    Key::Char(digit @ '1'..='9') if react.editor.is_empty() => {
                        let at = usize::try_from(u32::from(digit) - u32::from('1')).unwrap_or(0);
                        if let Some(choice) = choices.get(at).cloned() {
                            self.stop_selecting();
                            self.react(react.id, choice);
                            return;
                        }
                    }
                    _ => {
                        edit_line(&mut react.editor, press);
                        react.at = 0;
                    }
                }
                self.overlay = Some(Overlay::React(react));
            }
            Overlay::GoTo(mut goto) => {
                let choices = self.places(goto.editor.text());
                match press.key {
                    Key::Esc => return,
                    Key::Enter => {
                        if let Some((id, _)) = choices.get(goto.at).cloned() {
                            self.look_at(&id);
                        }
                        return;
                    }
                    Key::Down | Key::Tab => goto.at = (goto.at + 1) % choices.len().max(1),
                    Key::Up | Key::BackTab => {
                        goto.at = (goto.at + choices.len().max(1) - 1) % choices.len().max(1);
                    }
                    _ => {
                        edit_line(&mut goto.editor, press);
                        goto.at = 0;
                    }
                }
                self.overlay = Some(Overlay::GoTo(goto));
            }
            Overlay::Found(mut found) => {
                match press.key {
                    Key::Esc => return,
                    Key::Tab => {
                        found.everywhere = !found.everywhere;
                        found.sought = None;
                        found.messages.clear();
                    }
                    Key::Up => found.at = found.at.saturating_sub(1),
                    Key::Down => found.at = (found.at + 1).min(found.messages.len().saturating_sub(1)),
                    Key::Enter => {
                        let fresh = found.sought.as_deref() == Some(found.editor.text().trim());
                        if let Some(message) = found.messages.get(found.at).filter(|_| fresh) {
                            let (room, id) =
                                (message.event.room_id.clone(), message.event.message_id.clone());
                            return self.fetch_around(&room, id);
                        }
                        self.overlay = Some(Overlay::Found(found));
                        return self.seek();
                    }
                    _ => edit_line(&mut found.editor, press),
                }
                self.overlay = Some(Overlay::Found(found));
            }
        }
    }

    /// Seeks what stands in the search.
    pub(crate) fn seek(&mut self) {
        let here = self.current.clone();
        let Some(Overlay::Found(found)) = &mut self.overlay else { return };
        let text = found.editor.text().trim().to_owned();
        if text.is_empty() {
            return;
        }
        found.sought = Some(text.clone());
        found.waits = true;
        found.messages.clear();
        let room = (!found.everywhere).then_some(here);
        let search = Search { text, from: None, room, before: None, after: None, limit: Some(50) };
        self.ask(Ask::Search(search), Asked::Search);
    }

    /// Rooms and conversations whose names have these letters in this order, the best first: id and name.
    pub(crate) fn places(&self, typed: &str) -> Vec<(String, String)> {
        let typed = typed.to_lowercase();
        let mut found: Vec<_> = self
            .rooms
            .iter()
            .filter_map(|room| Some((fit(&room.name.to_lowercase(), &typed)?, room.unread == 0, room)))
            .collect();
        found.sort_by_key(|(fit, read, room)| (*fit, *read, room.name.to_lowercase()));
        found.into_iter().map(|(_, _, room)| (room.id.clone(), room.name.clone())).collect()
    }
}

/// How badly letters fit a name: where they begin, and how far they are apart.
fn fit(name: &str, letters: &str) -> Option<usize> {
    let (mut at, mut cost) = (0, 0);
    for letter in letters.chars() {
        let step = name.get(at..)?.find(letter)?;
        cost += step;
        at += step + letter.len_utf8();
    }
    Some(cost)
}

fn edit_line(editor: &mut crate::editor::Editor, press: Press) {
    match (press.key, press.ctrl) {
        (Key::Backspace, _) => editor.backspace(),
        (Key::Delete, _) => editor.delete(),
        (Key::Left, _) => editor.left(),
        (Key::Right, _) => editor.right(),
        (Key::Home, _) => editor.home(),
        (Key::End, _) => editor.end(),
        (Key::Char('u'), true) => editor.kill_to_start(),
        (Key::Char('w'), true) => editor.kill_word(),
        (Key::Char(c), false) if !press.alt => editor.insert(c.encode_utf8(&mut [0; 4])),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn letters_fit_in_order() {
        assert!(fit("#operations", "ops") > fit("#ops", "ops"));
        assert_eq!((fit("#dev", "ops"), fit("#ops", "")), (None, Some(0)));
    }
}
