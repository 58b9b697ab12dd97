//! Lengths of time as people type them: `90s`, `2h30m`, `1y2mo3w4d`.

const SECOND: u64 = 1000;
const DAY: u64 = 86_400 * SECOND;

/// Longest unit first; `mo` before `m`.
const UNITS: [(&str, u64); 7] = [
    ("mo", 30 * DAY),
    ("y", 365 * DAY),
    ("w", 7 * DAY),
    ("d", DAY),
    ("h", 3600 * SECOND),
    ("m", 60 * SECOND),
    ("s", SECOND),
];

/// Reads a length of time: numbers with units, one after the other. In milliseconds; `None` for anything else, for
/// nothing, and for what does not fit.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut sum: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = rest.split_at(digits);
        let (name, ms) = UNITS
            .iter()
            .find(|(name, _)| unit.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))?;
        sum = sum.checked_add(number.parse::<u64>().ok()?.checked_mul(*ms)?)?;
        rest = unit.get(name.len()..)?;
    }
    (sum > 0).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_add_up() {
        for (text, seconds) in [
            ("90s", Some(90)),
            ("2h30m", Some(9000)),
            ("1D", Some(86_400)),
            ("1mo1m", Some(30 * 86_400 + 60)),
            ("1y1w", Some(372 * 86_400)),
            ("", None),
            ("0s", None),
            ("10", None),
            ("h", None),
            ("1h2", None),
            ("-1s", None),
            ("1\u{e9}", None),
            ("99999999999999999999y", None),
            ("18446744073709551615y", None),
        ] {
            assert_eq!(parse(text), seconds.map(|s: u64| s * 1000), "{text}");
        }
    }
}
