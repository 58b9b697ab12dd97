//! The terminal client against the real server: connections that are cut anywhere, a server that is killed, screens in a
//! real terminal, and pipes.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod cuts;
mod killed;
mod people;
mod pipes;
mod proxy;
mod screens;
mod terminal;

#[allow(dead_code)]
#[path = "../support/mod.rs"]
mod support;

#[allow(dead_code)]
#[path = "../clients/tmux.rs"]
mod tmux;
