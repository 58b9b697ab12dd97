//! Who we are to push servers (VAPID, RFC 8292): a key that is made once, and what is signed with it.

use crate::tls::write_secret;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use parlor_model::Endpoint;
use rcgen::KeyPair;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::json;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a signature is good for: RFC 8292 §2 allows a day.
const GOOD_FOR: Duration = Duration::from_hours(12);

/// Our key.
pub struct PushKey {
    pair: EcdsaKeyPair,
    dice: SystemRandom,
}

impl PushKey {
    /// The key in a file, in PEM; it is made there for our user alone if there is none.
    ///
    /// # Errors
    /// When it can be neither read nor made.
    pub fn open(path: &Path) -> io::Result<Self> {
        let pem = match std::fs::read(path) {
            Ok(pem) => pem,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let pem = KeyPair::generate().map_err(io::Error::other)?.serialize_pem().into_bytes();
                write_secret(path, &pem)?;
                pem
            }
            Err(error) => return Err(error),
        };
        let unfit = || io::Error::other("it holds no private key of P-256");
        let key = PrivatePkcs8KeyDer::from_pem_slice(&pem).map_err(|_| unfit())?;
        let dice = SystemRandom::new();
        let pkcs8 = key.secret_pkcs8_der();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &dice).map_err(|_| unfit())?;
        Ok(Self { pair, dice })
    }

    /// The public half, in Base64 for URLs: programs name it where they ask for a push address.
    #[must_use]
    pub fn public(&self) -> String {
        B64.encode(self.pair.public_key())
    }

    /// What a request to this endpoint says about us. `None`: the machine has no chance to give.
    pub(super) fn authorization(
        &self,
        endpoint: &Endpoint,
        contact: &str,
        now: SystemTime,
    ) -> Option<String> {
        let until = (now + GOOD_FOR).duration_since(UNIX_EPOCH).ok()?.as_secs();
        let authority = endpoint.authority().to_ascii_lowercase();
        let origin = format!("https://{}", authority.strip_suffix(":443").unwrap_or(&authority));
        let mut claims = json!({ "aud": origin, "exp": until });
        if !contact.is_empty() {
            claims["sub"] = contact.into();
        }
        let header = json!({ "typ": "JWT", "alg": "ES256" });
        let said = format!("{}.{}", B64.encode(header.to_string()), B64.encode(claims.to_string()));
        let signature = self.pair.sign(&self.dice, said.as_bytes()).ok()?;
        Some(format!("vapid t={said}.{}, k={}", B64.encode(signature), self.public()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn it_is_made_once_and_kept_for_oneself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("push.pem");
        let public = PushKey::open(&path).unwrap().public();
        assert_eq!(PushKey::open(&path).unwrap().public(), public);
        assert_eq!(B64.decode(public).unwrap().len(), 65);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, "no key").unwrap();
        assert!(PushKey::open(&path).is_err_and(|e| e.to_string().contains("no private key")));
    }

    #[test]
    fn what_is_said_about_us_is_signed() {
        let folder = tempfile::tempdir().unwrap();
        let key = PushKey::open(&folder.path().join("push.pem")).unwrap();
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (at, contact, claims) in [
            ("https://push.example/a", "", json!({ "aud": "https://push.example", "exp": 1_043_200 })),
            (
                "https://Push.example:443/a",
                "mailto:ops@example.org",
                json!({ "aud": "https://push.example", "exp": 1_043_200, "sub": "mailto:ops@example.org" }),
            ),
            ("https://[::1]:8443/", "", json!({ "aud": "https://[::1]:8443", "exp": 1_043_200 })),
        ] {
            let said = key.authorization(&Endpoint::parse(at).unwrap(), contact, now).unwrap();
            let (token, k) = said.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
            assert_eq!(k, key.public());
            let (said, signature) = token.rsplit_once('.').unwrap();
            let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, B64.decode(k).unwrap());
            public.verify(said.as_bytes(), &B64.decode(signature).unwrap()).unwrap();
            let (_, body) = said.split_once('.').unwrap();
            let body: serde_json::Value = serde_json::from_slice(&B64.decode(body).unwrap()).unwrap();
            assert_eq!(body, claims);
        }
    }
}
