//! Read-only networks for indicators: the views of a document and what is measured on them.
//!
//! `view` builds the networks N, D and K, `lens` those that a person narrows or widens; `paths` sweeps distances over
//! `fronts` of many sources at once, `betweenness` counts shortest paths, `cohesion` triangles and neighborhoods,
//! `fragility` components, cut points and robustness, `fragility_shares` who is behind them, `separation` what a cut
//! point cuts off, `centrality` closeness, eigenvectors and PageRank, `brokerage` structural holes and go-betweens,
//! `mixing` who ties to whom by group and rank, `groups` communities, `core` the dense middle, `triads` the census of
//! threes, `pairs` figures of tied pairs, `random` networks drawn by chance, `small_world` what they say of paths and
//! circles, `channels` the spread of knowledge. Actors are dense numbers here, in id order; nothing of petgraph leaves
//! this folder.

pub mod betweenness;
pub mod brokerage;
pub mod centrality;
pub mod channels;
pub mod cohesion;
pub mod core;
pub mod fragility;
pub mod fragility_shares;
mod fronts;
pub mod groups;
pub mod lens;
pub mod mixing;
pub mod nest;
pub mod pairs;
pub mod paths;
pub mod random;
pub mod sampling;
pub mod separation;
pub mod small_world;
pub mod touched;
pub mod triads;
pub mod view;

mod arcs;

#[cfg(test)]
mod fixtures;

pub use lens::Lens;
pub use view::{Directed, Simple};
