//! Letters beyond ASCII: how they are written, which may stand in names, and what looks like what.
//!
//! Names follow the UsernameCaseMapped and UsernameCasePreserved profiles of PRECIS (RFC 8265 §3.3, §3.4). Of the letters
//! that its IdentifierClass allows (RFC 8264 §4.2), only those are taken that Unicode recommends for identifiers
//! (UTS 39 §3.1): no historic scripts, nothing invisible, nothing that needs its neighbours to be told apart.

use alloc::string::String;
use core::iter::once;
use unicode_bidi::{BidiClass, bidi_class};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::GeneralSecurityProfile;

/// The text as names are kept: full-width and half-width letters as their usual ones, and in normal form C.
pub(crate) fn prepared(text: &str) -> String {
    if text.is_ascii() {
        return text.into();
    }
    let mut narrow = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ff00}'..='\u{ffef}' => narrow.extend(once(c).nfkc()),
            _ => narrow.push(c),
        }
    }
    narrow.nfc().collect()
}

/// The text without its case, and as [`prepared`]. ASCII keeps ASCII rules: `{` and `[` stay different.
pub(crate) fn without_case(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    prepared(text).to_lowercase().nfc().collect()
}

/// Whether a letter, mark or digit beyond ASCII may stand in a name.
pub(crate) fn may_stand_in_name(c: char) -> bool {
    (c.is_alphanumeric() || is_combining_mark(c)) && c.identifier_allowed() && once(c).nfkc().eq(once(c))
}

/// Whether a name may begin with it, be it ASCII or not: no digit, no mark that belongs to a letter before it.
pub(crate) fn may_begin_name(c: char) -> bool {
    c != '-' && !c.is_numeric() && !is_combining_mark(c)
}

/// The first letter that breaks the Bidi Rule (RFC 5893 §2): a name is written in one direction.
pub(crate) fn against_direction(text: &str) -> Option<char> {
    use BidiClass::{AL, AN, BN, CS, EN, ES, ET, NSM, ON, R};
    let classes = || text.chars().map(|c| (c, bidi_class(c)));
    if !classes().any(|(_, class)| matches!(class, R | AL | AN)) {
        return None;
    }
    let (first, class) = classes().next()?;
    // Who begins from left to right has none of the letters that brought us here.
    if !matches!(class, R | AL) {
        return Some(first);
    }
    let fits = |class| matches!(class, R | AL | AN | EN | ES | CS | ET | ON | BN | NSM);
    if let Some((unfit, _)) = classes().find(|(_, class)| !fits(*class)) {
        return Some(unfit);
    }
    let (last, class) = classes().rfind(|(_, class)| *class != NSM)?;
    if !matches!(class, R | AL | EN | AN) {
        return Some(last);
    }
    let arabic = classes().any(|(_, class)| class == AN);
    classes().find(|(_, class)| arabic && *class == EN).map(|(digit, _)| digit)
}

/// What a text looks like (UTS 39 §4), without its case: texts with one skeleton are look-alikes.
pub(crate) fn skeleton(text: &str) -> String {
    let plain: String = unicode_security::skeleton(text).collect();
    without_case(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_kept_in_one_form() {
        assert_eq!(prepared("zoe\u{308}"), "zoë");
        assert_eq!(prepared("ｎｉｃｋ"), "nick");
        assert_eq!(prepared("ﾊﾞ"), "バ");
        assert_eq!(without_case("ZOE\u{308}"), "zoë");
        assert_eq!(without_case("ΟΔΟΣ"), "οδος");
        assert_eq!(without_case("A[]"), "a[]");
    }

    #[test]
    fn what_may_stand_in_names() {
        for good in "ëжש中あ한é٣".chars() {
            assert!(may_stand_in_name(good), "{good}");
        }
        for bad in "\u{200b}\u{202e}\u{ad}😀ﬁⅣ²𝐚·ﾊ\u{1100}".chars() {
            assert!(!may_stand_in_name(bad), "{bad:?}");
        }
        assert!(!may_begin_name('\u{308}'));
        assert!(!may_begin_name('٣'));
        assert!(may_begin_name('_') && may_begin_name('ж'));
    }

    #[test]
    fn names_have_one_direction() {
        for good in ["ann", "zoë-1", "שלום", "שלום7", "علي٣"] {
            assert_eq!(against_direction(good), None, "{good}");
        }
        for (bad, at) in [("anש", 'a'), ("שa", 'a'), ("ש_", '_'), ("ع٣3", '3')] {
            assert_eq!(against_direction(bad), Some(at), "{bad}");
        }
    }

    #[test]
    fn what_looks_alike() {
        for (one, other) in [
            ("Bill0", "BiI1O"),
            ("evan", "еvan"),
            ("mike", "rnike"),
            ("ann", "аnn"),
            ("zoë", "ZOE\u{308}"),
            ("paypal", "раураl"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        for (one, other) in [("bill", "bell"), ("ian", "lan"), ("zoe", "zoë"), ("иван", "иван2")] {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn taken_twice_a_form_stays_as_it_is(text in "\\PC{0,12}") {
            let (kept, bare) = (prepared(&text), without_case(&text));
            prop_assert_eq!(&prepared(&kept), &kept);
            prop_assert_eq!(&without_case(&bare), &bare);
            prop_assert_eq!(without_case(&kept), bare);
        }
    }
}
