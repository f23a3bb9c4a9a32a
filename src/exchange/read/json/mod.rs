//! Networks in JSON, in the forms of seven families of programs, over one way to take JSON apart.

pub(super) mod cx2;
pub(super) mod cyjs;
pub(super) mod graphology;
pub(super) mod json_graph;
pub(super) mod kumu;
pub(super) mod node_link;
pub(super) mod vosviewer;

mod parts;
mod records;
#[cfg(test)]
mod tests;
