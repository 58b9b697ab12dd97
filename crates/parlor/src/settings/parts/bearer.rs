//! Logging in with tokens of somebody else's.

use std::path::PathBuf;

use parlor_server::Signing;

use crate::settings::kinds::{Choice, FileOrNone, List, OneLine, Switch};
use crate::settings::part::part;

/// How tokens are signed, by the names that JWTs have for it.
const SIGNINGS: &[(&str, Signing)] = &[
    ("RS256", Signing::Rs256),
    ("ES256", Signing::Es256),
    ("EdDSA", Signing::EdDsa),
    ("HS256", Signing::Hs256),
];

part! {
    /// Tokens (JWT) of an issuer that the house trusts.
    pub struct BearerSettings {
        /// File with the public key of an issuer (PEM), or the secret of `HS256`. Who brings a token that the issuer signed is
        /// logged in to the account that it names: IRC offers `OAUTHBEARER` and `IRCV3BEARER` then. Empty: no tokens are
        /// believed.
        key: Option<PathBuf> = FileOrNone { example: "/etc/parlor/issuer.pem" }, "bearer.key", "", Now;

        /// How the tokens are signed. A token that is signed otherwise is not believed.
        algorithm: Signing = Choice(SIGNINGS), "bearer.algorithm", "RS256", Now;

        /// What a token must say about who issued it (`iss`). Empty: anything.
        issuer: String = OneLine { bytes_max: 255 }, "bearer.issuer", "", Now;

        /// What a token must say about whom it is for (`aud`). Empty: anything; then a token that the issuer made for
        /// another service opens this one, too.
        audience: String = OneLine { bytes_max: 255 }, "bearer.audience", "", Now;

        /// Claims of a token that name the account; the first that it has counts.
        claims: Vec<String> = List(OneLine { bytes_max: 100 }), "bearer.claims", "preferred_username", Now;

        /// An account that does not exist is made. No password opens it.
        autocreate: bool = Switch, "bearer.autocreate", "false", Now;
    }
}
