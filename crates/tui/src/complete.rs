//! Finishing what was begun: commands, names, rooms, emoji.

/// What can be finished, and how far one has gone through it.
#[derive(Clone, Debug)]
pub(crate) struct Completion {
    /// Where the word begins.
    pub(crate) from: usize,
    /// Where what stands there now ends.
    pub(crate) to: usize,
    /// Each choice, and what follows it.
    pub(crate) choices: Vec<(String, &'static str)>,
    pub(crate) at: usize,
}

/// What there is to complete from.
pub(crate) struct Known<'a> {
    /// Names, the likeliest first.
    pub(crate) people: Vec<&'a str>,
    pub(crate) rooms: Vec<&'a str>,
    pub(crate) commands: Vec<&'a str>,
}

/// What the word before the cursor could become.
pub(crate) fn complete(text: &str, at: usize, known: &Known<'_>) -> Option<Completion> {
    let from = text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |blank| blank + text[blank..].chars().next().map_or(1, char::len_utf8));
    let word = &text[from..at];
    let first = from == 0;
    let begins = |name: &str, begun: &str| name.to_lowercase().starts_with(&begun.to_lowercase());
    let mut choices: Vec<(String, &'static str)> = Vec::new();
    if let Some(begun) = word.strip_prefix('/').filter(|_| first) {
        choices.extend(known.commands.iter().filter(|c| begins(c, begun)).map(|c| (format!("/{c}"), " ")));
    } else if word.starts_with('#') {
        choices.extend(
            known.rooms.iter().filter(|room| begins(room, word)).map(|room| ((*room).to_owned(), " ")),
        );
    } else if let Some(begun) = word.strip_prefix(':').filter(|begun| !begun.is_empty()) {
        choices
            .extend(emoji(begun.trim_end_matches(':')).into_iter().take(20).map(|(_, emoji)| (emoji, " ")));
    } else {
        let (sign, begun) = word.strip_prefix('@').map_or(("", word), |begun| ("@", begun));
        if begun.is_empty() && sign.is_empty() {
            return None;
        }
        let after = if first && sign.is_empty() { ": " } else { " " };
        let people = known.people.iter().filter(|name| begins(name, begun));
        choices.extend(people.map(|name| (format!("{sign}{name}"), after)));
    }
    (!choices.is_empty()).then_some(Completion { from, to: at, choices, at: 0 })
}

/// Emoji whose short names begin like this, then those that have it in them: name and emoji.
pub(crate) fn emoji(begun: &str) -> Vec<(String, String)> {
    let begun = begun.to_lowercase();
    let mut exact = Vec::new();
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for emoji in emojis::iter() {
        let Some(name) = emoji.shortcodes().find(|name| name.contains(&begun)) else { continue };
        let found = (name.to_owned(), emoji.as_str().to_owned());
        if emoji.shortcodes().any(|name| name == begun) {
            exact.push(found);
        } else if emoji.shortcodes().any(|name| name.starts_with(&begun)) {
            first.push(found);
        } else {
            others.push(found);
        }
    }
    exact.extend(first);
    exact.extend(others);
    exact
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(text: &str) -> Vec<String> {
        let known = Known {
            people: vec!["bob", "ann", "Bonnie"],
            rooms: vec!["#ops", "#dev"],
            commands: vec!["join", "me", "msg"],
        };
        let found = complete(text, text.len(), &known).map(|c| c.choices).unwrap_or_default();
        found.into_iter().map(|(word, after)| word + after).collect()
    }

    #[test]
    fn each_kind_of_word() {
        assert_eq!(choices("bo"), ["bob: ", "Bonnie: "]);
        assert_eq!(choices("hi BO"), ["bob ", "Bonnie "]);
        assert_eq!(choices("hi @a"), ["@ann "]);
        assert_eq!(choices("/m"), ["/me ", "/msg "]);
        assert_eq!(choices("see #o"), ["#ops "]);
        assert_eq!(choices(":tada")[0], "🎉 ");
        assert_eq!(choices("日本 a"), ["ann "]);
        for nothing in ["", "hi ", "a/m", ":", "zz"] {
            assert_eq!(choices(nothing), [""; 0], "{nothing}");
        }
    }
}
