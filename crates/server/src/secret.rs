//! The secret of a house: what nobody outside can know, the same from start to start.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// 32 bytes nobody can guess. Never used itself: each purpose has values of its own derived from it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret([u8; Self::LEN]);

impl Secret {
    /// Bytes of a secret.
    pub const LEN: usize = 32;

    /// The secret of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// A value for `purpose` (a fixed word of the caller's) and `text`: the same each time, and it tells nothing about
    /// any other (HMAC-SHA-256).
    #[must_use]
    pub fn derive(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        hmac(&self.0, &[purpose.as_bytes(), &[0], text])
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// HMAC-SHA-256 of `parts`, one after the other.
pub(crate) fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { unreachable!("a key has any length") };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_differ_by_secret_purpose_and_text() {
        let secret = Secret::new([1; 32]);
        let value = secret.derive("salt", b"ann");
        assert_eq!(value, Secret::new([1; 32]).derive("salt", b"ann"));
        assert_ne!(value, Secret::new([2; 32]).derive("salt", b"ann"));
        assert_ne!(value, secret.derive("cloak", b"ann"));
        assert_ne!(value, secret.derive("salt", b"bob"));
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
