//! Secrets: what a token or an invitation is to who holds it. Shown once, and kept nowhere but as a hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parlor_model::{Digits, SecretHash};
use sha2::{Digest, Sha256};

/// A new secret of 256 random bits, and its hash in hexadecimal.
///
/// # Errors
/// When the machine gives no random numbers.
pub(crate) fn make() -> Result<(String, String), getrandom::Error> {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits)?;
    let secret = URL_SAFE_NO_PAD.encode(bits);
    let digits = hex(&hash_of(&secret));
    Ok((secret, digits))
}

/// The hash by which the house knows a secret.
pub(crate) fn hash_of(secret: &str) -> SecretHash {
    SecretHash(Sha256::digest(secret.as_bytes()).into())
}

/// The hash, as asks carry it.
pub(crate) fn hex(hash: &SecretHash) -> String {
    Digits(hash.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_are_alike_and_their_hashes_are_sha_256() {
        let (a, b) = (make().unwrap(), make().unwrap());
        assert_ne!(a.0, b.0);
        assert_eq!(a.0.len(), 43);
        assert_eq!(a.1, hex(&hash_of(&a.0)));
        // FIPS 180-4, the example of one block.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&hash_of("abc")), abc);
    }
}
