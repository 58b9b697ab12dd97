//! Times as they are shown.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Milliseconds since 1970 of an RFC 3339 time; what cannot be read is 1970.
pub(crate) fn unix_ms(at: &str) -> i64 {
    at.parse::<Timestamp>().map_or(0, |at| at.as_millisecond())
}

fn zoned(unix_ms: i64, zone: &TimeZone) -> jiff::Zoned {
    Timestamp::from_millisecond(unix_ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

/// `14:02`
pub(crate) fn clock(unix_ms: i64, zone: &TimeZone) -> String {
    zoned(unix_ms, zone).strftime("%H:%M").to_string()
}

/// The day it is.
pub(crate) fn day(unix_ms: i64, zone: &TimeZone) -> Date {
    zoned(unix_ms, zone).date()
}

/// `Saturday, 21 November 2026`
pub(crate) fn day_words(day: Date) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}

/// `21 Nov 14:02`
pub(crate) fn moment(unix_ms: i64, zone: &TimeZone) -> String {
    zoned(unix_ms, zone).strftime("%-d %b %H:%M").to_string()
}

/// `0:12`, or `1:00:05` past an hour.
pub(crate) fn elapsed(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        let at = unix_ms("2026-11-21T14:02:05.123Z");
        assert_eq!(clock(at, &TimeZone::UTC), "14:02");
        assert_eq!(day_words(day(at, &TimeZone::UTC)), "Saturday, 21 November 2026");
        assert_eq!(moment(at, &TimeZone::UTC), "21 Nov 14:02");
        assert_eq!(clock(at, &TimeZone::fixed(jiff::tz::offset(2))), "16:02");
        assert_eq!(unix_ms("yesterday"), 0);
        assert_eq!(
            (elapsed(12_999), elapsed(3_605_000), elapsed(-5)),
            ("0:12".into(), "1:00:05".into(), "0:00".into())
        );
    }
}
