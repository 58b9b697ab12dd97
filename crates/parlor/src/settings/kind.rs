//! What a kind of setting is: how its text is read, what is allowed, how a value is written again.

use std::borrow::Cow;

/// The text of one setting as some source gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// One piece of text. `5000` and `true` in a file are text too: every source is read by the same rules.
    One(String),
    /// Several pieces: a TOML list, or a flag given more than once.
    Many(Vec<String>),
}

impl Raw {
    /// The value as a person would recognise it in an error.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::One(text) => quoted(text),
            Self::Many(items) => list(items),
        }
    }
}

/// Why a text is not a value of its kind: ends the sentence "limits.burst is "x", which …".
pub(super) type Wrong = Cow<'static, str>;

/// A kind of setting with the type it becomes.
pub(super) trait Kind {
    /// What the text means.
    type Value;

    /// The meaning of a text, or why it has none.
    fn read(&self, raw: &Raw) -> Result<Self::Value, Wrong>;

    /// The one way in which a value is written: reading it gives the value back.
    fn write(&self, value: &Self::Value) -> Raw;

    /// What is allowed, as the end of "Allowed: ".
    fn allowed(&self) -> String;

    /// A value that would be taken, for settings whose default is empty and so shows nothing.
    fn example(&self) -> &'static str;

    /// The written value as TOML.
    fn toml(&self, raw: &Raw) -> String {
        raw.shown()
    }

    /// Whether this is an on/off setting, so that its flag may stand alone.
    fn is_switch(&self) -> bool {
        false
    }

    /// Whether this takes several values.
    fn is_list(&self) -> bool {
        false
    }

    /// Whether the value is for nobody's eyes but those of who may read where it is set.
    fn is_secret(&self) -> bool {
        false
    }
}

/// A [`Kind`] whose type is forgotten, so that settings of all kinds stand in one table.
pub(super) trait AnyKind: core::marker::Sync {
    fn plain(&self, raw: &Raw) -> Result<Raw, Wrong>;
    fn allowed(&self) -> String;
    fn example(&self) -> &'static str;
    fn toml(&self, raw: &Raw) -> String;
    fn is_switch(&self) -> bool;
    fn is_list(&self) -> bool;
    fn is_secret(&self) -> bool;
}

impl<K: Kind + core::marker::Sync> AnyKind for K {
    /// Reads the text and writes it in its one plain way: `60s` becomes `1m`.
    fn plain(&self, raw: &Raw) -> Result<Raw, Wrong> {
        self.read(raw).map(|value| self.write(&value))
    }

    fn allowed(&self) -> String {
        Kind::allowed(self)
    }

    fn example(&self) -> &'static str {
        Kind::example(self)
    }

    fn toml(&self, raw: &Raw) -> String {
        Kind::toml(self, raw)
    }

    fn is_switch(&self) -> bool {
        Kind::is_switch(self)
    }

    fn is_list(&self) -> bool {
        Kind::is_list(self)
    }

    fn is_secret(&self) -> bool {
        Kind::is_secret(self)
    }
}

/// The single text of a setting that takes no list.
pub(super) fn one(raw: &Raw) -> Result<&str, Wrong> {
    match raw {
        Raw::One(text) => Ok(text.trim()),
        Raw::Many(_) => Err("is a list, but one value is wanted".into()),
    }
}

/// A text as a TOML basic string: on one line, whatever is in it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

/// A written number or switch as TOML: bare where TOML has a word for it, quoted where it carries a unit.
pub(super) fn bare(raw: &Raw) -> String {
    match raw {
        Raw::One(text) if text.bytes().all(|b| b.is_ascii_digit()) || text == "true" || text == "false" => {
            text.clone()
        }
        other => other.shown(),
    }
}
