//! Looking through bytes quickly, in the shapes the compiler turns into vector instructions.

/// How many bytes are looked at together; two vector registers on common machines.
const BLOCK_LEN: usize = 32;

/// Where `needle` first stands in `bytes`.
pub(super) fn find(bytes: &[u8], needle: u8) -> Option<usize> {
    let mut at = 0;
    for block in bytes.chunks(BLOCK_LEN) {
        // No early exit inside the block: that is what lets it become one comparison.
        if block.iter().fold(false, |found, &byte| found | (byte == needle)) {
            return block.iter().position(|&byte| byte == needle).map(|inside| at + inside);
        }
        at += block.len();
    }
    None
}

/// Whether `bytes` hold NUL, CR or LF, which no part of an IRC message may contain.
pub(super) fn has_forbidden(bytes: &[u8]) -> bool {
    bytes.chunks(BLOCK_LEN).any(|block| block.iter().fold(false, |found, &byte| found | is_forbidden(byte)))
}

/// NUL, CR and LF.
pub(super) fn is_forbidden(byte: u8) -> bool {
    (byte == 0) | (byte == b'\r') | (byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_plain_search_finds() {
        for len in 0..100 {
            for at in 0..len {
                let mut bytes = vec![b'a'; len];
                bytes[at] = b'\n';
                assert_eq!(find(&bytes, b'\n'), Some(at));
                assert!(has_forbidden(&bytes));
            }
            assert_eq!(find(&vec![b'a'; len], b'\n'), None);
            assert!(!has_forbidden(&vec![b'a'; len]));
        }
    }

    #[test]
    fn the_first_of_several_wins() {
        assert_eq!(find(b"a\nb\n", b'\n'), Some(1));
    }
}
