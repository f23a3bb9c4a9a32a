//! The panels around the canvas. Each reads the session and asks for actions; none knows another.

pub mod indicators;
pub mod inspector;
pub mod library;
mod objects;
mod project;
pub mod table;
