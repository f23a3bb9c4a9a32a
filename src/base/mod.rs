//! What every other folder may lean on: geometry, checked numbers, cancelling, notices, seeded chance.
//!
//! Nothing here knows what a cluster is.

pub mod cancel;
pub mod fold;
pub mod fuzzy;
pub mod geom;
pub mod name;
pub mod notice;
pub mod parallel;
pub mod progress;
pub mod rng;
pub mod text;
pub mod units;
