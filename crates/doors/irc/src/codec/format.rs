//! Writing lines: a chain of calls that can only come out as one well-formed message.
//!
//! ```
//! let mut out = Vec::new();
//! parlor_irc::codec::line(&mut out).tag("msgid", "7").source("ann!a@host").command("PRIVMSG").param("#a").trailing("hi");
//! assert_eq!(out, b"@msgid=7 :ann!a@host PRIVMSG #a :hi\r\n");
//! ```
//!
//! Names and texts are checked long before they come here. Should one still hold a byte that would break the line in
//! two, that is a bug: a debug build stops, a release build writes a harmless byte instead, so that nobody can smuggle
//! a line into another's connection. Lengths are not limited here; see [`cut`].

use super::cut;
use super::tags::escape_into;

/// Begins a line at the end of `out`. What is there already stays.
pub fn line(out: &mut Vec<u8>) -> LineStart<'_> {
    LineStart { start: out.len(), out, tagged: false }
}

/// Writes a numeric reply: source, three digits, the addressee (`*` before it has a name), the parameters.
/// Returns its length with CR LF.
pub fn numeric(out: &mut Vec<u8>, server: &str, code: u16, nick: &str, params: &[&str]) -> usize {
    let mut line = line(out).source(server).numeric(code).param(nick);
    let Some((last, middle)) = params.split_last() else { return line.end() };
    for param in middle {
        line = line.param(param);
    }
    line.last(last)
}

/// A line to which tags can be added, then a source, then its command.
#[derive(Debug)]
#[must_use = "the line is not finished"]
pub struct LineStart<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    tagged: bool,
}

/// A line that has its source and lacks its command.
#[derive(Debug)]
#[must_use = "the line is not finished"]
pub struct LineSourced<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    body: usize,
}

/// A line that takes parameters until it is ended by [`last`](Self::last), [`trailing`](Self::trailing) or
/// [`end`](Self::end), each of which returns its length with CR LF.
#[derive(Debug)]
#[must_use = "the line is not finished"]
pub struct LineParams<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    /// Where the line begins apart from its tags.
    body: usize,
}

impl<'o> LineStart<'o> {
    /// Adds a tag, its value escaped; an empty value is left out with its `=`.
    pub fn tag(mut self, key: &str, value: &str) -> Self {
        self.out.push(if self.tagged { b';' } else { b'@' });
        self.tagged = true;
        push_word(self.out, key);
        if !value.is_empty() {
            self.out.push(b'=');
            escape_into(self.out, value);
        }
        self
    }

    /// Adds the source: a server's name, a nickname or a whole `nick!user@host`.
    pub fn source(mut self, source: &str) -> LineSourced<'o> {
        let body = self.end_tags();
        self.out.push(b':');
        push_word(self.out, source);
        LineSourced { out: self.out, start: self.start, body }
    }

    /// Adds the source of a person from its three parts.
    pub fn source_of(mut self, nick: &str, user: &str, host: &str) -> LineSourced<'o> {
        let body = self.end_tags();
        for (mark, part) in [(b':', nick), (b'!', user), (b'@', host)] {
            self.out.push(mark);
            push_word(self.out, part);
        }
        LineSourced { out: self.out, start: self.start, body }
    }

    /// Adds the command, of a line without a source.
    pub fn command(mut self, command: &str) -> LineParams<'o> {
        let body = self.end_tags();
        push_word(self.out, command);
        LineParams { out: self.out, start: self.start, body }
    }

    fn end_tags(&mut self) -> usize {
        if self.tagged {
            self.out.push(b' ');
        }
        self.out.len()
    }
}

impl<'o> LineSourced<'o> {
    /// Adds the command.
    pub fn command(self, command: &str) -> LineParams<'o> {
        self.out.push(b' ');
        push_word(self.out, command);
        LineParams { out: self.out, start: self.start, body: self.body }
    }

    /// Adds a numeric as the command: three digits.
    pub fn numeric(self, code: u16) -> LineParams<'o> {
        debug_assert!((1..=999).contains(&code), "numerics have three digits");
        let digit = |unit: u16| b'0' + (code / unit % 10) as u8;
        self.out.extend_from_slice(&[b' ', digit(100), digit(10), digit(1)]);
        LineParams { out: self.out, start: self.start, body: self.body }
    }
}

impl LineParams<'_> {
    /// Adds a parameter that is not the last: not empty, without spaces, not beginning with a colon.
    pub fn param(self, param: &str) -> Self {
        self.out.push(b' ');
        let colon = param.starts_with(':');
        debug_assert!(!colon && !param.is_empty(), "{param:?} can only be a last parameter");
        if colon || param.is_empty() {
            self.out.push(b'*');
        }
        push_word(self.out, param);
        self
    }

    /// Adds a number as a parameter.
    pub fn number(self, number: u64) -> Self {
        self.out.push(b' ');
        let mut digits = [0; 20];
        let (mut first, mut left) = (digits.len(), number);
        for (at, digit) in digits.iter_mut().enumerate().rev() {
            *digit = b'0' + (left % 10) as u8;
            left /= 10;
            first = at;
            if left == 0 {
                break;
            }
        }
        self.out.extend_from_slice(digits.get(first..).unwrap_or_default());
        self
    }

    /// Ends the line with a parameter that may be anything, a colon before it only where it needs one.
    pub fn last(self, param: &str) -> usize {
        let needs = param.is_empty() || param.starts_with(':') || param.contains(' ');
        self.out.extend_from_slice(if needs { b" :" } else { b" " });
        push_text(self.out, param);
        self.end()
    }

    /// Ends the line with a text that always has a colon: what people say, which simple clients look for after ` :`.
    pub fn trailing(self, text: &str) -> usize {
        self.out.extend_from_slice(b" :");
        push_text(self.out, text);
        self.end()
    }

    /// How many bytes the line has so far, its tags apart; what [`cut::room`] asks for.
    pub fn len_so_far(&self) -> usize {
        self.out.len() - self.body
    }

    /// Ends the line with a text that comes in several parts and always has a colon.
    pub fn trailing_parts(self, parts: &[&str]) -> usize {
        self.out.extend_from_slice(b" :");
        parts.iter().for_each(|part| push_text(self.out, part));
        self.end()
    }

    /// Ends the line with a text of which as much is written as fits into 512 bytes.
    pub fn trailing_cut(self, text: &str) -> usize {
        let room = cut::room(self.len_so_far() + " :".len());
        let (fits, _) = cut::cut(text, room);
        self.trailing(fits)
    }

    /// Ends the line.
    pub fn end(self) -> usize {
        self.out.extend_from_slice(b"\r\n");
        self.out.len() - self.start
    }
}

/// Whether `bytes` hold NUL, CR or LF, which no part of an IRC message may contain.
pub(super) fn has_forbidden(bytes: &[u8]) -> bool {
    memchr::memchr3(0, b'\r', b'\n', bytes).is_some()
}

/// NUL, CR and LF.
fn is_forbidden(byte: u8) -> bool {
    matches!(byte, 0 | b'\r' | b'\n')
}

fn push_word(out: &mut Vec<u8>, word: &str) {
    let unfit = |byte| is_forbidden(byte) || byte == b' ';
    // Words are short.
    let clean = !word.bytes().any(unfit);
    debug_assert!(clean, "{word:?} would break its line");
    if clean {
        out.extend_from_slice(word.as_bytes());
    } else {
        push_filled(out, word, unfit, b'_');
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    let clean = !has_forbidden(text.as_bytes());
    debug_assert!(clean, "{text:?} would break its line");
    if clean {
        out.extend_from_slice(text.as_bytes());
    } else {
        push_filled(out, text, is_forbidden, b' ');
    }
}

/// Writes `text` with `filler` for every byte that is `unfit`.
fn push_filled(out: &mut Vec<u8>, text: &str, unfit: impl Fn(u8) -> bool, filler: u8) {
    out.extend(text.bytes().map(|byte| if unfit(byte) { filler } else { byte }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(write: impl FnOnce(&mut Vec<u8>) -> usize, expected: &str) {
        let mut out = b"before\r\n".to_vec();
        let len = write(&mut out);
        assert_eq!(len, expected.len() + 2);
        assert_eq!(String::from_utf8(out).unwrap(), format!("before\r\n{expected}\r\n"));
    }

    #[test]
    fn lines_are_written_in_their_order() {
        check(|out| line(out).command("PING").end(), "PING");
        check(|out| line(out).tag("a", "").tag("b", "x;y z").command("A").end(), r"@a;b=x\:y\sz A");
        check(
            |out| {
                line(out)
                    .tag("a", "1")
                    .source_of("ann", "a", "h")
                    .command("PRIVMSG")
                    .param("#a")
                    .trailing("hi")
            },
            "@a=1 :ann!a@h PRIVMSG #a :hi",
        );
        check(
            |out| line(out).source("s").numeric(5).param("n").number(0).number(u64::MAX).end(),
            ":s 005 n 0 18446744073709551615",
        );
    }

    #[test]
    fn a_last_parameter_has_a_colon_where_it_needs_one() {
        for (param, written) in
            [("", "A :"), ("x", "A x"), (":", "A ::"), (":x", "A ::x"), ("x y", "A :x y"), ("x:", "A x:")]
        {
            check(|out| line(out).command("A").last(param), written);
        }
    }

    #[test]
    fn numerics_have_three_digits_and_an_addressee() {
        check(|out| numeric(out, "irc.test", 1, "ann", &["Hello, ann"]), ":irc.test 001 ann :Hello, ann");
        check(|out| numeric(out, "s", 432, "*", &["a", "Bad nick"]), ":s 432 * a :Bad nick");
        check(|out| numeric(out, "s", 900, "*", &[]), ":s 900 *");
    }

    #[test]
    fn no_byte_that_breaks_a_line_is_written() {
        let mut out = Vec::new();
        push_filled(&mut out, "a\r\nQUIT\0 b", is_forbidden, b' ');
        assert_eq!(out, b"a  QUIT  b");
        for forbidden in ["a\r", "\nb", "a\0b"] {
            assert!(has_forbidden(forbidden.as_bytes()));
        }
        assert!(!has_forbidden(b"plain"));
    }
}
