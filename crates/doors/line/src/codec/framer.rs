//! From bytes, cut anywhere, to lines.

use std::borrow::Cow;

use super::after::After;
use super::framed::Framed;
use super::half::Half;
use super::kept::Kept;
use super::limit::{Fit, Limit};
use super::telnet::{IAC, Meaning, Telnet};

/// Ctrl-C and Ctrl-D as a client sends them that passes on every key.
const ETX: u8 = 3;
const EOT: u8 = 4;
const BACKSPACE: u8 = 8;
const DELETE: u8 = 127;

/// Cuts one client's bytes into lines.
///
/// **Ends.** LF, CR, CR LF and CR NUL each end a line once, wherever the network cut them.
///
/// **Telnet** commands are taken out and answered ([`Framer::take_replies`]). Backspace editing is the client's: from
/// a raw client backspace stays in the line, where the check refuses it. A client that has shown that it speaks
/// telnet may send each key as typed; for it BS and DEL erase, and NUL is nothing, as RFC 854 defines.
///
/// **Silence.** [`Framer::silence`] ends the line of a client that sends no line ends; the rules are on
/// [`Framer::pending`].
///
/// **Memory.** Nothing is held unless a line is half read, and then at most about twice the limit. The lines do not
/// depend on how the bytes were cut.
#[derive(Debug)]
pub struct Framer {
    half: Half,
    limit: Limit,
    after: After,
    telnet: Telnet,
    kept: Kept,
}

impl Framer {
    /// A framer for lines of at most this many bytes, their end not counted.
    pub fn new(line_bytes_max: usize) -> Framer {
        Framer {
            half: Half::default(),
            limit: Limit::new(line_bytes_max),
            after: After::Nothing,
            telnet: Telnet::default(),
            kept: Kept::default(),
        }
    }

    /// The next thing in the kept bytes, then in `input`, which moves past what was used. One call gives one thing,
    /// so the caller may stop after any line and [keep](Framer::keep) the rest; `None` when all is read.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Option<Framed<'a>> {
        if self.has_kept() || !input.is_empty() {
            self.half.read_begins();
        }
        if self.has_kept() {
            let kept = std::mem::take(&mut self.kept);
            let mut rest = kept.unread();
            let framed = self.read(&mut rest).map(Framed::into_owned);
            let unread = rest.len();
            self.kept = kept.down_to(unread);
            if framed.is_some() {
                return framed;
            }
        }
        let framed = self.read(input);
        if framed.is_none() {
            self.half.read_ends();
        }
        framed
    }

    /// Keeps bytes of a read that the caller will not use now; the next call of [`Framer::next`] begins with them.
    /// They are bounded by what the caller reads while it is paused: it should not read.
    pub fn keep(&mut self, rest: &[u8]) {
        self.kept.add(rest);
    }

    /// Whether bytes are kept, so that [`Framer::next`] may have something without any input.
    pub fn has_kept(&self) -> bool {
        !self.kept.unread().is_empty()
    }

    /// What must be written to the client for its telnet commands; empty for all others.
    pub fn take_replies(&mut self) -> Vec<u8> {
        self.telnet.take_replies()
    }

    /// Whether the client has shown that it speaks telnet: it then wants CR LF, and answers what telnet asks.
    pub fn is_telnet(&self) -> bool {
        self.telnet.seen()
    }

    /// Bytes of heap held for this client now.
    pub fn held_bytes(&self) -> usize {
        self.kept.held_bytes() + self.half.held_bytes() + self.telnet.held_bytes()
    }

    /// Whether silence may yet end the half-read line: the caller then lets its timer call [`Framer::silence`] after
    /// each stretch of silence (150 ms, a setting) until this is false or bytes come.
    ///
    /// - A client that has not ended a line with an end byte: one silence. When every read so far brought a single
    ///   character it may be someone typing (Windows telnet sends each key), so four.
    /// - A client whose last line ended with an end byte sends line ends, and its half a line waits for one. Only
    ///   half a line that came whole, in one read of several characters, ends after twenty silences: that is the
    ///   program that ends its nickname but not its messages, and from then on one silence is enough again.
    /// - A telnet client always sends line ends: never, but for a lone Ctrl-C or Ctrl-D.
    /// - A character or telnet command that is merely incomplete gets one silence more.
    pub fn pending(&self) -> bool {
        self.silences_needed().is_some()
    }

    /// Says that one stretch of silence has passed; gives the line when that was enough.
    pub fn silence(&mut self) -> Option<Framed<'static>> {
        let needed = self.silences_needed()?;
        if self.half.one_more_silence() < needed {
            return None;
        }
        self.give_up_command();
        self.after = After::Silence;
        if !self.limit.line_ended() {
            self.half.clear();
            return None;
        }
        match self.half.bytes() {
            [EOT] => Some(self.drop_line(Framed::End)),
            [ETX] => Some(self.drop_line(Framed::Interrupt)),
            _ => Some(Framed::Line(Cow::Owned(self.half.take_by_silence()))),
        }
    }

    /// The stream ended properly (not by a reset): the end of the stream ends the last line too. Someone's half-typed
    /// keys are dropped. Kept bytes must have been read before.
    pub fn end(&mut self) -> Option<Framed<'static>> {
        self.give_up_command();
        let typed = self.telnet.seen() || self.half.looks_typed();
        let said = self.limit.line_ended() && !typed && !self.half.bytes().is_empty();
        let line = said.then(|| Framed::Line(Cow::Owned(self.half.take())));
        self.half.clear();
        self.limit.stop();
        line
    }

    fn silences_needed(&self) -> Option<u8> {
        if self.has_kept() || self.limit.is_over() {
            return None;
        }
        if matches!(self.half.bytes(), [EOT | ETX]) {
            return Some(1);
        }
        let skipping = self.limit.is_skipping();
        let half_read = skipping || self.telnet.half_read() || !self.half.bytes().is_empty();
        if !half_read || self.telnet.seen() {
            return None;
        }
        let needed = self.half.silences_needed(skipping)?;
        Some(needed + u8::from(self.telnet.half_read()))
    }

    fn give_up_command(&mut self) {
        // It was no telnet: the raw 0xFF stays in the line, so that the line is refused, not said with a hole in it.
        if self.telnet.give_up() && self.reads_lines() {
            self.half.push(&[IAC]);
        }
    }

    fn drop_line(&mut self, instead: Framed<'static>) -> Framed<'static> {
        self.half.clear();
        instead
    }

    fn read<'a>(&mut self, input: &mut &'a [u8]) -> Option<Framed<'a>> {
        while let Some(&first) = input.first() {
            if self.limit.is_over() {
                *input = &[];
                return None;
            }
            let framed = if first == IAC || self.telnet.half_read() {
                self.telnet_byte(first, input)
            } else if self.belongs_to_last_end(first) {
                *input = &input[1..];
                None
            } else {
                self.stretch(input)
            };
            if framed.is_some() {
                return framed;
            }
        }
        None
    }

    fn telnet_byte(&mut self, byte: u8, input: &mut &[u8]) -> Option<Framed<'static>> {
        let meaning = self.telnet.take(byte);
        if meaning != Meaning::NotTelnet {
            *input = &input[1..];
        }
        match meaning {
            Meaning::Swallowed => None,
            Meaning::Data(raw) => self.raw(raw),
            Meaning::NotTelnet => self.raw(IAC),
            Meaning::EraseCharacter => {
                self.half.erase_character();
                None
            }
            Meaning::EraseLine => {
                self.start_over();
                None
            }
            Meaning::Interrupt => {
                self.start_over();
                Some(Framed::Interrupt)
            }
            Meaning::End => Some(Framed::End),
        }
    }

    fn raw(&mut self, byte: u8) -> Option<Framed<'static>> {
        self.after = After::Nothing;
        self.add(&[byte])
    }

    fn start_over(&mut self) {
        self.half.clear();
        self.limit.line_ended();
    }

    fn belongs_to_last_end(&mut self, byte: u8) -> bool {
        let silent = self.after == After::Silence;
        let belongs = self.after.belongs(byte);
        if silent && belongs {
            self.half.saw_line_end();
        }
        belongs
    }

    /// Reads plain bytes up to the next byte that means something, or that byte.
    fn stretch<'a>(&mut self, input: &mut &'a [u8]) -> Option<Framed<'a>> {
        let plain = input.iter().position(|byte| means_something(*byte)).unwrap_or(input.len());
        let (text, rest) = input.split_at(plain);
        match rest.first() {
            // A whole line in one read, which is nearly every line: no copy.
            Some(&end @ (b'\n' | b'\r')) if self.is_fresh() && plain <= self.limit.room_left(0) => {
                *input = &rest[1..];
                self.line_ended(end);
                Some(Framed::Line(Cow::Borrowed(text)))
            }
            Some(&special) if plain == 0 => {
                *input = &rest[1..];
                self.special(special)
            }
            _ => {
                // At most one byte over the limit at a time: the error must come at the same byte in any cut.
                let used = plain.min(self.limit.room_left(self.half.bytes().len()) + 1);
                let (text, rest) = input.split_at(used);
                *input = rest;
                self.add(text)
            }
        }
    }

    fn is_fresh(&self) -> bool {
        self.reads_lines() && self.half.bytes().is_empty()
    }

    fn special(&mut self, byte: u8) -> Option<Framed<'static>> {
        match byte {
            b'\n' | b'\r' => {
                self.line_ended(byte);
                let line = self.half.take();
                self.limit.line_ended().then_some(Framed::Line(Cow::Owned(line)))
            }
            0 if self.telnet.seen() => None,
            BACKSPACE | DELETE if self.telnet.seen() => {
                self.half.erase_character();
                None
            }
            _ => self.add(&[byte]),
        }
    }

    fn line_ended(&mut self, end: u8) {
        self.half.saw_line_end();
        self.after = if end == b'\r' { After::Cr } else { After::Nothing };
    }

    fn reads_lines(&self) -> bool {
        !self.limit.is_skipping() && !self.limit.is_over()
    }

    /// Adds to the half-read line; never more than one byte over what is left.
    fn add(&mut self, bytes: &[u8]) -> Option<Framed<'static>> {
        match self.limit.count(self.half.bytes().len(), bytes.len()) {
            Fit::Hold => self.half.push(bytes),
            Fit::ReadOver => {}
            Fit::Refuse(error) => {
                self.half.clear();
                return Some(Framed::Refused(error));
            }
        }
        None
    }
}

fn means_something(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | 0 | BACKSPACE | DELETE | IAC)
}
