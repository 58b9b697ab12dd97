//! How somebody proves that an account is theirs.

mod bearer;
pub(crate) mod credentials;
mod ring_jwt;
pub(crate) mod scram;

pub use bearer::{BearerRules, IssuerKey, Signing};
pub use scram::ScramExchange;
