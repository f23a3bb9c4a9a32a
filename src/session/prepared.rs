//! An edit worked out: by the session itself as a rule, by a worker where it moves very many actors at once.

use std::sync::Arc;

use crate::base::geom::Point;
use crate::model::edit::Outcome;
use crate::model::{ActorId, Document, Edit, Ids, Refusal};

/// An edit, what it does to a state, and the state after it.
pub(super) struct Prepared {
    of: Arc<Document>,
    pub(super) name: String,
    pub(super) outcome: Outcome,
    pub(super) document: Document,
}

impl Prepared {
    /// Works an edit out. Fresh identities come from `ids`.
    pub(super) fn of(document: &Arc<Document>, edit: &Edit, ids: &mut Ids) -> Result<Self, Refusal> {
        let outcome = edit.outcome(document, ids)?;
        Ok(Self {
            of: Arc::clone(document),
            name: edit.name(document),
            document: document.with(&outcome.changes)?,
            outcome,
        })
    }

    /// The edit that leaves actors where a layout has brought them, but for pinned ones.
    pub(super) fn rest(document: &Arc<Document>, moved: &[(ActorId, Point)]) -> Option<Self> {
        let free = |id: ActorId| document.place(id).is_some_and(|place| !place.pinned);
        let places = moved.iter().copied().filter(|&(id, _)| free(id)).collect();
        Self::of(document, &Edit::Arrange(places), &mut document.ids()).ok()
    }

    /// It fits this state.
    pub(super) fn fits(&self, document: &Arc<Document>) -> bool {
        Arc::ptr_eq(&self.of, document)
    }
}
