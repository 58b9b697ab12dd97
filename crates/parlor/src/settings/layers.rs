//! What was given by whom, and which of it is in force.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::error::{Problem, WrongValue};
use super::kind::{Kind, Raw};
use super::part::Setting;
use super::parts::table;
use super::source::Source;

/// What the command line said about settings, before anyone asked what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The file it names.
    pub config: Option<PathBuf>,
    /// The texts given to flags, by the key of their setting.
    pub flags: BTreeMap<&'static str, Vec<String>>,
}

/// One value that some source gave.
pub(super) struct Said {
    pub(super) setting: &'static Setting,
    pub(super) raw: Raw,
    pub(super) source: Source,
}

/// What the flags said.
pub(super) fn from_flags(given: &Given) -> Vec<Said> {
    let said = |setting: &'static Setting| {
        let texts = given.flags.get(setting.key)?;
        let raw = match texts.as_slice() {
            [text] => Raw::One(text.clone()),
            texts => Raw::Many(texts.to_vec()),
        };
        Some(Said { setting, raw, source: Source::Flag(setting.flags_shown()) })
    };
    table().filter_map(said).collect()
}

/// What the environment said.
pub(super) fn from_environment(env: &dyn Fn(&str) -> Option<String>) -> Vec<Said> {
    let said = |setting: &'static Setting| {
        let name = setting.variable();
        let text = env(&name)?;
        Some(Said { setting, raw: Raw::One(text), source: Source::Environment(name) })
    };
    table().filter_map(said).collect()
}

/// The values in force that someone gave; all others are defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Values(BTreeMap<&'static str, (Raw, Source)>);

impl Values {
    /// Takes what was said, each setting's last word winning. What is not allowed is a problem even if a later
    /// word replaces it: it would bite as soon as that word is gone.
    pub(super) fn take(&mut self, said: Vec<Said>, problems: &mut Vec<Problem>) {
        for Said { setting, raw, source } in said {
            match setting.kind.plain(&raw) {
                Ok(plain) => {
                    self.0.insert(setting.key, (plain, source));
                }
                Err(why) => problems.push(Problem::value(setting, &source, &raw, why)),
            }
        }
    }

    /// The plain text in force and its source.
    pub(super) fn in_force(&self, setting: &Setting) -> (Raw, Source) {
        self.0.get(setting.key).cloned().unwrap_or_else(|| {
            let default = Raw::One(setting.default.to_owned());
            let plain = setting.kind.plain(&default);
            // A default that its own kind refuses cannot be: a test holds it.
            (plain.unwrap_or(default), Source::Default)
        })
    }

    /// The meaning of a setting.
    pub(super) fn read<K: Kind>(
        &self,
        key: &'static str,
        default: &str,
        kind: &K,
    ) -> Result<K::Value, Problem> {
        let (raw, source) = match self.0.get(key) {
            Some((raw, source)) => (raw.clone(), source.clone()),
            None => (Raw::One(default.to_owned()), Source::Default),
        };
        kind.read(&raw).map_err(|why| {
            Problem::Value(Box::new(WrongValue {
                source,
                key,
                value: raw.shown(),
                why: why.into_owned(),
                allowed: kind.allowed(),
                example: kind.example().to_owned(),
            }))
        })
    }

    /// These values, with those of `other` where `wanted` says so.
    pub(super) fn with(&self, other: &Self, wanted: fn(&Setting) -> bool) -> Self {
        let of = |setting: &'static Setting| {
            let values = if wanted(setting) { other } else { self };
            values.0.get(setting.key).map(|value| (setting.key, value.clone()))
        };
        Self(table().filter_map(of).collect())
    }

    /// These values, except where `upper` says otherwise.
    pub(super) fn over(mut self, upper: &Self) -> Self {
        self.0.extend(upper.0.clone());
        self
    }

    /// How many settings someone gave.
    pub(super) fn given(&self) -> usize {
        self.0.len()
    }
}
