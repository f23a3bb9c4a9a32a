//! What is taken over from the states before: an edit leaves most of what figures rest on as it was.
//!
//! Nothing here is a guess. What was found for a network is taken over where the very same network is met again, be it
//! by another edit of trust or names, by undo, or once a trial is over; where one differs in a few places, figures of
//! single actors are counted anew there. The results have the same bits as those of a start from nothing.

use std::cell::OnceCell;
use std::collections::VecDeque;

use crate::base::cancel::Cancel;
use crate::graph::Simple;
use crate::graph::betweenness::Betweenness;
use crate::graph::channels::Channels;
use crate::graph::core::CorePeriphery;
use crate::graph::fragility::Components;
use crate::graph::groups::{Division, Weighted};
use crate::graph::paths::Sweep;
use crate::graph::sampling::Distances;
use crate::graph::touched::Touched;

use super::facts::Facts;

/// Results of states before, for those that come after.
#[derive(Debug, Default)]
pub struct Memory {
    /// Views N and what was found for them, the latest first.
    networks: VecDeque<(Simple, OfPlain)>,
    /// What reached whom by which channels.
    access: Option<Reached>,
}

/// Results that rest on view N and nothing else, or that come with what else they rest on.
#[derive(Debug, Default)]
pub(super) struct OfPlain {
    pub(super) triangles: OnceCell<Vec<u64>>,
    pub(super) efficiencies: OnceCell<Vec<f64>>,
    pub(super) components: OnceCell<Components>,
    pub(super) sweep: OnceCell<Sweep>,
    pub(super) distances: OnceCell<Distances>,
    pub(super) betweenness: OnceCell<Betweenness>,
    pub(super) pair_betweenness: OnceCell<Vec<f64>>,
    pub(super) core_numbers: OnceCell<Vec<usize>>,
    pub(super) articulation_points: OnceCell<Vec<usize>>,
    pub(super) eigenvector: OnceCell<Vec<f64>>,
    /// Groups of a state before, and the weights that they were found with.
    pub(super) groups: Option<(Weighted, Division)>,
    /// The core of a state before, and the ranks of actors that it was found with.
    pub(super) core: Option<(Vec<usize>, Option<CorePeriphery>)>,
}

/// Knowledge that gets to actors.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    channels: Channels,
    capability: Vec<f64>,
    /// For each actor; nothing where nobody has asked.
    amounts: Vec<Option<f64>>,
}

impl Memory {
    /// How many networks of this size are kept.
    fn room(actors: usize) -> usize {
        if actors <= 20_000 { 4 } else { 1 }
    }

    /// What is known of a network, and what of it can be had from the last one.
    pub(super) fn recall(&mut self, network: &Simple, cancel: &Cancel) -> OfPlain {
        let same = |(known, _): &(Simple, OfPlain)| known.same_pairs(network);
        if let Some(place) = self.networks.iter().position(same)
            && let Some((_, found)) = self.networks.remove(place)
        {
            return found;
        }
        let found = OfPlain::default();
        if let Some((before, last)) = self.networks.front() {
            let touched = Touched::between(before, network);
            if 4 * touched.count() > network.n() {
                return found;
            }
            if let Some(triangles) = last.triangles.get() {
                found
                    .triangles
                    .get_or_init(|| touched.triangles(network, triangles));
            }
            if let Some(efficiencies) = last.efficiencies.get()
                && let Ok(efficiencies) = touched.efficiencies(network, efficiencies, cancel)
            {
                found.efficiencies.get_or_init(|| efficiencies);
            }
        }
        found
    }

    /// What gets to each actor by these channels, where that is as it was.
    pub(super) fn amounts(
        &self,
        channels: &Channels,
        capability: &[f64],
        cancel: &Cancel,
    ) -> Vec<Option<f64>> {
        let Some(before) = &self.access else {
            return vec![None; capability.len()];
        };
        let kept = channels.undisturbed(capability, &before.channels, &before.capability, cancel);
        kept.into_iter().map(|was| before.amounts[was?]).collect()
    }

    /// Takes in what was found for the state that is done with, however far that came.
    pub(super) fn take_in(&mut self, facts: Facts<'_>) {
        let (network, access) = facts.into_results();
        if let Some((network, found)) = network {
            self.networks.truncate(Self::room(network.n()) - 1);
            self.networks.push_front((network, found));
        }
        if let Some((channels, capability, amounts)) = access
            && amounts.iter().any(Option::is_some)
        {
            self.access = Some(Reached {
                channels,
                capability,
                amounts,
            });
        }
    }
}
