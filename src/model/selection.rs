//! A set of actors and ties that an edit works on.

use std::collections::BTreeSet;

use super::{ActorId, Document, TieId};

/// Chosen actors and ties. Not part of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Chosen actors.
    pub actors: BTreeSet<ActorId>,
    /// Chosen ties.
    pub ties: BTreeSet<TieId>,
}

impl Selection {
    /// Only this actor.
    pub fn actor(id: ActorId) -> Self {
        Self {
            actors: BTreeSet::from([id]),
            ties: BTreeSet::new(),
        }
    }

    /// Only this tie.
    pub fn tie(id: TieId) -> Self {
        Self {
            actors: BTreeSet::new(),
            ties: BTreeSet::from([id]),
        }
    }

    /// Everything there is.
    pub fn all(document: &Document) -> Self {
        Self {
            actors: document.actors().map(|(id, _)| id).collect(),
            ties: document.ties().map(|(id, _)| id).collect(),
        }
    }

    /// Nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.ties.is_empty()
    }

    /// How many things are chosen.
    pub fn len(&self) -> usize {
        self.actors.len() + self.ties.len()
    }

    /// The only chosen actor, when nothing else is chosen.
    pub fn only_actor(&self) -> Option<ActorId> {
        (self.len() == 1).then(|| self.actors.first().copied()).flatten()
    }

    /// The only chosen tie, when nothing else is chosen.
    pub fn only_tie(&self) -> Option<TieId> {
        (self.len() == 1).then(|| self.ties.first().copied()).flatten()
    }

    /// Forgets what is not in the document (any more).
    pub fn keep_existing(&mut self, document: &Document) {
        self.actors.retain(|&id| document.actor(id).is_some());
        self.ties.retain(|&id| document.tie(id).is_some());
    }
}
