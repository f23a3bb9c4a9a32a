//! The figures of the snapshot that changes are compared with.

use std::sync::Arc;

use crate::analysis::{Assessment, assess};
use crate::model::{Document, SnapshotId};

use super::Pace;
use super::desk::Desk;

/// A snapshot as the yardstick of changes, measured on a worker.
pub(super) struct Kept {
    measuring: Desk<Document, Arc<Assessment>>,
    id: Option<SnapshotId>,
    figures: Option<Arc<Assessment>>,
}

impl Kept {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            measuring: Desk::new("snapshot figures", pace, |document: Document, cancel: &_| {
                assess(&document, cancel).map(Arc::new)
            }),
            id: None,
            figures: None,
        }
    }

    /// Its figures, once they are known.
    pub(super) fn figures(&self) -> Option<&Arc<Assessment>> {
        self.figures.as_ref()
    }

    /// Measures this snapshot of the project unless that has been asked for; whether there is such a snapshot.
    pub(super) fn follow(&mut self, id: SnapshotId, document: &Document) -> bool {
        let Some(snapshot) = document.snapshot(id) else {
            self.forget();
            return false;
        };
        if self.id != Some(id) {
            self.forget();
            self.id = Some(id);
            self.measuring.ask(snapshot.state().clone());
            self.poll();
        }
        true
    }

    /// Another project, or another yardstick.
    pub(super) fn forget(&mut self) {
        self.measuring.cancel();
        self.id = None;
        self.figures = None;
    }

    pub(super) fn poll(&mut self) {
        if let Some(figures) = self.measuring.take() {
            self.figures = Some(figures);
        }
    }

    /// A failure of the program itself while measuring, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.measuring.take_fault()
    }
}
