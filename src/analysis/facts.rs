//! What indicators look at: a document once through, and everything that several of them need, each computed once.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::base::text::natural;
use crate::graph::betweenness::{self, Betweenness};
use crate::graph::channels::Channels;
use crate::graph::fragility::{self, Components};
use crate::graph::paths::{self, Sweep};
use crate::graph::sampling::{self, Distances, Estimate};
use crate::graph::{Directed, Lens, Simple, cohesion, view};
use crate::model::{Actor, ActorId, Document, Tie, TieId, TieKind};

use super::certainty::{Budget, Certainty, Effort, Way};
use super::indicator::{Indicator, View};
use super::memory::{Memory, OfPlain};
use super::purchases::Purchases;
use super::shape::Shape;
use super::variety::Variety;

/// An actor with the sets of the theory that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'d> {
    pub(super) id: ActorId,
    pub(super) actor: &'d Actor,
    /// L: inside the cluster.
    pub(super) local: bool,
    /// F: a local firm.
    pub(super) firm: bool,
    /// Dense number in view N; only locals have one.
    pub(super) plain: Option<usize>,
}

/// An enabled tie between two different actors, its ends as positions among the members.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'d> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) id: TieId,
    pub(super) tie: &'d Tie,
    /// loc: both ends are local.
    pub(super) local: bool,
    /// pos: local and not competition.
    pub(super) positive: bool,
    /// Both ends are local firms.
    pub(super) among_firms: bool,
}

impl Link<'_> {
    pub(super) fn weight(&self) -> f64 {
        self.tie.weight.get()
    }

    pub(super) fn trust(&self) -> f64 {
        self.tie.trust.get()
    }

    pub(super) fn is(&self, kind: TieKind) -> bool {
        self.tie.kind == kind
    }
}

/// Channels, what each member has, and what gets to each as far as it is known.
type Access = (Channels, Vec<f64>, Vec<Option<f64>>);

/// A document as indicators see it.
pub struct Facts<'d> {
    pub(super) document: &'d Document,
    pub(super) cancel: &'d Cancel,
    /// All actors in id order; views K and the channels number them the same way.
    pub(super) members: Vec<Member<'d>>,
    pub(super) links: Vec<Link<'d>>,
    /// Positions of the local firms.
    pub(super) firms: Vec<usize>,
    /// Positions of the local actors; the place in this list is the number in view N.
    pub(super) locals: Vec<usize>,
    pub(super) progress: Progress,
    lens: Lens,
    pub(super) shape: Shape,
    plain: OnceCell<Simple>,
    firm_view: OnceCell<Simple>,
    knowledge: OnceCell<Simple>,
    directed: OnceCell<Directed>,
    channels: OnceCell<Channels>,
    /// What rests on view N alone.
    pub(super) of_plain: OfPlain,
    /// What gets to each member by the channels, as far as it is known.
    amounts: RefCell<Vec<Option<f64>>>,
    firm_access: OnceCell<Vec<f64>>,
    purchases: OnceCell<Purchases>,
    multipliers: OnceCell<Vec<f64>>,
    variety: OnceCell<Option<Variety>>,
    pub(super) values: RefCell<BTreeMap<&'static str, Option<f64>>>,
    pub(super) certainty: Certainty,
}

impl<'d> Facts<'d> {
    /// Looks through the document; nothing is computed yet.
    pub fn new(document: &'d Document, cancel: &'d Cancel) -> Self {
        let mut locals = Vec::new();
        let mut members: Vec<Member<'d>> = Vec::with_capacity(document.actor_count());
        for (position, (id, actor)) in document.actors().enumerate() {
            let local = !actor.external;
            members.push(Member {
                id,
                actor,
                local,
                firm: local && actor.kind.is_firm(),
                plain: local.then_some(locals.len()),
            });
            if local {
                locals.push(position);
            }
        }
        let position = |id: ActorId| members.binary_search_by_key(&id, |member| member.id).ok();
        let mut links = Vec::with_capacity(document.tie_count());
        for (id, tie) in document.ties().filter(|(_, tie)| view::counts(tie)) {
            if let (Some(from), Some(to)) = (position(tie.from), position(tie.to)) {
                let local = members[from].local && members[to].local;
                links.push(Link {
                    from,
                    to,
                    id,
                    tie,
                    local,
                    positive: local && view::is_positive(tie),
                    among_firms: members[from].firm && members[to].firm,
                });
            }
        }
        let firms = (0..members.len()).filter(|&i| members[i].firm).collect();
        Self {
            document,
            cancel,
            members,
            links,
            firms,
            locals,
            progress: Progress::new(),
            lens: Lens::of(View::Plain),
            shape: Shape::default(),
            plain: OnceCell::new(),
            firm_view: OnceCell::new(),
            knowledge: OnceCell::new(),
            directed: OnceCell::new(),
            channels: OnceCell::new(),
            of_plain: OfPlain::default(),
            amounts: RefCell::new(Vec::new()),
            firm_access: OnceCell::new(),
            purchases: OnceCell::new(),
            multipliers: OnceCell::new(),
            variety: OnceCell::new(),
            values: RefCell::new(BTreeMap::new()),
            certainty: Certainty::default(),
        }
    }

    /// The same for many questions about one state, which take at most seconds each: what takes longer on a large map
    /// is sampled, and what cannot be sampled is put off. See [`Facts::unless_put_off`].
    pub fn affordable(document: &'d Document, progress: &Progress, cancel: &'d Cancel) -> Self {
        let facts = Self::new(document, cancel).telling(progress);
        facts.set_effort(Effort::Affordable);
        facts
    }

    /// The same, with what is known already from the states before.
    pub(super) fn recalling(document: &'d Document, memory: &mut Memory, cancel: &'d Cancel) -> Self {
        let mut facts = Self::new(document, cancel);
        facts.of_plain = memory.recall(facts.plain(), cancel);
        facts.amounts = RefCell::new(memory.amounts(facts.channels(), &facts.capability(), cancel));
        facts
    }

    /// What later states may take over: view N with what rests on it; the channels, what members have, and what gets
    /// to them.
    pub(super) fn into_results(self) -> (Option<(Simple, OfPlain)>, Option<Access>) {
        let capability = self.capability();
        let mut found = self.of_plain;
        self.shape.hand_over(&mut found);
        let amounts = self.amounts.into_inner();
        let access = self.channels.into_inner();
        (
            self.plain.into_inner().map(|network| (network, found)),
            access.map(|channels| (channels, capability, amounts)),
        )
    }

    /// The same, with what a lens shows in the place of views N and D, for figures of the network's shape. Nothing else
    /// may be asked: members and links stay those of the document.
    pub(super) fn through(document: &'d Document, lens: &Lens, cancel: &'d Cancel) -> Self {
        Self {
            lens: lens.clone(),
            ..Self::new(document, cancel)
        }
    }

    /// As it is, or through a lens if there is one.
    pub(super) fn seen(document: &'d Document, lens: Option<&Lens>, cancel: &'d Cancel) -> Self {
        match lens {
            Some(lens) => Self::through(document, lens, cancel),
            None => Self::new(document, cancel),
        }
    }

    /// The same, with another network among the same actors in the place of what the lens shows, and the weights of
    /// its pairs in their order.
    pub(super) fn on(
        document: &'d Document,
        lens: &Lens,
        network: Simple,
        weights: &[f64],
        cancel: &'d Cancel,
    ) -> Self {
        let facts = Self {
            plain: OnceCell::from(network),
            ..Self::through(document, lens, cancel)
        };
        facts.weigh(weights);
        facts
    }

    /// The same; long computations say how far they are.
    #[must_use]
    pub(super) fn telling(self, progress: &Progress) -> Self {
        Self {
            progress: progress.clone(),
            ..self
        }
    }

    /// The value of an indicator, computed at the first call and remembered; `None` where it is undefined.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised, and where the figure is put off.
    pub fn value(&self, indicator: &'static Indicator) -> Result<Option<f64>, Cancelled> {
        self.certainty.note_reader(indicator.id);
        if let Some(&known) = self.values.borrow().get(indicator.id) {
            return Ok(known);
        }
        if self.certainty.is_waiting(indicator.id) {
            return Err(Cancelled);
        }
        self.cancel.check()?;
        self.certainty.begin(indicator.id);
        let outcome = (indicator.eval)(self);
        self.certainty.end();
        let Some(value) = self.unless_put_off(outcome)? else {
            self.certainty.wait(indicator.id);
            return Err(Cancelled);
        };
        let (least, most) = indicator.bounds;
        // Rounding may step over an edge by a hair; nothing else ever does, see the tests on random clusters.
        let value = value.map(|value| {
            debug_assert!(
                value >= least - 1e-9 && value <= most + 1e-9,
                "{} is {value}",
                indicator.id
            );
            // A sum over nobody is −0, which is no figure that anybody writes.
            value.clamp(least, most) + 0.0
        });
        self.values.borrow_mut().insert(indicator.id, value);
        Ok(value)
    }

    /// An assumption in force.
    pub(super) fn assume(&self, id: &str) -> f64 {
        self.document.project().assumptions.get(id)
    }

    /// Saturation: 0 at 0, one half at the half-point with this id, strictly rising towards 1.
    pub(super) fn sat(&self, x: f64, half_point: &str) -> f64 {
        saturation(x, self.assume(half_point))
    }

    /// What views N and D show: usually they themselves.
    pub(super) fn lens(&self) -> &Lens {
        &self.lens
    }

    /// View N.
    pub(super) fn plain(&self) -> &Simple {
        self.plain
            .get_or_init(|| Simple::through(self.document, &self.lens))
    }

    /// View N among local firms only.
    pub(super) fn firm_view(&self) -> &Simple {
        let is_firm = |i: usize| self.members[self.locals[i]].firm;
        self.firm_view.get_or_init(|| self.plain().restricted(is_firm))
    }

    /// View K.
    pub(super) fn knowledge(&self) -> &Simple {
        self.knowledge.get_or_init(|| Simple::knowledge(self.document))
    }

    /// View D.
    pub(super) fn directed(&self) -> &Directed {
        self.directed
            .get_or_init(|| Directed::through(self.document, &self.lens))
    }

    /// Where knowledge flows.
    pub(super) fn channels(&self) -> &Channels {
        self.channels.get_or_init(|| Channels::new(self.document))
    }

    /// Triangles through each actor of view N.
    pub(super) fn triangles(&self) -> &[u64] {
        self.of_plain
            .triangles
            .get_or_init(|| cohesion::triangles(self.plain()))
    }

    /// Local efficiency of each actor of view N.
    pub(super) fn local_efficiencies(&self) -> Result<&[f64], Cancelled> {
        let compute = || cohesion::local_efficiencies(self.plain(), self.cancel);
        once(&self.of_plain.efficiencies, compute).map(Vec::as_slice)
    }

    /// Components of view N.
    pub(super) fn components(&self) -> &Components {
        self.of_plain
            .components
            .get_or_init(|| fragility::components(self.plain()))
    }

    /// Distances in view N.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised, and where it takes too long for now.
    pub(super) fn sweep(&self) -> Result<&Sweep, Cancelled> {
        match self.way_to_distances()? {
            Way::Exact => once(&self.of_plain.sweep, || paths::sweep(self.plain(), self.cancel)),
            Way::Sample => Err(Cancelled),
        }
    }

    /// The way to distances for now.
    fn way_to_distances(&self) -> Result<Way, Cancelled> {
        if self.of_plain.sweep.get().is_some() {
            return Ok(Way::Exact);
        }
        self.way(self.every_tie_from_everybody(), &DISTANCES)
    }

    /// A figure of distances in view N, exactly or from a sample.
    pub(super) fn distance(
        &self,
        exact: impl Fn(&Sweep) -> Option<f64>,
        sampled: impl Fn(&Distances) -> Option<Estimate>,
        confidence: f64,
    ) -> Result<Option<f64>, Cancelled> {
        match self.way_to_distances()? {
            Way::Exact => Ok(exact(self.sweep()?)),
            Way::Sample => Ok(sampled(self.sampled_distances()?).map(|estimate| {
                self.note_error(estimate.error, confidence);
                estimate.value
            })),
        }
    }

    fn sampled_distances(&self) -> Result<&Distances, Cancelled> {
        let compute = || sampling::distances(self.plain(), self.components(), self.cancel);
        once(&self.of_plain.distances, compute)
    }

    /// Shortest paths through each actor of view N.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised, and where it takes too long for now.
    pub(super) fn betweenness(&self) -> Result<&Betweenness, Cancelled> {
        let compute = || betweenness::betweenness(self.plain(), self.cancel);
        match self.way_to_betweenness()? {
            Way::Exact => once(&self.of_plain.betweenness, compute),
            Way::Sample => Err(Cancelled),
        }
    }

    /// The way to betweenness for now.
    fn way_to_betweenness(&self) -> Result<Way, Cancelled> {
        if self.of_plain.betweenness.get().is_some() {
            return Ok(Way::Exact);
        }
        self.way(self.every_tie_from_everybody(), &BETWEENNESS)
    }

    /// Freeman's centralization of betweenness in view N, exactly or from a sample.
    pub(super) fn betweenness_centralization(&self) -> Result<Option<f64>, Cancelled> {
        if self.way_to_betweenness()? == Way::Exact {
            return Ok(self.betweenness()?.centralization());
        }
        let diameter = self.sampled_distances()?.diameter;
        let longest = diameter.map_or(1.0, |diameter| diameter.value + diameter.error);
        let estimate = sampling::betweenness_centralization(self.plain(), longest, self.cancel)?;
        Ok(estimate.map(|estimate| {
            self.note_error(estimate.error, sampling::CONFIDENCE);
            estimate.value
        }))
    }

    /// A look at every tie of view N for everybody in it.
    pub(super) fn every_tie_from_everybody(&self) -> f64 {
        self.plain().n() as f64 * self.plain().m() as f64
    }

    /// Who buys what from whom.
    pub(super) fn purchases(&self) -> &Purchases {
        self.purchases.get_or_init(|| Purchases::new(self))
    }

    /// Output multiplier of every member, see [`Purchases::multipliers`].
    pub(super) fn multipliers(&self) -> Result<&[f64], Cancelled> {
        let compute = || self.purchases().multipliers(self.cancel);
        once(&self.multipliers, compute).map(Vec::as_slice)
    }

    /// Variety of activities among local firms; `None` without jobs.
    pub(super) fn variety(&self) -> Option<&Variety> {
        let compute = || Variety::of(self.firms.iter().map(|&i| self.members[i].actor));
        self.variety.get_or_init(compute).as_ref()
    }

    /// k: the capability of each member.
    fn capability(&self) -> Vec<f64> {
        self.members
            .iter()
            .map(|member| member.actor.capability.get())
            .collect()
    }

    /// Knowledge access of each of these members: a·Σ k·π over all others (Giuliani & Bell 2005).
    pub(super) fn knowledge_accesses(&self, positions: &[usize]) -> Result<Vec<f64>, Cancelled> {
        let missing = self.unknown_amounts(positions);
        let found = self
            .channels()
            .amounts_reaching(&missing, &self.capability(), self.cancel)?;
        let mut amounts = self.amounts.borrow_mut();
        amounts.resize(self.members.len(), None);
        for (&position, amount) in missing.iter().zip(found) {
            amounts[position] = Some(amount);
        }
        let access = |&i: &usize| amounts[i].map(|amount| amount * self.members[i].actor.absorption.get());
        Ok(positions.iter().filter_map(access).collect())
    }

    /// Those of these members of whom it is not known what gets to them.
    fn unknown_amounts(&self, positions: &[usize]) -> Vec<usize> {
        let amounts = self.amounts.borrow();
        let unknown = |i: &usize| amounts.get(*i).is_none_or(Option::is_none);
        positions.iter().copied().filter(unknown).collect()
    }

    /// The way to the knowledge access of these members for now: what is known already is no work, but what is too
    /// much in the end does not depend on what was known before.
    fn way_to_access(&self, positions: &[usize]) -> Result<Way, Cancelled> {
        let each = self.channels().len() as f64;
        let left = self.unknown_amounts(positions).len();
        self.way_to_rest(left as f64 * each, positions.len() as f64 * each, &ACCESS)
    }

    /// Knowledge access of every local firm, in the order of `firms`.
    pub(super) fn firm_access(&self) -> Result<&[f64], Cancelled> {
        let compute = || self.knowledge_accesses(&self.firms);
        once(&self.firm_access, compute).map(Vec::as_slice)
    }

    /// The mean of the same, exactly or from a sample, and how far it may be off; 0 without firms.
    pub(super) fn mean_access(&self) -> Result<(f64, f64), Cancelled> {
        /// Firms of a sample.
        const SAMPLE: usize = 256;
        let exact = self.firm_access.get().is_some() || self.way_to_access(&self.firms)? == Way::Exact;
        if exact {
            let sum: f64 = self.firm_access()?.iter().sum();
            return Ok((ratio(sum, self.firm_count()), 0.0));
        }
        let some = sampling::some_of(self.firms.len(), SAMPLE);
        let some: Vec<usize> = some.into_iter().map(|i| self.firms[i]).collect();
        let estimate = sampling::mean(&self.knowledge_accesses(&some)?, self.firms.len());
        Ok((estimate.value, estimate.error))
    }

    /// Knowledge access of every member.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised, and where it takes too long.
    pub(super) fn all_access(&self) -> Result<Vec<f64>, Cancelled> {
        let all: Vec<usize> = (0..self.members.len()).collect();
        match self.way_to_access(&all)? {
            Way::Exact => self.knowledge_accesses(&all),
            Way::Sample => Err(Cancelled),
        }
    }

    /// Order in which the actors of the network are listed: by name, then by id. Element i is the rank of number i.
    pub(super) fn name_ranks(&self) -> Vec<usize> {
        let name = |&id: &ActorId| self.document.actor(id).map_or("", |actor| actor.name.as_str());
        let names: Vec<&str> = self.plain().ids().iter().map(name).collect();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|&a, &b| natural(names[a], names[b]).then(a.cmp(&b)));
        let mut ranks = vec![0; order.len()];
        for (rank, number) in order.into_iter().enumerate() {
            ranks[number] = rank;
        }
        ranks
    }
}

/// x ÷ (x + h), written so that an x beyond all measure gives 1 rather than ∞ ÷ ∞.
pub(super) fn saturation(x: f64, half: f64) -> f64 {
    1.0 / (1.0 + half / x)
}

/// Distances between all: a look at a tie takes about 0.1 ns, for one bit of a word serves one source.
const DISTANCES: Budget = Budget {
    at_once: 1e8,
    soon: 1e8,
    ever: 1e11,
};

/// Betweenness: about 2.5 ns.
const BETWEENNESS: Budget = Budget {
    at_once: 1e6,
    soon: 1e8,
    ever: 4e9,
};

/// Knowledge access: about 2.5 ns.
const ACCESS: Budget = Budget {
    at_once: 2e6,
    soon: 5e7,
    ever: 4e9,
};

/// A share or mean whose total may be nothing; then it is 0.
pub(super) fn ratio(part: f64, total: f64) -> f64 {
    if total > 0.0 { part / total } else { 0.0 }
}

/// Fills a cell with what may be cancelled on the way.
pub(super) fn once<T>(
    cell: &OnceCell<T>,
    compute: impl FnOnce() -> Result<T, Cancelled>,
) -> Result<&T, Cancelled> {
    match cell.get() {
        Some(known) => Ok(known),
        None => {
            let value = compute()?;
            Ok(cell.get_or_init(|| value))
        }
    }
}
