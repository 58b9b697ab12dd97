//! What is looked for, in the forms that comparing and the index need.

use super::index::{GRAM, name_token, room_token, safe};
use crate::{SearchQuery, words};
use parlor_model::{Folded, Number, RoomId, Time, Who};

/// Tokens of one term that the index is asked for at most: past a dozen, more find nothing less.
const GRAMS_MAX: usize = 12;
/// With more rooms than this the index is not asked for rooms; what it finds elsewhere is passed over.
const ROOMS_MAX: usize = 64;

/// Whether the index can be asked for the rooms.
pub(super) fn rooms_fit(query: &SearchQuery) -> bool {
    query.rooms.len() <= ROOMS_MAX
}

/// A search, made ready.
pub(super) struct Sought {
    terms: Vec<String>,
    from: Option<Folded>,
}

impl Sought {
    /// `None` when nothing is looked for.
    pub(super) fn of(query: &SearchQuery) -> Option<Self> {
        let terms: Vec<String> =
            query.terms.iter().map(|t| words::plain(t)).filter(|t| !t.is_empty()).collect();
        let from = query.from.as_deref().map(Folded::of);
        (!terms.is_empty() || from.is_some()).then_some(Self { terms, from })
    }

    /// Whether the words hold every term.
    pub(super) fn in_words(&self, text: &str) -> bool {
        if self.terms.is_empty() {
            return !text.is_empty();
        }
        let plain = words::plain(text);
        self.terms.iter().all(|term| plain.contains(term.as_str()))
    }

    /// Whether it is by who was asked for.
    pub(super) fn said_by(&self, who: &Who) -> bool {
        let Some(from) = &self.from else { return true };
        who.nick.folded() == *from || who.account.as_ref().is_some_and(|a| a.folded() == *from)
    }

    /// Whether there is nothing in it that the index finds quickly.
    pub(super) fn is_short(&self) -> bool {
        self.from.is_none() && self.terms.iter().all(|term| term.chars().count() < GRAM)
    }

    /// The question to the index: everything that is found must have these tokens, and that of one of the rooms.
    pub(super) fn for_index(&self, rooms: &[(RoomId, Number, Time)]) -> String {
        let mut parts = Vec::new();
        for term in &self.terms {
            let chars: Vec<char> = term.chars().map(safe).collect();
            let word = |chars: &[char]| format!("\"{}\"", chars.iter().collect::<String>());
            if chars.len() >= GRAM {
                let grams = chars.len() - GRAM + 1;
                let step = grams.div_ceil(GRAMS_MAX);
                parts.extend((0..grams).step_by(step).map(|i| word(&chars[i..i + GRAM])));
            } else if self.is_short() {
                parts.push(format!("{} *", word(&chars)));
            }
        }
        if let Some(from) = &self.from {
            parts.push(format!("\"{}\"", name_token(from)));
        }
        if !rooms.is_empty() {
            let rooms: Vec<_> = rooms.iter().map(|(room, ..)| format!("\"{}\"", room_token(*room))).collect();
            parts.push(format!("({})", rooms.join(" OR ")));
        }
        parts.join(" AND ")
    }
}
