//! One line checked: from bytes to text that may be said.

use std::fmt;

/// Why a line was refused. `Display` is what the person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineError {
    /// Not UTF-8; `at` is the first wrong byte, counted from one.
    NotUtf8 {
        /// The first wrong byte, counted from one.
        at: usize,
    },
    /// A control character other than TAB.
    Control {
        /// What people call it: "escape", "backspace".
        name: &'static str,
        /// Its character, counted from one.
        at: usize,
    },
    /// Longer than a line may be; nothing of it was used. The rest of the line is read over.
    TooLong {
        /// What a line may hold, its end not counted.
        bytes_max: usize,
    },
    /// A line that does not end, many times over the limit: the connection should be closed.
    Endless {
        /// How much was read without an end.
        bytes: usize,
    },
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LineError::NotUtf8 { at } => {
                write!(f, "That line was not UTF-8 text (byte {at}), so it was not said.")
            }
            LineError::Control { name, at } => {
                write!(
                    f,
                    "That line had a control character in it ({name}, character {at}), so it was not said."
                )
            }
            LineError::TooLong { bytes_max } => {
                write!(f, "That line was longer than {bytes_max} bytes, so it was not said.")
            }
            LineError::Endless { bytes } => {
                write!(
                    f,
                    "More than {bytes} bytes came without the end of a line, so this connection is closed."
                )
            }
        }
    }
}

impl std::error::Error for LineError {}

/// Checks one line of bytes: UTF-8, and no control character but TAB (mIRC colours are control characters too).
///
/// Whitespace at the end is dropped; at the start it is kept, people indent. A byte order mark at the start, which
/// some Windows programs send, is no text and dropped. What is left may be empty.
///
/// # Errors
/// [`LineError::NotUtf8`] or [`LineError::Control`]; the line is not changed to make it fit.
pub fn check(line: &[u8]) -> Result<&str, LineError> {
    let text =
        std::str::from_utf8(line).map_err(|error| LineError::NotUtf8 { at: error.valid_up_to() + 1 })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Before the trimming: form feed and the vertical tab are whitespace, and still unfit.
    match text.chars().enumerate().find(|(_, c)| c.is_control() && *c != '\t') {
        Some((at, control)) => Err(LineError::Control { name: control_name(control), at: at + 1 }),
        None => Ok(text.trim_end()),
    }
}

fn control_name(control: char) -> &'static str {
    match control {
        '\0' => "NUL",
        '\x01' => "Ctrl-A",
        '\x02' => "Ctrl-B, bold in mIRC",
        '\x03' => "Ctrl-C, a colour in mIRC",
        '\x04' => "Ctrl-D, a colour in mIRC",
        '\x05' => "Ctrl-E",
        '\x06' => "Ctrl-F",
        '\x07' => "bell",
        '\x08' | '\x7f' => "backspace",
        '\n' => "line feed",
        '\x0b' => "vertical tab",
        '\x0c' => "form feed",
        '\r' => "carriage return",
        '\x0f' => "Ctrl-O, plain text in mIRC",
        '\x11' => "Ctrl-Q, monospace in mIRC",
        '\x16' => "Ctrl-V, reverse in mIRC",
        '\x1a' => "Ctrl-Z",
        '\x1b' => "escape, from an arrow or function key",
        '\x1d' => "Ctrl-], italics in mIRC",
        '\x1e' => "Ctrl-^, strikethrough in mIRC",
        '\x1f' => "Ctrl-_, underline in mIRC",
        '\0'..='\x1f' => "an ASCII control",
        _ => "a C1 control",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_passes_and_only_its_end_is_trimmed() {
        for (line, text) in [
            ("hello", "hello"),
            ("  indented \t ", "  indented"),
            ("a\tb", "a\tb"),
            ("", ""),
            (" \t ", ""),
            ("grüße 👋🏽 你好", "grüße 👋🏽 你好"),
            ("\u{feff}ann", "ann"),
            ("wide\u{3000}", "wide"),
        ] {
            assert_eq!(check(line.as_bytes()), Ok(text), "{line:?}");
        }
    }

    #[test]
    fn what_is_not_utf8_is_named_by_its_byte() {
        for (line, at) in [
            (&b"gr\xfc\xdfe"[..], 3),
            (b"\xff", 1),
            (b"abc\xe2\x82", 4),
            (b"\xc0\xaf", 1),
            (b"ok \xed\xa0\x80", 4),
        ] {
            assert_eq!(check(line), Err(LineError::NotUtf8 { at }), "{line:?}");
        }
    }

    #[test]
    fn every_control_but_tab_is_refused_with_a_name() {
        for control in (0..=0x1f).chain(0x7f..=0x9f).filter_map(char::from_u32).filter(|c| *c != '\t') {
            let line = format!("é{control}");
            let Err(LineError::Control { name, at: 2 }) = check(line.as_bytes()) else {
                panic!("{control:?} passed");
            };
            assert!(!name.is_empty());
        }
    }

    #[test]
    fn the_words_people_read() {
        for (error, words) in [
            (LineError::NotUtf8 { at: 7 }, "That line was not UTF-8 text (byte 7), so it was not said."),
            (
                LineError::Control { name: "bell", at: 1 },
                "That line had a control character in it (bell, character 1), so it was not said.",
            ),
            (
                LineError::TooLong { bytes_max: 2048 },
                "That line was longer than 2048 bytes, so it was not said.",
            ),
            (
                LineError::Endless { bytes: 9 },
                "More than 9 bytes came without the end of a line, so this connection is closed.",
            ),
        ] {
            assert_eq!(error.to_string(), words);
        }
    }
}
