//! What a measured message says: who sent it, the how-manieth of that sender it is, and when it left.
//!
//! The text is plain ASCII of a fixed length and stands at the end of its line in every dialect, so that it is found
//! without parsing what stands before it. Numbers are written six bits a letter, from `0` to `o`.

const MARK: &[u8; 2] = b"~~";
const END: u8 = b'$';
const SENDER: usize = 4;
const NUMBER: usize = 5;
const SENT: usize = 9;

/// Who sent a message, which of the sender's it is, and when it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The sender, by its place among all members of all rooms.
    pub sender: u32,
    /// Counts the sender's messages from 0.
    pub number: u32,
    /// Nanoseconds since the generator started.
    pub sent: u64,
}

impl Stamp {
    /// The shortest text that holds a stamp.
    pub const LENGTH_MIN: usize = MARK.len() + SENDER + NUMBER + SENT + 1;

    /// Appends a text of exactly `length` bytes, which is at least [`Stamp::LENGTH_MIN`].
    pub fn write(self, length: usize, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(MARK);
        write_number(u64::from(self.sender), SENDER, out);
        write_number(u64::from(self.number), NUMBER, out);
        write_number(self.sent, SENT, out);
        out.resize((start + length).max(start + Stamp::LENGTH_MIN) - 1, b'.');
        out.push(END);
    }

    /// The stamp of a line that ends with a whole text of `length` bytes.
    pub fn read(line: &[u8], length: usize) -> Option<Stamp> {
        let text = line.get(line.len().checked_sub(length)?..)?;
        if text.last() != Some(&END) {
            return None;
        }
        let text = text.strip_prefix(MARK)?;
        let (sender, text) = text.split_at_checked(SENDER)?;
        let (number, text) = text.split_at_checked(NUMBER)?;
        let (sent, _) = text.split_at_checked(SENT)?;
        Some(Stamp {
            sender: u32::try_from(read_number(sender)?).ok()?,
            number: u32::try_from(read_number(number)?).ok()?,
            sent: read_number(sent)?,
        })
    }
}

fn write_number(number: u64, letters: usize, out: &mut Vec<u8>) {
    for place in (0..letters).rev() {
        let six = (number >> (6 * place)) & 63;
        out.push(b'0' + u8::try_from(six).unwrap_or(0));
    }
}

fn read_number(letters: &[u8]) -> Option<u64> {
    letters.iter().try_fold(0, |number, letter| match letter.wrapping_sub(b'0') {
        six @ 0..64 => Some(number << 6 | u64::from(six)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAMP: Stamp = Stamp { sender: 99_999, number: 1_000_000_000, sent: 9_000_000_000_000_000 };

    fn line(before: &str, length: usize) -> Vec<u8> {
        let mut line = before.as_bytes().to_vec();
        STAMP.write(length, &mut line);
        line
    }

    #[test]
    fn what_was_written_is_read_whatever_stands_before() {
        for before in ["", ":b1!b1@host PRIVMSG #r0 :", "b1: "] {
            for length in [Stamp::LENGTH_MIN, 100, 400] {
                let line = line(before, length);
                assert_eq!(line.len(), before.len() + length);
                assert_eq!(Stamp::read(&line, length), Some(STAMP));
            }
        }
    }

    #[test]
    fn a_text_that_lost_a_byte_anywhere_is_no_message() {
        let whole = line("b1: ", 100);
        for at in 4..whole.len() {
            let mut short = whole.clone();
            short.remove(at);
            assert_eq!(Stamp::read(&short, 100), None, "without byte {at}");
        }
        assert_eq!(Stamp::read(b"", 100), None);
    }
}
