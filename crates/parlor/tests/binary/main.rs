//! The real binary as people run it: started, stopped, talked to at both doors, beyond its limits.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod accounts;
mod bench;
mod bounds;
mod console;
mod data;
mod flood;
mod fold;
mod limits;
mod lookups;
mod mail;
mod personal;
mod rehash;
mod school;
mod settings;
mod slow;
mod start;
mod stop;

#[allow(dead_code)]
#[path = "../support/mod.rs"]
mod support;
