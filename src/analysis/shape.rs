//! What several figures of the network's shape need beyond distances and components, each computed once.
//!
//! Views N and D have the same actors, by the same numbers, through any lens.

use std::cell::OnceCell;

use crate::base::cancel::Cancelled;
use crate::graph::brokerage::{self, Shares};
use crate::graph::core::{self, CorePeriphery};
use crate::graph::groups::{self, Division, Weighted};
use crate::graph::lens::pair_weights;
use crate::graph::mixing::Slope;
use crate::graph::small_world::{self, SmallWorld};
use crate::graph::{Simple, centrality, fragility, mixing, pairs, triads};
use crate::model::{ActorId, ActorKind};

use super::certainty::{Budget, Way};
use super::facts::{Facts, once};
use super::memory::OfPlain;

/// Betweenness of tied pairs: a look at a tie takes about 10 ns.
const PAIR_BETWEENNESS: Budget = Budget {
    at_once: 1e5,
    soon: 1e8,
    ever: 1e8,
};

/// Results so far; see the methods of [`Facts`] below.
#[derive(Default)]
pub(super) struct Shape {
    open: OnceCell<Simple>,
    roles: OnceCell<Vec<usize>>,
    kinds: OnceCell<Vec<usize>>,
    ranks: OnceCell<Vec<usize>>,
    weighted: OnceCell<Weighted>,
    division: OnceCell<Division>,
    core_periphery: OnceCell<Option<CorePeriphery>>,
    shares: OnceCell<Shares>,
    constraint: OnceCell<Vec<Option<f64>>>,
    brokering: OnceCell<Vec<[u64; 5]>>,
    triads: OnceCell<[u64; 16]>,
    triads_by_actor: OnceCell<Vec<[u64; 16]>>,
    small_world: OnceCell<Option<SmallWorld>>,
    pagerank: OnceCell<Vec<f64>>,
    mixing_by_role: OnceCell<Vec<(usize, usize)>>,
    mixing_by_place: OnceCell<Vec<(usize, usize)>>,
}

impl Shape {
    /// Gives away what a later state may use, next to what it depends on.
    pub(super) fn hand_over(self, found: &mut OfPlain) {
        if let (Some(weighted), Some(division)) = (self.weighted.into_inner(), self.division.into_inner()) {
            found.groups = Some((weighted, division));
        }
        if let (Some(ranks), Some(core)) = (self.ranks.into_inner(), self.core_periphery.into_inner()) {
            found.core = Some((ranks, core));
        }
    }
}

impl Facts<'_> {
    /// View N with external actors.
    pub(super) fn open(&self) -> &Simple {
        self.shape
            .open
            .get_or_init(|| Simple::through(self.document, &self.lens().opened()))
    }

    /// Number of the role of each actor in view N.
    pub(super) fn roles(&self) -> &[usize] {
        self.shape
            .roles
            .get_or_init(|| self.by_actor(|kind| kind.role() as usize))
    }

    /// Number of the kind of each actor in view N.
    pub(super) fn kinds(&self) -> &[usize] {
        self.shape
            .kinds
            .get_or_init(|| self.by_actor(|kind| kind as usize))
    }

    fn by_actor(&self, of: impl Fn(ActorKind) -> usize) -> Vec<usize> {
        let kind = |&id: &ActorId| self.document.actor(id).map_or(0, |actor| of(actor.kind));
        self.plain().ids().iter().map(kind).collect()
    }

    /// Rank by name of each actor in view N: what is decided by chance or by order does not depend on ids.
    pub(super) fn ranks(&self) -> &[usize] {
        self.shape.ranks.get_or_init(|| self.name_ranks())
    }

    /// What belongs to each number in view N, in order of rank.
    pub(super) fn by_rank<T: Copy + Default>(&self, by_number: &[T]) -> Vec<T> {
        let mut ranked = vec![T::default(); by_number.len()];
        for (&rank, &value) in self.ranks().iter().zip(by_number) {
            ranked[rank] = value;
        }
        ranked
    }

    /// What belongs to each rank, in order of the numbers in view N.
    pub(super) fn in_number_order<T: Copy>(&self, by_rank: &[T]) -> Vec<T> {
        self.ranks().iter().map(|&rank| by_rank[rank]).collect()
    }

    /// View N with the summed weights of ties, its actors numbered by rank.
    pub(super) fn weighted(&self) -> &Weighted {
        self.shape.weighted.get_or_init(|| {
            let weights = pair_weights(self.plain(), self.document, self.lens());
            self.with_weights(&weights)
        })
    }

    /// From now on the pairs of view N have these weights, in their order. Before anybody has asked for the weighted
    /// view.
    pub(super) fn weigh(&self, weights: &[f64]) {
        self.shape.weighted.get_or_init(|| self.with_weights(weights));
    }

    fn with_weights(&self, weights: &[f64]) -> Weighted {
        let (network, ranks) = (self.plain(), self.ranks());
        let pairs = network.pairs().zip(weights);
        Weighted::new(
            network.n(),
            pairs.map(|(pair, &weight)| (ranks[pair.low], ranks[pair.high], weight)),
        )
    }

    /// Groups that Leiden finds, and the group of each actor in view N.
    pub(super) fn division(&self) -> Result<&Division, Cancelled> {
        once(&self.shape.division, || {
            if let Some((weighted, division)) = &self.of_plain.groups
                && weighted == self.weighted()
            {
                return Ok(division.clone());
            }
            let found = groups::divide(self.weighted(), self.cancel)?;
            let of = self.in_number_order(&found.of);
            Ok(Division { of, ..found })
        })
    }

    /// k-core of each actor in view N.
    pub(super) fn core_numbers(&self) -> &[usize] {
        self.of_plain
            .core_numbers
            .get_or_init(|| core::core_numbers(self.plain()))
    }

    /// The core that fits best.
    pub(super) fn core_periphery(&self) -> Result<Option<&CorePeriphery>, Cancelled> {
        let compute = || match &self.of_plain.core {
            Some((ranks, core)) if ranks == self.ranks() => Ok(core.clone()),
            _ => core::core_periphery(self.plain(), self.ranks(), self.cancel),
        };
        once(&self.shape.core_periphery, compute).map(Option::as_ref)
    }

    /// How actors divide themselves among their contacts in view D.
    pub(super) fn shares(&self) -> &Shares {
        self.shape.shares.get_or_init(|| Shares::new(self.directed()))
    }

    /// Burt's constraint of each actor in view D.
    pub(super) fn constraint(&self) -> &[Option<f64>] {
        self.shape.constraint.get_or_init(|| self.shares().constraint())
    }

    /// How often each actor is a go-between in view D, by part.
    pub(super) fn brokering(&self) -> &[[u64; 5]] {
        self.shape
            .brokering
            .get_or_init(|| brokerage::brokering(self.directed(), self.roles()))
    }

    /// How fast degrees fall in view N.
    pub(super) fn hierarchy_slope(&self) -> Option<Slope> {
        mixing::hierarchy_slope(self.plain(), self.ranks())
    }

    /// The census of triads in view D.
    pub(super) fn triads(&self) -> &[u64; 16] {
        self.shape.triads.get_or_init(|| triads::census(self.directed()))
    }

    /// In how many triads of each type every actor of view D is.
    pub(super) fn triads_by_actor(&self) -> &[[u64; 16]] {
        self.shape
            .triads_by_actor
            .get_or_init(|| triads::census_by_actor(self.directed()))
    }

    /// View N against networks drawn by chance.
    pub(super) fn small_world(&self) -> Result<Option<SmallWorld>, Cancelled> {
        let compute = || small_world::measure(self.plain(), self.ranks(), &self.progress, self.cancel);
        once(&self.shape.small_world, compute).copied()
    }

    /// Eigenvector centrality in view N.
    pub(super) fn eigenvector(&self) -> Result<&[f64], Cancelled> {
        let compute = || centrality::eigenvector(self.plain(), self.components(), self.cancel);
        once(&self.of_plain.eigenvector, compute).map(Vec::as_slice)
    }

    /// PageRank in view D.
    pub(super) fn pagerank(&self) -> Result<&[f64], Cancelled> {
        let compute = || centrality::pagerank(self.directed(), self.cancel);
        once(&self.shape.pagerank, compute).map(Vec::as_slice)
    }

    /// Betweenness of each pair of view N.
    pub(super) fn pair_betweenness(&self) -> Result<&[f64], Cancelled> {
        if self.of_plain.pair_betweenness.get().is_none()
            && self.way(self.every_tie_from_everybody(), &PAIR_BETWEENNESS)? == Way::Sample
        {
            return Err(Cancelled);
        }
        let compute = || pairs::betweenness(self.plain(), self.cancel);
        once(&self.of_plain.pair_betweenness, compute).map(Vec::as_slice)
    }

    /// Partners of other roles and of the same in view N.
    pub(super) fn mixing_by_role(&self) -> &[(usize, usize)] {
        self.shape
            .mixing_by_role
            .get_or_init(|| mixing::external_internal(self.plain(), self.roles()))
    }

    /// External and local partners of each local actor, in the order of the open view; those of external actors
    /// count neither way.
    pub(super) fn mixing_by_place(&self) -> &[(usize, usize)] {
        self.shape.mixing_by_place.get_or_init(|| {
            let open = self.open();
            let external = |&id: &ActorId| self.document.actor(id).is_some_and(|actor| actor.external);
            let group: Vec<usize> = open.ids().iter().map(|id| usize::from(external(id))).collect();
            let mut counts = mixing::external_internal(open, &group);
            for (count, group) in counts.iter_mut().zip(group) {
                if group == 1 {
                    *count = (0, 0);
                }
            }
            counts
        })
    }

    /// Actors of view N whose loss splits a component, in rising order.
    pub(super) fn articulation_points(&self) -> &[usize] {
        self.of_plain
            .articulation_points
            .get_or_init(|| fragility::articulation_points(self.plain()))
    }
}
