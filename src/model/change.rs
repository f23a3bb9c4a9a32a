//! The only way a document changes: pairs of before and after, so that every step can be taken back mechanically.

use std::sync::Arc;

use super::{
    Actor, ActorId, Note, NoteId, Place, Project, Retired, Snapshot, SnapshotId, Tie, TieId, Unknown, Zone,
    ZoneId,
};

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

impl<T> Swap<T> {
    fn weight(&self, of: impl Fn(&T) -> usize) -> usize {
        [&self.before, &self.after].into_iter().flatten().map(of).sum()
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
    /// A snapshot comes, goes or gets other words.
    Snapshot(SnapshotId, Swap<Arc<Snapshot>>),
    /// A note comes, goes or changes.
    Note(NoteId, Swap<Arc<Note>>),
    /// A zone comes, goes or changes.
    Zone(ZoneId, Swap<Arc<Zone>>),
    /// Numbers of removed things are never given out again; from the first to the second.
    Retired(Retired, Retired),
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
            Self::Retired(before, after) => Self::Retired(*after, *before),
            Self::Snapshot(id, swap) => Self::Snapshot(*id, swap.inverse()),
            Self::Note(id, swap) => Self::Note(*id, swap.inverse()),
            Self::Zone(id, swap) => Self::Zone(*id, swap.inverse()),
        }
    }

    /// Whether an indicator could read what this changes. None reads places, words, notes and zones.
    pub fn touches_indicators(&self) -> bool {
        match self {
            Self::Actor(
                _,
                Swap {
                    before: Some(before),
                    after: Some(after),
                },
            ) => before.without_words() != after.without_words(),
            Self::Tie(
                _,
                Swap {
                    before: Some(before),
                    after: Some(after),
                },
            ) => before.without_words() != after.without_words(),
            Self::Project(before, after) => before.without_words() != after.without_words(),
            Self::Place(..) | Self::Retired(..) | Self::Snapshot(..) => false,
            Self::Note(..) | Self::Zone(..) => false,
            Self::Actor(..) | Self::Tie(..) => true,
        }
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
            Self::Project(..) | Self::Retired(..) | Self::Snapshot(..) => false,
            Self::Note(..) | Self::Zone(..) => false,
        }
    }

    /// Rough size in memory, bytes, for the cap on the history.
    pub fn weight(&self) -> usize {
        match self {
            Self::Actor(_, swap) => swap.weight(|actor| {
                let words = actor.name.len() + actor.extra.note.len() + lengths(&actor.extra.tags);
                400 + words + unknown_lengths(&actor.extra.unknown)
            }),
            Self::Tie(_, swap) => swap.weight(|tie| {
                300 + tie.extra.note.len() + lengths(&tie.extra.tags) + unknown_lengths(&tie.extra.unknown)
            }),
            Self::Place(..) | Self::Retired(..) => 80,
            Self::Snapshot(_, swap) => swap.weight(|snapshot| snapshot.weight()),
            Self::Note(_, swap) => swap.weight(|note| 200 + note.text.len() + unknown_lengths(&note.unknown)),
            Self::Zone(_, swap) => {
                swap.weight(|zone| 200 + zone.name.len() + zone.note.len() + unknown_lengths(&zone.unknown))
            }
            Self::Project(before, after) => [before, after]
                .map(|project| {
                    let lists = lengths(&project.authors) + lengths(&project.sources);
                    2_000 + project.notes.len() + lists + unknown_lengths(&project.unknown)
                })
                .iter()
                .sum(),
        }
    }
}

fn lengths(words: &[String]) -> usize {
    words.iter().map(|word| word.len() + 24).sum()
}

fn unknown_lengths(unknown: &Unknown) -> usize {
    unknown
        .iter()
        .map(|(name, json)| name.len() + json.len() + 48)
        .sum()
}

/// The changes that take back all of `changes`.
pub fn inverse(changes: &[Change]) -> Vec<Change> {
    changes.iter().rev().map(Change::inverse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorKind;

    #[test]
    fn long_words_weigh_what_they_take() {
        let mut actor = Actor::new("A", ActorKind::Final);
        let id = ActorId::new(1).unwrap();
        let short = Change::Actor(id, Swap::add(Arc::new(actor.clone()))).weight();
        actor.extra.note = "x".repeat(1_000_000);
        let long = Arc::new(actor);
        let twice = Change::Actor(id, Swap::replace(Arc::clone(&long), long)).weight();
        assert!(short < 1_000 && twice > 2_000_000, "{short} {twice}");
    }
}
