//! One line understood as a message.

use std::fmt;

use super::format;
use super::limits::Limits;
use super::params::Params;
use super::tags::Tags;
use super::verb::Verb;

/// One message, borrowing from the line it was read from.
///
/// Reading allocates nothing unless there are more than fifteen parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message<'a> {
    /// The tags, empty when none were sent.
    pub tags: Tags<'a>,
    /// Who it says it is from, without the colon. From a client it means nothing and is to be ignored.
    pub source: Option<&'a str>,
    /// The command or numeric as it was sent: never empty, without spaces, not beginning with `:` or `@`.
    pub command: &'a str,
    /// The parameters.
    pub params: Params<'a>,
}

/// Why a line is not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// Nothing but spaces; to be ignored in silence (Modern IRC, "Message Format").
    Empty,
    /// Tags or a source, but no command after them.
    NoCommand,
    /// The command begins with `:` or `@`, which only a source and tags do.
    BadCommand,
    /// Over 512 bytes apart from tags (numeric 417).
    TooLong,
    /// The tags section is over its own limit (numeric 417).
    TagsTooLong,
    /// NUL, CR or LF inside the line.
    Forbidden,
    /// Not UTF-8, which is all this server speaks (IRCv3 `UTF8ONLY`).
    NotUtf8,
}

impl<'a> Message<'a> {
    /// Reads a line a client sent, given without its line end.
    ///
    /// Lenient where Modern IRC and message-tags are: spaces before the command and any number of spaces between
    /// parts, tag keys of any form, unknown escapes, any number of parameters.
    pub fn parse(line: &'a [u8]) -> Result<Self, ParseError> {
        Message::parse_within(line, Limits::CLIENT)
    }

    /// Reads a line that may be as long as `limits` say.
    pub fn parse_within(line: &'a [u8], limits: Limits) -> Result<Self, ParseError> {
        limits.check(line)?;
        if format::has_forbidden(line) {
            return Err(ParseError::Forbidden);
        }
        let line = std::str::from_utf8(line).map_err(|_| ParseError::NotUtf8)?;
        let (tags, rest) = match line.strip_prefix('@') {
            Some(tagged) => word(tagged),
            None => ("", line.trim_start_matches(' ')),
        };
        let (source, rest) = match rest.strip_prefix(':') {
            Some(sourced) => word(sourced),
            None => ("", rest),
        };
        let (command, mut rest) = word(rest);
        match command.as_bytes().first() {
            None if line.bytes().all(|byte| byte == b' ') => return Err(ParseError::Empty),
            None => return Err(ParseError::NoCommand),
            Some(b':' | b'@') => return Err(ParseError::BadCommand),
            Some(_) => {}
        }
        let mut params = Params::new();
        while !rest.is_empty() {
            if let Some(trailing) = rest.strip_prefix(':') {
                params.push(trailing);
                break;
            }
            let (param, after) = word(rest);
            params.push(param);
            rest = after;
        }
        let source = (!source.is_empty()).then_some(source);
        Ok(Message { tags: Tags::from_raw(tags), source, command, params })
    }

    /// The command in capitals.
    pub fn verb(&self) -> Verb {
        Verb::new(self.command)
    }

    /// Writes the message as one line with CR LF, in its plainest form: one space between parts, each tag once,
    /// a colon only where the last parameter needs it. What was parsed and written parses to an equal message,
    /// and is never longer than it came.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        let mut start = format::line(out);
        for tag in self.tags.unique() {
            start = start.tag(tag.key, &tag.value());
        }
        let mut params = match self.source {
            Some(source) => start.source(source).command(self.command),
            None => start.command(self.command),
        };
        match self.params.split_last() {
            None => params.end(),
            Some((last, middle)) => {
                for param in middle {
                    params = params.param(param);
                }
                params.last(last)
            }
        };
    }
}

/// The command a refused line seems to hold, for `FAIL <command> INVALID_UTF8` and its like.
pub fn command_in(line: &[u8]) -> Option<&str> {
    let mut words = line.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
    let mut word = words.next()?;
    if word.starts_with(b"@") && line.starts_with(b"@") {
        word = words.next()?;
    }
    if word.starts_with(b":") {
        word = words.next()?;
    }
    let plain = word.iter().all(u8::is_ascii_alphanumeric);
    std::str::from_utf8(word).ok().filter(|_| plain)
}

/// The tags of a refused line, where they can be read: its label, for the answer.
pub fn tags_in(line: &[u8]) -> Tags<'_> {
    let section = line.strip_prefix(b"@").and_then(|rest| rest.split(|&byte| byte == b' ').next());
    Tags::from_raw(section.and_then(|section| std::str::from_utf8(section).ok()).unwrap_or_default())
}

/// Up to the next space, and what follows the spaces there.
fn word(text: &str) -> (&str, &str) {
    match text.split_once(' ') {
        Some((word, rest)) => (word, rest.trim_start_matches(' ')),
        None => (text, ""),
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ParseError::Empty => "the line is empty",
            ParseError::NoCommand => "the line has no command",
            ParseError::BadCommand => "a command cannot begin with ':' or '@'",
            ParseError::TooLong => "the line is too long",
            ParseError::TagsTooLong => "the tags are too long",
            ParseError::Forbidden => "the line holds a NUL, CR or LF byte",
            ParseError::NotUtf8 => "the line is not UTF-8",
        })
    }
}

impl std::error::Error for ParseError {}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
