//! Time and quality of layouts: a step, and from scratch, at several sizes.
fn main() {}
