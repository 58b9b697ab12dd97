//! Bytes in any cuts made into lines.

use super::limits::{ENDLESS_LEN, Limits};

/// Finds the lines in what a connection sends.
///
/// - A line ends at LF; one CR before it is swallowed. Empty lines are passed over (Modern IRC).
/// - How the bytes were cut on their way makes no difference to the lines or to the error.
/// - A line over its limits is reported once, when it ends, and its bytes are not kept meanwhile.
/// - Nothing is allocated unless a line is half read, and at most the longest allowed line is held.
#[derive(Debug, Default)]
pub struct Framer {
    limits: Limits,
    half: Option<Box<Half>>,
}

/// A line that has not ended.
#[derive(Debug, Default)]
struct Half {
    /// What has come of it; nothing when it is too long already.
    held: Vec<u8>,
    /// How many bytes of it have come, also those no longer held.
    seen: usize,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A line within the limits, never empty, without its line end.
    Whole(&'a [u8]),
    /// A line over them (numeric 417), which is gone.
    TooLong,
}

/// What the taker of a line wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The next line.
    Continue,
    /// To leave it here for now.
    Stop,
}

/// Why no more lines can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// 16 KiB came without a line end: the peer does not speak IRC and is to be disconnected.
    Endless,
}

impl Framer {
    /// A framer for lines as long as `limits` say.
    pub fn new(limits: Limits) -> Self {
        Framer { limits, ..Framer::default() }
    }

    /// Hands every line that ends within `bytes` to `each`, and says how many bytes were used.
    ///
    /// All are used unless `each` stopped. After a stop the unused ones stay with the caller, who hands them back
    /// first; nothing that came before is given twice. A line lying whole in `bytes` is not copied. After an error
    /// every later call gives it again.
    pub fn feed(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(Line<'_>) -> Flow,
    ) -> Result<usize, FrameError> {
        if self.half_read() >= ENDLESS_LEN {
            return Err(FrameError::Endless);
        }
        let mut used = 0;
        while let Some(rest) = bytes.get(used..).filter(|rest| !rest.is_empty()) {
            let Some(end) = memchr::memchr(b'\n', rest) else {
                self.hold(rest)?;
                return Ok(bytes.len());
            };
            let (piece, _) = rest.split_at(end);
            if self.half_read() + piece.len() >= ENDLESS_LEN {
                return Err(self.endless());
            }
            used += end + 1;
            if self.finish(piece, &mut each) == Flow::Stop {
                break;
            }
        }
        Ok(used)
    }

    /// How many bytes of an unfinished line have come; nothing is allocated when it is zero.
    pub fn half_read(&self) -> usize {
        self.half.as_ref().map_or(0, |half| half.seen)
    }

    fn hold(&mut self, piece: &[u8]) -> Result<(), FrameError> {
        let half = self.half.get_or_insert_default();
        let skipping = half.held.len() < half.seen;
        half.seen += piece.len();
        if half.seen >= ENDLESS_LEN {
            return Err(self.endless());
        }
        let first = half.held.first().or(piece.first()).copied().unwrap_or_default();
        if skipping || half.seen > self.limits.hopeless(first) {
            half.held = Vec::new();
        } else {
            half.held.extend_from_slice(piece);
        }
        Ok(())
    }

    fn finish(&mut self, piece: &[u8], each: &mut impl FnMut(Line<'_>) -> Flow) -> Flow {
        // Dropped at the end of this call: a line put together from pieces leaves no buffer behind.
        let Some(half) = self.half.take() else { return self.judge(piece, each) };
        let Half { held: mut line, seen } = *half;
        if line.len() < seen {
            return each(Line::TooLong);
        }
        line.extend_from_slice(piece);
        self.judge(&line, each)
    }

    fn judge(&self, line: &[u8], each: &mut impl FnMut(Line<'_>) -> Flow) -> Flow {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            Flow::Continue
        } else if self.limits.check(line).is_err() {
            each(Line::TooLong)
        } else {
            each(Line::Whole(line))
        }
    }

    fn endless(&mut self) -> FrameError {
        self.half = Some(Box::new(Half { held: Vec::new(), seen: ENDLESS_LEN }));
        FrameError::Endless
    }
}

impl std::fmt::Display for FrameError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FrameError::Endless => write!(f, "{ENDLESS_LEN} bytes without a line end"),
        }
    }
}

impl std::error::Error for FrameError {}

#[cfg(test)]
mod tests {
    use super::*;

    impl Framer {
        /// Memory that a half-read line has.
        fn held_bytes(&self) -> usize {
            self.half.as_ref().map_or(0, |half| half.held.capacity())
        }
    }

    fn lines(pieces: &[&[u8]]) -> (Vec<String>, Option<FrameError>) {
        let mut framer = Framer::default();
        let mut found = Vec::new();
        for piece in pieces {
            let outcome = framer.feed(piece, |line| {
                found.push(match line {
                    Line::Whole(line) => String::from_utf8_lossy(line).into_owned(),
                    Line::TooLong => "<too long>".into(),
                });
                Flow::Continue
            });
            match outcome {
                Ok(used) => assert_eq!(used, piece.len()),
                Err(error) => return (found, Some(error)),
            }
        }
        (found, None)
    }

    #[test]
    fn lines_end_at_lf_and_empty_ones_are_passed_over() {
        assert_eq!(lines(&[b"a\r\nb\n\r\n\n\nc\r", b"\nd\re\r\r\nhalf"]).0, ["a", "b", "c", "d\re\r"]);
    }

    #[test]
    fn a_line_over_the_limit_is_reported_once_and_the_next_is_read() {
        let long = [b'a'; 600];
        assert_eq!(lines(&[&long, b"aa\r\nb\r\n"]).0, ["<too long>", "b"]);
        assert_eq!(lines(&[&long, &long, &long, b"\n", b"b\n"]).0, ["<too long>", "b"]);
        let just: Vec<u8> = [&[b'a'; 510][..], b"\r\n"].concat();
        assert_eq!(lines(&[&just]).0, ["a".repeat(510)]);
        assert_eq!(lines(&[b"a", &just]).0, ["<too long>"]);
        assert_eq!(lines(&[&[b'a'; 511], b"\n"]).0, ["<too long>"]);
    }

    #[test]
    fn tags_are_counted_apart() {
        let line = |data: usize, rest: usize| format!("@{} {}\r\n", "t".repeat(data), "r".repeat(rest));
        let (fits, tags, rest) = (line(4094, 510), line(4095, 509), line(4000, 511));
        assert_eq!(lines(&[fits.as_bytes()]).0, [fits.trim_end()]);
        assert_eq!(lines(&[tags.as_bytes(), rest.as_bytes(), b"b\n"]).0, ["<too long>", "<too long>", "b"]);
    }

    #[test]
    fn sixteen_kibibytes_without_a_line_end_are_the_end() {
        let most = vec![b'a'; ENDLESS_LEN - 1];
        assert_eq!(lines(&[&most, b"\nb\n"]), (vec!["<too long>".into(), "b".into()], None));
        assert_eq!(lines(&[b"b\n", &most, b"a"]), (vec!["b".into()], Some(FrameError::Endless)));
        let whole = [b"b\n", &most[..], b"a\n"].concat();
        assert_eq!(lines(&[&whole]), (vec!["b".into()], Some(FrameError::Endless)));

        let mut framer = Framer::default();
        assert_eq!(framer.feed(&whole, |_| Flow::Continue), Err(FrameError::Endless));
        assert_eq!(framer.feed(b"b\n", |_| panic!("no line after the end")), Err(FrameError::Endless));
        assert_eq!(framer.held_bytes(), 0);
    }

    #[test]
    fn a_stop_leaves_the_rest_to_the_caller() {
        let mut framer = Framer::default();
        let bytes = b"a\nb\nc";
        assert_eq!(framer.feed(bytes, |_| Flow::Stop), Ok(2));
        assert_eq!(framer.half_read(), 0);
        assert_eq!(
            framer.feed(&bytes[2..], |line| {
                assert_eq!(line, Line::Whole(b"b"));
                Flow::Stop
            }),
            Ok(2)
        );
        assert_eq!(framer.feed(&bytes[4..], |_| Flow::Stop), Ok(1));
        assert_eq!(framer.half_read(), 1);
    }

    #[test]
    fn nothing_is_held_between_lines_or_while_skipping() {
        let mut framer = Framer::default();
        let long = [b'a'; 513];
        // Each piece, and whether a line is half read after it that may still fit.
        for (piece, held) in [
            (&b"ab"[..], true),
            (b"c\r\n", false),
            (b"ab", true),
            (&long, false),
            (&long, false),
            (b"\r\nab", true),
            (b"\n", false),
            (b"\r", true),
            (b"\n", false),
        ] {
            framer.feed(piece, |_| Flow::Continue).unwrap();
            assert_eq!(framer.held_bytes() > 0, held, "{}", piece.escape_ascii());
        }
        assert_eq!(framer.half_read(), 0);
        framer.feed(b"@a", |_| Flow::Continue).unwrap();
        assert_eq!(framer.feed(&[b'a'; ENDLESS_LEN], |_| Flow::Continue), Err(FrameError::Endless));
        assert_eq!(framer.held_bytes(), 0);
    }
}
