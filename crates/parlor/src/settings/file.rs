//! The TOML file: keys with their lines, no meaning yet.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::error::Problem;
use super::kind::Raw;
use super::layers::Said;
use super::nearest::nearest;
use super::parts::{sections, setting};
use super::print::toml;
use super::source::Source;

/// What a file says, and all that is wrong with its shape, in no order. Values are not checked here.
pub(super) fn from_file(path: &Path, text: &str) -> (Vec<Said>, Vec<Problem>) {
    let mut reading = Reading { path, text, said: Vec::new(), problems: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reading.table("", table.get_ref()),
        Err(error) => {
            let line = error.span().map(|span| line_of(text, span.start));
            let why = format!("this is not TOML: {}", error.message());
            reading.problems.push(Problem::File { path: path.to_owned(), line, why });
        }
    }
    (reading.said, reading.problems)
}

struct Reading<'a> {
    path: &'a Path,
    text: &'a str,
    said: Vec<Said>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn table(&mut self, section: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key =
                if section.is_empty() { name.get_ref().to_string() } else { format!("{section}.{name}") };
            let line = line_of(self.text, name.span().start);
            let source = Source::File { path: self.path.to_owned(), line };
            match (setting(&key), value.get_ref()) {
                (Some(setting), DeValue::Table(_)) => {
                    let (allowed, example) = (setting.kind.allowed(), toml(setting, setting.example()));
                    let words = format!(
                        "{key} is a setting, not a section. Allowed: {allowed}. Example: {key} = {example}"
                    );
                    self.problems.push(Problem::Shape { source, words });
                }
                (Some(setting), value) => match raw(value) {
                    Some(raw) => self.said.push(Said { setting, raw, source }),
                    None => {
                        let words = format!("{key} has an entry that is itself a list or section");
                        self.problems.push(Problem::Shape { source, words });
                    }
                },
                (None, DeValue::Table(inner)) if !inner.is_empty() => self.table(&key, inner),
                (None, DeValue::Table(_)) if is_section(&key) => {}
                (None, _) if is_section(&key) => {
                    let words =
                        format!("{key} is a section, not a setting. Write [{key}] and its settings below it");
                    self.problems.push(Problem::Shape { source, words });
                }
                (None, _) => {
                    let nearest = nearest(&key);
                    self.problems.push(Problem::UnknownKey { source, key, nearest });
                }
            }
        }
    }
}

fn is_section(key: &str) -> bool {
    sections().iter().any(|(section, _)| *section == key)
}

/// The text of a value, whatever TOML calls it; `None` for what is no text and no list of texts.
fn raw(value: &DeValue<'_>) -> Option<Raw> {
    match value {
        DeValue::Array(items) => {
            let item = |value: &DeValue<'_>| scalar(value).or_else(|| words(value));
            items.iter().map(|value| item(value.get_ref())).collect::<Option<_>>().map(Raw::Many)
        }
        value => scalar(value).map(Raw::One),
    }
}

/// A section of a list (`[[listen]]`) as words `key=value`; a list in it says its key again for each entry.
fn words(value: &DeValue<'_>) -> Option<String> {
    let DeValue::Table(table) = value else { return None };
    let mut words = Vec::new();
    for (key, value) in table {
        let values = match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().map(|item| scalar(item.get_ref())).collect::<Option<Vec<_>>>()?
            }
            value => vec![scalar(value)?],
        };
        words.extend(values.iter().map(|value| format!("{}={value}", key.get_ref())));
    }
    Some(words.join(" "))
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(on) => Some(on.to_string()),
        DeValue::Datetime(time) => Some(time.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    before.split(|byte| *byte == b'\n').count()
}
