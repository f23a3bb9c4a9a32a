//! The project file, `*.milieu`: one JSON text, one actor or tie a line.
//!
//! Fields that this version does not know are carried along at every level. Those of the header, of `lq` and of
//! `assumptions` are kept in the [`Unknown`](crate::model::Unknown) map of the object around them, as one object
//! under that name.

use crate::base::notice::Notice;
use crate::model::{ActorId, Document};

use super::fault::Fault;

/// The newest format that this version writes and fully understands.
pub const FORMAT: u64 = 1;

/// What was read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The project.
    pub document: Document,
    /// The format that it is written in; [`FORMAT`] or an older or newer one.
    pub format: u64,
    /// What was repaired or left out, with its line.
    pub notices: Vec<Notice>,
    /// Actors without a place in the file; they stand on a spiral and wait for a layout.
    pub unplaced: Vec<ActorId>,
}

impl Opened {
    /// A newer version wrote it: it may mean more than is understood here.
    pub fn newer(&self) -> bool {
        self.format > FORMAT
    }
}

/// Reads a project.
///
/// # Errors
/// When the bytes are not a project, with the line and the column. What can be repaired is, and is said aloud.
pub fn read(bytes: &[u8]) -> Result<Opened, Fault> {
    super::reader::read(bytes)
}

/// The text of a project: the same document always gives the same bytes.
pub fn write(document: &Document) -> String {
    super::writer::write(document)
}
