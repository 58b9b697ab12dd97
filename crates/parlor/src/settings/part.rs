//! One setting, and the macro by which a part of the settings is written down once.

use super::kind::AnyKind;

/// When a changed setting takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// At a reload; connections stay.
    Now,
    /// At the next start.
    Restart,
}

/// All there is to know about one setting. Written by [`part!`].
pub(super) struct Setting {
    /// Its name in a file: `line.port`. Flag and variable are made from it.
    pub(super) key: &'static str,
    /// What is allowed and how it is read.
    pub(super) kind: &'static dyn AnyKind,
    /// The default, as one would write it.
    pub(super) default: &'static str,
    /// The doc comment of the field, line by line.
    pub(super) help: &'static [&'static str],
    /// Whether a reload may change it.
    pub(super) takes: Takes,
    /// A shorter name of the flag.
    pub(super) short_flag: Option<&'static str>,
}

impl Setting {
    /// The section of the file in which it stands; empty for the settings above all sections.
    pub(super) fn section(&self) -> &'static str {
        self.key.split_once('.').map_or("", |(section, _)| section)
    }

    /// Its name inside its section.
    pub(super) fn name(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(_, name)| name)
    }

    /// The environment variable: `PARLOR_LINE_PORT`.
    pub(super) fn variable(&self) -> String {
        format!("PARLOR_{}", self.key.replace('.', "_").to_ascii_uppercase())
    }

    /// The flag without its dashes: `line-port`.
    pub(super) fn flag(&self) -> String {
        self.key.replace(['.', '_'], "-")
    }

    /// The flags as people write them: `--line-port (or --port)`.
    pub(super) fn flags_shown(&self) -> String {
        let flag = self.flag();
        self.short_flag.map_or_else(|| format!("--{flag}"), |short| format!("--{flag} (or --{short})"))
    }

    /// The help text as one paragraph.
    pub(super) fn help_text(&self) -> String {
        self.help.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
    }

    /// A value that would be taken.
    pub(super) fn example(&self) -> &'static str {
        if self.default.is_empty() { self.kind.example() } else { self.default }
    }
}

/// Writes a part of the settings: its struct, its rows of the table, and how it is read.
///
/// Each field is its documentation, its type, then `= kind, key, default, takes effect [, shorter flag];`.
macro_rules! part {
    (
        $(#[doc = $about:literal])+
        pub struct $part:ident {
            $(
                $(#[doc = $help:literal])+
                $field:ident: $type:ty = $kind:expr, $key:literal, $default:literal, $takes:ident $(, $short:literal)?;
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $part {
            $(
                $(#[doc = $help])+
                pub $field: $type,
            )+
        }

        impl $part {
            /// The settings of this part.
            pub(in crate::settings) const TABLE: &'static [crate::settings::part::Setting] = &[
                $(crate::settings::part::Setting {
                    key: $key,
                    kind: &$kind,
                    default: $default,
                    help: &[$($help),+],
                    takes: crate::settings::part::Takes::$takes,
                    short_flag: part!(@short $($short)?),
                }),+
            ];

            /// This part's meaning, from what was given.
            pub(in crate::settings) fn read(
                values: &crate::settings::layers::Values,
            ) -> Result<Self, crate::settings::error::Problem> {
                Ok(Self { $($field: values.read($key, $default, &$kind)?),+ })
            }
        }
    };
    (@short) => { None };
    (@short $short:literal) => { Some($short) };
}
pub(super) use part;
