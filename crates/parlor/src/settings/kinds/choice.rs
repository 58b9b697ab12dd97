//! Settings that are one of a few words.

use crate::settings::kind::{Kind, Raw, Wrong, bare, one};

/// On or off.
pub(in crate::settings) struct Switch;

impl Kind for Switch {
    type Value = bool;

    fn read(&self, raw: &Raw) -> Result<bool, Wrong> {
        // The environment has no booleans, and people write them in all these ways.
        match one(raw)?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Ok(true),
            "false" | "no" | "off" | "0" => Ok(false),
            _ => Err("is neither true nor false".into()),
        }
    }

    fn write(&self, value: &bool) -> Raw {
        Raw::One(value.to_string())
    }

    fn allowed(&self) -> String {
        "true or false".into()
    }

    fn example(&self) -> &'static str {
        "true"
    }

    fn toml(&self, raw: &Raw) -> String {
        bare(raw)
    }

    fn is_switch(&self) -> bool {
        true
    }
}

/// One of some words, each with its meaning.
pub(in crate::settings) struct Choice<T: 'static>(pub(in crate::settings) &'static [(&'static str, T)]);

impl<T: Copy + PartialEq> Kind for Choice<T> {
    type Value = T;

    fn read(&self, raw: &Raw) -> Result<T, Wrong> {
        let text = one(raw)?;
        let known = self.0.iter().find(|(word, _)| *word == text);
        known.map(|(_, meaning)| *meaning).ok_or("is none of the words known here".into())
    }

    fn write(&self, value: &T) -> Raw {
        let word = self.0.iter().find(|(_, meaning)| meaning == value);
        Raw::One(word.map(|(word, _)| (*word).to_owned()).unwrap_or_default())
    }

    fn allowed(&self) -> String {
        let words: Vec<&str> = self.0.iter().map(|(word, _)| *word).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => words.concat(),
        }
    }

    fn example(&self) -> &'static str {
        self.0.first().map_or("", |(word, _)| word)
    }
}
