//! The figures of the snapshot that changes are compared with.

use std::sync::Arc;

use crate::analysis::{Assessment, assess};
use crate::model::{Document, SnapshotId};

use super::Pace;
use super::work::{Answer, Worker};

/// A snapshot as the yardstick of changes, measured on a worker.
pub(super) struct Kept {
    measuring: Worker<Document, Arc<Assessment>>,
    id: Option<SnapshotId>,
    ticket: u64,
    figures: Option<Arc<Assessment>>,
    fault: Option<String>,
}

impl Kept {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            measuring: Worker::new("snapshot figures", pace, |document: Document, cancel: &_| {
                assess(&document, cancel).map(Arc::new)
            }),
            id: None,
            ticket: 0,
            figures: None,
            fault: None,
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
            self.ticket += 1;
            self.measuring.ask(self.ticket, snapshot.state().clone());
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
        if let Some((ticket, answer)) = self.measuring.poll()
            && ticket == self.ticket
        {
            match answer {
                Answer::Done(figures) => self.figures = Some(figures),
                Answer::Panicked(text) => self.fault = Some(text),
            }
        }
    }

    /// A failure of the program itself while measuring, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.fault.take()
    }
}
