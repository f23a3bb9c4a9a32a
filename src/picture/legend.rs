//! What on a map needs explaining: the kinds that occur, with how often.

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
        let mut actors = [0; ActorKind::ALL.len()];
        for mark in scene.marks() {
            actors[mark.kind as usize] += 1;
        }
        let mut ties = [0; TieKind::ALL.len()];
        for strand in scene.strands() {
            ties[strand.kind as usize] += 1;
        }
        let ties = TieKind::ALL.into_iter().zip(ties);
        Self {
            actors: ActorKind::ALL
                .into_iter()
                .zip(actors)
                .filter(|(_, count)| *count > 0)
                .collect(),
            ties: ties.filter(|(_, count)| *count > 0).collect(),
            externals: scene.marks().iter().filter(|mark| mark.external).count(),
            disabled: scene.strands().iter().filter(|strand| !strand.enabled).count(),
        }
    }

    /// Nothing to explain.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }
}
