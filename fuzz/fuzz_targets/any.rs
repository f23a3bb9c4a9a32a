//! Whatever the bytes seem to be: finding out the format, decoding, unpacking.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| milieu_fuzz::any(bytes));
