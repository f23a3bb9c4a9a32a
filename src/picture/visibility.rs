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
