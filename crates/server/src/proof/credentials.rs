//! What is kept of a password: a PHC string (argon2id), and beside it the keys of SCRAM-SHA-256, which cannot be made of
//! the PHC string. The password itself is kept nowhere.

use super::scram::Keys;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
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
    pub(crate) fn verify(&self, password: &str) -> Result<bool, argon2::password_hash::phc::Error> {
        if self.phc == NONE {
            // Takes as long as any: time tells nobody how an account is proven.
            let _ = make(password, 0);
            return Ok(false);
        }
        let hash = PasswordHash::new(self.phc)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    }

    /// The same with keys for SCRAM, made of the password that was just verified.
    pub(crate) fn with_scram(&self, password: &str, iterations: u32) -> Option<Arc<str>> {
        let keys = Keys::make(password, iterations)?;
        Some(format!("{} {keys}", self.phc).as_str().into())
    }
}

/// Makes what a password must match, each time with a salt of its own. `scram_iterations` 0: without keys for SCRAM.
pub(crate) fn make(password: &str, scram_iterations: u32) -> Option<Arc<str>> {
    let phc = match Argon2::default().hash_password(password.as_bytes()) {
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

    #[test]
    fn a_password_matches_its_own_credentials_only() {
        let whole = make("correct horse", 4096).unwrap();
        let plain = make("correct horse", 0).unwrap();
        for text in [&whole, &plain] {
            let credentials = Credentials::parse(text);
            assert!(credentials.verify("correct horse").unwrap());
            assert!(!credentials.verify("wrong horse").unwrap());
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
            assert!(!Credentials::parse(NONE).verify(password).unwrap());
        }
        assert!(Credentials::parse("nonsense").verify("nonsense").is_err());
    }
}
