//! An entry as rows of cells, and moving among rows.

use crate::app::{App, Pending};
use crate::entry::{Entry, Said, What};
use crate::log::{Key, Log};
use crate::room::Room;
use crate::text::{names, one_line};
use crate::theme::Theme;
use crate::time;
use crate::wrap::{Span, cut, width, wrap};
use parlor_api::{Manner, Role};
use ratatui_core::style::{Modifier, Style};

/// A row of cells, and which entry it belongs to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) spans: Vec<Span>,
    pub(crate) key: Option<Key>,
    /// A line across, with words in its middle: the line's own style.
    pub(crate) across: Option<Style>,
}

/// Messages of one person this close together have one name.
const TOGETHER_MS: i64 = 5 * 60_000;

/// How rows are made.
pub(crate) struct Ctx<'a> {
    app: &'a App,
    room: &'a Room,
    log: &'a Log,
    theme: Theme,
    columns: usize,
    names: usize,
}

impl<'a> Ctx<'a> {
    pub(crate) fn new(app: &'a App, room: &'a Room, columns: usize) -> Self {
        let names = (columns / 5).clamp(6, 14);
        Self { app, room, log: room.shown(), theme: app.theme, columns: columns.max(10), names }
    }

    /// The entry's rows, with what divides it from the one before.
    pub(crate) fn rows(&self, key: Key, entry: &Entry) -> Vec<Row> {
        let mut rows = Vec::new();
        let before = self.log.before(key).find(|(_, entry)| Room::shows(entry, self.app.comings));
        let zone = &self.app.settings.zone;
        let day = time::day(entry.at_ms, zone);
        let new_day = match before {
            Some((_, before)) => time::day(before.at_ms, zone) != day,
            None => !self.log.more_before,
        };
        if new_day && !self.app.bare {
            rows.push(self.across(&time::day_words(day), self.theme.dim()));
        }
        let fresh = self.room.mark.is_some_and(|mark| {
            key.0 > mark && before.is_none_or(|((number, _), _)| number <= mark) && self.room.past.is_none()
        });
        if fresh && !self.app.bare {
            rows.push(self.across("new", self.theme.fresh()));
        }
        let goes_on = !new_day && !fresh && before.is_some_and(|(_, before)| goes_on(before, entry));
        let same_minute = goes_on
            && before.is_some_and(|(_, b)| time::clock(b.at_ms, zone) == time::clock(entry.at_ms, zone));
        match &entry.what {
            What::Said(said) => {
                let before = before.map(|(_, before)| before);
                self.said((key, entry), said, before, goes_on, same_minute, &mut rows);
            }
            What::Coming(words) | What::Happened(words) => {
                let clock = time::clock(entry.at_ms, zone);
                let lead = self.lead(&clock, "·", self.theme.dim());
                self.paragraph(lead, vec![(words.clone(), self.theme.dim())], &mut rows);
            }
            What::Note(words) => {
                let lead = self.lead("", "▏", self.theme.accent());
                self.paragraph(lead, vec![(words.clone(), self.theme.plain())], &mut rows);
            }
            What::Trouble(words) => {
                let lead = self.lead("", "▏", self.theme.bad());
                self.paragraph(lead, vec![(words.clone(), self.theme.bad())], &mut rows);
            }
        }
        for row in &mut rows {
            row.key = Some(key);
        }
        rows
    }

    fn across(&self, words: &str, style: Style) -> Row {
        let words = format!(" {} ", cut(words, self.columns.saturating_sub(8)));
        Row {
            spans: vec![(words, style)],
            key: None,
            across: Some(self.theme.line().patch(fresh_line(style, self.theme))),
        }
    }

    /// Time and name, as they stand before words: how wide, and what.
    fn lead(&self, clock: &str, name: &str, style: Style) -> Vec<Span> {
        if self.app.bare {
            return if clock.is_empty() {
                Vec::new()
            } else {
                vec![(format!("{clock} "), self.theme.plain())]
            };
        }
        if self.app.elapsed {
            return vec![(format!(" {name} "), style)];
        }
        let name = cut(name, self.names);
        let gap = " ".repeat(self.names - width(&name));
        vec![
            (format!(" {clock:5} {gap}"), self.theme.dim()),
            (name, style),
            ("  ".into(), self.theme.plain()),
        ]
    }

    /// Words after a lead; lines after the first stand under the words.
    fn paragraph(&self, lead: Vec<Span>, words: Vec<Span>, rows: &mut Vec<Row>) {
        let indent: usize = lead.iter().map(|(text, _)| width(text)).sum();
        let indent = if self.app.bare { 0 } else { indent.min(self.columns / 2) };
        let columns = if self.app.bare { self.columns } else { self.columns.saturating_sub(indent + 1) };
        if self.app.bare {
            let all: Vec<_> = lead.into_iter().chain(words).collect();
            rows.extend(wrap(&all, columns).into_iter().map(|spans| Row { spans, ..Row::default() }));
            return;
        }
        for (n, line) in wrap(&words, columns).into_iter().enumerate() {
            let mut spans =
                if n == 0 { lead.clone() } else { vec![(" ".repeat(indent), self.theme.plain())] };
            spans.extend(line);
            rows.push(Row { spans, ..Row::default() });
        }
    }

    fn said(
        &self,
        (key, entry): (Key, &Entry),
        said: &Said,
        before: Option<&Entry>,
        goes_on: bool,
        same_minute: bool,
        rows: &mut Vec<Row>,
    ) {
        let name = entry.by.as_ref().map(|by| one_line(&by.name)).unwrap_or_default();
        let mine = self.is_me(entry);
        let to_me = !mine && self.app.me.as_ref().is_some_and(|me| names(&said.text, &me.name));
        let style = if to_me { self.theme.mention() } else { self.theme.person(&name) };
        let clock = time::clock(entry.at_ms, &self.app.settings.zone);
        let mut words = self.words(said, &name, style);
        let lead = if self.app.elapsed {
            words.insert(0, (format!("({})-", self.elapsed(key, entry)), self.theme.dim()));
            let (name, sign) = match said.manner {
                Manner::Action => (format!("* {name}:"), self.theme.person(&name)),
                _ => (format!("{name}:"), style),
            };
            // The origin's own way: `A:(0:12)-Hello`, all in one.
            words.insert(0, (name, sign));
            if self.app.bare { Vec::new() } else { vec![(" ".into(), self.theme.plain())] }
        } else if self.app.bare {
            let name = match said.manner {
                Manner::Action => format!("{clock} * "),
                _ => format!("{clock} {name}: "),
            };
            vec![(name, style)]
        } else {
            let (shown, sign) = match said.manner {
                Manner::Action => ("*".to_owned(), style),
                Manner::Notice => (format!("-{name}-"), style),
                Manner::Say | Manner::Ctcp | Manner::CtcpReply => (name, style),
            };
            let hidden = goes_on && said.manner == Manner::Say && said.reply_to.is_none() && is_plain(before);
            let clock = if same_minute { "" } else { &clock };
            self.lead(clock, if hidden { "" } else { &shown }, sign)
        };
        if let Some(answered) = &said.reply_to {
            self.quote(answered, rows);
        }
        self.paragraph(lead, words, rows);
        self.reactions(said, rows);
    }

    fn is_me(&self, entry: &Entry) -> bool {
        let me = self.app.me.as_ref().map(|me| &me.person);
        me.is_some() && entry.by.as_ref().map(|by| &by.person) == me
    }

    /// The words of a message, links and names marked.
    fn words(&self, said: &Said, name: &str, style: Style) -> Vec<Span> {
        let (plain, dim) = (self.theme.plain(), self.theme.dim());
        let mut spans = Vec::new();
        if said.manner == Manner::Action && !self.app.elapsed {
            spans.push((format!("{name} "), style));
        }
        if said.to_role != Role::Plain {
            spans.push((format!("(only {} and above) ", crate::entry::role_words(said.to_role)), dim));
        }
        if said.deleted {
            spans.push(("deleted".into(), dim.add_modifier(Modifier::ITALIC)));
            return spans;
        }
        let text = match said.manner {
            Manner::Ctcp | Manner::CtcpReply => format!("[{}]", said.text),
            Manner::Say | Manner::Action | Manner::Notice => said.text.clone(),
        };
        let me = self.app.me.as_ref().map(|me| me.name.as_str()).unwrap_or_default();
        for piece in text.split_inclusive([' ', '\n']) {
            let word = piece.trim_end_matches([' ', '\n']);
            let after = &piece[word.len()..];
            let style = if word.starts_with("https://") || word.starts_with("http://") {
                self.theme.link()
            } else if names(word, me) {
                self.theme.mention()
            } else {
                plain
            };
            if style == plain {
                push(&mut spans, piece, plain);
            } else {
                push(&mut spans, word, style);
                push(&mut spans, after, plain);
            }
        }
        if said.edited.is_some() {
            spans.push((" (edited)".into(), dim));
        }
        spans
    }

    /// What is answered, in one line above the answer.
    fn quote(&self, id: &str, rows: &mut Vec<Row>) {
        let answered = self.log.by_id(id).map(|(_, entry)| entry);
        let words = match answered.and_then(|entry| Some((entry.by.as_ref()?, entry.said()?))) {
            Some((_, said)) if said.deleted => "a message that is deleted".into(),
            Some((by, said)) => format!("{}: {}", one_line(&by.name), one_line(&said.text)),
            None => "an older message".into(),
        };
        let indent = self.indent();
        let words = cut(&words, self.columns.saturating_sub(indent + 4));
        let spans = vec![(" ".repeat(indent), self.theme.plain()), (format!("╭ {words}"), self.theme.dim())];
        rows.push(Row { spans, ..Row::default() });
    }

    fn reactions(&self, said: &Said, rows: &mut Vec<Row>) {
        if said.reactions.is_empty() {
            return;
        }
        let me = self.app.me.as_ref().map(|me| me.person.as_str()).unwrap_or_default();
        let mut words = Vec::new();
        for (reaction, people) in &said.reactions {
            let mine = people.iter().any(|(person, _)| person == me);
            let style = if mine { self.theme.accent() } else { self.theme.dim() };
            let shown = cut(&one_line(reaction), 20);
            words.push((format!("{shown} {}", people.len()), style));
            words.push(("  ".into(), self.theme.plain()));
        }
        words.pop();
        let indent = self.indent();
        self.paragraph(vec![(" ".repeat(indent), self.theme.plain())], words, rows);
    }

    /// Cells before what stands with a message's words.
    const fn indent(&self) -> usize {
        match (self.app.bare, self.app.elapsed) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => self.names + 9,
        }
    }

    /// The time since the message before.
    fn elapsed(&self, key: Key, entry: &Entry) -> String {
        let before = self.log.before(key).find(|(_, entry)| entry.said().is_some());
        time::elapsed(before.map_or(0, |(_, before)| entry.at_ms - before.at_ms))
    }

    /// Something that waits to be sent.
    pub(crate) fn pending(&self, pending: &Pending, waits: bool) -> Vec<Row> {
        let Some(text) = &pending.text else { return Vec::new() };
        let (dim, mark) = (self.theme.dim(), if waits { "waits" } else { "…" });
        let mut rows = Vec::new();
        let lead = if self.app.bare || self.app.elapsed {
            vec![(format!("{mark} "), dim)]
        } else {
            let name = self.app.me.as_ref().map(|me| one_line(&me.name)).unwrap_or_default();
            self.lead(mark, &name, dim)
        };
        self.paragraph(lead, vec![(crate::text::clean(text), dim)], &mut rows);
        rows
    }
}

fn push(spans: &mut Vec<Span>, text: &str, style: Style) {
    match spans.last_mut() {
        Some((last, same)) if *same == style => last.push_str(text),
        _ if text.is_empty() => {}
        _ => spans.push((text.to_owned(), style)),
    }
}

const fn fresh_line(style: Style, theme: Theme) -> Style {
    // The line before new messages has the colour of its word.
    match style.fg {
        Some(_) if !matches!(theme.depth, crate::theme::Depth::None) => style,
        _ => Style::new(),
    }
}

fn is_plain(entry: Option<&Entry>) -> bool {
    entry.and_then(Entry::said).is_some_and(|said| said.manner == Manner::Say)
}

fn goes_on(before: &Entry, entry: &Entry) -> bool {
    let person = |entry: &Entry| entry.by.as_ref().map(|by| (by.person.clone(), by.name.clone()));
    before.said().is_some()
        && entry.said().is_some()
        && person(before) == person(entry)
        && entry.at_ms - before.at_ms < TOGETHER_MS
}
