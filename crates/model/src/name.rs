//! Names: of people, accounts and rooms. Unique when case-folded; parsed once at the door.

use crate::letters;
use crate::mask::glob;
use alloc::string::String;
use alloc::sync::Arc;
use compact_str::CompactString;
use core::fmt;

/// A name without its case: what uniqueness is about.
///
/// ASCII keeps ASCII rules (`CASEMAPPING=ascii`): `{` and `[` stay different. Beyond ASCII it is compared as PRECIS has it
/// (RFC 8265 §3.3): one width, lower case, normal form C.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Folded(CompactString);

impl Folded {
    /// Folds any text, also one that is no valid name (it then simply matches nothing).
    #[must_use]
    pub fn of(text: &str) -> Self {
        if is_folded(text) {
            return Self(text.into());
        }
        Self(letters::without_case(text).as_str().into())
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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NameRules {
    /// Characters in a nickname or account name, at most.
    pub nick_chars_max: usize,
    /// Characters in a room name with its `#`, at most.
    pub room_chars_max: usize,
    /// Letters beyond ASCII in names of people.
    pub unicode: bool,
    /// Names no person can take, with `*` and `?`; what looks like one of them is meant, too.
    pub reserved: Arc<[String]>,
}

impl Default for NameRules {
    fn default() -> Self {
        Self { nick_chars_max: 32, room_chars_max: 64, unicode: false, reserved: [].into() }
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
    /// Kept for the house and its services, or by its settings.
    Reserved,
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident of $text:ty) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name($text);

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
                Folded::of(&self.0)
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
    /// What a person is called at the moment. Up to 24 bytes it lies where the person does: whoever lists a room's members
    /// reads it of each.
    Nickname of CompactString
);
name_type!(
    /// The lasting name of an account.
    AccountName of Arc<str>
);
name_type!(
    /// The name of a room, with its `#`.
    RoomName of Arc<str>
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
    /// `rules.unicode` letters and digits of any living script, in one direction and one form (RFC 8265 §3.4).
    ///
    /// # Errors
    /// [`NameError`] says what is wrong with it.
    pub fn parse(text: &str, rules: &NameRules) -> Result<Self, NameError> {
        Ok(Self(fit_nick(text, rules)?.as_str().into()))
    }
}

impl AccountName {
    /// An account name follows the rules of nicknames.
    ///
    /// # Errors
    /// [`NameError`] says what is wrong with it.
    pub fn parse(text: &str, rules: &NameRules) -> Result<Self, NameError> {
        Ok(Self(fit_nick(text, rules)?.as_str().into()))
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
            None => Ok(Self(letters::prepared(text).as_str().into())),
        }
    }
}

fn fit_nick(text: &str, rules: &NameRules) -> Result<String, NameError> {
    let text = &letters::prepared(text);
    let Some(first) = text.chars().next() else { return Err(NameError::Empty) };
    if let Some(char) = text.chars().find(|&c| !fits_nick(c, rules)) {
        return Err(NameError::Unfit { char });
    }
    if !letters::may_begin_name(first) {
        return Err(NameError::UnfitStart { char: first });
    }
    if let Some(char) = letters::against_direction(text) {
        return Err(NameError::Unfit { char });
    }
    if text.chars().count() > rules.nick_chars_max {
        return Err(NameError::TooLong { chars_max: rules.nick_chars_max });
    }
    if RESERVED.contains(&Folded::of(text).as_str()) || rules.reserves(text) {
        return Err(NameError::Reserved);
    }
    Ok(text.clone())
}

fn fits_nick(c: char, rules: &NameRules) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '-' || NICK_SPECIAL.contains(&(c as u8));
    }
    rules.unicode && letters::may_stand_in_name(c)
}

impl NameRules {
    fn reserves(&self, name: &str) -> bool {
        if self.reserved.is_empty() {
            return false;
        }
        let (folded, like) = (Folded::of(name), skeleton(name));
        self.reserved.iter().any(|pattern| {
            glob(Folded::of(pattern).as_str(), folded.as_str())
                || glob(skeleton(pattern).as_str(), like.as_str())
        })
    }
}

/// Characters that change how others are shown, or show nothing: two rooms could look alike.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What a name looks like: names with one skeleton are look-alikes (UTS 39 §4), and case is gone.
#[must_use]
pub fn skeleton(text: &str) -> Folded {
    Folded(letters::skeleton(text).as_str().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned;

    fn rules() -> NameRules {
        NameRules { nick_chars_max: 9, room_chars_max: 12, ..NameRules::default() }
    }

    #[test]
    fn nicknames() {
        for good in ["ann", "Ann_2", "[x]", "`a", "a-b"] {
            assert!(Nickname::parse(good, &rules()).is_ok(), "{good}");
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
            assert_eq!(Nickname::parse(bad, &rules()), Err(why), "{bad}");
        }
        let wide = NameRules { unicode: true, ..rules() };
        assert_eq!(Nickname::parse("Zoe\u{308}", &wide), Ok(Nickname::trusted("Zoë")));
        assert!(Nickname::parse("张三", &wide).is_ok());
        assert_eq!(Nickname::parse("a\u{200b}b", &wide), Err(NameError::Unfit { char: '\u{200b}' }));
        assert_eq!(Nickname::parse("٣a", &wide), Err(NameError::UnfitStart { char: '٣' }));
        assert_eq!(Nickname::parse("anש", &wide), Err(NameError::Unfit { char: 'a' }));
    }

    #[test]
    fn reserved_names() {
        let reserved = ["Admin".to_owned(), "*bot".to_owned(), "m?d".to_owned()];
        let rules = NameRules { reserved: reserved.into(), unicode: true, ..rules() };
        for bad in ["admin", "ADMIN", "аdmin", "robot", "bot", "mod", "rnod", "m0d"] {
            assert_eq!(Nickname::parse(bad, &rules), Err(NameError::Reserved), "{bad}");
            assert_eq!(AccountName::parse(bad, &rules), Err(NameError::Reserved), "{bad}");
        }
        for good in ["admins", "botany", "mood"] {
            assert!(Nickname::parse(good, &rules).is_ok(), "{good}");
        }
    }

    #[test]
    fn room_names() {
        for good in ["#lobby", "#a.b", "##", "#日本語"] {
            assert!(RoomName::parse(good, &rules()).is_ok(), "{good}");
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
            assert_eq!(RoomName::parse(bad, &rules()), Err(why), "{bad}");
        }
    }

    #[test]
    fn rooms_are_kept_in_one_form() {
        let room = RoomName::parse("#Cafe\u{301}", &rules()).unwrap();
        assert_eq!(room.as_str(), "#Café");
        assert_eq!(room.folded(), Folded::of("#CAFE\u{301}"));
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
