//! The reader of this format.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| milieu_fuzz::reader(milieu_fuzz::Format::NodeLink, bytes));
