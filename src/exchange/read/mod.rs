//! One small module for each format: from text to a [`Draft`](super::draft::Draft).

#[allow(dead_code, reason = "readers come next")]
mod builder;
#[allow(dead_code, reason = "the dispatch comes next")]
mod dl;
#[allow(dead_code, reason = "the dispatch comes next")]
mod pajek;
#[allow(dead_code, reason = "more readers come next")]
mod text;
