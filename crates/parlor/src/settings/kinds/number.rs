//! Whole numbers: counts and ports.

use crate::settings::kind::{Kind, Raw, Wrong, bare, one};

/// A count of something, between two bounds.
pub(in crate::settings) struct Count {
    /// What is counted.
    pub(in crate::settings) unit: &'static str,
    pub(in crate::settings) min: usize,
    pub(in crate::settings) max: usize,
}

impl Kind for Count {
    type Value = usize;

    fn read(&self, raw: &Raw) -> Result<usize, Wrong> {
        let number = whole(one(raw)?)?;
        between(number, self.min, self.max)
    }

    fn write(&self, value: &usize) -> Raw {
        Raw::One(value.to_string())
    }

    fn allowed(&self) -> String {
        format!("a whole number of {} from {} to {}", self.unit, self.min, self.max)
    }

    fn example(&self) -> &'static str {
        "1"
    }

    fn toml(&self, raw: &Raw) -> String {
        bare(raw)
    }
}

/// A count whose 0 has a meaning of its own, such as "no limit"; it then reads as `None`.
pub(in crate::settings) struct CountOrZero {
    /// What is counted.
    pub(in crate::settings) unit: &'static str,
    /// What 0 means.
    pub(in crate::settings) zero: &'static str,
    pub(in crate::settings) max: usize,
}

impl Kind for CountOrZero {
    type Value = Option<usize>;

    fn read(&self, raw: &Raw) -> Result<Option<usize>, Wrong> {
        let number = whole(one(raw)?)?;
        between(number, 0, self.max).map(|number| (number > 0).then_some(number))
    }

    fn write(&self, value: &Option<usize>) -> Raw {
        Raw::One(value.unwrap_or(0).to_string())
    }

    fn allowed(&self) -> String {
        format!("a whole number of {} from 1 to {}, or 0: {}", self.unit, self.max, self.zero)
    }

    fn example(&self) -> &'static str {
        "0"
    }

    fn toml(&self, raw: &Raw) -> String {
        bare(raw)
    }
}

/// A TCP port.
pub(in crate::settings) struct Port;

impl Kind for Port {
    type Value = u16;

    fn read(&self, raw: &Raw) -> Result<u16, Wrong> {
        let number = between(whole(one(raw)?)?, 0, usize::from(u16::MAX))?;
        u16::try_from(number).map_err(|_| "is no port number".into())
    }

    fn write(&self, value: &u16) -> Raw {
        Raw::One(value.to_string())
    }

    fn allowed(&self) -> String {
        "a port from 1 to 65535, or 0 for any free one".into()
    }

    fn example(&self) -> &'static str {
        "5000"
    }

    fn toml(&self, raw: &Raw) -> String {
        bare(raw)
    }
}

fn whole(text: &str) -> Result<usize, Wrong> {
    // `+5` and `5_000` are read by some parsers and not by others; here a number is digits.
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err("is not a whole number".into());
    }
    text.parse().map_err(|_| "is too large".into())
}

pub(super) fn between(number: usize, min: usize, max: usize) -> Result<usize, Wrong> {
    if number < min {
        Err("is too small".into())
    } else if number > max {
        Err("is too large".into())
    } else {
        Ok(number)
    }
}
