//! Ends of line that are more than one byte, or late.

/// What may still belong to the line that just ended.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    #[default]
    Nothing,
    /// CR ended the line: LF or NUL right behind it is the same end (RFC 854, CR LF and CR NUL).
    Cr,
    /// Silence ended the line: an end of line that comes late is its end, not an empty line.
    Silence,
}

impl After {
    /// Whether `byte`, the next of the stream, still belongs to the line that ended. It cannot be asked twice.
    pub(super) fn belongs(&mut self, byte: u8) -> bool {
        let (after, belongs) = match (*self, byte) {
            (After::Cr, b'\n' | 0) | (After::Silence, b'\n') => (After::Nothing, true),
            (After::Silence, b'\r') => (After::Cr, true),
            _ => (After::Nothing, false),
        };
        *self = after;
        belongs
    }
}
