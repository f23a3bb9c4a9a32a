//! Milieu.
fn main() {}
