//! The line that is being typed, which may be several.

use unicode_segmentation::UnicodeSegmentation;

use crate::wrap::grapheme_width;

/// Things typed before that are remembered.
const PAST_MAX: usize = 500;

/// What is being typed.
#[derive(Clone, Default, Debug)]
pub(crate) struct Editor {
    text: String,
    /// A place in the text, in bytes, between two graphemes.
    at: usize,
    killed: String,
    past: Vec<String>,
    /// Which of the past is shown, from the newest; and what was being typed then.
    recalled: Option<(usize, String)>,
}

impl Editor {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes the text out, and remembers it.
    pub(crate) fn take(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        self.at = 0;
        self.recalled = None;
        if !text.trim().is_empty() && self.past.last() != Some(&text) {
            self.past.push(text.clone());
            if self.past.len() > PAST_MAX {
                self.past.remove(0);
            }
        }
        text
    }

    /// Puts another text there, with the cursor at its end.
    pub(crate) fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.at = self.text.len();
        self.recalled = None;
    }

    /// Puts text in place of a stretch of it.
    pub(crate) fn replace(&mut self, from: usize, to: usize, with: &str) {
        self.text.replace_range(from..to, with);
        self.at = from + with.len();
    }

    pub(crate) fn insert(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
        self.text.insert_str(self.at, &text);
        self.at += text.len();
    }

    fn before(&self) -> usize {
        self.text[..self.at].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.at..].graphemes(true).next().map_or(self.at, |grapheme| self.at + grapheme.len())
    }

    pub(crate) fn left(&mut self) {
        self.at = self.before();
    }

    pub(crate) fn right(&mut self) {
        self.at = self.after();
    }

    fn line_start(&self) -> usize {
        self.text[..self.at].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.at..].find('\n').map_or(self.text.len(), |at| self.at + at)
    }

    pub(crate) fn home(&mut self) {
        self.at = self.line_start();
    }

    pub(crate) fn end(&mut self) {
        self.at = self.line_end();
    }

    fn word_before(&self) -> usize {
        let mut words = self.text[..self.at].unicode_word_indices();
        words.next_back().map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let next = self.text[self.at..].unicode_word_indices().next();
        next.map_or(self.text.len(), |(at, word)| self.at + at + word.len())
    }

    pub(crate) fn word_left(&mut self) {
        self.at = self.word_before();
    }

    pub(crate) fn word_right(&mut self) {
        self.at = self.word_after();
    }

    pub(crate) fn backspace(&mut self) {
        let from = self.before();
        self.text.replace_range(from..self.at, "");
        self.at = from;
    }

    pub(crate) fn delete(&mut self) {
        let to = self.after();
        self.text.replace_range(self.at..to, "");
    }

    fn kill(&mut self, from: usize, to: usize) {
        if from < to {
            self.killed = self.text[from..to].to_owned();
            self.text.replace_range(from..to, "");
            self.at = from;
        }
    }

    pub(crate) fn kill_word(&mut self) {
        // To where the word begins, or over blanks and signs if there is none.
        let blanks = self.text[..self.at].trim_end_matches(|c: char| c.is_whitespace()).len();
        let from = self.text[..blanks].rfind(char::is_whitespace).map_or(0, |at| at + 1);
        self.kill(from, self.at);
    }

    pub(crate) fn kill_to_start(&mut self) {
        self.kill(self.line_start(), self.at);
    }

    pub(crate) fn kill_to_end(&mut self) {
        let end = self.line_end();
        // At the end of a line, the line end itself.
        let end = if end == self.at { self.after() } else { end };
        self.kill(self.at, end);
    }

    pub(crate) fn yank(&mut self) {
        let killed = self.killed.clone();
        self.insert(&killed);
    }

    /// Up a line. `false`: it is the first.
    pub(crate) fn up(&mut self) -> bool {
        let start = self.line_start();
        if start == 0 {
            return false;
        }
        let column = self.text[start..self.at].graphemes(true).count();
        let above = self.text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
        self.at = self.column(above, column);
        true
    }

    /// Down a line. `false`: it is the last.
    pub(crate) fn down(&mut self) -> bool {
        let end = self.line_end();
        if end == self.text.len() {
            return false;
        }
        let column = self.text[self.line_start()..self.at].graphemes(true).count();
        self.at = self.column(end + 1, column);
        true
    }

    fn column(&self, start: usize, column: usize) -> usize {
        let line = self.text[start..].split('\n').next().unwrap_or_default();
        start + line.graphemes(true).take(column).map(str::len).sum::<usize>()
    }

    /// What was typed before that.
    pub(crate) fn older(&mut self) {
        let next = self.recalled.as_ref().map_or(0, |(n, _)| n + 1);
        let Some(text) = self.past.len().checked_sub(next + 1).map(|at| self.past[at].clone()) else {
            return;
        };
        let draft = self.recalled.take().map_or_else(|| self.text.clone(), |(_, draft)| draft);
        self.set(&text);
        self.recalled = Some((next, draft));
    }

    /// And after it, up to what was being typed.
    pub(crate) fn newer(&mut self) {
        match self.recalled.take() {
            Some((0, draft)) => self.set(&draft),
            Some((n, draft)) => {
                let at = self.past.len() - n;
                let text = self.past[at].clone();
                self.set(&text);
                self.recalled = Some((n - 1, draft));
            }
            None => {}
        }
    }

    /// The lines as they fit into so many cells, and the cursor's line and column.
    pub(crate) fn shown(&self, columns: usize) -> (Vec<String>, (usize, usize)) {
        let columns = columns.max(2);
        let (mut lines, mut cells, mut cursor) = (vec![String::new()], 0, (0, 0));
        for (at, grapheme) in self.text.grapheme_indices(true) {
            let width = if grapheme == "\t" { 4 } else { grapheme_width(grapheme) };
            if grapheme != "\n" && cells + width > columns {
                lines.push(String::new());
                cells = 0;
            }
            if at == self.at {
                cursor = (lines.len() - 1, cells);
            }
            if grapheme == "\n" {
                lines.push(String::new());
                cells = 0;
            } else if let Some(line) = lines.last_mut() {
                line.push_str(if grapheme == "\t" { "    " } else { grapheme });
                cells += width;
            }
        }
        if self.at == self.text.len() {
            if cells >= columns {
                lines.push(String::new());
                cells = 0;
            }
            cursor = (lines.len() - 1, cells);
        }
        (lines, cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Editor {
        let mut editor = Editor::default();
        editor.insert(text);
        editor
    }

    #[test]
    fn graphemes_go_as_one() {
        let mut editor = typed("a👩‍👩‍👧e\u{301}");
        editor.backspace();
        assert_eq!(editor.text(), "a👩‍👩‍👧");
        editor.left();
        editor.left();
        editor.delete();
        assert_eq!(editor.text(), "👩‍👩‍👧");
        editor.delete();
        editor.delete();
        editor.backspace();
        assert_eq!((editor.text(), editor.at()), ("", 0));
    }

    #[test]
    fn words_are_killed_and_come_back() {
        let mut editor = typed("one two, three");
        editor.kill_word();
        assert_eq!(editor.text(), "one two, ");
        editor.kill_word();
        assert_eq!(editor.text(), "one ");
        editor.yank();
        assert_eq!(editor.text(), "one two, ");
        editor.word_left();
        editor.kill_to_end();
        assert_eq!(editor.text(), "one ");
        editor.kill_to_start();
        assert!(editor.is_empty());
    }

    #[test]
    fn lines_go_up_and_down() {
        let mut editor = typed("first\nsec\nthird");
        assert!(editor.up());
        editor.insert("|");
        assert_eq!(editor.text(), "first\nsec|\nthird");
        assert!(editor.up() && !editor.up());
        editor.insert("|");
        assert_eq!(editor.text(), "firs|t\nsec|\nthird");
        assert!(editor.down() && editor.down() && !editor.down());
        editor.home();
        editor.kill_to_end();
        editor.backspace();
        assert_eq!(editor.text(), "firs|t\nsec|");
    }

    #[test]
    fn the_past_comes_back_and_the_draft_is_kept() {
        let mut editor = typed("one");
        editor.take();
        editor.insert("two");
        editor.take();
        editor.insert("draft");
        editor.older();
        editor.older();
        editor.older();
        assert_eq!(editor.text(), "one");
        editor.newer();
        assert_eq!(editor.text(), "two");
        editor.newer();
        assert_eq!(editor.text(), "draft");
        editor.newer();
        assert_eq!(editor.text(), "draft");
    }

    #[test]
    fn it_is_shown_in_lines() {
        let editor = typed("ab日本\nc");
        assert_eq!(editor.shown(5), (vec!["ab日".into(), "本".into(), "c".into()], (2, 1)));
        assert_eq!(typed("abcd").shown(4).1, (1, 0));
        assert_eq!(typed("a\u{1b}[3~\u{7}").text(), "a[3~");
    }
}
