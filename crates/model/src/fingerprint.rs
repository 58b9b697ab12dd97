//! The fingerprint of a certificate: what a client that logs in without a password is known by.

use crate::Digits;
use alloc::string::String;
use core::fmt;

/// SHA-256 of a certificate in its DER form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Reads 64 hexadecimal digits in any case; colons between them, as `openssl` writes, are passed over.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|&c| c != ':').collect();
        Digits::parse(&digits).map(|digits| Self(digits.0))
    }
}

impl fmt::Display for Fingerprint {
    /// 64 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Digits(self.0).fmt(f)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_fingerprint_reads_back(bytes: [u8; 32]) {
            let print = Fingerprint(bytes);
            prop_assert_eq!(Fingerprint::parse(&print.to_string()), Some(print));
            let colons: String = print.to_string().to_uppercase().as_bytes().chunks(2)
                .map(|pair| String::from_utf8_lossy(pair).into_owned() + ":").collect();
            prop_assert_eq!(Fingerprint::parse(&colons), Some(print));
        }

        #[test]
        fn any_text_is_one_or_not(text: String) {
            let _ = Fingerprint::parse(&text);
        }
    }

    #[test]
    fn only_whole_ones() {
        assert_eq!(Fingerprint::parse(&"ab".repeat(31)), None);
        assert_eq!(Fingerprint::parse(&"ab".repeat(33)), None);
        assert_eq!(Fingerprint::parse(&"xy".repeat(32)), None);
        assert_eq!(Fingerprint::parse(""), None);
    }
}
