//! Text of other doors as a terminal may be shown it.

use std::fmt;

/// Text without what a terminal would obey: control characters, and the colours and styles of IRC. TAB stays. Further
/// lines of a message begin with two blanks, so that none of them can pass for a line of the house.
#[derive(Clone, Copy)]
pub(crate) struct Clean<'a>(pub(crate) &'a str);

/// The same on one line, for topics and reasons.
#[derive(Clone, Copy)]
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_clean(f, self.0, "\n  ")
    }
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_clean(f, self.0, " ")
    }
}

fn write_clean(f: &mut fmt::Formatter<'_>, text: &str, line_feed: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_control() && c != '\t') {
        f.write_str(&rest[..at])?;
        let mut after = rest[at..].chars();
        let control = after.next();
        rest = after.as_str();
        match control {
            Some('\n') => f.write_str(line_feed)?,
            Some('\x03') => rest = without_colours(rest, 2, |c| c.is_ascii_digit()),
            Some('\x04') => rest = without_colours(rest, 6, |c| c.is_ascii_hexdigit()),
            _ => {}
        }
    }
    f.write_str(rest)
}

/// What follows a colour code: one colour, and after a comma perhaps another. A comma without one is text.
fn without_colours(text: &str, digits_max: usize, is_digit: fn(char) -> bool) -> &str {
    let digits = |text: &str| text.chars().take(digits_max).take_while(|c| is_digit(*c)).count();
    let front = digits(text);
    let rest = &text[front..];
    match rest.strip_prefix(',') {
        Some(back) if front > 0 && digits(back) > 0 => &back[digits(back)..],
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        for (text, shown) in [
            ("plain", "plain"),
            ("a\tb", "a\tb"),
            ("\x02bold\x0f \x1ditalic\x1d", "bold italic"),
            ("\x034red\x03 plain", "red plain"),
            ("\x0304,12both", "both"),
            ("\x03123", "3"),
            ("\x035,no colour", ",no colour"),
            ("\x03,5", ",5"),
            ("\x04ff0000red", "red"),
            ("\x04ff0000,00ff00both", "both"),
            ("\x1b[2Jgone", "[2Jgone"),
            ("bell\x07\x7f\u{9b}1m", "bell1m"),
            ("one\ntwo\n", "one\n  two\n  "),
            ("é\x03", "é"),
        ] {
            assert_eq!(Clean(text).to_string(), shown, "{text:?}");
        }
        assert_eq!(OneLine("a\nb\x02c").to_string(), "a bc");
    }
}
