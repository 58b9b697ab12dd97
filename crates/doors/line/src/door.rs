//! The door: it makes a seat for each connection.

use crate::seat::LineSeat;
use crate::words::clean::OneLine;
use parlor_server::{Arrival, Door, Seat, TurnedAway};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// What may be set about the line door.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineSettings {
    /// Bytes without a line end that are followed by this much silence count as a line.
    pub silence_ms: u32,
    /// How many of a room's last messages are shown to who comes in; 0 for none.
    pub history_lines: u32,
}

impl Default for LineSettings {
    fn default() -> Self {
        Self { silence_ms: 150, history_lines: 20 }
    }
}

/// The line door.
#[derive(Debug)]
pub struct LineDoor {
    settings: Arc<LiveSettings>,
}

impl LineDoor {
    /// A door with these settings.
    #[must_use]
    pub fn new(settings: LineSettings) -> Self {
        Self { settings: Arc::new(LiveSettings::new(settings)) }
    }

    /// Other settings from now on, also for who sits here already.
    pub fn change_settings(&self, settings: LineSettings) {
        self.settings.silence_ms.store(settings.silence_ms, Relaxed);
        self.settings.history_lines.store(settings.history_lines, Relaxed);
    }
}

/// Settings that may change while seats look at them. The two have nothing to do with each other, so neither waits for
/// the other.
#[derive(Debug)]
pub(crate) struct LiveSettings {
    silence_ms: AtomicU32,
    history_lines: AtomicU32,
}

impl LiveSettings {
    fn new(settings: LineSettings) -> Self {
        let LineSettings { silence_ms, history_lines } = settings;
        Self { silence_ms: silence_ms.into(), history_lines: history_lines.into() }
    }

    pub(crate) fn silence_ms(&self) -> u64 {
        self.silence_ms.load(Relaxed).into()
    }

    pub(crate) fn history_lines(&self) -> usize {
        self.history_lines.load(Relaxed) as usize
    }
}

impl Door for LineDoor {
    fn name(&self) -> &'static str {
        "line"
    }

    fn seat(&self, _: &Arrival) -> Box<dyn Seat> {
        Box::new(LineSeat::new(Arc::clone(&self.settings)))
    }

    fn turn_away(&self, why: &TurnedAway) -> Vec<u8> {
        match why {
            TurnedAway::HouseFull { connections_max: max } => {
                format!("The house is full, {max} of {max}. Try again later.\n")
            }
            TurnedAway::AddressFull { connections_max: max } => {
                format!("Your address is connected {max} times already, which is as often as it may be. Try again later.\n")
            }
            TurnedAway::TooOften { wait_ms } => {
                format!("You connect too often. Try again in {} s.\n", wait_ms.div_ceil(1000))
            }
            TurnedAway::Banned { reason } if reason.is_empty() => "You are banned from this house.\n".to_owned(),
            TurnedAway::Banned { reason } => format!("You are banned from this house ({}).\n", OneLine(reason)),
            TurnedAway::OnGuard => "The house takes nobody new just now. Try again later.\n".to_owned(),
            TurnedAway::Stopping => "The house is closing. Try again later.\n".to_owned(),
        }
        .into_bytes()
    }
}
