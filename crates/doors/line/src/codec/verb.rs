//! The words that may stand after the slash.

macro_rules! verbs {
    ($($variant:ident $word:literal $(or $alias:literal)*,)*) => {
        /// A command's name, without its arguments.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Verb {
            $(#[doc = concat!("`/", $word, "`")] $variant,)*
        }

        impl Verb {
            /// Every command, in the order in which help shows them.
            pub const ALL: &[Verb] = &[$(Verb::$variant),*];

            /// The word people type, without the slash.
            pub fn word(self) -> &'static str {
                match self { $(Verb::$variant => $word,)* }
            }

            /// Other words for the same.
            pub fn aliases(self) -> &'static [&'static str] {
                match self { $(Verb::$variant => &[$($alias),*],)* }
            }
        }
    };
}

verbs! {
    Help "help" or "?" or "h",
    Nick "nick",
    Names "names",
    Rooms "rooms" or "list",
    Join "join" or "j",
    Part "part" or "leave",
    Room "room" or "r",
    Msg "msg" or "tell",
    Me "me",
    Topic "topic",
    Reply "reply",
    Edit "edit",
    Delete "delete",
    React "react",
    Unreact "unreact",
    History "history",
    Search "search",
    Away "away",
    Back "back",
    Whois "whois",
    Who "who",
    Invite "invite",
    Kick "kick",
    Ban "ban",
    Unban "unban",
    Mute "mute",
    Unmute "unmute",
    Op "op",
    Deop "deop",
    Voice "voice",
    Devoice "devoice",
    Mode "mode",
    Rename "rename",
    Register "register",
    Verify "verify",
    Login "login",
    Logout "logout",
    Numbers "numbers",
    Elapsed "elapsed",
    Bell "bell",
    Quit "quit" or "exit" or "q",
}

/// Words longer than this are like no command.
const GUESSED_CHARS_MAX: usize = 16;

impl Verb {
    /// The command of this word, in any case, with or without the slash.
    pub fn from_word(word: &str) -> Option<Verb> {
        let word = word.strip_prefix('/').unwrap_or(word);
        let is = |known: &&str| known.eq_ignore_ascii_case(word);
        Verb::ALL.iter().copied().find(|verb| is(&verb.word()) || verb.aliases().iter().any(is))
    }

    /// The command that was probably meant: the start of exactly one, or the nearest by at most two slips of the
    /// finger, and fewer than half its letters.
    pub fn nearest(word: &str) -> Option<Verb> {
        let word: Vec<char> =
            word.chars().take(GUESSED_CHARS_MAX + 1).map(|c| c.to_ascii_lowercase()).collect();
        if word.len() < 2 || word.len() > GUESSED_CHARS_MAX {
            return None;
        }
        let start: String = word.iter().collect();
        let mut begun = Verb::ALL.iter().copied().filter(|verb| verb.word().starts_with(&start));
        if let (Some(verb), None) = (begun.next(), begun.next()) {
            return Some(verb);
        }
        let near = Verb::ALL.iter().map(|&verb| (slips(&word, verb.word()), verb));
        let near = near.filter(|&(slips, verb)| slips <= 2 && slips * 2 < verb.word().len());
        near.min_by_key(|&(slips, _)| slips).map(|(_, verb)| verb)
    }
}

/// Letters left out, added, changed or swapped with their neighbour (optimal string alignment).
fn slips(typed: &[char], meant: &str) -> usize {
    let meant: Vec<char> = meant.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=meant.len()).collect();
    for i in 1..=typed.len() {
        let mut row = vec![i];
        for j in 1..=meant.len() {
            let changed = last[j - 1] + usize::from(typed[i - 1] != meant[j - 1]);
            let mut least = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[meant.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_commands() {
        let mut words: Vec<&str> = Verb::ALL
            .iter()
            .flat_map(|verb| std::iter::once(verb.word()).chain(verb.aliases().iter().copied()))
            .collect();
        words.sort_unstable();
        let all = words.len();
        words.dedup();
        assert_eq!(words.len(), all);
        for verb in Verb::ALL {
            assert_eq!(Verb::from_word(&verb.word().to_uppercase()), Some(*verb));
        }
    }

    #[test]
    fn the_nearest_is_what_was_meant() {
        for (typed, meant) in [
            ("jion", Some(Verb::Join)),
            ("JOINN", Some(Verb::Join)),
            ("hlep", Some(Verb::Help)),
            ("hist", Some(Verb::History)),
            ("nik", Some(Verb::Nick)),
            ("whoi", Some(Verb::Whois)),
            ("serach", Some(Verb::Search)),
            ("unreat", Some(Verb::Unreact)),
            ("usr/bin/env", None),
            ("xyzzy", None),
            ("x", None),
            ("", None),
            ("anabsurdlylongwordthatisnocommand", None),
        ] {
            assert_eq!(Verb::nearest(typed), meant, "/{typed}");
        }
    }
}
