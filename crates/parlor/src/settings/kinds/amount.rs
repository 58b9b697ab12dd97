//! Amounts with a unit: sizes in bytes and lengths of time.

use std::time::Duration;

use super::number::between;
use crate::settings::kind::{Kind, Raw, Wrong, bare, one};

/// A number of bytes, between two bounds: `390`, `64KiB`, `1MiB`.
pub(in crate::settings) struct Size {
    pub(in crate::settings) min: usize,
    pub(in crate::settings) max: usize,
}

/// Largest first, so that writing picks the largest that divides.
const SIZES: [(&str, usize); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

impl Kind for Size {
    type Value = usize;

    fn read(&self, raw: &Raw) -> Result<usize, Wrong> {
        let (number, unit) = amount(one(raw)?).ok_or("is not a size")?;
        let bytes = match unit {
            "" | "B" => 1,
            unit => {
                let known = SIZES.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit));
                known.map(|(_, bytes)| *bytes).ok_or("has a unit that is not known")?
            }
        };
        let size = usize::try_from(number).ok().and_then(|number| number.checked_mul(bytes));
        between(size.ok_or("is too large")?, self.min, self.max)
    }

    fn write(&self, value: &usize) -> Raw {
        Raw::One(size_text(*value))
    }

    fn allowed(&self) -> String {
        let (min, max) = (size_text(self.min), size_text(self.max));
        format!("a size from {min} to {max}, in bytes or with KiB, MiB or GiB")
    }

    fn example(&self) -> &'static str {
        "64KiB"
    }

    fn toml(&self, raw: &Raw) -> String {
        bare(raw)
    }
}

fn size_text(bytes: usize) -> String {
    match SIZES.iter().find(|(_, unit)| bytes > 0 && bytes.is_multiple_of(*unit)) {
        Some((name, unit)) => format!("{}{name}", bytes / unit),
        None => bytes.to_string(),
    }
}

/// A length of time, between two bounds: `150ms`, `30s`, `5m`, `2h`.
pub(in crate::settings) struct Time {
    pub(in crate::settings) min: Duration,
    pub(in crate::settings) max: Duration,
}

/// Largest first, so that writing picks the largest that divides.
const TIMES: [(&str, u64); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

impl Kind for Time {
    type Value = Duration;

    fn read(&self, raw: &Raw) -> Result<Duration, Wrong> {
        let (number, unit) = amount(one(raw)?).ok_or("is not a length of time")?;
        if unit.is_empty() {
            return Err("has no unit".into());
        }
        let known = TIMES.iter().find(|(name, _)| *name == unit);
        let (_, unit_ms) = known.ok_or("has a unit that is not known")?;
        let time = number.checked_mul(*unit_ms).map(Duration::from_millis).ok_or("is too long")?;
        if time < self.min {
            Err("is too short".into())
        } else if time > self.max {
            Err("is too long".into())
        } else {
            Ok(time)
        }
    }

    fn write(&self, value: &Duration) -> Raw {
        Raw::One(time_text(*value))
    }

    fn allowed(&self) -> String {
        let (min, max) = (time_text(self.min), time_text(self.max));
        format!("a time from {min} to {max}, with its unit: ms, s, m or h")
    }

    fn example(&self) -> &'static str {
        "30s"
    }
}

fn time_text(time: Duration) -> String {
    let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    match TIMES.iter().find(|(_, unit)| ms > 0 && ms.is_multiple_of(*unit)) {
        Some((name, unit)) => format!("{}{name}", ms / unit),
        None => format!("{}s", ms / 1_000),
    }
}

/// Splits digits from the unit behind them; `None` when it does not begin with a number that fits.
fn amount(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    digits.parse().ok().map(|number| (number, unit.trim_start()))
}
