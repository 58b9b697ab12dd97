//! What a text is when case, accents and width do not count: how search compares.

use unicode_normalization::UnicodeNormalization;

/// Changes whenever [`plain`] may make something else of a text: what was computed with another is computed anew.
pub(crate) fn shape() -> String {
    let (major, minor, micro) = unicode_normalization::UNICODE_VERSION;
    let (lower_major, lower_minor, _) = char::UNICODE_VERSION;
    format!("1 / unicode {major}.{minor}.{micro} / case {lower_major}.{lower_minor}")
}

/// The text without case, accents, full or half width and the like; white space is one space, none at the ends.
///
/// A text holds a term when its plain form holds the term's plain form. Kana keep their voicing marks (か is not が) and
/// other scripts their vowel signs: there they are letters, not accents.
pub(crate) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return squeeze(text.bytes().map(|b| char::from(b.to_ascii_lowercase())));
    }
    // Composed again at the end: parts of a Hangul syllable or a voiced kana are no letters of their own.
    squeeze(text.nfkd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase).flat_map(Letters::of).nfc())
}

fn squeeze(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(chars.size_hint().0);
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() {
            gap = true;
        } else if !c.is_control() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// Marks that a reader may leave out, and characters that show nothing.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' // Latin, Greek, Cyrillic
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' // Hebrew points
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' // Arabic vowels, stretching
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// One or two letters for a letter that decomposition leaves alone.
struct Letters(Option<char>, Option<char>);

impl Letters {
    fn of(c: char) -> Self {
        match c {
            'ß' => Self(Some('s'), Some('s')),
            'æ' => Self(Some('a'), Some('e')),
            'œ' => Self(Some('o'), Some('e')),
            'ø' => Self(Some('o'), None),
            'đ' | 'ð' => Self(Some('d'), None),
            'ł' => Self(Some('l'), None),
            'ħ' => Self(Some('h'), None),
            'ı' => Self(Some('i'), None),
            'ς' => Self(Some('σ'), None),
            '’' | '‘' => Self(Some('\''), None),
            '“' | '”' => Self(Some('"'), None),
            other => Self(Some(other), None),
        }
    }
}

impl Iterator for Letters {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        self.0.take().or_else(|| self.1.take())
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::*;

    #[test]
    fn case_accents_and_width_do_not_count() {
        for (text, expected) in [
            ("Hello,  World\n", "hello, world"),
            ("Crème BRÛLÉE", "creme brulee"),
            ("STRASSE Straße STRAẞE", "strasse strasse strasse"),
            ("ＰＡＲＬＯＲ １２", "parlor 12"),
            ("ﬁne", "fine"),
            ("Ångström Łódź Øre", "angstrom lodz ore"),
            ("İstanbul ısı", "istanbul isi"),
            ("ΌΔΟΣ όδος", "οδοσ οδοσ"),
            ("Ёлка", "елка"),
            ("ｶﾞｷﾞ", "ガギ"),
            ("が か", "が か"),
            ("한국어", "한국어"),
            ("日本語　テスト", "日本語 テスト"),
            ("हिन्दी", "हिन्दी"),
            ("he\u{2}llo\u{ad}s", "hellos"),
            ("\u{301}", ""),
            ("", ""),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn plain_stays_plain(text: String) {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once);
        }
    }
}
