//! `/search from:ann in:#lobby tea "hot water"`: read into a search.

use crate::words::when;
use parlor_model::{NameRules, RoomName};
use parlor_server::{RoomRef, Search};

/// Reads the words of a search. A word in double quotes may have blanks in it, and is never a filter.
///
/// # Errors
/// What the person is told.
pub(super) fn parse(words: &str, rules: &NameRules, limit: usize) -> Result<Search, String> {
    let mut search = Search { limit, ..Search::default() };
    let mut rest = words.trim();
    while !rest.is_empty() {
        let (word, quoted, after) = next_word(rest);
        rest = after.trim_start();
        let filter = if quoted { None } else { word.split_once(':') };
        match filter {
            Some((_, "")) | None if word.is_empty() => {}
            Some(("from", name)) => search.from = Some(name.to_owned()),
            Some(("in", room)) => search.room = Some(room_ref(room, rules)),
            Some(("before", date)) => search.before = Some(moment(date)?),
            Some(("after", date)) => search.after = Some(moment(date)?),
            _ => search.terms.push(word.to_owned()),
        }
    }
    if search.terms.is_empty() && search.from.is_none() {
        return Err("Search for what? Give a word, or from:NAME.".to_owned());
    }
    Ok(search)
}

/// The next word, whether it was quoted, and what follows. A quote that is never closed is a letter like another.
fn next_word(text: &str) -> (&str, bool, &str) {
    if let Some((phrase, after)) = text.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        return (phrase, true, after);
    }
    let (word, after) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, false, after)
}

fn room_ref(room: &str, rules: &NameRules) -> RoomRef {
    match RoomName::parse(room, rules) {
        Ok(name) => RoomRef::Named(name),
        Err(_) => RoomRef::Direct(room.into()),
    }
}

fn moment(date: &str) -> Result<parlor_model::Time, String> {
    when::parse(date).ok_or_else(|| {
        format!("{date:?} is no date; dates look like 2026-01-31 or 2026-01-31T14:02, in UTC.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_model::Time;

    fn read(words: &str) -> Result<Search, String> {
        parse(words, &NameRules::default(), 20)
    }

    #[test]
    fn words_phrases_and_filters() {
        let search =
            read("tea  \"hot water\" from:ann in:#den after:2026-01-01 before:2026-01-01T00:01 a:b").unwrap();
        assert_eq!(search.terms, ["tea", "hot water", "a:b"]);
        assert_eq!(search.from.as_deref(), Some("ann"));
        assert_eq!(search.room, Some(RoomRef::Named(RoomName::trusted("#den"))));
        assert_eq!(search.after, Some(Time(1_767_225_600_000)));
        assert_eq!(search.before, Some(Time(1_767_225_660_000)));
        assert_eq!(search.limit, 20);
        assert_eq!(read("in:bob \"in:bob\"").unwrap().room, Some(RoomRef::Direct("bob".into())));
        assert_eq!(read("in:bob \"in:bob\"").unwrap().terms, ["in:bob"]);
        assert_eq!(read("\"open tea").unwrap().terms, ["\"open", "tea"]);
        assert_eq!(read("from:ann").unwrap().terms, [""; 0]);
    }

    #[test]
    fn what_is_no_search() {
        for (words, why) in [
            ("\"\"", "Search for what? Give a word, or from:NAME."),
            ("in:#den", "Search for what? Give a word, or from:NAME."),
            ("tea after:may", "\"may\" is no date; dates look like 2026-01-31 or 2026-01-31T14:02, in UTC."),
        ] {
            assert_eq!(read(words).err().as_deref(), Some(why), "{words}");
        }
    }
}
