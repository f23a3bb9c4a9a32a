//! Clusters in the formats of other programs, both ways.
//!
//! Reading goes by steps, each of which can be looked at and changed: what the bytes are (`format`), how they are read
//! (`reading`), the in-between model that every reader fills (`draft`), what its columns and words mean here
//! (`mapping`), and the document or the edit that comes of it, with a report that adds up (`taking`).
//! Writing starts from a document and the figures that go along (`figures`).

mod column;
pub mod draft;
pub mod figures;
pub mod format;
pub mod formula;
pub mod headings;
pub mod mapping;
pub mod own;
pub mod reading;
mod reference;
pub mod taking;
mod texts;
pub(crate) mod wire;

pub mod read;
pub mod write;

pub use reference::exchange_page;
