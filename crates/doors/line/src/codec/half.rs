//! The line that is half read, and what is known of how this client sends its lines.

/// Silences that end a line from someone who may be typing it key by key.
const TYPED_SILENCES: u8 = 4;
/// Silences that end half a line from a client that used to send line ends.
const UNEXPECTED_SILENCES: u8 = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Habit {
    #[default]
    Unknown,
    /// The last line ended with an end byte.
    SendsEnds,
    /// The last line came whole and was ended by silence.
    SendsNoEnds,
}

/// A half-read line. Holds no memory while it is empty.
#[derive(Debug, Default)]
pub(super) struct Half {
    bytes: Vec<u8>,
    habit: Habit,
    /// Where the current read began in `bytes`.
    read_from: usize,
    /// Reads that brought part of this line.
    reads: u8,
    /// One of them brought more than one character: not typed by hand.
    in_bulk: bool,
    silences: u8,
}

impl Half {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn held_bytes(&self) -> usize {
        self.bytes.capacity()
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Erases the last character; of bytes that are no UTF-8, the last byte and the continuations behind it.
    pub(super) fn erase_character(&mut self) {
        while self.bytes.pop().is_some_and(is_continuation) {}
        if self.bytes.is_empty() {
            self.clear();
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Half { habit: self.habit, ..Half::default() };
    }

    pub(super) fn take(&mut self) -> Vec<u8> {
        let line = std::mem::take(&mut self.bytes);
        self.clear();
        line
    }

    /// Takes the line because the client fell silent; a line sent whole shows that this client does it so.
    pub(super) fn take_by_silence(&mut self) -> Vec<u8> {
        if self.in_bulk {
            self.habit = Habit::SendsNoEnds;
        }
        self.take()
    }

    pub(super) fn saw_line_end(&mut self) {
        self.habit = Habit::SendsEnds;
    }

    pub(super) fn read_begins(&mut self) {
        self.read_from = self.bytes.len();
        self.silences = 0;
    }

    pub(super) fn read_ends(&mut self) {
        let new = self.bytes.get(self.read_from..).unwrap_or_default();
        if !new.is_empty() {
            self.reads = self.reads.saturating_add(1);
            self.in_bulk |= new.iter().filter(|byte| !is_continuation(**byte)).count() > 1;
        }
        self.read_from = self.bytes.len();
    }

    /// Whether this came key by key: several reads, each of one character.
    pub(super) fn looks_typed(&self) -> bool {
        self.reads > 1 && !self.in_bulk
    }

    pub(super) fn one_more_silence(&mut self) -> u8 {
        self.silences = self.silences.saturating_add(1);
        self.silences
    }

    /// How many silences end this line (or the skipping of one over the limit); `None`: only an end byte does.
    pub(super) fn silences_needed(&self, skipping: bool) -> Option<u8> {
        let needed = match self.habit {
            Habit::Unknown if !self.in_bulk && !skipping => TYPED_SILENCES,
            Habit::Unknown | Habit::SendsNoEnds => 1,
            Habit::SendsEnds if self.reads == 1 && self.in_bulk && !skipping => UNEXPECTED_SILENCES,
            Habit::SendsEnds => return None,
        };
        Some(needed + u8::from(ends_inside_character(&self.bytes)))
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

fn ends_inside_character(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}
