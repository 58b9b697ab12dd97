//! What the writer has put off: work that may lag behind the log.

/// What there is to do, as far as the writer knows.
#[derive(Default)]
pub(super) struct Chores {
    /// Events kept since the log file was last moved into the data file.
    pub(super) events: usize,
    /// Words were erased: the log file still has them.
    pub(super) erased: bool,
}

impl Chores {
    /// A batch was kept.
    pub(super) fn kept(&mut self, events: usize, erased: bool) {
        self.events += events;
        self.erased |= erased;
    }
}
