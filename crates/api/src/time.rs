//! Moments, as RFC 3339 writes them, always UTC with milliseconds.

use parlor_model::Time;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The last moment that has four digits for its year: 9999-12-31T23:59:59.999Z.
const LAST_MS: u64 = 253_402_300_799_999;

/// Writes a moment: `2026-01-31T14:02:05.123Z`.
#[must_use]
pub fn at(time: Time) -> String {
    let since = Duration::from_millis(time.0.min(LAST_MS));
    humantime::format_rfc3339_millis(UNIX_EPOCH + since).to_string()
}

/// Reads a moment: RFC 3339 in UTC, a day (its beginning), or a stretch of time before `now` like `90s`, `10m`, `2h`.
#[must_use]
pub fn parse_moment(text: &str, now: Time) -> Option<Time> {
    let whole = |time: SystemTime| {
        let ms = time.duration_since(UNIX_EPOCH).ok()?.as_millis();
        u64::try_from(ms).ok().map(Time)
    };
    if let Ok(time) = humantime::parse_rfc3339_weak(text) {
        return whole(time);
    }
    if let Ok(time) = humantime::parse_rfc3339_weak(&format!("{text}T00:00:00")) {
        return whole(time);
    }
    let before = humantime::parse_duration(text).ok()?;
    let before = u64::try_from(before.as_millis()).ok()?;
    Some(Time(now.0.saturating_sub(before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_back() {
        for ms in [0, 1, 1_000_036_800_000, LAST_MS] {
            assert_eq!(parse_moment(&at(Time(ms)), Time(0)), Some(Time(ms)), "{ms}");
        }
        assert_eq!(at(Time(1_000_036_800_000)), "2001-09-09T12:00:00.000Z");
        assert_eq!(at(Time(u64::MAX)), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn days_and_stretches() {
        let now = Time(1_000_036_800_000);
        assert_eq!(parse_moment("2001-09-09", now), Some(Time(now.0 - 12 * 3_600_000)));
        assert_eq!(parse_moment("10m", now), Some(Time(now.0 - 600_000)));
        assert_eq!(parse_moment("5000000days", now), Some(Time(0)));
        for odd in ["", "yesterday", "2001", "-1s", "2001-13-01"] {
            assert_eq!(parse_moment(odd, now), None, "{odd}");
        }
    }
}
