//! What is kept of a password: a PHC string (argon2id), and beside it the keys of SCRAM-SHA-256, which cannot be made of
//! the PHC string. The password itself is kept nowhere.

use super::scram::Keys;
use crate::rules::Making;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;

/// Credentials that no password matches: of accounts that are proven otherwise.
pub(crate) const NONE: &str = "!";

/// Credentials, taken apart.
pub(crate) struct Credentials<'a> {
    phc: &'a str,
    /// Accounts made before there was SCRAM have none until they log in once with their password.
    pub(crate) scram: Option<Keys>,
}

impl<'a> Credentials<'a> {
    pub(crate) fn parse(text: &'a str) -> Self {
        match text.split_once(' ') {
            Some((phc, keys)) => Self { phc, scram: Keys::parse(keys) },
            None => Self { phc: text, scram: None },
        }
    }

    /// Whether this is the password. `Err`: the credentials cannot be read.
    pub(crate) fn verify(
        &self,
        password: &str,
        making: Making,
    ) -> Result<bool, argon2::password_hash::phc::Error> {
        if self.phc == NONE {
            // Takes as long as any: time tells nobody how an account is proven.
            let _ = make(password, Making { scram_iterations: 0, ..making });
            return Ok(false);
        }
        let hash = PasswordHash::new(self.phc)?;
        // What it costs stands in the hash.
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    }

    /// The same with keys for SCRAM, made of the password that was just verified.
    pub(crate) fn with_scram(&self, password: &str, iterations: u32) -> Option<Arc<str>> {
        let keys = Keys::make(password, iterations)?;
        Some(format!("{} {keys}", self.phc).as_str().into())
    }
}

/// Makes what a password must match, each time with a salt of its own.
pub(crate) fn make(password: &str, making: Making) -> Option<Arc<str>> {
    let Making { cost, scram_iterations } = making;
    let params = match Params::new(cost.memory_kib, cost.passes, 1, None) {
        Ok(params) => params,
        Err(error) => {
            tracing::error!(%error, "passwords cannot be hashed at this cost");
            return None;
        }
    };
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let phc = match argon2.hash_password(password.as_bytes()) {
        Ok(hash) => hash.to_string(),
        Err(error) => {
            tracing::error!(%error, "a password could not be hashed");
            return None;
        }
    };
    if scram_iterations == 0 {
        return Some(phc.as_str().into());
    }
    Credentials::parse(&phc).with_scram(password, scram_iterations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HashCost;

    const fn with(scram_iterations: u32) -> Making {
        Making { cost: HashCost { memory_kib: 64, passes: 1 }, scram_iterations }
    }

    #[test]
    fn what_a_hash_costs_stands_in_it() {
        let text = make("correct horse", with(0)).unwrap();
        assert!(text.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{text}");
    }

    #[test]
    fn a_password_matches_its_own_credentials_only() {
        let whole = make("correct horse", with(4096)).unwrap();
        let plain = make("correct horse", with(0)).unwrap();
        for text in [&whole, &plain] {
            let credentials = Credentials::parse(text);
            assert!(credentials.verify("correct horse", with(0)).unwrap());
            assert!(!credentials.verify("wrong horse", with(0)).unwrap());
        }
        assert!(Credentials::parse(&whole).scram.is_some());
        assert!(Credentials::parse(&plain).scram.is_none());
        let better = Credentials::parse(&plain).with_scram("correct horse", 4096).unwrap();
        assert!(better.starts_with(&*plain));
        assert!(Credentials::parse(&better).scram.is_some());
    }

    #[test]
    fn no_password_matches_none() {
        for password in ["", "!", "correct horse"] {
            assert!(!Credentials::parse(NONE).verify(password, with(0)).unwrap());
        }
        assert!(Credentials::parse("nonsense").verify("nonsense", with(0)).is_err());
    }
}
