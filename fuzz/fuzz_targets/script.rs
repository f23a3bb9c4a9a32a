//! Scripts of edits.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| milieu_fuzz::script(text));
