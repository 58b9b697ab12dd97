//! Bytes of an IRC connection: no input panics, and what is parsed formats back to itself.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| parlor_irc::codec::fuzz_one(data));
