//! The project file, `*.milieu`: one JSON text, one actor or tie a line.
//!
//! Fields that this version does not know are carried along at every level. Those of the header, of `lq` and of
//! `assumptions` are kept in the [`Unknown`](crate::model::Unknown) map of the object around them, as one object
//! under that name.

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
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
    read_telling(bytes, &Progress::new(), &Cancel::new())
}

/// The same, telling how far it is; once `cancel` is raised it ends with a fault that says so.
///
/// # Errors
/// As [`read`].
pub fn read_telling(bytes: &[u8], progress: &Progress, cancel: &Cancel) -> Result<Opened, Fault> {
    super::reader::read(bytes, progress, cancel)
}

/// Whether a text says exactly what a document holds. Takes less memory than reading it would.
pub(super) fn holds(text: &str, document: &Document) -> bool {
    let read = super::reader::read_like(text.as_bytes(), document, &Progress::new(), &Cancel::new());
    read.is_ok_and(|again| again.document == *document)
}

/// The text of a project: the same document always gives the same bytes.
pub fn write(document: &Document) -> String {
    super::writer::write(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::generate::{Model, Recipe};

    #[test]
    fn reading_tells_how_far_it_is_and_can_be_given_up() {
        let recipe = Recipe {
            model: Model::ALL[0],
            actors: 3_000,
            ties: 9_000,
            seed: 1,
        };
        let text = write(&recipe.make(&Cancel::new()).unwrap());
        let (progress, cancel) = (Progress::new(), Cancel::new());
        let whole = read_telling(text.as_bytes(), &progress, &cancel).unwrap();
        assert_eq!(whole.document.tie_count(), 9_000);
        assert!(progress.share() > 0.5);
        cancel.raise();
        let fault = read_telling(text.as_bytes(), &progress, &cancel).unwrap_err();
        assert!(fault.to_string().contains("given up"), "{fault}");
    }
}
