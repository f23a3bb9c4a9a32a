//! What on a map needs explaining: the kinds that occur, with how often.

use std::collections::BTreeMap;

use crate::model::{ActorKind, TieKind};

use super::Scene;

/// Kinds that occur, in their usual order, with their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legend {
    /// Kinds of actors.
    pub actors: Vec<(ActorKind, usize)>,
    /// Kinds of ties.
    pub ties: Vec<(TieKind, usize)>,
    /// Some actor is external, so that dashed outlines need a word.
    pub externals: usize,
    /// Some tie is disabled, so that faint ties need a word.
    pub disabled: usize,
}

impl Legend {
    /// What a scene shows or hides.
    pub fn of(scene: &Scene) -> Self {
        let mut actors: BTreeMap<ActorKind, usize> = BTreeMap::new();
        let mut ties: BTreeMap<TieKind, usize> = BTreeMap::new();
        for mark in scene.marks() {
            *actors.entry(mark.kind).or_default() += 1;
        }
        for strand in scene.strands() {
            *ties.entry(strand.kind).or_default() += 1;
        }
        Self {
            actors: actors.into_iter().collect(),
            ties: ties.into_iter().collect(),
            externals: scene.marks().iter().filter(|mark| mark.external).count(),
            disabled: scene.strands().iter().filter(|strand| !strand.enabled).count(),
        }
    }

    /// Nothing to explain.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }
}
