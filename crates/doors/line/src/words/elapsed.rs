//! `/elapsed on`: the time since the previous message in the room, as the origin exercise shows it.

use std::fmt;

/// A stretch of time in whole seconds, begun ones not counted: `0:12`, `12:05`, `1:00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    seconds: u64,
}

impl Elapsed {
    /// The time between two moments in milliseconds of the same clock. A clock that was set back gives zero.
    pub fn between_ms(earlier: u64, later: u64) -> Elapsed {
        Elapsed { seconds: later.saturating_sub(earlier) / 1000 }
    }

    /// The time since the previous message; a room's first message has none and gives zero.
    pub fn since_ms(previous: Option<u64>, now: u64) -> Elapsed {
        Elapsed::between_ms(previous.unwrap_or(now), now)
    }
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        match hours {
            0 => write!(f, "{minutes}:{seconds:02}"),
            _ => write!(f, "{hours}:{minutes:02}:{seconds:02}"),
        }
    }
}

/// A message with its elapsed time, to be displayed: `ann:(0:12)-hello`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<W, T> {
    /// Who said it.
    pub who: W,
    /// How long after the message before it.
    pub elapsed: Elapsed,
    /// What was said.
    pub text: T,
}

impl<W: fmt::Display, T: fmt::Display> fmt::Display for Said<W, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Said { who, elapsed, text } = self;
        write!(f, "{who}:({elapsed})-{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_until_the_hour_then_hours() {
        for (seconds, words) in [
            (0, "0:00"),
            (9, "0:09"),
            (12, "0:12"),
            (60, "1:00"),
            (725, "12:05"),
            (3599, "59:59"),
            (3600, "1:00:00"),
            (3661, "1:01:01"),
            (90_000, "25:00:00"),
            (360_000, "100:00:00"),
        ] {
            assert_eq!(Elapsed::between_ms(5, 5 + seconds * 1000).to_string(), words);
        }
    }

    #[test]
    fn odd_times_harm_nothing() {
        assert_eq!(Elapsed::between_ms(0, 999).to_string(), "0:00");
        assert_eq!(Elapsed::between_ms(9_000, 1_000).to_string(), "0:00");
        assert_eq!(Elapsed::since_ms(None, 77_000).to_string(), "0:00");
        assert_eq!(Elapsed::since_ms(Some(0), u64::MAX).to_string(), "5124095576030:25:51");
    }

    #[test]
    fn the_form_of_the_origin_document() {
        let said = Said {
            who: "A",
            elapsed: Elapsed::since_ms(Some(1_000), 13_400),
            text: "Hello, how is everyone?",
        };
        assert_eq!(said.to_string(), "A:(0:12)-Hello, how is everyone?");
    }
}
