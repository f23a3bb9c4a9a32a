//! Everything that touches a disk: project files, the save recipe, settings, scripts, shipped examples.
//!
//! Read `project` (the format), then `atomic` (how bytes get to the disk without ever losing the old ones).

pub mod atomic;
mod delta;
pub mod examples;
pub mod fault;
pub mod folder;
pub mod journal;
pub mod lock;
pub mod page;
pub mod pictures;
pub mod project;
pub mod recents;
pub mod script;
pub mod settings;
pub mod sheet;
pub mod versions;

mod reader;
mod reference;
mod source;
pub(crate) mod spiral;
mod store;
mod writer;

pub use atomic::{sweep, sweep_beside};
pub use fault::{Fault, SaveFault};
pub use reference::reference_page;
pub(crate) use source::{Collect, Fields};
pub use store::{
    LARGEST, Saved, Stamp, open, open_reader, open_telling, read_bytes, read_end, read_start, read_text,
    save, save_in_place, size_of, stamp,
};
