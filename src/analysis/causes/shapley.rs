//! Shares a change out among its causes: the Shapley value (Shapley 1953) of the game whose worth is the figure in
//! the state in which some of the causes have happened, as Shorrocks (2013) proposes for figures of any form.
//!
//! Few causes are taken in all orders. Many are taken in one order and its reverse: in both, what a cause does is the
//! figure after it minus the figure before it, so the sum is the change whatever the orders.

use crate::analysis::facts::Facts;
use crate::analysis::indicator::Indicator;
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::model::Document;

use super::{Plan, Rule};

/// How a change will be shared out, which decides how many states are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) enum Method {
    /// All subsets.
    Exact,
    /// Two orders.
    TwoOrders,
    /// The causes are not told apart.
    Together,
}

/// Work that one explanation may take: measured states times what one of them takes, see [`cost_of`]. About three
/// seconds.
const MOST_WORK: f64 = 160e6;
/// Subsets of more causes than this are not gone through, however small the network.
const MOST_EXACT: usize = 8;

impl Method {
    /// The best one that the size of the network allows.
    pub(in crate::analysis) fn choose(before: &Document, after: &Document, causes: usize) -> Self {
        let states = MOST_WORK / cost_of(before).max(cost_of(after));
        if causes <= 1 || (causes <= MOST_EXACT && (1_u64 << causes) as f64 <= states) {
            Self::Exact
        } else if 2.0 * causes as f64 <= states {
            Self::TwoOrders
        } else {
            Self::Together
        }
    }
}

/// Roughly how long a state takes to measure: a search from every actor over every tie.
pub(in crate::analysis) fn cost_of(document: &Document) -> f64 {
    let (actors, ties) = (document.actor_count() as f64, document.tie_count() as f64);
    (actors + 10.0) * (actors + ties + 10.0)
}

/// What each cause did to one figure.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::analysis) struct Effects {
    /// The figure before, and after.
    pub(in crate::analysis) ends: (Option<f64>, Option<f64>),
    /// One amount a cause, in the order of the plan; `None` where they cannot be told apart.
    pub(in crate::analysis) amounts: Option<Vec<f64>>,
    /// How they were found.
    pub(in crate::analysis) rule: Rule,
}

/// The values of some figures in one state.
type Values = Vec<Option<f64>>;

/// What each cause of `plan` did to each of these figures; the amounts of one add up to its change.
///
/// A figure that is undefined in some state on the way is not told apart: its change belongs to all causes together.
pub(in crate::analysis) fn share_out(
    plan: &Plan<'_>,
    method: Method,
    figures: &[&'static Indicator],
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Effects>, Cancelled> {
    let n = plan.causes().len();
    let measure = |chosen: &[bool]| -> Result<Values, Cancelled> {
        let state = plan.state(chosen);
        let facts = Facts::new(&state, cancel);
        figures.iter().map(|figure| facts.value(figure)).collect()
    };
    let (walks, rule) = match (n, method) {
        (0, _) => (Walks::ends(&measure)?, Rule::Nothing),
        (1, _) => (Walks::ends_of(1, &measure)?, Rule::Single),
        (_, Method::Exact) => (Walks::subsets(n, &measure, progress)?, Rule::Exact),
        (_, Method::TwoOrders) => (Walks::two_orders(n, &measure, progress)?, Rule::TwoOrders),
        (_, Method::Together) => (Walks::ends_of(n, &measure)?, Rule::Together),
    };
    Ok((0..figures.len())
        .map(|figure| {
            let amounts = if rule == Rule::Together {
                None
            } else {
                walks.amounts(n, figure)
            };
            Effects {
                ends: (walks.first[figure], walks.last[figure]),
                rule: if amounts.is_none() && n > 1 {
                    Rule::Together
                } else {
                    rule
                },
                amounts,
            }
        })
        .collect())
}

/// Steps from one state to the next, each the doing of one cause and with its weight in the mean.
struct Walks {
    first: Values,
    last: Values,
    /// Cause, weight, values before it and after it, by their places in `states`.
    steps: Vec<(usize, f64, usize, usize)>,
    states: Vec<Values>,
}

impl Walks {
    fn ends(measure: &dyn Fn(&[bool]) -> Result<Values, Cancelled>) -> Result<Self, Cancelled> {
        let values = measure(&[])?;
        Ok(Self {
            first: values.clone(),
            last: values,
            steps: Vec::new(),
            states: Vec::new(),
        })
    }

    /// From nothing to everything in one step, for one cause.
    fn ends_of(n: usize, measure: &dyn Fn(&[bool]) -> Result<Values, Cancelled>) -> Result<Self, Cancelled> {
        let (first, last) = (measure(&vec![false; n])?, measure(&vec![true; n])?);
        Ok(Self {
            steps: vec![(0, 1.0, 0, 1)],
            states: vec![first.clone(), last.clone()],
            first,
            last,
        })
    }

    fn subsets(
        n: usize,
        measure: &dyn Fn(&[bool]) -> Result<Values, Cancelled>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let all = 1_usize << n;
        let mut states = Vec::with_capacity(all);
        for set in 0..all {
            let chosen: Vec<bool> = (0..n).map(|cause| set >> cause & 1 == 1).collect();
            states.push(measure(&chosen)?);
            progress.set(set + 1, all);
        }
        // A set of s causes comes before the next one in s!·(n − s − 1)! of the n! orders.
        let mut factorial = vec![1.0; n + 1];
        for i in 1..=n {
            factorial[i] = factorial[i - 1] * i as f64;
        }
        let mut steps = Vec::new();
        for set in 0..all {
            let size = set.count_ones() as usize;
            for cause in (0..n).filter(|cause| set >> cause & 1 == 0) {
                let weight = factorial[size] * factorial[n - size - 1] / factorial[n];
                steps.push((cause, weight, set, set | 1 << cause));
            }
        }
        Ok(Self {
            first: states[0].clone(),
            last: states[all - 1].clone(),
            steps,
            states,
        })
    }

    fn two_orders(
        n: usize,
        measure: &dyn Fn(&[bool]) -> Result<Values, Cancelled>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let mut states = vec![measure(&vec![false; n])?, measure(&vec![true; n])?];
        let mut steps = Vec::with_capacity(2 * n);
        let orders: [Vec<usize>; 2] = [(0..n).collect(), (0..n).rev().collect()];
        let mut done = 0;
        for order in orders {
            let mut chosen = vec![false; n];
            let mut from = 0;
            for (i, &cause) in order.iter().enumerate() {
                chosen[cause] = true;
                let to = if i + 1 == n {
                    1
                } else {
                    states.push(measure(&chosen)?);
                    states.len() - 1
                };
                steps.push((cause, 0.5, from, to));
                from = to;
                done += 1;
                progress.set(done, 2 * n);
            }
        }
        Ok(Self {
            first: states[0].clone(),
            last: states[1].clone(),
            steps,
            states,
        })
    }

    /// One amount a cause; `None` where the figure is undefined on the way.
    fn amounts(&self, n: usize, figure: usize) -> Option<Vec<f64>> {
        let mut amounts = vec![0.0; n];
        for &(cause, weight, from, to) in &self.steps {
            amounts[cause] += weight * (self.states[to][figure]? - self.states[from][figure]?);
        }
        Some(amounts)
    }
}
