//! Server operators, their classes, and user modes.

use super::AccountName;
use crate::settings::kind::{Kind, Raw, Wrong, one};
use parlor_server::Duties;

/// An account whose holder is an operator, perhaps with a class: `ann` or `ann:helper`.
pub(in crate::settings) struct Operator;

impl Kind for Operator {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        let (name, class) = text.split_once(':').map_or((text, None), |(name, class)| (name, Some(class)));
        AccountName.read(&Raw::One(name.to_owned()))?;
        class.map_or(Ok(()), class_name)?;
        Ok(text.to_owned())
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        "the name of an account, with `:` and a class after it or without".into()
    }

    fn example(&self) -> &'static str {
        "ann"
    }
}

/// A class of operators, and what they may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorClass {
    /// What it is called.
    pub name: String,
    /// What its operators may.
    pub duties: Duties,
}

/// A class of operators: `helper=kill+announce`.
pub(in crate::settings) struct ClassOfOperators;

impl Kind for ClassOfOperators {
    type Value = OperatorClass;

    fn read(&self, raw: &Raw) -> Result<OperatorClass, Wrong> {
        let (name, words) = one(raw)?.split_once('=').ok_or("has no '='")?;
        class_name(name)?;
        let mut duties = Duties::NONE;
        for word in words.split('+').map(str::trim).filter(|word| !word.is_empty()) {
            let known = Duties::NAMED.iter().find(|(known, _)| *known == word);
            let (_, duty) =
                known.ok_or_else(|| format!("has {word:?}, which is nothing that operators may"))?;
            duties = duties.and(*duty);
        }
        Ok(OperatorClass { name: name.to_owned(), duties })
    }

    fn write(&self, value: &OperatorClass) -> Raw {
        let words = Duties::NAMED.iter().filter(|(_, duty)| value.duties.has(*duty)).map(|(word, _)| *word);
        Raw::One(format!("{}={}", value.name, words.collect::<Vec<_>>().join("+")))
    }

    fn allowed(&self) -> String {
        let words: Vec<_> = Duties::NAMED.iter().map(|(word, _)| *word).collect();
        format!("a name, '=', and any of {} with '+' between", words.join(", "))
    }

    fn example(&self) -> &'static str {
        "helper=kill+announce"
    }
}

fn class_name(name: &str) -> Result<(), Wrong> {
    match name.chars().find(|c| !c.is_ascii_alphanumeric() && !"-_".contains(*c)) {
        Some(unfit) => Err(format!("has the unfit character {unfit:?}").into()),
        None if name.is_empty() => Err("has an empty class".into()),
        None => Ok(()),
    }
}

/// Letters of user modes, with a `+` before them or not.
pub(in crate::settings) struct UserModes;

impl Kind for UserModes {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        let letters = text.strip_prefix('+').unwrap_or(text);
        if let Some(unknown) = letters.chars().find(|letter| !"RTiw".contains(*letter)) {
            return Err(format!("has {unknown:?}, which is no such mode").into());
        }
        Ok("RTiw".chars().filter(|letter| letters.contains(*letter)).collect())
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        "any of the letters R, T, i and w".into()
    }

    fn example(&self) -> &'static str {
        "i"
    }
}
