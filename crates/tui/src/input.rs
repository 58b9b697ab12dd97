//! What comes in.

use parlor_client::News;

/// Something that happens to the screen.
#[derive(Clone, PartialEq, Debug)]
pub enum Input {
    /// A key.
    Press(Press),
    /// Text that was pasted, with its line ends.
    Paste(String),
    /// The screen has another size.
    Resize {
        /// Cells across.
        columns: u16,
        /// Cells down.
        rows: u16,
    },
    /// The terminal has the keyboard now, or not any more.
    Focus(bool),
    /// The mouse wheel: lines up, or down if negative.
    Wheel(i16),
    /// The mouse, left button.
    Click {
        /// Cells from the left.
        column: u16,
        /// Cells from the top.
        row: u16,
    },
    /// From the server.
    News(Box<News>),
    /// Time has gone by.
    Tick,
}

/// A key, and what was held with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Press {
    /// Which.
    pub key: Key,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift; for characters it is in the character.
    pub shift: bool,
}

impl From<Key> for Press {
    fn from(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }
}

/// A key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "they are what is printed on them")]
pub enum Key {
    Char(char),
    Enter,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Esc,
    F(u8),
}

/// Now, by both clocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Now {
    /// The clock of the client's machine, which never goes back.
    pub ms: u64,
    /// The time of day: milliseconds since 1970.
    pub unix_ms: i64,
}
