//! Lines, wherever what came was cut.

/// Calls `each` for every whole line, without its end; keeps the rest in `half` for the next time.
pub(super) fn lines(half: &mut Vec<u8>, mut bytes: &[u8], mut each: impl FnMut(&[u8])) {
    if !half.is_empty() {
        let Some(at) = memchr::memchr(b'\n', bytes) else {
            half.extend_from_slice(bytes);
            return;
        };
        let (end, rest) = bytes.split_at(at);
        half.extend_from_slice(end);
        each(trimmed(half));
        *half = Vec::new();
        bytes = &rest[1..];
    }
    while let Some(at) = memchr::memchr(b'\n', bytes) {
        let (line, rest) = bytes.split_at(at);
        each(trimmed(line));
        bytes = &rest[1..];
    }
    half.extend_from_slice(bytes);
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_wherever_they_were_cut() {
        let sent = b"one\r\ntwo\n\r\nthree\r\nfour";
        for first in 0..sent.len() {
            for second in first..sent.len() {
                let (mut half, mut heard) = (Vec::new(), Vec::new());
                for part in [&sent[..first], &sent[first..second], &sent[second..]] {
                    lines(&mut half, part, |line| heard.push(String::from_utf8_lossy(line).into_owned()));
                }
                assert_eq!(heard, ["one", "two", "", "three"], "cut at {first} and {second}");
                assert_eq!(half, b"four");
            }
        }
    }
}
