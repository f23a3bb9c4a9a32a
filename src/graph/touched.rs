//! Where an edit was made: actors whose surroundings differ between two networks, and figures counted anew only there.

use crate::base::cancel::{Cancel, Cancelled};

use super::channels::old_numbers;
use super::{Simple, cohesion};

/// What two states of a network have in common, actor by actor.
#[derive(Clone, Debug)]
pub struct Touched {
    /// The number that an actor had, if neither its partners nor the ties among them have changed.
    same: Vec<Option<usize>>,
    /// All others, in rising order.
    others: Vec<usize>,
}

impl Touched {
    /// Compares two states.
    pub fn between(before: &Simple, after: &Simple) -> Self {
        let mut same = old_numbers(after.ids(), before.ids());
        let name =
            |network: &Simple, i: usize, place: usize| network.ids()[network.neighbors(i)[place] as usize];
        let mut moved = vec![false; after.n()];
        for (i, was) in same.iter().enumerate() {
            moved[i] = was.is_none_or(|was| {
                let k = after.degree(i);
                k != before.degree(was) || (0..k).any(|p| name(after, i, p) != name(before, was, p))
            });
        }
        // A tie that has come or gone changes both of its ends, and concerns whoever has both as partners.
        let mut others = Vec::new();
        for (i, was) in same.iter_mut().enumerate() {
            let moved_partners = || after.neighbors(i).iter().filter(|&&j| moved[j as usize]).count();
            if moved[i] || moved_partners() >= 2 {
                *was = None;
                others.push(i);
            }
        }
        Self { same, others }
    }

    /// How many actors have to be looked at anew.
    pub fn count(&self) -> usize {
        self.others.len()
    }

    /// Triangles through each actor, from those of the state before.
    pub fn triangles(&self, after: &Simple, before: &[u64]) -> Vec<u64> {
        self.with(before, cohesion::triangles_of(after, &self.others))
    }

    /// The efficiency among the partners of each actor, from those of the state before.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn efficiencies(
        &self,
        after: &Simple,
        before: &[f64],
        cancel: &Cancel,
    ) -> Result<Vec<f64>, Cancelled> {
        Ok(self.with(before, cohesion::efficiencies_of(after, &self.others, cancel)?))
    }

    fn with<T: Copy>(&self, before: &[T], anew: Vec<T>) -> Vec<T> {
        let mut anew = anew.into_iter();
        let value = |was: &Option<usize>| match *was {
            Some(was) => Some(before[was]),
            None => anew.next(),
        };
        self.same.iter().filter_map(value).collect()
    }
}
