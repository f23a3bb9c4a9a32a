//! Read-only networks for indicators: the views of a document and what is measured on them.
//!
//! `view` builds the three networks N, D and K; `paths` sweeps distances and betweenness, `cohesion` triangles and
//! neighborhoods, `fragility` components, cut points and robustness, `separation` what a cut point cuts off, `brokerage` structural holes, `channels` the
//! spread of knowledge. Actors are dense numbers here, in id order; nothing of petgraph leaves this folder.

pub mod brokerage;
pub mod channels;
pub mod cohesion;
pub mod fragility;
pub mod paths;
pub mod separation;
pub mod view;

#[cfg(test)]
mod fixtures;

pub use view::{Directed, Simple};
