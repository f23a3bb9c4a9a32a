//! One small module for each format: from text to a [`Draft`](super::draft::Draft).

#[allow(dead_code, reason = "readers come next")]
mod builder;
mod table;
