//! Milieu: draw an industrial cluster as a living graph and see at once what makes it competitive.
//!
//! Folders are layers; each may name only some of those before it. `docs/architecture.md` has the map.

pub mod base;
pub mod model;

pub mod graph;

pub mod analysis;
pub mod exchange;
pub mod files;
pub mod layout;
pub mod picture;
pub mod report;

pub mod session;

pub mod cli;
pub mod ui;
