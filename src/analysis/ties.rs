//! The columns of figures that belong to single ties, declared once.

use crate::graph::channels::{permeabilities, transmission};
use crate::graph::{pairs, view};
use crate::model::Tie;

use super::columns::{COLUMN, Column};
use super::facts::Facts;
use super::indicator::Cost;

/// All columns, in the order in which they are shown. What rests on a view is undefined for ties outside it: disabled
/// ones, loops, ties of competition, and in N and D ties to external actors. Parallel ties have the figures of their
/// pair.
pub static COLUMNS: &[Column] = &[
    Column {
        id: "local",
        name: "Local",
        formula: "1 where both ends are local, 0 where one is external",
        decimals: 0,
        of: |facts| {
            let external = |id| facts.document.actor(id).is_some_and(|actor| actor.external);
            Ok(by_tie(facts, |tie| {
                let outside = external(tie.from) || external(tie.to);
                Some(if outside { 0.0 } else { 1.0 })
            }))
        },
        ..COLUMN
    },
    Column {
        id: "edge_betweenness",
        name: "Betweenness",
        formula: "Shortest paths of view N over the pair, each pair of ends once",
        decimals: 1,
        cost: Cost::Idle,
        of: |facts| {
            let through = facts.pair_betweenness()?;
            Ok(by_pair(facts, |pair| through[pair]))
        },
    },
    Column {
        id: "bridge",
        name: "Bridge",
        formula: "1 where the separation of the pair splits a component of view N",
        decimals: 0,
        of: |facts| {
            let bridges = pairs::bridges(facts.plain());
            Ok(by_pair(facts, |pair| if bridges[pair] { 1.0 } else { 0.0 }))
        },
        ..COLUMN
    },
    Column {
        id: "common_partners",
        name: "Common partners",
        formula: "Partners in view N that both ends have: how embedded the tie is",
        decimals: 0,
        of: |facts| {
            let shared = pairs::common_partners(facts.plain());
            Ok(by_pair(facts, |pair| shared[pair] as f64))
        },
        ..COLUMN
    },
    Column {
        id: "share_from",
        name: "Share of the first end",
        formula: "p_ij = (W_ij + W_ji) ÷ Σ(W_ik + W_ki) in view D, i = first end, j = second end",
        of: |facts| Ok(by_ends(facts, |from, to| facts.shares().between(from, to))),
        ..COLUMN
    },
    Column {
        id: "share_to",
        name: "Share of the second end",
        formula: "p_ji, as for the first end",
        of: |facts| Ok(by_ends(facts, |from, to| facts.shares().between(to, from))),
        ..COLUMN
    },
    Column {
        id: "transmission",
        name: "Transmission",
        formula: "p = κ·w·(½ + ½τ), the part of what one end knows that reaches the other",
        of: |facts| {
            let permeability = permeabilities(facts.document.project());
            Ok(by_tie(facts, |tie| {
                view::counts(tie).then(|| transmission(tie, permeability[tie.kind as usize]))
            }))
        },
        ..COLUMN
    },
    Column {
        id: "purchase",
        name: "Purchase value",
        formula: "Stated value of a supply tie to a local buyer, or 0.6 · revenue of the buyer, shared out by weight; million a year",
        decimals: 2,
        of: |facts| {
            let mut values = vec![None; facts.document.tie_count()];
            let ids: Vec<_> = facts.document.ties().map(|(id, _)| id).collect();
            for (tie, value) in facts.purchases().ties() {
                if let Ok(place) = ids.binary_search(&tie) {
                    values[place] = Some(value);
                }
            }
            Ok(values)
        },
        ..COLUMN
    },
];

fn by_tie(facts: &Facts<'_>, of: impl Fn(&Tie) -> Option<f64>) -> Vec<Option<f64>> {
    facts.document.ties().map(|(_, tie)| of(tie)).collect()
}

/// A figure of both ends for every tie of views N and D, by their numbers there.
fn by_ends(facts: &Facts<'_>, of: impl Fn(usize, usize) -> f64) -> Vec<Option<f64>> {
    let network = facts.plain();
    by_tie(facts, |tie| {
        let (from, to) = (network.index(tie.from)?, network.index(tie.to)?);
        facts.lens().admits(tie).then(|| of(from, to))
    })
}

/// A figure of the pair for every tie of view N.
fn by_pair(facts: &Facts<'_>, of: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
    let ends: Vec<(usize, usize)> = facts.plain().pairs().map(|pair| (pair.low, pair.high)).collect();
    let place = |from: usize, to: usize| ends.binary_search(&(from.min(to), from.max(to))).ok();
    let network = facts.plain();
    by_tie(facts, |tie| {
        let (from, to) = (network.index(tie.from)?, network.index(tie.to)?);
        facts.lens().admits(tie).then(|| place(from, to))?.map(&of)
    })
}
