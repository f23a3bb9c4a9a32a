//! What a cluster is: actors, ties, their kinds, the project around them, and how they may change.
//!
//! No files, screen, clocks, threads or chance here. Read `kind`, `actor`, `tie`, `project`, then `document`
//! (all of it together), `change` (the only way it changes) and `edit` (what people do to it).

pub mod actor;
pub mod assumption;
pub mod attribute;
pub mod change;
pub mod difference;
pub mod document;
pub mod edit;
pub mod extra;
pub mod fault;
pub mod field;
pub mod fragment;
pub mod generate;
pub mod id;
pub mod kind;
pub mod note;
pub mod project;
pub mod selection;
mod shared_map;
pub mod snapshot;
pub mod tie;

pub use actor::{Actor, Place};
pub use change::{Change, Swap};
pub use document::Document;
pub use edit::Edit;
pub use extra::Extra;
pub use fault::Refusal;
pub use id::{ActorId, Ids, NoteId, Retired, SnapshotId, TieId, ZoneId};
pub use kind::{ActorKind, Role, TieKind};
pub use note::{Frames, Hue, Jot, Note, Zone};
pub use project::Project;
pub use selection::Selection;
pub use snapshot::Snapshot;
pub use tie::Tie;

/// Fields of a file that this version does not know, by name, as the JSON text that was read.
///
/// They are carried along untouched and written back, so that an older program never strips what a newer one added.
pub type Unknown = std::collections::BTreeMap<String, String>;
