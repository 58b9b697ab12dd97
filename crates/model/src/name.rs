//! Names: of people, accounts and rooms. Unique when case-folded; parsed once at the door.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

/// A name without its case: what uniqueness is about.
///
/// Folding is per character and keeps ASCII rules for ASCII (`CASEMAPPING=ascii`): `{` and `[` stay different.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Folded(Arc<str>);

impl Folded {
    /// Folds any text, also one that is no valid name (it then simply matches nothing).
    #[must_use]
    pub fn of(text: &str) -> Self {
        if is_folded(text) {
            return Self(text.into());
        }
        let folded: String = text.chars().flat_map(char::to_lowercase).collect();
        Self(folded.as_str().into())
    }

    /// The same; a text that is folded already is shared.
    fn sharing(text: &Arc<str>) -> Self {
        if is_folded(text) { Self(Arc::clone(text)) } else { Self::of(text) }
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_folded(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase())
}

/// What names may be: from the settings, the same for every door.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NameRules {
    /// Characters in a nickname or account name, at most.
    pub nick_chars_max: usize,
    /// Characters in a room name with its `#`, at most.
    pub room_chars_max: usize,
    /// Letters beyond ASCII in nicknames.
    pub unicode: bool,
}

impl Default for NameRules {
    fn default() -> Self {
        Self { nick_chars_max: 32, room_chars_max: 64, unicode: false }
    }
}

/// Why a name was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameError {
    /// No name at all.
    Empty,
    /// Too many characters.
    TooLong {
        /// What is allowed.
        chars_max: usize,
    },
    /// A character that cannot stand in such a name.
    Unfit {
        /// The first such character.
        char: char,
    },
    /// A nickname starts with a letter or one of ``[]\`_^{|}``.
    UnfitStart {
        /// What it started with.
        char: char,
    },
    /// A room name starts with `#`.
    NoHash,
    /// Kept for the house and its services.
    Reserved,
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(Arc<str>);

        impl $name {
            /// A name that was checked before it was kept, or that the house itself chose.
            #[must_use]
            pub fn trusted(name: &str) -> Self {
                Self(name.into())
            }

            /// The name as its owner wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The name without its case.
            #[must_use]
            pub fn folded(&self) -> Folded {
                Folded::sharing(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name_type!(
    /// What a person is called at the moment.
    Nickname
);
name_type!(
    /// The lasting name of an account.
    AccountName
);
name_type!(
    /// The name of a room, with its `#`.
    RoomName
);

/// Names no person can take: services that IRC clients look for, and words that doors use for the house or for
/// "someone" (`*` is what an IRC numeric calls a client without a name).
const RESERVED: [&str; 10] = [
    "parlor",
    "server",
    "house",
    "nickserv",
    "chanserv",
    "histserv",
    "hostserv",
    "memoserv",
    "operserv",
    "*playback",
];

const NICK_SPECIAL: &[u8] = b"[]\\`_^{|}";

impl Nickname {
    /// A nickname: RFC 2812 §2.3.1 characters (letters, digits, ``[]\`_^{|}``, `-`; no digit or dash first), and with
    /// `rules.unicode` letters and digits of any script.
    ///
    /// # Errors
    /// [`NameError`] says what is wrong with it.
    pub fn parse(text: &str, rules: &NameRules) -> Result<Self, NameError> {
        check_nick(text, rules)?;
        Ok(Self(text.into()))
    }
}

impl AccountName {
    /// An account name follows the rules of nicknames.
    ///
    /// # Errors
    /// [`NameError`] says what is wrong with it.
    pub fn parse(text: &str, rules: &NameRules) -> Result<Self, NameError> {
        check_nick(text, rules)?;
        Ok(Self(text.into()))
    }
}

impl RoomName {
    /// A room name: `#`, then anything that IRC can carry: no white space, comma, colon-less control characters.
    ///
    /// # Errors
    /// [`NameError`] says what is wrong with it.
    pub fn parse(text: &str, rules: &NameRules) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        let Some(rest) = text.strip_prefix('#') else { return Err(NameError::NoHash) };
        if rest.is_empty() {
            return Err(NameError::Empty);
        }
        if text.chars().count() > rules.room_chars_max {
            return Err(NameError::TooLong { chars_max: rules.room_chars_max });
        }
        match rest
            .chars()
            .find(|&c| c.is_whitespace() || c.is_control() || matches!(c, ',' | '*' | '?') || is_format(c))
        {
            Some(char) => Err(NameError::Unfit { char }),
            None => Ok(Self(text.into())),
        }
    }
}

fn check_nick(text: &str, rules: &NameRules) -> Result<(), NameError> {
    let Some(first) = text.chars().next() else { return Err(NameError::Empty) };
    if let Some(char) = text.chars().find(|&c| !fits_nick(c, rules)) {
        return Err(NameError::Unfit { char });
    }
    if first.is_ascii_digit() || first == '-' {
        return Err(NameError::UnfitStart { char: first });
    }
    if text.chars().count() > rules.nick_chars_max {
        return Err(NameError::TooLong { chars_max: rules.nick_chars_max });
    }
    if RESERVED.contains(&Folded::of(text).as_str()) {
        return Err(NameError::Reserved);
    }
    Ok(())
}

fn fits_nick(c: char, rules: &NameRules) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '-' || NICK_SPECIAL.contains(&(c as u8));
    }
    rules.unicode && c.is_alphanumeric()
}

/// Characters that change how others are shown, or show nothing: two rooms could look alike.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What a name looks like: names with one skeleton are look-alikes (UTS 39 §4, cut down to what nicknames may hold).
///
/// ASCII letters and digits that many fonts draw alike are one, case is gone.
#[must_use]
pub fn skeleton(text: &str) -> Folded {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' | '|' => 'l',
            other => other,
        })
        .collect();
    let plain = plain.replace("rn", "m").replace("vv", "w");
    Folded(plain.as_str().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: NameRules = NameRules { nick_chars_max: 9, room_chars_max: 12, unicode: false };

    #[test]
    fn nicknames() {
        for good in ["ann", "Ann_2", "[x]", "`a", "a-b"] {
            assert!(Nickname::parse(good, &RULES).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", NameError::Empty),
            ("a b", NameError::Unfit { char: ' ' }),
            ("#ann", NameError::Unfit { char: '#' }),
            ("zoë", NameError::Unfit { char: 'ë' }),
            ("2ann", NameError::UnfitStart { char: '2' }),
            ("-ann", NameError::UnfitStart { char: '-' }),
            ("abcdefghij", NameError::TooLong { chars_max: 9 }),
            ("ChanServ", NameError::Reserved),
            ("a!b@c", NameError::Unfit { char: '!' }),
        ] {
            assert_eq!(Nickname::parse(bad, &RULES), Err(why), "{bad}");
        }
        let wide = NameRules { unicode: true, ..RULES };
        assert!(Nickname::parse("zoë", &wide).is_ok());
        assert!(Nickname::parse("张三", &wide).is_ok());
        assert!(Nickname::parse("a\u{200b}b", &wide).is_err());
    }

    #[test]
    fn room_names() {
        for good in ["#lobby", "#a.b", "##", "#日本語"] {
            assert!(RoomName::parse(good, &RULES).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", NameError::Empty),
            ("#", NameError::Empty),
            ("lobby", NameError::NoHash),
            ("#a b", NameError::Unfit { char: ' ' }),
            ("#a,b", NameError::Unfit { char: ',' }),
            ("#a\u{7}b", NameError::Unfit { char: '\u{7}' }),
            ("#abcdefghijkl", NameError::TooLong { chars_max: 12 }),
        ] {
            assert_eq!(RoomName::parse(bad, &RULES), Err(why), "{bad}");
        }
    }

    #[test]
    fn folding_is_ascii_for_ascii() {
        assert_eq!(Folded::of("Ann"), Folded::of("aNN"));
        assert_ne!(Folded::of("a["), Folded::of("a{"));
        assert_eq!(Folded::of("ZOË"), Folded::of("zoë"));
    }

    #[test]
    fn look_alikes_share_a_skeleton() {
        assert_eq!(skeleton("Bill0"), skeleton("BiI1O"));
        assert_ne!(skeleton("bill"), skeleton("bell"));
    }
}
