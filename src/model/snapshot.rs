//! Named states of a project that stay in it, to be compared with each other and gone back to.

use super::{Document, Unknown};

/// A state that was worth keeping: who was there, what tied them, where they stood, the numbers of the project.
///
/// Words about the whole (title, place, notes, authors, sources) are not part of it: they tell of the project, which
/// goes on. Entries that have not changed since are shared with the project in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// What people call it; may be empty and need not be unique.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// Fields of a newer version.
    pub unknown: Unknown,
    state: Document,
}

impl Snapshot {
    /// Keeps the present state of `document`, without its own snapshots.
    pub fn of(document: &Document, name: impl Into<String>, note: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            note: note.into(),
            unknown: Unknown::new(),
            state: document.bare(),
        }
    }

    /// The state as it was kept: without words about the whole and without snapshots.
    pub fn state(&self) -> &Document {
        &self.state
    }

    /// Rough size in memory, bytes, when nothing of it is shared.
    pub(super) fn weight(&self) -> usize {
        let words = self.name.len() + self.note.len();
        let jots = self.state.notes().len() + self.state.zones().len();
        3_000 + words + 500 * self.state.actor_count() + 350 * self.state.tie_count() + 300 * jots
    }
}
