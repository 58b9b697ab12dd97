//! Just enough of Rust's grammar to tell code from comments and literals.

use std::ops::Range;

/// The source with every comment and the inside of every literal blanked, byte for byte and line for line.
pub(crate) fn code_only(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let (end, blank) = token(text, at);
        for byte in bytes.get_mut(blank).into_iter().flatten() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end.max(at + 1);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The end of what starts here, and which bytes of it are no code.
fn token(text: &str, at: usize) -> (usize, Range<usize>) {
    let rest = &text.as_bytes()[at..];
    let whole = |length: usize| (at + length, at..at + length);
    match rest[0] {
        b'/' if rest.starts_with(b"//") => whole(find(rest, b"\n", 0)),
        b'/' if rest.starts_with(b"/*") => whole(block_comment(rest)),
        b'"' => {
            let end = quoted(rest, b'"');
            (at + end, at + 1..at + end - 1)
        }
        b'r' if !ident_before(text, at) => match raw(rest) {
            Some((open, close, end)) => (at + end, at + open..at + close),
            None => (at + 1, at..at),
        },
        b'\'' if is_char(&text[at..]) => {
            let end = quoted(rest, b'\'');
            (at + end, at + 1..at + end - 1)
        }
        // The next boundary of a character, so that slices of `text` stay lawful.
        _ => ((at + 1..).find(|end| text.is_char_boundary(*end)).unwrap_or(at + 1), at..at),
    }
}

/// Where `needle` starts in `bytes`, or their end.
fn find(bytes: &[u8], needle: &[u8], from: usize) -> usize {
    bytes[from..].windows(needle.len()).position(|window| window == needle).map_or(bytes.len(), |n| from + n)
}

fn block_comment(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

/// The end of a literal that starts and ends with `mark`, its closing mark included.
fn quoted(bytes: &[u8], mark: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == mark => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Start and end of the inside, and the end, of `r"…"` or `r#"…"#`.
fn raw(bytes: &[u8]) -> Option<(usize, usize, usize)> {
    let hashes = bytes[1..].iter().take_while(|byte| **byte == b'#').count();
    let open = 1 + hashes + 1;
    if bytes.get(open - 1) != Some(&b'"') {
        return None;
    }
    let mut close = vec![b'"'];
    close.resize(1 + hashes, b'#');
    let inside_end = find(bytes, &close, open);
    Some((open, inside_end, (inside_end + close.len()).min(bytes.len())))
}

/// `br"…"` is a raw string too; `var"` is not.
fn ident_before(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    let before = before.strip_suffix(b"b").unwrap_or(before);
    before.last().is_some_and(|byte| is_ident(*byte))
}

/// Whether an apostrophe starts a character and not a lifetime.
fn is_char(text: &str) -> bool {
    let mut chars = text.chars().skip(1);
    match chars.next() {
        Some('\\') => true,
        Some(_) => chars.next() == Some('\''),
        None => false,
    }
}

fn is_ident(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Where `word` stands in `text` as a whole word, that is not inside of a longer name.
///
/// Only an end of `word` that is itself part of a name has to be an end of a name.
pub(crate) fn word_starts<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = text.as_bytes();
    let edge = |own: Option<&u8>, other: Option<&u8>| {
        !(own.is_some_and(|byte| is_ident(*byte)) && other.is_some_and(|byte| is_ident(*byte)))
    };
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let own = word.as_bytes();
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        edge(own.first(), before) && edge(own.last(), bytes.get(at + own.len()))
    })
}

/// The line of a byte, counted from one.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// From an opening bracket to behind the closing one; to the end when it never closes.
pub(crate) fn bracketed(code: &str, open_at: usize) -> Range<usize> {
    let bytes = code.as_bytes();
    let open = bytes[open_at];
    let close = match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    };
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(open_at) {
        if *byte == open {
            depth += 1;
        } else if *byte == close {
            depth -= 1;
            if depth == 0 {
                return open_at..at + 1;
            }
        }
    }
    open_at..bytes.len()
}

/// The insides of every `#[cfg(test)] mod … { … }`.
pub(crate) fn test_modules(code: &str) -> Vec<Range<usize>> {
    let mut modules = Vec::new();
    for (at, attribute) in code.match_indices("#[cfg(test)]") {
        let item = &code[at + attribute.len()..];
        let Some(brace) = item.find(['{', ';']).filter(|n| item.as_bytes()[*n] == b'{') else { continue };
        if word_starts(&item[..brace], "mod").next().is_some() {
            modules.push(bracketed(code, at + attribute.len() + brace));
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(code_only(text), expected);
    }

    #[test]
    fn comments_are_blanked() {
        check("a // b\nc", "a     \nc");
        check("a /* b /* c */ d */ e", "a                   e");
    }

    #[test]
    fn literals_are_blanked() {
        check(r#"f("a\"b", 'c', '\'')"#, r#"f("    ", ' ', '  ')"#);
        check("r#\"a\"b\"# x br\"y\"", "r#\"   \"# x br\" \"");
        check("\"é\" z", "\"  \" z");
    }

    #[test]
    fn lifetimes_are_code() {
        check("fn f<'a>(x: &'a str) -> &'static str", "fn f<'a>(x: &'a str) -> &'static str");
    }

    #[test]
    fn whole_words_only() {
        assert_eq!(word_starts("text context text_of text", "text").collect::<Vec<_>>(), [0, 21]);
        assert_eq!(word_starts("nosleep( sleep(", "sleep(").collect::<Vec<_>>(), [9]);
    }

    #[test]
    fn finds_test_modules() {
        let code =
            "fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\nfn c() {}\n#[cfg(test)]\nmod out;\nfn d() {}";
        let modules: Vec<&str> = test_modules(code).into_iter().map(|range| &code[range]).collect();
        assert_eq!(modules, ["{ fn b() {} }"]);
    }
}
