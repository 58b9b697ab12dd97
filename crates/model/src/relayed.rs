//! Names of people who are elsewhere: somebody here says what they said.

use crate::Nickname;
use alloc::sync::Arc;

/// What somebody elsewhere is called: it holds a `/`, which no nickname here does (`ann/discord`).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RelayedName(Arc<str>);

impl RelayedName {
    /// Characters at most.
    pub const CHARS_MAX: usize = 64;

    /// A name with a `/`, and without what would make it look like anything but a name: white space, control
    /// characters, and the marks that IRC gives a meaning.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |c: char| {
            let mark = matches!(c, '!' | '@' | ',' | ':' | '*' | '?' | '#' | '$' | '&' | '%' | '~' | '+');
            !(mark || c.is_whitespace() || c.is_control() || crate::name::is_format(c))
        };
        let good = text.contains('/') && text.chars().all(fits) && text.chars().count() <= Self::CHARS_MAX;
        good.then(|| Self(text.into()))
    }

    /// The same as a nickname to be shown.
    #[must_use]
    pub fn shown(&self) -> Nickname {
        Nickname::trusted(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn nobody_here_can_have_such_a_name() {
        for good in ["ann/discord", "Zoë/matrix", "a/b/c"] {
            assert_eq!(RelayedName::parse(good).unwrap().shown().as_str(), good);
            assert!(
                Nickname::parse(good, &crate::NameRules { unicode: true, ..crate::NameRules::default() })
                    .is_err()
            );
        }
        let long = format!("{}/d", "x".repeat(63));
        for bad in ["ann", "", "a!b/c", "a b/c", "@ann/x", ":ann/x", "a\u{200b}/x", "a\u{7}/x", &long] {
            assert_eq!(RelayedName::parse(bad), None, "{bad}");
        }
    }
}
