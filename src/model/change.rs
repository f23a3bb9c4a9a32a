//! The only way a document changes: pairs of before and after, so that every step can be taken back mechanically.

use std::sync::Arc;

use super::{Actor, ActorId, Place, Project, Tie, TieId};

/// One object before and after; absent means that it does not exist. Swapping the two sides undoes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Swap<T> {
    /// What must be there for the change to fit.
    pub before: Option<T>,
    /// What is there afterwards.
    pub after: Option<T>,
}

impl<T> Swap<T> {
    /// Something new.
    pub fn add(after: T) -> Self {
        Self {
            before: None,
            after: Some(after),
        }
    }

    /// Something goes.
    pub fn remove(before: T) -> Self {
        Self {
            before: Some(before),
            after: None,
        }
    }

    /// Something becomes something else.
    pub fn replace(before: T, after: T) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
        }
    }
}

impl<T: Clone> Swap<T> {
    fn inverse(&self) -> Self {
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
        }
    }
}

/// What happens to one object of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// An actor comes, goes or changes.
    Actor(ActorId, Swap<Arc<Actor>>),
    /// A tie comes, goes or changes.
    Tie(TieId, Swap<Arc<Tie>>),
    /// An actor's place comes, goes or changes.
    Place(ActorId, Swap<Place>),
    /// The project's own words and numbers change, from the first to the second.
    Project(Arc<Project>, Arc<Project>),
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Actor(id, swap) => Self::Actor(*id, swap.inverse()),
            Self::Tie(id, swap) => Self::Tie(*id, swap.inverse()),
            Self::Place(id, swap) => Self::Place(*id, swap.inverse()),
            Self::Project(before, after) => Self::Project(Arc::clone(after), Arc::clone(before)),
        }
    }

    /// Whether an indicator could read what this changes; moving a mark never does.
    pub fn touches_indicators(&self) -> bool {
        !matches!(self, Self::Place(..))
    }

    /// Whether the layout should look at its surroundings again: who is tied to whom has changed. Numbers and words
    /// move nobody.
    pub fn touches_layout(&self) -> bool {
        match self {
            Self::Actor(_, swap) => swap.before.is_none() || swap.after.is_none(),
            Self::Tie(_, swap) => match (&swap.before, &swap.after) {
                (Some(before), Some(after)) => {
                    let pull = |tie: &Tie| (tie.from.min(tie.to), tie.from.max(tie.to), tie.enabled);
                    pull(before) != pull(after)
                }
                _ => true,
            },
            Self::Place(..) => true,
            Self::Project(..) => false,
        }
    }

    /// Rough size in memory, bytes, for the cap on the history.
    pub fn weight(&self) -> usize {
        match self {
            Self::Actor(_, swap) => {
                400 * usize::from(swap.before.is_some()) + 400 * usize::from(swap.after.is_some())
            }
            Self::Tie(_, swap) => {
                300 * usize::from(swap.before.is_some()) + 300 * usize::from(swap.after.is_some())
            }
            Self::Place(..) => 80,
            Self::Project(before, after) => 2_000 + before.notes.len() + after.notes.len(),
        }
    }
}

/// The changes that take back all of `changes`.
pub fn inverse(changes: &[Change]) -> Vec<Change> {
    changes.iter().rev().map(Change::inverse).collect()
}
