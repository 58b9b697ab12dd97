//! How long a line may be, and what happens beyond.

use super::text::LineError;

/// A line that goes on for this many times its limit will not end: the connection should be closed.
pub const ENDLESS_TIMES: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Lines,
    /// A line over the limit is read over until its end; the bytes of it so far.
    Skipping(usize),
    Over,
}

/// What to do with bytes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Hold,
    ReadOver,
    Refuse(LineError),
}

/// Where one client's line stands against the limit.
#[derive(Debug)]
pub(super) struct Limit {
    line_bytes_max: usize,
    mode: Mode,
}

impl Limit {
    pub(super) fn new(line_bytes_max: usize) -> Limit {
        Limit { line_bytes_max, mode: Mode::Lines }
    }

    /// How many bytes may still come before the next refusal, when `held` bytes of the line are held.
    pub(super) fn room_left(&self, held: usize) -> usize {
        match self.mode {
            Mode::Lines => self.line_bytes_max.saturating_sub(held),
            Mode::Skipping(bytes) => self.endless_bytes().saturating_sub(bytes),
            Mode::Over => 0,
        }
    }

    /// Counts bytes of the line; never more than one over the room left.
    pub(super) fn count(&mut self, held: usize, bytes: usize) -> Fit {
        let fits = bytes <= self.room_left(held);
        match self.mode {
            Mode::Lines if fits => Fit::Hold,
            Mode::Lines => {
                self.mode = Mode::Skipping(held + bytes);
                Fit::Refuse(LineError::TooLong { bytes_max: self.line_bytes_max })
            }
            Mode::Skipping(before) if fits => {
                self.mode = Mode::Skipping(before + bytes);
                Fit::ReadOver
            }
            Mode::Skipping(_) => {
                self.mode = Mode::Over;
                Fit::Refuse(LineError::Endless { bytes: self.endless_bytes() })
            }
            Mode::Over => Fit::ReadOver,
        }
    }

    /// The line ended; says whether it was within the limit.
    pub(super) fn line_ended(&mut self) -> bool {
        let good = self.mode == Mode::Lines;
        if !self.is_over() {
            self.mode = Mode::Lines;
        }
        good
    }

    pub(super) fn is_skipping(&self) -> bool {
        matches!(self.mode, Mode::Skipping(_))
    }

    /// Nothing more will come of this client's bytes.
    pub(super) fn is_over(&self) -> bool {
        self.mode == Mode::Over
    }

    pub(super) fn stop(&mut self) {
        self.mode = Mode::Over;
    }

    fn endless_bytes(&self) -> usize {
        self.line_bytes_max.saturating_mul(ENDLESS_TIMES)
    }
}
