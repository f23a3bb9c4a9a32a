//! Shares a change out among its causes: the Shapley value (Shapley 1953) of the game whose worth is the figure in
//! the state in which some of the causes have happened, as Shorrocks (2013) proposes for figures of any form.
//!
//! Few causes are taken in all orders. Many are taken in one order and its reverse: in both, what a cause does is the
//! figure after it minus the figure before it, so the sum is the change whatever the orders.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::analysis::facts::Facts;
use crate::analysis::indicator::{Cost, Indicator};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;
use crate::base::progress::Progress;
use crate::graph::Lens;
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
/// A figure that is only measured when somebody asks takes about this many times as long as all others.
const DEAR: f64 = 30.0;
/// Subsets of more causes than this are not gone through, however small the network.
const MOST_EXACT: usize = 8;

impl Method {
    /// The best one that the size of the network and the patience for these figures allow.
    pub(in crate::analysis) fn choose(
        before: &Document,
        after: &Document,
        causes: usize,
        figures: &[&'static Indicator],
    ) -> Self {
        let dear = figures.iter().any(|figure| figure.cost == Cost::Demand);
        let one = cost_of(before).max(cost_of(after)) * if dear { DEAR } else { 1.0 };
        let states = MOST_WORK / one;
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
    lens: Option<&Lens>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Effects>, Cancelled> {
    let n = plan.causes().len();
    let (walks, rule) = match (n, method) {
        (0, _) => (Walks::straight(0), Rule::Nothing),
        (1, _) => (Walks::straight(1), Rule::Single),
        (_, Method::Exact) => (Walks::subsets(n), Rule::Exact),
        (_, Method::TwoOrders) => (Walks::two_orders(n), Rule::TwoOrders),
        (_, Method::Together) => (Walks::straight(n), Rule::Together),
    };
    let values = measure(plan, &walks.states, figures, lens, progress, cancel)?;
    let effects = (0..figures.len()).map(|figure| {
        let of = |state: usize| values[state][figure];
        let amounts = match rule {
            Rule::Together => None,
            _ => walks.amounts(n, of),
        };
        Effects {
            ends: (of(walks.first), of(walks.last)),
            rule: if amounts.is_none() && n > 1 {
                Rule::Together
            } else {
                rule
            },
            amounts,
        }
    });
    Ok(effects.collect())
}

/// The figures in each of these states.
fn measure(
    plan: &Plan<'_>,
    states: &[Vec<bool>],
    figures: &[&'static Indicator],
    lens: Option<&Lens>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Values>, Cancelled> {
    let done = AtomicUsize::new(0);
    parallel::pieces(
        states.len(),
        1,
        cancel,
        || (),
        |(), range| {
            let state = plan.state(&states[range.start]);
            let facts = Facts::seen(&state, lens, cancel);
            let values = figures.iter().map(|figure| facts.value(figure)).collect();
            progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, states.len());
            values
        },
    )
}

/// Ways from the state in which nothing has happened to the one in which everything has.
struct Walks {
    /// Which causes have happened.
    states: Vec<Vec<bool>>,
    /// Where nothing has happened, among the states.
    first: usize,
    /// Where everything has.
    last: usize,
    /// A cause, its weight in the mean, and the states before and after it.
    steps: Vec<(usize, f64, usize, usize)>,
}

impl Walks {
    /// All causes at once.
    fn straight(n: usize) -> Self {
        Self {
            states: vec![vec![false; n], vec![true; n]],
            first: 0,
            last: 1,
            steps: (0..n.min(1)).map(|cause| (cause, 1.0, 0, 1)).collect(),
        }
    }

    /// All orders, which pass through all subsets.
    fn subsets(n: usize) -> Self {
        let all = 1_usize << n;
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
        Self {
            states: (0..all)
                .map(|set| (0..n).map(|cause| set >> cause & 1 == 1).collect())
                .collect(),
            first: 0,
            last: all - 1,
            steps,
        }
    }

    /// The order of the causes, and the reverse order.
    fn two_orders(n: usize) -> Self {
        let mut walks = Self {
            steps: Vec::with_capacity(2 * n),
            ..Self::straight(n)
        };
        let orders: [Vec<usize>; 2] = [(0..n).collect(), (0..n).rev().collect()];
        for order in orders {
            let mut happened = vec![false; n];
            let mut from = walks.first;
            for (i, &cause) in order.iter().enumerate() {
                happened[cause] = true;
                let to = if i + 1 == n {
                    walks.last
                } else {
                    walks.states.push(happened.clone());
                    walks.states.len() - 1
                };
                walks.steps.push((cause, 0.5, from, to));
                from = to;
            }
        }
        walks
    }

    /// One amount a cause; `None` where the figure is undefined on the way.
    fn amounts(&self, n: usize, value: impl Fn(usize) -> Option<f64>) -> Option<Vec<f64>> {
        let mut amounts = vec![0.0; n];
        for &(cause, weight, from, to) in &self.steps {
            amounts[cause] += weight * (value(to)? - value(from)?);
        }
        Some(amounts)
    }
}
