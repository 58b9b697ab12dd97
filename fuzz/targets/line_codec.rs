//! Bytes of a line connection: no input panics, keeps growing, or is understood differently when it comes in pieces.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| parlor_line::codec::fuzz_one(data));
