//! Dates, as people read and write them. All are UTC: the house does not know where anybody is.

use parlor_model::Time;
use std::fmt;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const MINUTE_MS: u64 = 60 * 1000;
/// The last year that dates are read for.
const YEAR_MAX: u64 = 9999;

/// A moment to the minute: `2026-01-31 14:02`.
#[derive(Clone, Copy)]
pub(crate) struct When(pub(crate) Time);

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date(self.0.0 / DAY_MS);
        let minutes = self.0.0 % DAY_MS / MINUTE_MS;
        write!(f, "{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Reads `2026-01-31`, the beginning of that day, or `2026-01-31T14:02`.
pub(crate) fn parse(text: &str) -> Option<Time> {
    let (day, clock) = text.split_once(['T', 't']).map_or((text, None), |(day, clock)| (day, Some(clock)));
    let mut parts = day.split('-');
    let [year, month, day] =
        [number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?];
    let sound = parts.next().is_none()
        && (1970..=YEAR_MAX).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_of(year, month)).contains(&day);
    let minutes = match clock {
        None => 0,
        Some(clock) => {
            let (hours, minutes) = clock.split_once(':')?;
            let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
            (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?
        }
    };
    sound.then(|| Time((days_before(year, month) + day - 1) * DAY_MS + minutes * MINUTE_MS))
}

fn number(text: &str, digits: usize) -> Option<u64> {
    let fits = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn is_leap(year: u64) -> bool {
    (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
}

fn days_of(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of the month.
fn days_before(year: u64, month: u64) -> u64 {
    let past = year - 1;
    let leaps = (past / 4 - past / 100 + past / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
    (year - 1970) * 365 + leaps + (1..month).map(|month| days_of(year, month)).sum::<u64>()
}

/// Year, month and day of a day since 1970-01-01.
fn date(day: u64) -> (u64, u64, u64) {
    // Never too late, for no year is longer; at most a few years early per thousand.
    let mut year = 1970 + day / 366;
    while days_before(year + 1, 1) <= day {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && days_before(year, month + 1) <= day {
        month += 1;
    }
    (year, month, day - days_before(year, month) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        for (ms, shown) in [
            (0, "1970-01-01 00:00"),
            (951_782_399_000, "2000-02-28 23:59"),
            (951_782_400_000, "2000-02-29 00:00"),
            (1_767_225_600_000, "2026-01-01 00:00"),
            (4_107_542_399_000, "2100-02-28 23:59"),
            (4_107_542_400_000, "2100-03-01 00:00"),
        ] {
            assert_eq!(When(Time(ms)).to_string(), shown);
        }
    }

    #[test]
    fn every_day_of_two_centuries_reads_back() {
        for day in 0..73_000 {
            let time = Time(day * DAY_MS);
            let shown = When(time).to_string();
            assert_eq!(parse(&shown[..10]), Some(time), "{shown}");
        }
        assert_eq!(parse("2026-01-01T14:02"), Some(Time(1_767_225_600_000 + 842 * MINUTE_MS)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "today",
            "2026",
            "2026-1-1",
            "2026-13-01",
            "2026-02-29",
            "2026-00-10",
            "1969-12-31",
            "2026-01-00",
            "2026-01-01-01",
            "2026-01-01T24:00",
            "2026-01-01T1:00",
            "2026-01-01T",
            "+026-01-01",
            "２０２６-01-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
