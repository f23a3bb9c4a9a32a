//! Two states of the project on the table at once: which they are, and what the worker has found about them.

use std::sync::Arc;

use crate::analysis::comparison::{Comparison, compare};
use crate::base::cancel::{Cancel, Cancelled};
use crate::model::difference::{Difference, Fate, Matching};
use crate::model::{Change, Document, SnapshotId, Swap};
use crate::picture::Scene;

use super::Pace;
use super::desk::Desk;

/// One of the two states that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A snapshot.
    Snapshot(SnapshotId),
    /// The project as it is.
    Now,
    /// A file that was read for this, see [`Comparing::other`].
    Other,
}

/// Two states that have been compared, with what it takes to show them on one map.
pub struct Together {
    /// What differs.
    pub comparison: Arc<Comparison>,
    /// The second state with what only the first one has, each at its place.
    pub union: Document,
    /// That as a picture.
    pub both: Scene,
    /// Each state by itself.
    pub sides: [Scene; 2],
}

impl Together {
    /// Compares two states of a project.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn of(before: &Arc<Document>, after: &Arc<Document>, cancel: &Cancel) -> Result<Self, Cancelled> {
        let comparison = Arc::new(compare(before, after, Matching::Ids, cancel)?);
        let union = union(&comparison);
        Ok(Self {
            both: Scene::of(&union),
            sides: [before, after].map(|state| Scene::of(state)),
            union,
            comparison,
        })
    }
}

/// Both states in one document: where they share a thing, as it is in the second.
fn union(comparison: &Comparison) -> Document {
    let (before, after) = (&comparison.before.document, &comparison.after.document);
    let Difference { actors, ties, .. } = &comparison.difference;
    let mut changes = Vec::new();
    for fate in actors {
        if let Fate::Removed(id) = *fate
            && let (Some(actor), Some(place)) = (before.actor(id), before.place(id))
        {
            changes.push(Change::Actor(id, Swap::add(Arc::new(actor.clone()))));
            changes.push(Change::Place(id, Swap::add(place)));
        }
    }
    for fate in ties {
        if let Fate::Removed(id) = *fate
            && let Some(tie) = before.tie(id)
        {
            changes.push(Change::Tie(id, Swap::add(Arc::new(tie.clone()))));
        }
    }
    after.with(&changes).unwrap_or_else(|_| Document::clone(after))
}

/// What is compared, if anything, and the newest result.
pub struct Comparing {
    worker: Desk<[Arc<Document>; 2], Arc<Together>>,
    sides: Option<[Side; 2]>,
    /// The project that was last asked about.
    asked: Option<Arc<Document>>,
    found: Option<Arc<Together>>,
    /// What was read to be compared with, and what people call it.
    other: Option<(String, Arc<Document>)>,
}

impl Comparing {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            worker: Desk::new(
                "comparison",
                pace,
                |[before, after]: [Arc<Document>; 2], cancel: &_| {
                    Together::of(&before, &after, cancel).map(Arc::new)
                },
            ),
            sides: None,
            asked: None,
            found: None,
            other: None,
        }
    }

    /// What people call a side.
    pub fn name(&self, side: Side, document: &Document) -> String {
        match side {
            Side::Snapshot(id) => document.snapshot_name(id),
            Side::Now => "Now".to_owned(),
            Side::Other => self.other().unwrap_or_default().to_owned(),
        }
    }

    /// What people call the file that was read to be compared with, if one was.
    pub fn other(&self) -> Option<&str> {
        self.other.as_ref().map(|(words, _)| words.as_str())
    }

    fn state(&self, side: Side, document: &Arc<Document>) -> Option<Arc<Document>> {
        match side {
            Side::Snapshot(id) => document.as_of(id).map(Arc::new),
            Side::Now => Some(Arc::clone(document)),
            Side::Other => self.other.as_ref().map(|(_, other)| Arc::clone(other)),
        }
    }

    /// Has this at hand as [`Side::Other`] until the comparison ends.
    pub(super) fn bring(&mut self, words: String, other: Arc<Document>) {
        self.stop();
        self.other = Some((words, other));
    }

    /// Which two states are compared: from the first to the second.
    pub fn sides(&self) -> Option<[Side; 2]> {
        self.sides
    }

    /// The newest result; none until the first has been found.
    pub fn found(&self) -> Option<&Arc<Comparison>> {
        self.together().map(|together| &together.comparison)
    }

    /// The same with its pictures.
    pub fn together(&self) -> Option<&Arc<Together>> {
        self.found.as_ref().filter(|_| self.sides.is_some())
    }

    /// The result on show is of an older state.
    pub fn pending(&self) -> bool {
        self.worker.pending()
    }

    /// Compares these from now on, until [`Comparing::stop`].
    pub(super) fn start(&mut self, sides: [Side; 2], document: &Arc<Document>) {
        let other = self.other.take();
        self.stop();
        self.other = other;
        self.sides = Some(sides);
        self.follow(document);
    }

    pub(super) fn stop(&mut self) {
        self.worker.cancel();
        self.sides = None;
        self.asked = None;
        self.found = None;
        self.other = None;
    }

    /// The project may have changed. A side that has gone ends the comparison.
    pub(super) fn follow(&mut self, document: &Arc<Document>) {
        let Some(sides) = self.sides else { return };
        if self
            .asked
            .as_ref()
            .is_some_and(|asked| same(asked, document, sides))
        {
            return;
        }
        let [Some(before), Some(after)] = sides.map(|side| self.state(side, document)) else {
            self.stop();
            return;
        };
        self.asked = Some(Arc::clone(document));
        self.worker.ask([before, after]);
        self.poll();
    }

    pub(super) fn poll(&mut self) {
        if let Some(together) = self.worker.take() {
            self.found = Some(together);
        }
    }

    /// A failure of the program itself while comparing, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.worker.take_fault()
    }
}

/// Both sides are what they were; the old document keeps its snapshots alive, so their places in memory tell.
fn same(old: &Arc<Document>, new: &Arc<Document>, sides: [Side; 2]) -> bool {
    Arc::ptr_eq(old, new)
        || sides.into_iter().all(|side| match side {
            Side::Now => false,
            Side::Other => true,
            Side::Snapshot(id) => match (old.snapshot(id), new.snapshot(id)) {
                (Some(old), Some(new)) => std::ptr::eq(old, new),
                _ => false,
            },
        })
}
