//! The page that a browser gets, in a real browser, against the real server.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod chromium;
mod talk;

#[allow(dead_code)]
#[path = "../support/mod.rs"]
mod support;
