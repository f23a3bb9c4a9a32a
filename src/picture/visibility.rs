//! Whether something on the map is seen, faded or hidden, and the list of what is not simply seen.

use crate::model::{ActorId, TieId};

/// How much of something is seen on the map. What is less seen is more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visibility {
    /// As usual.
    #[default]
    Seen,
    /// Drawn faintly, its name too.
    Faded,
    /// Not drawn.
    Hidden,
}

/// What a map shows: everything, but for those that are faded or hidden. A tie is never seen better than its ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Actors that are not simply seen, in id order.
    pub actors: Vec<(ActorId, Visibility)>,
    /// The same for ties.
    pub ties: Vec<(TieId, Visibility)>,
}

impl Shown {
    /// Nothing is faded or hidden.
    pub fn is_everything(&self) -> bool {
        self.actors.is_empty() && self.ties.is_empty()
    }

    /// What two leave together: of each thing as much as the one that shows less of it.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            actors: both(&self.actors, &other.actors),
            ties: both(&self.ties, &other.ties),
        }
    }

    /// How much of an actor is seen.
    pub fn actor(&self, id: ActorId) -> Visibility {
        find(&self.actors, id)
    }

    /// How much of a tie is seen.
    pub fn tie(&self, id: TieId) -> Visibility {
        find(&self.ties, id)
    }
}

fn find<I: Copy + Ord>(list: &[(I, Visibility)], id: I) -> Visibility {
    let place = list.binary_search_by_key(&id, |&(id, _)| id);
    place.map_or(Visibility::Seen, |place| list[place].1)
}

fn both<I: Copy + Ord>(one: &[(I, Visibility)], other: &[(I, Visibility)]) -> Vec<(I, Visibility)> {
    let mut all = Vec::with_capacity(one.len().max(other.len()));
    let mut rest = other.iter().copied().peekable();
    for &(id, visibility) in one {
        while let Some(before) = rest.next_if(|&(listed, _)| listed < id) {
            all.push(before);
        }
        let same = rest.next_if(|&(listed, _)| listed == id);
        all.push((
            id,
            visibility.max(same.map_or(Visibility::Seen, |(_, other)| other)),
        ));
    }
    all.extend(rest);
    all
}

/// Reads such a list beside ids that rise.
pub(super) struct Beside<'a, I>(std::iter::Peekable<std::slice::Iter<'a, (I, Visibility)>>);

impl<'a, I: Copy + Ord> Beside<'a, I> {
    pub(super) fn new(list: &'a [(I, Visibility)]) -> Self {
        Self(list.iter().peekable())
    }

    /// How much of the next one is seen; its id is larger than the one before.
    pub(super) fn of(&mut self, id: I) -> Visibility {
        while self.0.next_if(|&&(listed, _)| listed < id).is_some() {}
        let found = self.0.next_if(|&&(listed, _)| listed == id);
        found.map_or(Visibility::Seen, |&(_, visibility)| visibility)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_the_one_that_shows_less_counts() {
        use Visibility::{Faded, Hidden};
        let shown = |actors: &[(u64, Visibility)]| Shown {
            actors: actors
                .iter()
                .map(|&(n, visibility)| (ActorId::new(n).unwrap(), visibility))
                .collect(),
            ..Shown::default()
        };
        let (one, other) = (
            shown(&[(2, Faded), (4, Hidden), (5, Faded)]),
            shown(&[(1, Faded), (4, Faded), (5, Hidden), (9, Faded)]),
        );
        let together = shown(&[(1, Faded), (2, Faded), (4, Hidden), (5, Hidden), (9, Faded)]);
        assert_eq!(one.with(&other), together);
        assert_eq!(other.with(&one), together);
        assert_eq!(one.with(&Shown::default()), one);
    }

    #[test]
    fn the_list_is_read_by_id_and_beside_ids() {
        let id = |n| ActorId::new(n).unwrap();
        let list = vec![
            (id(2), Visibility::Faded),
            (id(4), Visibility::Hidden),
            (id(6), Visibility::Faded),
        ];
        let shown = Shown {
            actors: list.clone(),
            ..Shown::default()
        };
        let mut beside = Beside::new(&list);
        // The fourth has gone meanwhile.
        for n in [1, 2, 3, 5, 6, 7] {
            assert_eq!(beside.of(id(n)), shown.actor(id(n)), "{n}");
        }
        assert_eq!(shown.actor(id(4)), Visibility::Hidden);
    }
}
