//! The real binary behind everything that a connection may be wrapped in: TLS, WebSocket, PROXY headers, paths.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod acme;
mod authority;
mod certificates;
mod https;
mod irc_tls;
mod listeners;
mod proxies;
mod pushing;
mod stage;
mod websocket;

#[allow(dead_code)]
#[path = "../support/mod.rs"]
mod support;
