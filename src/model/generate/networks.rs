//! Pairs of numbers, each at most once, as the models tie them.

#![expect(
    clippy::disallowed_types,
    reason = "the set is only asked, never walked through"
)]

use std::collections::HashSet;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::rng::Rng;

use super::{Model, Recipe};

/// Ties drawn between two looks at the flag.
const TIES_PER_CHECK: usize = 4_096;
/// Actors of a planted group, and spokes of a hub.
pub(super) const GROUP: usize = 50;
/// Share of ties inside the groups.
const INSIDE: f64 = 0.8;
/// Share of the ring's ties that are led elsewhere.
const REWIRED: f64 = 0.1;
/// Draws as the model has it before one tie is drawn from all pairs: where a model is full, the rest falls anywhere.
const TRIES: usize = 40;

/// So many pairs, the earlier number first; each pair once, in the order in which they were drawn.
pub(super) fn of(recipe: &Recipe, cancel: &Cancel) -> Result<Vec<(u32, u32)>, Cancelled> {
    let mut drawing = Drawing {
        count: recipe.actors,
        rng: Rng::new(recipe.seed),
        pairs: Vec::with_capacity(recipe.ties),
        tied: HashSet::with_capacity(recipe.ties),
    };
    match recipe.model {
        Model::Attachment => attached(&mut drawing, recipe.ties, cancel)?,
        Model::Chance => drawing.fill(recipe.ties, cancel, Drawing::any)?,
        Model::SmallWorld => ring(&mut drawing, recipe.ties, cancel)?,
        Model::Groups => drawing.fill(recipe.ties, cancel, |drawing| {
            let (a, b) = drawing.any();
            if drawing.rng.unit() < INSIDE {
                (a, drawing.beside(a))
            } else {
                (a, b)
            }
        })?,
        Model::Hubs => hubs(&mut drawing, recipe.ties, cancel)?,
    }
    Ok(drawing.pairs)
}

/// Ties drawn so far.
struct Drawing {
    count: usize,
    rng: Rng,
    pairs: Vec<(u32, u32)>,
    tied: HashSet<(u32, u32)>,
}

impl Drawing {
    /// Ties two actors unless they are the same or tied already; whether it did.
    fn tie(&mut self, a: usize, b: usize) -> bool {
        let pair = (a.min(b) as u32, a.max(b) as u32);
        let new = a != b && self.tied.insert(pair);
        if new {
            self.pairs.push(pair);
        }
        new
    }

    /// Two actors, perhaps the same.
    fn any(&mut self) -> (usize, usize) {
        (self.rng.below(self.count), self.rng.below(self.count))
    }

    /// Somebody of the same group.
    fn beside(&mut self, a: usize) -> usize {
        let first = a - a % GROUP;
        first + self.rng.below(GROUP.min(self.count - first))
    }

    /// Draws until there are so many ties.
    fn fill(
        &mut self,
        ties: usize,
        cancel: &Cancel,
        mut draw: impl FnMut(&mut Self) -> (usize, usize),
    ) -> Result<(), Cancelled> {
        while self.pairs.len() < ties {
            if self.pairs.len().is_multiple_of(TIES_PER_CHECK) {
                cancel.check()?;
            }
            for tries in 0.. {
                let (a, b) = if tries < TRIES { draw(self) } else { self.any() };
                if self.tie(a, b) {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Newcomers choose among the ends of all ties so far, in which everybody is as often as they have ties.
fn attached(drawing: &mut Drawing, ties: usize, cancel: &Cancel) -> Result<(), Cancelled> {
    let count = drawing.count;
    let mut ends: Vec<u32> = Vec::with_capacity(2 * ties);
    for new in 1..count {
        if new.is_multiple_of(TIES_PER_CHECK) {
            cancel.check()?;
        }
        // The ties are spread evenly over the newcomers, as far as those who are there suffice.
        let wanted = (ties as u128 * new as u128 / (count as u128 - 1)) as usize;
        let most = wanted.saturating_sub(drawing.pairs.len()).min(new);
        for _ in 0..most {
            let tied = (0..TRIES).any(|_| {
                let old = match ends.len() {
                    0 => drawing.rng.below(new),
                    some => ends[drawing.rng.below(some)] as usize,
                };
                let tied = old < new && drawing.tie(old, new);
                if tied {
                    ends.extend([old as u32, new as u32]);
                }
                tied
            });
            if !tied {
                break;
            }
        }
    }
    drawing.fill(ties, cancel, Drawing::any)
}

/// Everybody is tied to the next ones on the ring; some of these ties are led elsewhere.
fn ring(drawing: &mut Drawing, ties: usize, cancel: &Cancel) -> Result<(), Cancelled> {
    let count = drawing.count;
    for k in 0..ties {
        if k.is_multiple_of(TIES_PER_CHECK) {
            cancel.check()?;
        }
        let (a, far) = (k % count, k / count + 1);
        if drawing.rng.unit() < REWIRED {
            let elsewhere = drawing.rng.below(count);
            drawing.tie(a, elsewhere);
        } else {
            drawing.tie(a, (a + far) % count);
        }
    }
    drawing.fill(ties, cancel, Drawing::any)
}

/// The first of each group is its hub: spokes tie themselves to it, hubs to each other, the rest falls inside groups.
fn hubs(drawing: &mut Drawing, ties: usize, cancel: &Cancel) -> Result<(), Cancelled> {
    let hub = |a: usize| a - a % GROUP;
    for spoke in 0..drawing.count {
        if drawing.pairs.len() == ties {
            return Ok(());
        }
        drawing.tie(hub(spoke), spoke);
    }
    drawing.fill(ties, cancel, |drawing| {
        let (a, b) = drawing.any();
        match drawing.rng.unit() {
            draw if draw < 0.1 => (hub(a), hub(b)),
            draw if draw < 0.4 => (a, hub(b)),
            _ => (a, drawing.beside(a)),
        }
    })
}
