//! Moments as IRC writes them.

use parlor_model::Time;

/// A moment as the `time` tag writes it: `2011-10-19T16:40:51.620Z` (IRCv3 server-time).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp([u8; 24]);

impl Stamp {
    pub(crate) fn of(time: Time) -> Self {
        let Moment { year, month, day, hour, minute, second, ms } = Moment::of(time);
        let mut text = *b"0000-00-00T00:00:00.000Z";
        put(&mut text[0..4], year);
        put(&mut text[5..7], month);
        put(&mut text[8..10], day);
        put(&mut text[11..13], hour);
        put(&mut text[14..16], minute);
        put(&mut text[17..19], second);
        put(&mut text[20..23], ms);
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        // Digits and marks only, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn put(place: &mut [u8], mut number: u64) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Reads what [`Stamp`] writes; the part after the seconds may be missing or have any number of digits.
pub(crate) fn parse_stamp(text: &str) -> Option<Time> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.split('-').map(|part| part.parse::<u64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.split(':').map(|part| part.parse::<u64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let fits = (1970..10_000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit());
    if !fits {
        return None;
    }
    let ms = fraction.bytes().chain(*b"00").take(3).fold(0, |ms, digit| ms * 10 + u64::from(digit - b'0'));
    let days = days_before(year, month) + day - 1;
    Some(Time((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms))
}

/// A moment in words: `Wed, 19 Oct 2011 16:40:51 UTC`.
pub(crate) fn words(time: Time) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Moment { year, month, day, hour, minute, second, .. } = Moment::of(time);
    let weekday = DAYS[(time.0 / 86_400_000 % 7) as usize];
    let month = MONTHS[(month.clamp(1, 12) - 1) as usize];
    format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} UTC")
}

struct Moment {
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
    ms: u64,
}

impl Moment {
    fn of(time: Time) -> Self {
        let (seconds, ms) = (time.0 / 1000, time.0 % 1000);
        let (days, of_day) = (seconds / 86_400, seconds % 86_400);
        // A guess that is at most one too high, then the right year, then the month by counting.
        let mut year = 1970 + days / 365;
        while days_before(year, 1) > days {
            year -= 1;
        }
        let month = (1..=12).rev().find(|&m| days_before(year, m) <= days).unwrap_or(1);
        Self {
            year,
            month,
            day: days - days_before(year, month) + 1,
            hour: of_day / 3600,
            minute: of_day / 60 % 60,
            second: of_day % 60,
            ms,
        }
    }
}

/// Days from 1970-01-01 to the first of this month.
fn days_before(year: u64, month: u64) -> u64 {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leaps = |until: u64| until / 4 - until / 100 + until / 400;
    let leap_day = u64::from(
        month > 2 && year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)),
    );
    let years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    years + BEFORE[(month.clamp(1, 12) - 1) as usize] + leap_day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_and_read() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_000_036_800_000, "2001-09-09T12:00:00.000Z"),
            (1_319_042_451_620, "2011-10-19T16:40:51.620Z"),
            (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(Stamp::of(Time(ms)).as_str(), text);
            assert_eq!(parse_stamp(text), Some(Time(ms)));
        }
        assert_eq!(words(Time(1_319_042_451_620)), "Wed, 19 Oct 2011 16:40:51 UTC");
    }

    #[test]
    fn stamps_of_others_are_read_or_refused() {
        assert_eq!(parse_stamp("1970-01-01T00:00:01Z"), Some(Time(1000)));
        assert_eq!(parse_stamp("1970-01-01T00:00:01.5Z"), Some(Time(1500)));
        assert_eq!(parse_stamp("1970-01-01T00:00:01.123456Z"), Some(Time(1123)));
        for bad in [
            "",
            "Z",
            "now",
            "1970-01-01",
            "1969-01-01T00:00:00.000Z",
            "1970-13-01T00:00:00Z",
            "1970-01-01T00:00:01.xZ",
        ] {
            assert_eq!(parse_stamp(bad), None, "{bad}");
        }
    }
}
