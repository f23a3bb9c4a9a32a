//! The panels around the canvas. Each reads the session and asks for actions; none knows another.

pub mod comparison;
pub mod digest;
pub mod gaps;
pub mod indicators;
pub mod inspector;
pub mod jots;
pub mod library;
pub mod objects;
pub mod own;
pub mod project;
pub mod region_table;
pub mod shares;
pub mod snapshots;
pub mod table;
