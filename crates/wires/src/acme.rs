//! A certificate from an authority (ACME, RFC 8555).

/// What to ask for.
#[derive(Debug)]
pub struct Wish;

pub(crate) async fn keep(_: Wish) {}
