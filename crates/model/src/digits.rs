//! 32 bytes as hexadecimal digits: hashes, fingerprints, secrets.

use core::fmt::{self, Write};

/// 32 bytes; shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Digits(pub [u8; 32]);

impl Digits {
    /// Reads 64 hexadecimal digits in any case, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0u8; 32];
        let mut digits = 0;
        for c in text.chars() {
            let digit = u8::try_from(c.to_digit(16)?).ok()?;
            let byte = bytes.get_mut(digits / 2)?;
            *byte = *byte << 4 | digit;
            digits += 1;
        }
        (digits == 64).then_some(Self(bytes))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
        self.0.iter().try_for_each(|byte| {
            f.write_char(digit(byte >> 4))?;
            f.write_char(digit(byte & 15))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::{String, ToString};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_read_back(bytes: [u8; 32]) {
            let digits = Digits(bytes);
            prop_assert_eq!(Digits::parse(&digits.to_string()), Some(digits));
            prop_assert_eq!(Digits::parse(&digits.to_string().to_uppercase()), Some(digits));
        }

        #[test]
        fn any_text_is_some_or_not(text: String) {
            let _ = Digits::parse(&text);
        }
    }

    #[test]
    fn only_whole_ones() {
        let (short, long, odd) = ("ab".repeat(31), "ab".repeat(33), "xy".repeat(32));
        for text in [short.as_str(), &long, &odd, "", &format!("{short}é")] {
            assert_eq!(Digits::parse(text), None, "{text}");
        }
        let mut bytes = [0; 32];
        bytes[0] = 0x0f;
        assert!(Digits(bytes).to_string().starts_with("0f00"));
    }
}
