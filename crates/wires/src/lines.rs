//! Bytes of a seat as lines, one to a WebSocket message (<https://ircv3.net/specs/extensions/websocket>).

/// Takes a seat's bytes apart into lines, wherever they were cut.
#[derive(Debug, Default)]
pub struct Lines {
    half: Vec<u8>,
}

impl Lines {
    /// The lines that these bytes complete, without their ends. Empty lines are none.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.half.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let mut line = std::mem::take(&mut self.half);
                line.truncate(line.len() - line.iter().rev().take_while(|b| b"\r\n".contains(b)).count());
                if !line.is_empty() {
                    lines.push(line);
                }
            }
        }
        lines
    }
}

/// A message as the line that a seat reads: a client may or may not have ended it.
#[must_use]
pub fn line_of(message: &[u8]) -> Vec<u8> {
    let text = message.strip_suffix(b"\n").unwrap_or(message);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    [text, b"\r\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_wherever_they_are_cut() {
        let bytes = "PING :a\r\n\r\n:s NOTICE * :grüße\r\nPING".as_bytes();
        for cut in 0..=bytes.len() {
            let mut lines = Lines::default();
            let mut got = lines.take(&bytes[..cut]);
            got.extend(lines.take(&bytes[cut..]));
            assert_eq!(got, [b"PING :a".to_vec(), ":s NOTICE * :grüße".as_bytes().to_vec()]);
            assert_eq!(lines.take(b" :b\r\n"), [b"PING :b".to_vec()]);
        }
    }

    #[test]
    fn a_message_is_a_line() {
        for message in ["NICK ann", "NICK ann\n", "NICK ann\r\n"] {
            assert_eq!(line_of(message.as_bytes()), b"NICK ann\r\n");
        }
    }
}
