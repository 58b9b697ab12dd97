//! How somebody proves that an account is theirs.

pub(crate) mod credentials;
pub(crate) mod scram;

pub use scram::ScramExchange;
