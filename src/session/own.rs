//! Which attributes of the person's own the project has, kept up to date beside the window.

use std::sync::Arc;

use crate::analysis::own::OwnNames;
use crate::base::cancel::Cancel;
use crate::model::Document;

use super::Pace;
use super::desk::Desk;

/// What is known of them.
pub(super) struct OwnState {
    desk: Desk<Arc<Document>, OwnNames>,
    asked: Option<Arc<Document>>,
    names: OwnNames,
}

impl OwnState {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            desk: Desk::new("attributes", pace, |document: Arc<Document>, _: &Cancel| {
                Ok(OwnNames::of(&document))
            }),
            asked: None,
            names: OwnNames::default(),
        }
    }

    /// Looks again when the project has changed.
    pub(super) fn follow(&mut self, document: &Arc<Document>) {
        if self
            .asked
            .as_ref()
            .is_none_or(|asked| !Arc::ptr_eq(asked, document))
        {
            self.asked = Some(Arc::clone(document));
            self.desk.ask(Arc::clone(document));
        }
        if let Some(names) = self.desk.take() {
            self.names = names;
        }
    }

    /// Their names, as they were the last time somebody looked.
    pub(super) fn names(&self) -> &OwnNames {
        &self.names
    }

    /// A failure of the program itself that nobody has been told of.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.desk.take_fault()
    }
}
