//! The fingerprint of a certificate: 64 hexadecimal digits.

use parlor_model::Fingerprint;
use serde::{Deserialize, Serialize};

/// A fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(in crate::sqlite) struct StoredFingerprint(pub(super) Fingerprint);

impl From<StoredFingerprint> for String {
    fn from(stored: StoredFingerprint) -> Self {
        stored.0.to_string()
    }
}

impl TryFrom<String> for StoredFingerprint {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Fingerprint::parse(&text).map(Self).ok_or("the fingerprint of a certificate")
    }
}
