//! Encryption for one program (RFC 8291): a key agreed upon for this message alone, and one record of `aes128gcm`
//! (RFC 8188).
//!
//! Put together from the primitives that TLS uses here anyway: libraries for it bring a second set of them along.

use parlor_model::PushKeys;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::{SecureRandom, SystemRandom};

const SALT: usize = 16;
/// The size of records; there is one, and it is smaller (RFC 8291 §4).
const RECORD: u32 = 4096;
/// What may be inside: push servers take 4096 bytes with all that is added (RFC 8030 §7.2).
pub(super) const WORDS_MAX: usize = 3993;

struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

/// The words, so that only the program can read them. `None`: its keys are none, or there is too much.
pub(super) fn sealed(words: &[u8], keys: &PushKeys) -> Option<Vec<u8>> {
    let dice = SystemRandom::new();
    let mut salt = [0; SALT];
    dice.fill(&mut salt).ok()?;
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, &dice).ok()?;
    let public = ours.compute_public_key().ok()?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, keys.public);
    agree_ephemeral(ours, &theirs, |agreed| record(words, agreed, keys, public.as_ref(), salt)).ok()?
}

/// The record, of what was agreed upon.
fn record(words: &[u8], agreed: &[u8], keys: &PushKeys, ours: &[u8], salt: [u8; SALT]) -> Option<Vec<u8>> {
    if words.len() > WORDS_MAX {
        return None;
    }
    let mut input = [0; 32];
    derive(&keys.secret, agreed, &[b"WebPush: info\0", &keys.public, ours], &mut input)?;
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    derive(&salt, &input, &[b"Content-Encoding: aes128gcm\0"], &mut key)?;
    derive(&salt, &input, &[b"Content-Encoding: nonce\0"], &mut nonce)?;
    // The delimiter of the last record; no padding.
    let mut inside = words.to_vec();
    inside.push(2);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut inside).ok()?;
    let id_len = u8::try_from(ours.len()).ok()?;
    Some([&salt[..], &RECORD.to_be_bytes(), &[id_len], ours, &inside].concat())
}

/// HKDF with SHA-256 (RFC 5869).
fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]], out: &mut [u8]) -> Option<()> {
    let extracted = Salt::new(HKDF_SHA256, salt).extract(secret);
    extracted.expand(info, Bytes(out.len())).ok()?.fill(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        B64.decode(text).unwrap().try_into().unwrap()
    }

    #[test]
    fn it_is_sealed_as_in_rfc_8291() {
        // Appendix A.
        let keys = PushKeys {
            public: bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            ),
            secret: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let agreed: [u8; 32] = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let ours: [u8; 65] =
            bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw");
        let sealed =
            record(b"When I grow up, I want to be a watermelon", &agreed, &keys, &ours, salt).unwrap();
        assert_eq!(
            B64.encode(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn keys_that_are_none_and_words_that_are_too_many_are_not_taken() {
        let mut keys = PushKeys { public: [4; 65], secret: [0; 16] };
        assert_eq!(sealed(b"words", &keys), None);
        keys.public =
            bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        assert_eq!(sealed(&[b'a'; WORDS_MAX], &keys).map(|s| s.len()), Some(4096));
        assert_eq!(sealed(&[b'a'; WORDS_MAX + 1], &keys), None);
        assert_ne!(sealed(b"words", &keys), sealed(b"words", &keys));
    }
}
