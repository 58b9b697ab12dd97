//! Tokens of an issuer that the house trusts (JWT, RFC 7519): whoever brings one that it signed is who it says.

use super::ring_jwt;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use parlor_model::Time;
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;

/// How far the issuer's clock may be off.
const LEEWAY_S: u64 = 60;

/// How tokens are signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signing {
    /// RSA and SHA-256 (`RS256`).
    Rs256,
    /// ECDSA on P-256 (`ES256`).
    Es256,
    /// Ed25519 (`EdDSA`).
    EdDsa,
    /// A shared secret (`HS256`): whoever can look at tokens can make them.
    Hs256,
}

/// What an issuer's tokens are checked with.
#[derive(Clone)]
pub struct IssuerKey {
    algorithm: Algorithm,
    key: Arc<DecodingKey>,
}

/// Whose tokens are believed, and which account they open.
#[derive(Clone)]
pub struct BearerRules {
    /// Who signs.
    pub key: IssuerKey,
    /// What a token must say about where it comes from (`iss`); empty: anything.
    pub issuer: String,
    /// What it must say about whom it is for (`aud`); empty: anything.
    pub audience: String,
    /// Claims that name the account; the first that a token has counts.
    pub claims: Vec<String>,
    /// An account that does not exist is made.
    pub autocreate: bool,
}

impl fmt::Debug for BearerRules {
    /// Says nothing of the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerRules").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl BearerRules {
    /// Trust in who has this key: a public one in PEM, or the secret of `HS256`, white space around it apart.
    ///
    /// # Errors
    /// Why it is no such key, in words that go on after its name.
    pub fn new(signing: Signing, key: &[u8]) -> Result<Self, String> {
        ring_jwt::install();
        let (algorithm, key) = match signing {
            Signing::Rs256 => (Algorithm::RS256, DecodingKey::from_rsa_pem(key)),
            Signing::Es256 => (Algorithm::ES256, DecodingKey::from_ec_pem(key)),
            Signing::EdDsa => (Algorithm::EdDSA, DecodingKey::from_ed_pem(key)),
            Signing::Hs256 => {
                let secret = key.trim_ascii();
                if secret.len() < 32 {
                    return Err("is no secret of 32 bytes or more".into());
                }
                (Algorithm::HS256, Ok(DecodingKey::from_secret(secret)))
            }
        };
        let key = Arc::new(key.map_err(|error| format!("is no such public key: {error}"))?);
        let claims = vec!["preferred_username".to_owned()];
        let (issuer, audience) = (String::new(), String::new());
        let key = IssuerKey { algorithm, key };
        Ok(Self { key, issuer, audience, claims, autocreate: false })
    }

    /// Whom the token proves at `now`, as the claim has it. `None`: nobody.
    pub(crate) fn whom(&self, token: &str, now: Time) -> Option<String> {
        let mut validation = Validation::new(self.key.algorithm);
        let mut required = vec!["exp"];
        // The clock is the house's; both times are looked at below.
        validation.validate_exp = false;
        if self.issuer.is_empty() {
            validation.iss = None;
        } else {
            validation.set_issuer(&[&self.issuer]);
            required.push("iss");
        }
        if self.audience.is_empty() {
            validation.validate_aud = false;
        } else {
            validation.set_audience(&[&self.audience]);
            required.push("aud");
        }
        validation.set_required_spec_claims(&required);
        let claims = match decode::<Map<String, Value>>(token, &self.key.key, &validation) {
            Ok(data) => data.claims,
            Err(error) => {
                tracing::debug!(%error, "a token was not believed");
                return None;
            }
        };
        // Times may have fractions (RFC 7519 §2).
        #[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
        let (now, leeway) = ((now.0 / 1000) as f64, LEEWAY_S as f64);
        let over = claims.get("exp").and_then(Value::as_f64).is_none_or(|exp| exp + leeway < now);
        let early = match claims.get("nbf") {
            None => false,
            Some(nbf) => nbf.as_f64().is_none_or(|nbf| now + leeway < nbf),
        };
        if over || early {
            return None;
        }
        let named = self.claims.iter().filter_map(|claim| claims.get(claim)?.as_str());
        named.filter(|name| !name.is_empty()).map(str::to_owned).next()
    }
}

#[cfg(test)]
#[path = "bearer_tests.rs"]
mod tests;
