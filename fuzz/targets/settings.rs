//! A settings file: no input panics, and what is accepted prints and reads back to the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| parlor::settings::fuzz_one(data));
