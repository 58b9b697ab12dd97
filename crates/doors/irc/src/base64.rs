//! Base 64 (RFC 4648 section 4), as far as SASL needs it: reading.

/// The bytes that `text` stands for; `None` when it is no base 64 with its padding.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    let (body, padding) = match bytes {
        [body @ .., b'=', b'='] => (body, 2),
        [body @ .., b'='] => (body, 1),
        body => (body, 0),
    };
    if !bytes.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let mut buffer = 0u32;
    for (at, &byte) in body.iter().enumerate() {
        buffer = buffer << 6 | u32::from(value(byte)?);
        // Every fourth digit completes three bytes.
        if at % 4 == 3 {
            out.extend_from_slice(&buffer.to_be_bytes()[1..]);
            buffer = 0;
        }
    }
    match padding {
        1 => out.extend_from_slice(&(buffer << 6).to_be_bytes()[1..3]),
        2 => out.extend_from_slice(&(buffer << 12).to_be_bytes()[1..2]),
        _ => {}
    }
    Some(out)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_rfc() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(decode(text), Some(bytes.as_bytes().to_vec()), "{text}");
        }
        for bad in ["Z", "Zg", "Zg=", "=", "Z===", "Zm9v!m8=", "Z=8="] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
