//! What is kept: the store, and the log for those who run the server.

use crate::settings::kinds::{Choice, Count, Switch};
use crate::settings::part::part;

/// When an event counts as kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sync {
    /// When the disk says it has it: what is confirmed survives a power cut.
    Full,
    /// When the operating system has it: a power cut may take confirmed events.
    Normal,
}

/// Least serious thing that is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Faults only.
    Error,
    /// And what may become one.
    Warn,
    /// And what happens.
    Info,
    /// And how.
    Debug,
    /// And every step.
    Trace,
}

/// Shape of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object on each line.
    Json,
}

part! {
    /// The store.
    pub struct StoreSettings {
        /// When something counts as kept. `full`: when it is on the disk; nothing confirmed is lost. `normal`: when
        /// the operating system has it; faster, but a power cut or a crash of the machine may lose the last
        /// confirmed messages. A crash of the server alone loses nothing either way.
        sync: Sync = Choice(&[("full", Sync::Full), ("normal", Sync::Normal)]), "store.sync", "full", Restart;

        /// After how many events of a room, or half as many as it has members if that is more, its state is written down, so that a start need not read it all.
        snapshot_every: usize = Count { unit: "events", min: 1, max: 1_000_000 },
            "store.snapshot_every", "1000", Restart;
    }
}

part! {
    /// The log and the console. What people say is in neither.
    pub struct LogSettings {
        /// The console shows who comes, joins, leaves and why, as it happens.
        console: bool = Switch, "console", "true", Now;

        /// Least serious thing that is logged.
        level: LogLevel = Choice(&[
            ("error", LogLevel::Error),
            ("warn", LogLevel::Warn),
            ("info", LogLevel::Info),
            ("debug", LogLevel::Debug),
            ("trace", LogLevel::Trace),
        ]), "log.level", "info", Now;

        /// Shape of a log line: `text` for people, `json` for programs.
        format: LogFormat = Choice(&[("text", LogFormat::Text), ("json", LogFormat::Json)]),
            "log.format", "text", Restart;
    }
}
