//! Networks drawn by chance that keep the number of partners of every actor: what a figure is compared with.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::rng::Rng;
use crate::model::TieKind;

use super::Simple;

/// Swaps made per tied pair.
const SWAPS_PER_PAIR: usize = 5;
/// Draws allowed per swap; networks such as a star leave nothing to swap.
const DRAWS_PER_SWAP: usize = 20;
/// Draws between two looks at the flag.
const DRAWS_PER_CHECK: usize = 4_096;

/// A network with the same degrees in which chance decides who is tied to whom: five swaps of partners per tied pair
/// (Maslov & Sneppen 2002). It may fall apart into more components.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn rewired(network: &Simple, rng: &mut Rng, cancel: &Cancel) -> Result<Simple, Cancelled> {
    let mut swapping = Swapping::new(network);
    let wanted = SWAPS_PER_PAIR * network.m();
    swapping.run(wanted, wanted * DRAWS_PER_SWAP, rng, cancel, |_, _| true)?;
    Ok(swapping.into_network(network))
}

/// A network with the same degrees and ties as short as possible between actors who stand in a ring in order of
/// their numbers (Sporns & Zwi 2004): neighbors share neighbors, as in a lattice.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn latticized(network: &Simple, rng: &mut Rng, cancel: &Cancel) -> Result<Simple, Cancelled> {
    let n = network.n();
    let apart = |(a, b): (usize, usize)| a.abs_diff(b).min(n - a.abs_diff(b));
    let mut swapping = Swapping::new(network);
    // From chance towards order: what the ties looked like before must not show.
    let wanted = SWAPS_PER_PAIR * network.m();
    swapping.run(wanted, wanted * DRAWS_PER_SWAP, rng, cancel, |_, _| true)?;
    // Only swaps that shorten count, so they end by themselves; the draws are bounded for large networks.
    let draws = wanted * DRAWS_PER_SWAP;
    swapping.run(usize::MAX, draws, rng, cancel, |before, after| {
        apart(after[0]) + apart(after[1]) < apart(before[0]) + apart(before[1])
    })?;
    Ok(swapping.into_network(network))
}

/// Two tied pairs, before or after they swap partners.
type Two = [(usize, usize); 2];

/// Pairs that swap partners, with the partners of everybody beside them.
struct Swapping {
    pairs: Vec<(usize, usize)>,
    partners: Vec<Vec<usize>>,
}

impl Swapping {
    fn new(network: &Simple) -> Self {
        Self {
            pairs: network.pairs().map(|pair| (pair.low, pair.high)).collect(),
            partners: (0..network.n())
                .map(|i| network.neighbors(i).iter().map(|&j| j as usize).collect())
                .collect(),
        }
    }

    /// Draws two pairs again and again and lets them swap partners where `wished` and nobody is tied twice or to
    /// itself afterwards; stops after so many swaps or draws.
    fn run(
        &mut self,
        swaps: usize,
        draws: usize,
        rng: &mut Rng,
        cancel: &Cancel,
        wished: impl Fn(Two, Two) -> bool,
    ) -> Result<(), Cancelled> {
        if self.pairs.len() < 2 {
            return Ok(());
        }
        let mut swapped = 0;
        for draw in 0..draws {
            if draw % DRAWS_PER_CHECK == 0 {
                cancel.check()?;
            }
            if swapped >= swaps {
                break;
            }
            let (x, y) = (rng.below(self.pairs.len()), rng.below(self.pairs.len()));
            let (a, b) = self.pairs[x];
            let (c, d) = self.pairs[y];
            // Either end of the second pair may be the one that is swapped.
            let (c, d) = if rng.next_u32() & 1 == 0 { (c, d) } else { (d, c) };
            let after = [(a, d), (c, b)];
            if a == c || a == d || b == c || b == d || self.tied(a, d) || self.tied(c, b) {
                continue;
            }
            if !wished([(a, b), (c, d)], after) {
                continue;
            }
            self.pairs[x] = after[0];
            self.pairs[y] = after[1];
            for (who, old, new) in [(a, b, d), (b, a, c), (c, d, b), (d, c, a)] {
                if let Some(place) = self.partners[who].iter().position(|&partner| partner == old) {
                    self.partners[who][place] = new;
                }
            }
            swapped += 1;
        }
        Ok(())
    }

    fn tied(&self, i: usize, j: usize) -> bool {
        let (few, other) = if self.partners[i].len() <= self.partners[j].len() {
            (i, j)
        } else {
            (j, i)
        };
        self.partners[few].contains(&other)
    }

    fn into_network(self, network: &Simple) -> Simple {
        let joints = self.pairs.into_iter();
        let joints = joints.map(|(a, b)| (a.min(b), a.max(b), TieKind::Social));
        Simple::from_joints(network.ids().to_vec(), joints.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::cohesion::{mean_clustering, triangles};
    use crate::graph::fixtures;

    fn clustering(network: &Simple) -> f64 {
        mean_clustering(network, &triangles(network)).unwrap()
    }

    #[test]
    fn degrees_stay_and_partners_change() {
        let cancel = Cancel::new();
        for network in [
            fixtures::karate(),
            fixtures::kite(),
            fixtures::florentine_with_pucci(),
        ] {
            for seed in 0..5 {
                let drawn = rewired(&network, &mut Rng::new(seed), &cancel).unwrap();
                assert_eq!(drawn.degrees(), network.degrees());
                assert_ne!(drawn, network);
                assert_eq!(drawn.ids(), network.ids());
                let again = rewired(&network, &mut Rng::new(seed), &cancel).unwrap();
                assert_eq!(drawn, again);
                let lattice = latticized(&network, &mut Rng::new(seed), &cancel).unwrap();
                assert_eq!(lattice.degrees(), network.degrees());
            }
        }
    }

    #[test]
    fn chance_has_little_clustering_and_a_lattice_much() {
        // A ring in which everybody is tied to the four nearest: clustering one half.
        let n = 60;
        let pairs: Vec<_> = (0..n)
            .flat_map(|i| [(i, (i + 1) % n), (i, (i + 2) % n)])
            .collect();
        let ring = fixtures::network(n, &pairs);
        let cancel = Cancel::new();
        let chance = rewired(&ring, &mut Rng::new(1), &cancel).unwrap();
        assert!(clustering(&chance) < 0.15, "{}", clustering(&chance));
        let lattice = latticized(&ring, &mut Rng::new(1), &cancel).unwrap();
        assert!(clustering(&lattice) > 0.35, "{}", clustering(&lattice));
    }

    #[test]
    fn networks_without_a_swap_stay_as_they_are() {
        let cancel = Cancel::new();
        for network in [
            fixtures::star(6),
            fixtures::complete(5),
            fixtures::network(0, &[]),
        ] {
            for drawn in [
                rewired(&network, &mut Rng::new(3), &cancel),
                latticized(&network, &mut Rng::new(3), &cancel),
            ] {
                let drawn = drawn.unwrap();
                assert_eq!(drawn, network);
            }
        }
        cancel.raise();
        assert!(rewired(&fixtures::karate(), &mut Rng::new(1), &cancel).is_err());
    }
}
