//! From a checked line to what it asks.

use std::fmt;

use super::command::{Bell, Command, Input, Secret, Span, TopicAsk};
use super::verb::Verb;
use crate::words::help::help;

/// A line that begins like a command and is none. `Display` is what the person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandError<'a> {
    /// There is no such command.
    Unknown {
        /// The word after the slash.
        word: &'a str,
        /// The command that was probably meant.
        nearest: Option<Verb>,
    },
    /// The command exists and takes other arguments.
    Usage(Verb),
}

/// An unknown word is quoted up to here.
const QUOTED_CHARS_MAX: usize = 32;

impl fmt::Display for CommandError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CommandError::Usage(verb) => write!(f, "Usage: {}", help(*verb).usage),
            CommandError::Unknown { word: "", .. } => f.write_str(
                "A slash alone is no command; /help lists them all. To say a line that begins with /, type // for it.",
            ),
            CommandError::Unknown { word, nearest } => {
                let end = word.char_indices().nth(QUOTED_CHARS_MAX).map(|(at, _)| at);
                let (quoted, more) = end.map_or((*word, ""), |at| (&word[..at], "…"));
                write!(f, "There is no command /{quoted}{more}")?;
                match nearest {
                    Some(verb) => write!(f, "; did you mean /{}?", verb.word())?,
                    None => f.write_str("; /help lists them all.")?,
                }
                f.write_str(" To say a line that begins with /, type // for it.")
            }
        }
    }
}

impl std::error::Error for CommandError<'_> {}

/// Understands one [checked](super::check) line.
///
/// A line that begins with `/` is a command, in any case; `//text` says `/text`. `exit`, `:quit` and `:q`, alone on
/// their line, leave, as the clients of the school exercises do. Everything else is said, blanks at its start too.
///
/// # Errors
/// [`CommandError`]: an unknown command, or one with arguments that it does not take. Nothing is guessed or said.
pub fn parse(line: &str) -> Result<Input<'_>, CommandError<'_>> {
    match line {
        "" => return Ok(Input::Empty),
        "exit" | ":quit" | ":q" => return Ok(Input::Command(Command::Quit(None))),
        _ => {}
    }
    let Some(asked) = line.strip_prefix('/') else { return Ok(Input::Say(line)) };
    if asked.starts_with('/') {
        return Ok(Input::Say(asked));
    }
    let (word, args) = split_word(asked);
    let verb = Verb::from_word(word).ok_or_else(|| unknown(word))?;
    command(verb, args)
}

fn unknown(word: &str) -> CommandError<'_> {
    CommandError::Unknown { word, nearest: Verb::nearest(word) }
}

fn command(verb: Verb, args: &str) -> Result<Input<'_>, CommandError<'_>> {
    if let (Verb::Help, Some(word)) = (verb, one(args)) {
        let about = Verb::from_word(word).ok_or_else(|| unknown(word.trim_start_matches('/')))?;
        return Ok(Input::Command(Command::Help(Some(about))));
    }
    understood(verb, args).map(Input::Command).ok_or(CommandError::Usage(verb))
}

/// The command, or `None` when the arguments do not fit.
fn understood(verb: Verb, args: &str) -> Option<Command<'_>> {
    Some(match verb {
        Verb::Help => none(args, Command::Help(None))?,
        Verb::Nick => Command::Nick(some(args)?),
        Verb::Names => Command::Names(at_most_one(args)?),
        Verb::Rooms => Command::Rooms(at_most_one(args)?),
        Verb::Join => {
            let (room, key) = one_or_two(args)?;
            Command::Join { room, key: key.map(Secret::new) }
        }
        Verb::Part => {
            let (word, rest) = split_word(args);
            let (room, why) = if word.starts_with('#') { (Some(word), rest) } else { (None, args) };
            Command::Part { room, why: some(why) }
        }
        Verb::Room => Command::Room(one(args)?),
        Verb::Msg => {
            let (to, text) = word_and_text(args)?;
            Command::Msg { to, text }
        }
        Verb::Me => Command::Me(some(args)?),
        Verb::Topic => Command::Topic(match args {
            "" => TopicAsk::Show,
            "-" => TopicAsk::Clear,
            topic => TopicAsk::Set(topic),
        }),
        Verb::Reply => {
            let (number, text) = number_and_text(args)?;
            Command::Reply { number, text }
        }
        Verb::Edit => {
            let (number, text) = number_and_text(args)?;
            Command::Edit { number, text }
        }
        Verb::Delete => Command::Delete(message_number(args)?),
        Verb::React => {
            let (number, emoji) = number_and_text(args)?;
            Command::React { number, emoji: one(emoji)? }
        }
        Verb::Unreact => {
            let (number, emoji) = number_and_text(args)?;
            Command::Unreact { number, emoji: one(emoji)? }
        }
        Verb::History => Command::History(span(args)?),
        Verb::Search => Command::Search(some(args)?),
        Verb::Away => Command::Away(some(args)),
        Verb::Back => none(args, Command::Back)?,
        Verb::Whois => Command::Whois(one(args)?),
        Verb::Who => none(args, Command::Who)?,
        Verb::Invite => {
            let (who, room) = one_or_two(args)?;
            Command::Invite { who, room }
        }
        Verb::Kick => {
            let (who, why) = split_word(some(args)?);
            Command::Kick { who, why: some(why) }
        }
        Verb::Ban => Command::Ban(one(args)?),
        Verb::Unban => Command::Unban(one(args)?),
        Verb::Mute => Command::Mute(one(args)?),
        Verb::Unmute => Command::Unmute(one(args)?),
        Verb::Op => Command::Op(one(args)?),
        Verb::Deop => Command::Deop(one(args)?),
        Verb::Voice => Command::Voice(one(args)?),
        Verb::Devoice => Command::Devoice(one(args)?),
        Verb::Mode => Command::Mode(args),
        Verb::Rename => Command::Rename(one(args)?),
        // A password may have blanks in it: it is the rest of the line.
        Verb::Register => match split_word(args) {
            ("", _) => return None,
            (password, "") => Command::Register { name: None, password: Secret::new(password) },
            (name, password) => Command::Register { name: Some(name), password: Secret::new(password) },
        },
        Verb::Verify => match split_word(args) {
            ("", _) => return None,
            (code, "") => Command::Verify { name: None, code },
            (name, code) => Command::Verify { name: Some(name), code: one(code)? },
        },
        Verb::Login => {
            let (name, password) = word_and_text(args)?;
            Command::Login { name, password: Secret::new(password) }
        }
        Verb::Logout => none(args, Command::Logout)?,
        Verb::Numbers => Command::Numbers(on_or_off(args)?),
        Verb::Elapsed => Command::Elapsed(on_or_off(args)?),
        Verb::Bell if args.eq_ignore_ascii_case("mentions") => Command::Bell(Bell::Mentions),
        Verb::Bell => Command::Bell(if on_or_off(args)? { Bell::On } else { Bell::Off }),
        Verb::Quit => Command::Quit(some(args)),
    })
}

/// The first word, and the rest without the blanks between.
fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

fn none<'a>(args: &str, command: Command<'a>) -> Option<Command<'a>> {
    args.is_empty().then_some(command)
}

fn some(args: &str) -> Option<&str> {
    (!args.is_empty()).then_some(args)
}

fn one(args: &str) -> Option<&str> {
    let (word, rest) = split_word(args);
    if rest.is_empty() { some(word) } else { None }
}

fn at_most_one(args: &str) -> Option<Option<&str>> {
    if args.is_empty() { Some(None) } else { one(args).map(Some) }
}

fn one_or_two(args: &str) -> Option<(&str, Option<&str>)> {
    let (first, rest) = split_word(args);
    Some((some(first)?, at_most_one(rest)?))
}

fn word_and_text(args: &str) -> Option<(&str, &str)> {
    let (word, text) = split_word(args);
    Some((some(word)?, some(text)?))
}

fn number_and_text(args: &str) -> Option<(u64, &str)> {
    let (number, text) = word_and_text(args)?;
    Some((message_number(number)?, text))
}

/// `12` or `#12`; numbers begin at one.
fn message_number(word: &str) -> Option<u64> {
    let digits = word.strip_prefix('#').unwrap_or(word);
    // `parse` would take a plus sign.
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|number| *number > 0)
}

fn span(args: &str) -> Option<Span> {
    match one_or_two(args) {
        None if args.is_empty() => Some(Span::Latest(None)),
        Some((word, Some(number))) if word.eq_ignore_ascii_case("before") => {
            message_number(number).map(Span::Before)
        }
        Some((word, Some(number))) if word.eq_ignore_ascii_case("after") => {
            message_number(number).map(Span::After)
        }
        Some((count, None)) => {
            u32::try_from(message_number(count)?).ok().map(|count| Span::Latest(Some(count)))
        }
        _ => None,
    }
}

fn on_or_off(args: &str) -> Option<bool> {
    match args {
        _ if args.eq_ignore_ascii_case("on") => Some(true),
        _ if args.eq_ignore_ascii_case("off") => Some(false),
        _ => None,
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
