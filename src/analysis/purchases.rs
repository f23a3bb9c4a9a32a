//! Who buys what from whom: values of supply ties, leakage, vertical integration and output multipliers.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::units::Amount;
use crate::model::{TieId, TieKind};

use super::facts::{Facts, ratio};

/// Purchases that are not stated amount to this share of the buyer's revenue; a choice of ours.
const PURCHASE_RATIO: f64 = 0.6;

/// Local inputs above this share of revenue are scaled down to it, so that the multipliers stay finite.
const MOST_INPUTS: f64 = 0.95;

/// A supply tie to a local buyer with its yearly value, million currency.
#[derive(Clone, Copy, Debug)]
struct Purchase {
    tie: TieId,
    seller: usize,
    buyer: usize,
    value: f64,
}

/// All purchases of local actors; actors are positions among the members.
#[derive(Clone, Debug)]
pub(super) struct Purchases {
    all: Vec<Purchase>,
    revenue: Vec<f64>,
    local: Vec<bool>,
    firm: Vec<bool>,
}

impl Purchases {
    /// Takes stated values; a missing one is the purchase ratio of the buyer's revenue, shared out by tie weight.
    pub(super) fn new(facts: &Facts<'_>) -> Self {
        let supplies = || {
            facts
                .links
                .iter()
                .filter(|link| link.is(TieKind::Supply) && facts.members[link.to].local)
        };
        let mut weight = vec![0.0; facts.members.len()];
        for link in supplies() {
            weight[link.to] += link.weight();
        }
        let revenue: Vec<f64> = facts
            .members
            .iter()
            .map(|member| member.actor.revenue.get())
            .collect();
        let value = |to: usize, share: f64| PURCHASE_RATIO * revenue[to] * share / weight[to];
        Self {
            all: supplies()
                .map(|link| Purchase {
                    tie: link.id,
                    seller: link.from,
                    buyer: link.to,
                    value: link
                        .tie
                        .value
                        .map_or_else(|| value(link.to, link.weight()), Amount::get),
                })
                .collect(),
            revenue,
            local: facts.members.iter().map(|member| member.local).collect(),
            firm: facts.members.iter().map(|member| member.firm).collect(),
        }
    }

    /// Every supply tie to a local buyer with its value, million currency a year.
    pub(super) fn ties(&self) -> impl Iterator<Item = (TieId, f64)> {
        self.all.iter().map(|purchase| (purchase.tie, purchase.value))
    }

    /// Share of purchases that come from outside (Miller & Blair 2009); `None` without purchases.
    pub(super) fn leakage(&self) -> Option<f64> {
        let all = self.value();
        (all > 0.0).then(|| self.outside_supply().map(|(_, value)| value).sum::<f64>() / all)
    }

    /// Value of all purchases, million currency a year.
    pub(super) fn value(&self) -> f64 {
        self.all.iter().map(|purchase| purchase.value).sum()
    }

    /// The ties over which local actors buy from outside, with their values.
    pub(super) fn outside_supply(&self) -> impl Iterator<Item = (TieId, f64)> {
        let outside = self.all.iter().filter(|purchase| !self.local[purchase.seller]);
        outside.map(|purchase| (purchase.tie, purchase.value))
    }

    /// What every member buys, inside or outside, million currency a year.
    pub(super) fn bought(&self) -> Vec<f64> {
        let mut bought = vec![0.0; self.revenue.len()];
        for purchase in &self.all {
            bought[purchase.buyer] += purchase.value;
        }
        bought
    }

    /// Share of the revenue of local firms that is not bought in (Adelman 1955); `None` without revenue.
    pub(super) fn vertical_integration(&self) -> Option<f64> {
        let firms = (0..self.firm.len()).filter(|&i| self.firm[i]);
        let revenue: f64 = firms.map(|i| self.revenue[i]).sum();
        let bought = self.all.iter().filter(|purchase| self.firm[purchase.buyer]);
        let bought: f64 = bought.map(|purchase| purchase.value).sum();
        let share = (revenue - bought) / revenue;
        share.is_finite().then_some(share)
    }

    /// What every local member sells inside the cluster to each buyer, as (seller, buyer, million currency a year).
    pub(super) fn local_sales(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        self.inside()
            .map(|purchase| (purchase.seller, purchase.buyer, purchase.value))
    }

    /// What every member buys inside the cluster, million currency a year.
    fn local_inputs(&self) -> Vec<f64> {
        let mut inputs = vec![0.0; self.revenue.len()];
        for purchase in self.inside() {
            inputs[purchase.buyer] += purchase.value;
        }
        inputs
    }

    fn inside(&self) -> impl Iterator<Item = &Purchase> {
        self.all.iter().filter(|purchase| self.local[purchase.seller])
    }

    /// Buyers whose local inputs had to be scaled down.
    pub(super) fn scaled_down(&self) -> Vec<usize> {
        let inputs = self.local_inputs();
        (0..inputs.len())
            .filter(|&i| exceeds(inputs[i], self.revenue[i]))
            .collect()
    }

    /// Output multiplier of every member (Leontief 1936): column sums of (I − A)⁻¹ over local supply. 1 without
    /// local inputs.
    pub(super) fn multipliers(&self, cancel: &Cancel) -> Result<Vec<f64>, Cancelled> {
        // m = 1 + Aᵀm by iteration, a = v ÷ revenue of the buyer. Columns of A sum to at most 0.95, so the error
        // shrinks at least by that factor a round.
        const ROUNDS: usize = 1_000;
        const PRECISE: f64 = 1e-13;
        let inputs = self.local_inputs();
        let coefficient = |purchase: &Purchase| {
            let (bought, revenue) = (inputs[purchase.buyer], self.revenue[purchase.buyer]);
            if exceeds(bought, revenue) {
                MOST_INPUTS * (purchase.value / bought)
            } else {
                ratio(purchase.value, revenue)
            }
        };
        let columns: Vec<(usize, usize, f64)> = self
            .inside()
            .map(|purchase| (purchase.seller, purchase.buyer, coefficient(purchase)))
            .collect();
        let mut multipliers = vec![1.0; self.revenue.len()];
        for _ in 0..ROUNDS {
            cancel.check()?;
            let mut next = vec![1.0; multipliers.len()];
            for &(seller, buyer, a) in &columns {
                next[buyer] += a * multipliers[seller];
            }
            let moved = next
                .iter()
                .zip(&multipliers)
                .map(|(a, b): (&f64, &f64)| (a - b).abs());
            let settled = moved.fold(0.0, f64::max) < PRECISE;
            multipliers = next;
            if settled {
                break;
            }
        }
        Ok(multipliers)
    }
}

/// Inputs beyond what the multipliers allow. Written as a quotient, which is what the coefficients add up to.
fn exceeds(inputs: f64, revenue: f64) -> bool {
    inputs / revenue > MOST_INPUTS
}
