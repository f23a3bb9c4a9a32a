//! What is counted and summed over the sets of the theory: local firms, ties between them, who is near whom.

use crate::graph::paths;
use crate::model::{Actor, ActorKind};

use super::facts::{Facts, Link, Member, ratio};

/// Within how many hops something is near.
const NEAR: usize = 2;

impl Facts<'_> {
    /// Number of local firms, nf.
    pub(super) fn firm_count(&self) -> f64 {
        self.firms.len() as f64
    }

    /// Share of local firms for which `holds`, by position; 0 without firms.
    pub(super) fn share_of_firms(&self, holds: impl Fn(usize) -> bool) -> f64 {
        ratio(
            self.firms.iter().filter(|&&i| holds(i)).count() as f64,
            self.firm_count(),
        )
    }

    /// Sum over the local firms.
    pub(super) fn sum_of_firms(&self, of: impl Fn(&Actor) -> f64) -> f64 {
        self.firms.iter().map(|&i| of(self.members[i].actor)).sum()
    }

    /// Mean over local firms, weighted by revenue; 0 without revenue.
    pub(super) fn by_revenue(&self, of: impl Fn(&Actor) -> f64) -> f64 {
        let revenue = |actor: &Actor| actor.revenue.get();
        ratio(
            self.sum_of_firms(|actor| revenue(actor) * of(actor)),
            self.sum_of_firms(revenue),
        )
    }

    /// Summed weight of the chosen ties, divided by the number of local firms; 0 without firms.
    pub(super) fn weight_per_firm(&self, of: impl Fn(&Link<'_>) -> Option<f64>) -> f64 {
        ratio(self.links.iter().filter_map(of).sum(), self.firm_count())
    }

    /// Marks each member that one of the chosen ties joins to a member for which `wanted`.
    pub(super) fn tied_to(
        &self,
        chosen: impl Fn(&Link<'_>) -> bool,
        wanted: impl Fn(&Member<'_>) -> bool,
    ) -> Vec<bool> {
        let mut marked = vec![false; self.members.len()];
        for link in self.links.iter().filter(|link| chosen(link)) {
            marked[link.from] |= wanted(&self.members[link.to]);
            marked[link.to] |= wanted(&self.members[link.from]);
        }
        marked
    }

    /// Has at least one tie in view N.
    pub(super) fn is_tied(&self, member: &Member<'_>) -> bool {
        member.plain.is_some_and(|i| self.plain().degree(i) > 0)
    }

    /// Marks each member at most two hops of view N away from a local actor of this kind.
    pub(super) fn near_kind(&self, kind: ActorKind) -> Vec<bool> {
        let sources = self
            .locals
            .iter()
            .enumerate()
            .filter(|&(_, &i)| self.members[i].actor.kind == kind);
        let near = paths::within(self.plain(), sources.map(|(number, _)| number), NEAR);
        let is_near = |member: &Member<'_>| member.plain.is_some_and(|number| near[number]);
        self.members.iter().map(is_near).collect()
    }

    /// Marks each member at most two hops of view K away from a member for which `wanted`.
    pub(super) fn near_in_knowledge(&self, wanted: impl Fn(&Member<'_>) -> bool) -> Vec<bool> {
        let sources = (0..self.members.len()).filter(|&i| wanted(&self.members[i]));
        paths::within(self.knowledge(), sources, NEAR)
    }

    /// Share of pairs of local firms that view N connects; 0 below two firms.
    pub(super) fn firm_connectedness(&self) -> f64 {
        let firms: Vec<usize> = self.firms.iter().filter_map(|&i| self.members[i].plain).collect();
        self.components().connectedness_among(&firms).unwrap_or(0.0)
    }
}
