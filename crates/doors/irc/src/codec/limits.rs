//! How long a line may be.

use super::message::ParseError;

/// The longest line apart from its tags, CR LF included (RFC 1459 section 2.3).
pub const LINE_LEN_MAX: usize = 512;

/// The longest tags section a client may send: 4,094 bytes of data, the `@` and the space (message-tags, "Size limit").
pub const CLIENT_TAGS_LEN_MAX: usize = 4096;

/// The longest tags section a server may send, the `@` and the space included (message-tags, "Size limit").
pub const TAGS_LEN_MAX: usize = 8191;

/// This many bytes without a line end are no IRC, and end the connection.
pub const ENDLESS_LEN: usize = 16 * 1024;

/// The two lengths a reader of lines insists on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest tags section: the `@`, the data and the one space after it.
    pub tags: u16,
    /// Longest remainder, CR LF included even where the peer ended its line with LF alone.
    pub rest: u16,
}

impl Limits {
    /// What a server accepts from a client.
    pub const CLIENT: Limits = Limits { tags: CLIENT_TAGS_LEN_MAX as u16, rest: LINE_LEN_MAX as u16 };

    /// What a client accepts from a server.
    pub const SERVER: Limits = Limits { tags: TAGS_LEN_MAX as u16, rest: LINE_LEN_MAX as u16 };

    /// Refuses a line (without its line end) that is over either length.
    pub fn check(self, line: &[u8]) -> Result<(), ParseError> {
        let (tags, rest) = match line.first() {
            Some(b'@') => match line.iter().position(|&byte| byte == b' ') {
                Some(space) => (space + 1, line.len() - space - 1),
                // The space that would end the section counts, so that adding a command cannot tip it over.
                None => (line.len() + 1, 0),
            },
            _ => (0, line.len()),
        };
        if tags > usize::from(self.tags) {
            Err(ParseError::TagsTooLong)
        } else if rest + 2 > usize::from(self.rest) {
            Err(ParseError::TooLong)
        } else {
            Ok(())
        }
    }

    /// A half-read line of more bytes than this cannot fit any more, whatever follows.
    pub(super) fn hopeless(self, first: u8) -> usize {
        usize::from(if first == b'@' { self.tags + self.rest } else { self.rest })
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits::CLIENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_five_hundred_and_ten_bytes_and_its_line_end() {
        assert_eq!(Limits::CLIENT.check(&[b'a'; 510]), Ok(()));
        assert_eq!(Limits::CLIENT.check(&[b'a'; 511]), Err(ParseError::TooLong));
    }

    #[test]
    fn tags_are_counted_apart() {
        let line = |data: usize, rest: usize| format!("@{} {}", "t".repeat(data), "r".repeat(rest));
        assert_eq!(Limits::CLIENT.check(line(4094, 510).as_bytes()), Ok(()));
        assert_eq!(Limits::CLIENT.check(line(4095, 1).as_bytes()), Err(ParseError::TagsTooLong));
        assert_eq!(Limits::CLIENT.check(line(1, 511).as_bytes()), Err(ParseError::TooLong));
        assert_eq!(Limits::SERVER.check(line(8189, 510).as_bytes()), Ok(()));
        assert_eq!(Limits::SERVER.check(line(8190, 1).as_bytes()), Err(ParseError::TagsTooLong));
    }

    #[test]
    fn tags_that_never_end_are_counted_too() {
        assert_eq!(Limits::CLIENT.check(format!("@{}", "t".repeat(4094)).as_bytes()), Ok(()));
        assert_eq!(
            Limits::CLIENT.check(format!("@{}", "t".repeat(4095)).as_bytes()),
            Err(ParseError::TagsTooLong)
        );
    }
}
