//! What can be wrong with settings, in words for the person who can put it right.

use std::fmt;
use std::path::PathBuf;

use super::kind::Raw;
use super::part::Setting;
use super::print::toml;
use super::source::Source;

/// One thing that is wrong. Displayed, it says where, what, what is allowed, and gives an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A value that is not allowed.
    Value(Box<WrongValue>),
    /// A key that is none.
    UnknownKey {
        /// Where it stands.
        source: Source,
        /// The key.
        key: String,
        /// The key that was perhaps meant.
        nearest: Option<&'static str>,
    },
    /// A section where a value is wanted, or the other way round.
    Shape {
        /// Where it stands.
        source: Source,
        /// What is wrong, as a sentence.
        words: String,
    },
    /// A file that cannot be read or is not TOML.
    File {
        /// The file.
        path: PathBuf,
        /// The line, when it is about one.
        line: Option<usize>,
        /// What went wrong.
        why: String,
    },
    /// Values that are each allowed, but not together.
    Disagree {
        /// What is wrong, as a sentence.
        words: String,
        /// The values in question, each with its source.
        values: Vec<String>,
    },
}

/// A value that is not allowed, and what would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongValue {
    /// Who said it.
    pub source: Source,
    /// The setting.
    pub key: &'static str,
    /// The value as it was given.
    pub value: String,
    /// Ends the sentence "it is …, which …".
    pub why: String,
    /// What is allowed.
    pub allowed: String,
    /// The setting as that source would write it.
    pub example: String,
}

impl Problem {
    pub(super) fn value(setting: &Setting, source: &Source, raw: &Raw, why: impl Into<String>) -> Self {
        let example = setting.example();
        let example = match source {
            Source::Environment(name) => format!("{name}={example}"),
            Source::Flag(_) => format!("--{} {example}", setting.flag()),
            Source::Default | Source::File { .. } => {
                format!("{} = {}", setting.key, toml(setting, example))
            }
        };
        Self::Value(Box::new(WrongValue {
            source: source.clone(),
            key: setting.key,
            value: raw.shown(),
            why: why.into(),
            allowed: setting.kind.allowed(),
            example,
        }))
    }

    /// The line of a file it is about; 0 when it is about none.
    pub(super) fn line(&self) -> usize {
        let source = match self {
            Self::Value(wrong) => &wrong.source,
            Self::UnknownKey { source, .. } | Self::Shape { source, .. } => source,
            Self::File { line, .. } => return line.unwrap_or(0),
            Self::Disagree { .. } => return 0,
        };
        match source {
            Source::File { line, .. } => *line,
            Source::Default | Source::Environment(_) | Source::Flag(_) => 0,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(wrong) => {
                let WrongValue { source, key, value, why, allowed, example } = &**wrong;
                write!(f, "{source}: {key} is {value}, which {why}. Allowed: {allowed}. Example: {example}")
            }
            Self::UnknownKey { source, key, nearest: Some(nearest) } => {
                write!(f, "{source}: there is no setting {key:?}. Did you mean {nearest:?}?")
            }
            Self::UnknownKey { source, key, nearest: None } => {
                write!(
                    f,
                    "{source}: there is no setting {key:?}. `parlor config print` shows those there are."
                )
            }
            Self::Shape { source, words } => write!(f, "{source}: {words}"),
            Self::File { path, line: Some(line), why } => write!(f, "{}, line {line}: {why}", path.display()),
            Self::File { path, line: None, why } => write!(f, "{}: {why}", path.display()),
            Self::Disagree { words, values } => write!(f, "{words} In force: {}.", values.join("; ")),
        }
    }
}

/// Why there are no settings.
#[derive(Debug)]
pub enum SettingsError {
    /// The command line was not understood, or asked for help or the version: clap has the words.
    Usage(clap::Error),
    /// What is wrong, everything at once; never empty.
    Problems(Vec<Problem>),
}

impl SettingsError {
    /// Exit code of the process: 0 when the "error" is help that was asked for.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(usage) => u8::try_from(usage.exit_code()).unwrap_or(2),
            Self::Problems(_) => 2,
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(usage) => write!(f, "{usage}"),
            Self::Problems(problems) => {
                let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
                write!(f, "{}", lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for SettingsError {}

impl From<clap::Error> for SettingsError {
    fn from(usage: clap::Error) -> Self {
        Self::Usage(usage)
    }
}

impl From<Problem> for SettingsError {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}
