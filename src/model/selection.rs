//! A set of things on the map that an edit works on.

use std::collections::BTreeSet;

use super::{ActorId, Document, Jot, NoteId, TieId, ZoneId};

/// Chosen actors, ties, notes and zones. Not part of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Chosen actors.
    pub actors: BTreeSet<ActorId>,
    /// Chosen ties.
    pub ties: BTreeSet<TieId>,
    /// Chosen notes.
    pub notes: BTreeSet<NoteId>,
    /// Chosen zones.
    pub zones: BTreeSet<ZoneId>,
}

impl Selection {
    /// Only this actor.
    pub fn actor(id: ActorId) -> Self {
        Self {
            actors: BTreeSet::from([id]),
            ..Self::default()
        }
    }

    /// Only this tie.
    pub fn tie(id: TieId) -> Self {
        Self {
            ties: BTreeSet::from([id]),
            ..Self::default()
        }
    }

    /// Only this note or zone.
    pub fn jot(jot: Jot) -> Self {
        let mut selection = Self::default();
        match jot {
            Jot::Note(id) => selection.notes.insert(id),
            Jot::Zone(id) => selection.zones.insert(id),
        };
        selection
    }

    /// Everything there is.
    pub fn all(document: &Document) -> Self {
        Self {
            actors: document.actors().map(|(id, _)| id).collect(),
            ties: document.ties().map(|(id, _)| id).collect(),
            notes: document.notes().map(|(id, _)| id).collect(),
            zones: document.zones().map(|(id, _)| id).collect(),
        }
    }

    /// Nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many things are chosen.
    pub fn len(&self) -> usize {
        self.actors.len() + self.ties.len() + self.notes.len() + self.zones.len()
    }

    /// The only chosen actor, when nothing else is chosen.
    pub fn only_actor(&self) -> Option<ActorId> {
        (self.len() == 1).then(|| self.actors.first().copied()).flatten()
    }

    /// The only chosen tie, when nothing else is chosen.
    pub fn only_tie(&self) -> Option<TieId> {
        (self.len() == 1).then(|| self.ties.first().copied()).flatten()
    }

    /// The only chosen note or zone, when nothing else is chosen.
    pub fn only_jot(&self) -> Option<Jot> {
        (self.len() == 1).then(|| self.jots().next()).flatten()
    }

    /// Chosen notes, then chosen zones.
    pub fn jots(&self) -> impl Iterator<Item = Jot> {
        let notes = self.notes.iter().map(|&id| Jot::Note(id));
        notes.chain(self.zones.iter().map(|&id| Jot::Zone(id)))
    }

    /// This note or zone is chosen.
    pub fn has_jot(&self, jot: Jot) -> bool {
        match jot {
            Jot::Note(id) => self.notes.contains(&id),
            Jot::Zone(id) => self.zones.contains(&id),
        }
    }

    /// Something is chosen that can be copied: ties alone cannot, as they would have no ends.
    pub fn can_be_copied(&self) -> bool {
        self.len() > self.ties.len()
    }

    /// All of this and all of the other.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            actors: &self.actors | &other.actors,
            ties: &self.ties | &other.ties,
            notes: &self.notes | &other.notes,
            zones: &self.zones | &other.zones,
        }
    }

    /// This without what the other has.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self {
            actors: &self.actors - &other.actors,
            ties: &self.ties - &other.ties,
            notes: &self.notes - &other.notes,
            zones: &self.zones - &other.zones,
        }
    }

    /// What is in one of the two but not in both.
    #[must_use]
    pub fn toggled(&self, other: &Self) -> Self {
        Self {
            actors: &self.actors ^ &other.actors,
            ties: &self.ties ^ &other.ties,
            notes: &self.notes ^ &other.notes,
            zones: &self.zones ^ &other.zones,
        }
    }

    /// Forgets what is not in the document (any more).
    pub fn keep_existing(&mut self, document: &Document) {
        self.actors.retain(|&id| document.actor(id).is_some());
        self.ties.retain(|&id| document.tie(id).is_some());
        self.notes.retain(|&id| document.note(id).is_some());
        self.zones.retain(|&id| document.zone(id).is_some());
    }
}
