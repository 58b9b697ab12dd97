//! Whether words call somebody by name.

use alloc::string::String;

/// What a name's neighbours are: letters, digits and `-_|` make it part of a longer one.
fn is_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '|'))
}

/// Whether the word that ends here began an address: `https://ann.example` calls nobody.
fn in_address(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://")
}

/// Words in which names are looked for, whatever case they are written in.
pub struct Words(String);

impl Words {
    /// These words.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.to_lowercase())
    }

    /// Whether they call `nick`: it stands by itself, and in no address.
    #[must_use]
    pub fn mention(&self, nick: &str) -> bool {
        let nick = nick.to_lowercase();
        if nick.is_empty() {
            return false;
        }
        self.0.match_indices(&*nick).any(|(at, found)| {
            let (before, after) = (&self.0[..at], &self.0[at + found.len()..]);
            is_edge(before.chars().next_back()) && is_edge(after.chars().next()) && !in_address(before)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_by_itself() {
        let mentions = |text: &str, nick: &str| Words::of(text).mention(nick);
        for text in ["ann", "Ann: tea?", "hi ANN!", "(ann)", "tea,ann,tea", "@ann", "annie and ann", "x/ann"]
        {
            assert!(mentions(text, "ann"), "{text}");
        }
        for text in
            ["", "annie", "joann", "ann-marie", "ann_", "see https://example.org/ann or", "irc://ann", "an n"]
        {
            assert!(!mentions(text, "ann"), "{text}");
        }
        assert!(mentions("hey [bob]!", "[bob]") && mentions("Ünal?", "ünal") && !mentions("tea", ""));
    }
}
