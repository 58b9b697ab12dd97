//! Ids, numbers and time: newtypes, so that none is taken for another.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

/// A person: an account for as long as it exists, or a guest for as long as its session may resume. Never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PersonId(pub u64);

impl PersonId {
    /// The house itself: the author of what no person did (a lobby made at the first start, a guest's leave after a crash).
    pub const HOUSE: Self = Self(0);
}

/// A room's log. Never given twice: a deleted room's name may come back, its id does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RoomId(pub u64);

impl RoomId {
    /// The log of accounts, server operators and server-wide bans. It is no room: nobody joins it.
    pub const DIRECTORY: Self = Self(0);
}

/// The place of an event in its room's log: 1, 2, 3, … without holes. 0 means "before the first".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Number(pub u64);

impl Number {
    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z, as the shell's clock told it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(pub u64);

impl Time {
    /// Milliseconds from `earlier` to this; 0 when the clock went back.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This time and `ms` milliseconds more.
    #[must_use]
    pub const fn plus(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

/// An idempotency key, chosen by a client: the same person and key mean the same write, for ever.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(Arc<str>);

impl Key {
    /// A key of 1 to 128 printable ASCII characters, or nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=128).contains(&text.len()) && text.bytes().all(|b| (0x21..=0x7e).contains(&b));
        fits.then(|| Self(text.into()))
    }

    /// The key as the client wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of one event on every door, for ever: room and number, opaque to clients.
///
/// Written as two base-32 numbers and a dash, lower case, at most 27 ASCII characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MessageId {
    /// The room whose log holds the event.
    pub room: RoomId,
    /// Its number there.
    pub number: Number,
}

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::with_capacity(27);
        for (i, mut n) in [self.room.0, self.number.0].into_iter().enumerate() {
            if i == 1 {
                out.push('-');
            }
            let mut digits = [0u8; 13];
            let mut at = digits.len();
            loop {
                at -= 1;
                digits[at] = DIGITS[(n % 32) as usize];
                n /= 32;
                if n == 0 {
                    break;
                }
            }
            out.extend(digits[at..].iter().map(|&b| char::from(b)));
        }
        f.write_str(&out)
    }
}

impl MessageId {
    /// Reads what [`Display`](fmt::Display) wrote; anything else is no message id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (room, number) = text.split_once('-')?;
        Some(Self { room: RoomId(base32(room)?), number: Number(base32(number)?) })
    }
}

fn base32(text: &str) -> Option<u64> {
    if text.is_empty() || (text.len() > 1 && text.starts_with('0')) {
        return None;
    }
    text.bytes().try_fold(0u64, |n, b| {
        let digit = DIGITS.iter().position(|&d| d == b)? as u64;
        n.checked_mul(32)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_message_id_reads_back(room: u64, number: u64) {
            let id = MessageId { room: RoomId(room), number: Number(number) };
            prop_assert_eq!(MessageId::parse(&id.to_string()), Some(id));
        }

        #[test]
        fn any_text_is_an_id_or_not(text: String) {
            if let Some(id) = MessageId::parse(&text) {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn keys_are_printable_and_bounded() {
        assert!(Key::parse("a-1").is_some());
        assert!(Key::parse("").is_none());
        assert!(Key::parse("two words").is_none());
        assert!(Key::parse(&"x".repeat(129)).is_none());
    }
}
