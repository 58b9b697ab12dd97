//! Words of others, made fit for a terminal.

/// The words without anything that would do something to a terminal: control characters, IRC's colours and styles, and
/// what turns the direction of writing round for the rest of the line. Line feeds stay; tabs become blanks.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push_str("    "),
            // IRC: a colour is followed by up to two numbers of two figures, or of six hexadecimal ones.
            '\u{3}' => {
                skip(&mut chars, 2, |c| c.is_ascii_digit());
                let mut ahead = chars.clone();
                if ahead.next() == Some(',') && ahead.next().is_some_and(|c| c.is_ascii_digit()) {
                    chars.next();
                    skip(&mut chars, 2, |c| c.is_ascii_digit());
                }
            }
            '\u{4}' => skip(&mut chars, 6, |c| c.is_ascii_hexdigit()),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn skip(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, most: usize, is: impl Fn(char) -> bool) {
    for _ in 0..most {
        if chars.next_if(|c| is(*c)).is_none() {
            return;
        }
    }
}

/// The same on one line.
pub(crate) fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// Whether words name somebody: the name stands there by itself, in whichever case.
pub(crate) fn names(text: &str, name: &str) -> bool {
    !name.is_empty() && find_name(&text.to_lowercase(), &name.to_lowercase(), 0).is_some()
}

fn find_name(text: &str, name: &str, from: usize) -> Option<usize> {
    let part_of_name = |c: char| c.is_alphanumeric() || "_-[]\\^{}|`".contains(c);
    text.get(from..)?.match_indices(name).map(|(at, _)| at + from).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_is_not_words() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\u{9b}c\r\nd\te"), "a[31mbc\nd    e");
        assert_eq!(clean("\u{2}bold\u{2} \u{3}04,12red\u{3}, \u{3}7,x \u{4}ff00ff.\u{f}"), "bold red, ,x .");
        assert_eq!(clean("a\u{202e}b\u{2066}c"), "abc");
        assert_eq!(clean("👩‍👩‍👧 é"), "👩‍👩‍👧 é");
    }

    #[test]
    fn names_stand_alone() {
        for text in ["ann", "hi Ann!", "@ann: look", "(ann)", "no anna but ann"] {
            assert!(names(text, "ann"), "{text}");
        }
        for text in ["anna", "joann", "ann-marie", "", "banning"] {
            assert!(!names(text, "ann"), "{text}");
        }
    }
}
