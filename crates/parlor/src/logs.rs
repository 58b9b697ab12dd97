//! The log, for those who run the server: faults with their chains, on standard error. What people say is never in it.

use crate::settings::{LogFormat, LogLevel, LogSettings};
use std::io::IsTerminal;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::reload::Handle;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt, reload};

/// The log's level, to be changed while the server runs.
pub struct Level(Handle<Targets, Registry>);

/// Starts the log.
#[must_use]
pub fn start(settings: &LogSettings) -> Level {
    let (level, handle) = reload::Layer::new(filter(settings.level));
    let layer = match settings.format {
        LogFormat::Text => {
            let colours = std::io::stderr().is_terminal();
            fmt::layer().with_writer(std::io::stderr).with_ansi(colours).with_target(false).boxed()
        }
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_writer(std::io::stderr).boxed(),
    };
    // A log that was started already (in a test) goes on as it is.
    let _ = tracing_subscriber::registry().with(level).with(layer).try_init();
    Level(handle)
}

impl Level {
    /// Another level from now on.
    pub fn set(&self, level: LogLevel) {
        if let Err(error) = self.0.reload(filter(level)) {
            tracing::warn!(%error, "the level of the log could not be changed");
        }
    }
}

/// What strangers say wrongly while TLS is set up (an address in place of a name, say) is no news to who runs a server.
const STRANGERS: &str = "rustls";

fn filter(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let all = Targets::new().with_default(level);
    if level > LevelFilter::INFO { all } else { all.with_target(STRANGERS, LevelFilter::ERROR) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_say_wrongly_is_not_in_the_log_unless_asked_for() {
        let usual = filter(LogLevel::Warn);
        assert!(usual.would_enable("parlor_server", &tracing::Level::WARN));
        assert!(!usual.would_enable("rustls::msgs::handshake", &tracing::Level::WARN));
        assert!(filter(LogLevel::Debug).would_enable("rustls::msgs::handshake", &tracing::Level::WARN));
    }
}
