//! Words in columns: how wide they are, and where lines are broken.

use ratatui_core::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that a text takes: two for most of East Asia's characters and for emoji, none for what only changes the one before.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

pub(crate) fn grapheme_width(grapheme: &str) -> usize {
    // A cluster is one thing to the eye: no terminal gives it more than two cells.
    UnicodeWidthStr::width(grapheme).min(2)
}

/// A stretch of text that looks alike.
pub(crate) type Span = (String, Style);

/// Breaks text into lines of this many cells: at line feeds, else between words, else where it has to be.
pub(crate) fn wrap(spans: &[Span], columns: usize) -> Vec<Vec<Span>> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = Line::default();
    for (text, style) in spans {
        for grapheme in text.graphemes(true) {
            if grapheme == "\n" || grapheme == "\r\n" {
                lines.push(std::mem::take(&mut line).done());
                continue;
            }
            let cells = grapheme_width(grapheme);
            if line.cells + cells > columns {
                if grapheme == " " {
                    // A blank at the end of a line is the line's end.
                    lines.push(std::mem::take(&mut line).done());
                    continue;
                }
                let rest = line.split_at_word();
                lines.push(std::mem::replace(&mut line, rest).done());
            }
            line.push(grapheme, cells, *style);
        }
    }
    lines.push(line.done());
    lines
}

#[derive(Default)]
struct Line {
    parts: Vec<(String, usize, Style)>,
    cells: usize,
}

impl Line {
    fn push(&mut self, grapheme: &str, cells: usize, style: Style) {
        self.cells += cells;
        self.parts.push((grapheme.to_owned(), cells, style));
    }

    /// Takes off the last word, which goes on in the next line; a word that is the whole line is broken.
    fn split_at_word(&mut self) -> Self {
        let Some(blank) = self.parts.iter().rposition(|(grapheme, ..)| grapheme == " ") else {
            return Self::default();
        };
        let parts = self.parts.split_off(blank + 1);
        self.parts.pop();
        let cells = parts.iter().map(|(_, cells, _)| cells).sum();
        Self { parts, cells }
    }

    fn done(self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (grapheme, _, style) in self.parts {
            match spans.last_mut() {
                Some((text, last)) if *last == style => text.push_str(&grapheme),
                _ => spans.push((grapheme, style)),
            }
        }
        spans
    }
}

/// The beginning of a text that fits, with `…` where some of it does not.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let (mut out, mut cells) = (String::new(), 0);
    for grapheme in text.graphemes(true) {
        cells += grapheme_width(grapheme);
        if cells + 1 > columns {
            break;
        }
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<String> {
        let wrapped = wrap(&[(text.to_owned(), Style::new())], columns);
        wrapped.into_iter().map(|line| line.into_iter().map(|(text, _)| text).collect()).collect()
    }

    #[test]
    fn widths_are_those_of_the_eye() {
        for (text, cells) in
            [("ab", 2), ("日本", 4), ("👍", 2), ("👩‍👩‍👧‍👦", 2), ("e\u{301}", 1), ("🇩🇪", 2), ("❤️", 2), ("", 0)]
        {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("one two", 3), ["one", "two"]);
        assert_eq!(lines("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(lines("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(lines("日本語です", 5), ["日本", "語で", "す"]);
        assert_eq!(lines("xx 👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 5), ["xx", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦"]);
        assert_eq!(lines("", 5), [""]);
    }

    #[test]
    fn styles_survive_breaks() {
        let bold = Style::new().add_modifier(ratatui_core::style::Modifier::BOLD);
        let wrapped = wrap(&[("one ".into(), Style::new()), ("two three".into(), bold)], 7);
        assert_eq!(wrapped[0], [("one ".to_owned(), Style::new()), ("two".to_owned(), bold)]);
        assert_eq!(wrapped[1], [("three".to_owned(), bold)]);
    }

    #[test]
    fn what_does_not_fit_says_so() {
        assert_eq!(
            (cut("hello", 5), cut("hello", 4), cut("日本語", 4), cut("x", 0)),
            ("hello".into(), "hel…".into(), "日…".into(), "".into())
        );
    }
}
