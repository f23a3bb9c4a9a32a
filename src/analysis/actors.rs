//! The columns of figures that belong to single actors, declared once.

use crate::graph::brokerage::{Brokering, Shares};
use crate::graph::{Directed, centrality, mixing, view};

use super::columns::{COLUMN, Column};
use super::facts::Facts;
use super::indicator::Cost;
use super::structural::brokerage::effective_sizes;

/// All columns, in the order in which they are shown. External actors have no place in views N and D, so what rests
/// on them is undefined for externals.
pub static COLUMNS: &[Column] = &[
    Column {
        id: "degree",
        name: "Degree",
        formula: "Number of partners in view N",
        decimals: 0,
        of: |facts| Ok(in_plain(facts, |i| Some(facts.plain().degree(i) as f64))),
        ..COLUMN
    },
    Column {
        id: "degree_share",
        name: "Degree share",
        formula: "Degree ÷ (n − 1)",
        of: |facts| Ok(in_plain(facts, |i| centrality::degree_share(facts.plain(), i))),
        ..COLUMN
    },
    Column {
        id: "strength",
        name: "Strength",
        formula: "Σw of enabled ties other than competition, external partners included",
        decimals: 2,
        of: |facts| {
            let mut strength = vec![Some(0.0); facts.members.len()];
            for link in facts.links.iter().filter(|link| view::is_positive(link.tie)) {
                for end in [link.from, link.to] {
                    strength[end] = strength[end].map(|sum| sum + link.weight());
                }
            }
            Ok(strength)
        },
        ..COLUMN
    },
    Column {
        id: "strength_out",
        name: "Strength out",
        formula: "Σw of what leaves in view D",
        decimals: 2,
        of: |facts| {
            let (leaving, _) = facts.directed().strengths();
            Ok(in_plain(facts, |i| Some(leaving[i])))
        },
        ..COLUMN
    },
    Column {
        id: "strength_in",
        name: "Strength in",
        formula: "Σw of what arrives in view D",
        decimals: 2,
        of: |facts| {
            let (_, arriving) = facts.directed().strengths();
            Ok(in_plain(facts, |i| Some(arriving[i])))
        },
        ..COLUMN
    },
    Column {
        id: "degree_out",
        name: "Degree out",
        formula: "Number of actors that an arc of view D leads to",
        decimals: 0,
        of: |facts| Ok(arc_counts(facts, |arc| arc.0)),
        ..COLUMN
    },
    Column {
        id: "degree_in",
        name: "Degree in",
        formula: "Number of actors that an arc of view D comes from",
        decimals: 0,
        of: |facts| Ok(arc_counts(facts, |arc| arc.1)),
        ..COLUMN
    },
    Column {
        id: "betweenness",
        name: "Betweenness",
        formula: "Shortest paths of view N through the actor, each pair of others once",
        decimals: 1,
        of: |facts| {
            let between = facts.betweenness()?;
            Ok(in_plain(facts, |i| Some(between.raw[i])))
        },
        ..COLUMN
    },
    Column {
        id: "betweenness_share",
        name: "Betweenness share",
        formula: "Betweenness ÷ ((n − 1)(n − 2) ÷ 2)",
        of: |facts| {
            let between = facts.betweenness()?;
            Ok(in_plain(facts, |i| between.share(i)))
        },
        ..COLUMN
    },
    Column {
        id: "harmonic",
        name: "Harmonic closeness",
        formula: "Σ 1 ÷ distance to the others of view N ÷ (n − 1)",
        of: |facts| {
            let sweep = facts.sweep()?;
            Ok(in_plain(facts, |i| sweep.harmonic(i)))
        },
        ..COLUMN
    },
    Column {
        id: "closeness",
        name: "Closeness",
        formula: "r² ÷ (Σ distances · (n − 1)), r = others within reach in view N; 0 for isolates",
        of: |facts| {
            let sweep = facts.sweep()?;
            Ok(in_plain(facts, |i| centrality::closeness(sweep, i)))
        },
        ..COLUMN
    },
    Column {
        id: "eigenvector",
        name: "Eigenvector centrality",
        formula: "Eigenvector of the largest eigenvalue of view N, of length 1, on the largest component; 0 elsewhere",
        of: |facts| {
            let vector = facts.eigenvector()?;
            Ok(in_plain(facts, |i| Some(vector[i])))
        },
        ..COLUMN
    },
    Column {
        id: "pagerank",
        name: "PageRank",
        formula: "Where a walk along the arcs of view D is found that starts anew anywhere with probability 0.15; adds up to 1",
        of: |facts| {
            let rank = facts.pagerank()?;
            Ok(in_plain(facts, |i| Some(rank[i])))
        },
        ..COLUMN
    },
    Column {
        id: "clustering",
        name: "Clustering",
        formula: "Tied share of the pairs of partners in view N; 0 below two partners",
        of: |facts| {
            Ok(in_plain(facts, |i| {
                let k = facts.plain().degree(i) as f64;
                let pairs = k * (k - 1.0) / 2.0;
                Some(if pairs > 0.0 {
                    facts.triangles()[i] as f64 / pairs
                } else {
                    0.0
                })
            }))
        },
        ..COLUMN
    },
    Column {
        id: "k_core",
        name: "k-core",
        formula: "Largest k such that the actor has k partners among actors of whom the same holds, in view N",
        decimals: 0,
        of: |facts| Ok(in_plain(facts, |i| Some(facts.core_numbers()[i] as f64))),
        ..COLUMN
    },
    Column {
        id: "core",
        name: "In the core",
        formula: "1 in the core that fits view N best, 0 on its rim",
        decimals: 0,
        cost: Cost::Idle,
        of: |facts| {
            let found = facts.core_periphery()?;
            Ok(in_plain(facts, |i| found.map(|found| flag(found.core[i]))))
        },
    },
    Column {
        id: "group",
        name: "Group",
        formula: "Group that Leiden finds in view N with weights; 1 is the largest",
        decimals: 0,
        cost: Cost::Idle,
        of: |facts| {
            let division = facts.division()?;
            Ok(in_plain(facts, |i| Some((division.of[i] + 1) as f64)))
        },
    },
    Column {
        id: "component",
        name: "Component",
        formula: "Connected part of view N; 1 is the largest",
        decimals: 0,
        of: |facts| Ok(in_plain(facts, |i| Some((facts.components().of[i] + 1) as f64))),
        ..COLUMN
    },
    Column {
        id: "articulation_point",
        name: "Articulation point",
        formula: "1 where the loss of the actor splits a component of view N",
        decimals: 0,
        of: |facts| {
            let points = facts.articulation_points();
            Ok(in_plain(facts, |i| Some(flag(points.binary_search(&i).is_ok()))))
        },
        ..COLUMN
    },
    Column {
        id: "constraint",
        name: "Constraint",
        formula: "Σ(p_ij + Σ p_iq · p_qj)² over contacts j, p_ij = (W_ij + W_ji) ÷ Σ(W_ik + W_ki) in view D; low means structural holes",
        of: |facts| Ok(in_plain(facts, |i| facts.constraint()[i])),
        ..COLUMN
    },
    Column {
        id: "constraint_unit",
        name: "Constraint, ties alike",
        formula: "The same in view N, where every tie counts alike: what tables in the literature give for networks without weights",
        of: |facts| {
            let alike = Shares::new(&Directed::both_ways(facts.plain())).constraint();
            Ok(in_plain(facts, |i| alike[i]))
        },
        ..COLUMN
    },
    Column {
        id: "effective_size",
        name: "Effective size",
        formula: "k − 2t ÷ k, t = ties among the k partners in view N",
        decimals: 2,
        of: |facts| {
            let sizes = effective_sizes(facts);
            Ok(in_plain(facts, |i| sizes[i]))
        },
        ..COLUMN
    },
    Column {
        id: "coordinator",
        name: "Coordinator",
        formula: "Open paths of view D through the actor within its role",
        decimals: 0,
        of: |facts| Ok(brokering(facts, Brokering::Coordinator)),
        ..COLUMN
    },
    Column {
        id: "itinerant",
        name: "Itinerant broker",
        formula: "Open paths of view D through the actor between members of one other role",
        decimals: 0,
        of: |facts| Ok(brokering(facts, Brokering::Itinerant)),
        ..COLUMN
    },
    Column {
        id: "gatekeeper",
        name: "Gatekeeper",
        formula: "Open paths of view D through the actor from another role into its own",
        decimals: 0,
        of: |facts| Ok(brokering(facts, Brokering::Gatekeeper)),
        ..COLUMN
    },
    Column {
        id: "representative",
        name: "Representative",
        formula: "Open paths of view D through the actor from its own role to another",
        decimals: 0,
        of: |facts| Ok(brokering(facts, Brokering::Representative)),
        ..COLUMN
    },
    Column {
        id: "liaison",
        name: "Liaison",
        formula: "Open paths of view D through the actor between two other roles",
        decimals: 0,
        of: |facts| Ok(brokering(facts, Brokering::Liaison)),
        ..COLUMN
    },
    Column {
        id: "ei_role",
        name: "E–I index by role",
        formula: "(partners of other roles − partners of the same) ÷ partners in view N",
        of: |facts| {
            let counts = facts.mixing_by_role();
            Ok(in_plain(facts, |i| mixing::ei_index(counts[i].0, counts[i].1)))
        },
        ..COLUMN
    },
    Column {
        id: "ei_external",
        name: "E–I index, local and external",
        formula: "(external partners − local partners) ÷ partners, competition left out; local actors only",
        of: |facts| {
            let counts = facts.mixing_by_place();
            // The open view numbers everybody, as the members are.
            let of = |i: usize| mixing::ei_index(counts[i].0, counts[i].1);
            Ok((0..facts.members.len())
                .map(|i| facts.members[i].local.then(|| of(i)).flatten())
                .collect())
        },
        ..COLUMN
    },
    Column {
        id: "knowledge_access",
        name: "Knowledge access",
        formula: "a · Σ k · π over all others, π = best product of κ·w·(½ + ½τ) along a path",
        of: |facts| {
            let access = facts.all_access()?;
            Ok(access.into_iter().map(Some).collect())
        },
        ..COLUMN
    },
    Column {
        id: "market_share",
        name: "Market share",
        formula: "Revenue ÷ revenue of all local producers; local producers only",
        of: |facts| {
            Ok(share_among(
                facts,
                |i| facts.members[i].local && facts.members[i].actor.kind.is_producer(),
                |i| facts.members[i].actor.revenue.get(),
            ))
        },
        ..COLUMN
    },
    Column {
        id: "job_share",
        name: "Job share",
        formula: "Jobs ÷ jobs of all local firms; local firms only",
        of: |facts| {
            Ok(share_among(
                facts,
                |i| facts.members[i].firm,
                |i| facts.members[i].actor.jobs.get(),
            ))
        },
        ..COLUMN
    },
    Column {
        id: "vertical_integration",
        name: "Vertical integration",
        formula: "(revenue − purchases) ÷ revenue; local firms only",
        of: |facts| {
            let bought = facts.purchases().bought();
            let of = |i: usize| {
                let revenue = facts.members[i].actor.revenue.get();
                Some((revenue - bought[i]) / revenue).filter(|share| share.is_finite())
            };
            Ok((0..facts.members.len())
                .map(|i| facts.members[i].firm.then(|| of(i)).flatten())
                .collect())
        },
        ..COLUMN
    },
    Column {
        id: "multiplier",
        name: "Output multiplier",
        formula: "Column sum of (I − A)⁻¹ over local supply",
        decimals: 2,
        of: |facts| {
            let multipliers = facts.multipliers()?;
            let members = facts.members.iter().zip(multipliers);
            Ok(members
                .map(|(member, &multiplier)| member.local.then_some(multiplier))
                .collect())
        },
        ..COLUMN
    },
];

/// A figure for every member that has a place in view N.
fn in_plain(facts: &Facts<'_>, of: impl Fn(usize) -> Option<f64>) -> Vec<Option<f64>> {
    facts
        .members
        .iter()
        .map(|member| member.plain.and_then(&of))
        .collect()
}

fn arc_counts(facts: &Facts<'_>, end: impl Fn(&(usize, usize, f64)) -> usize) -> Vec<Option<f64>> {
    let mut counts = vec![0.0; facts.plain().n()];
    for arc in facts.directed().arcs() {
        counts[end(arc)] += 1.0;
    }
    in_plain(facts, |i| Some(counts[i]))
}

fn brokering(facts: &Facts<'_>, part: Brokering) -> Vec<Option<f64>> {
    let counts = facts.brokering();
    in_plain(facts, |i| Some(counts[i][part as usize] as f64))
}

/// A part of a whole for the members that have one; undefined where the whole is nothing.
fn share_among(
    facts: &Facts<'_>,
    belongs: impl Fn(usize) -> bool,
    amount: impl Fn(usize) -> f64,
) -> Vec<Option<f64>> {
    let all: f64 = (0..facts.members.len())
        .filter(|&i| belongs(i))
        .map(&amount)
        .sum();
    (0..facts.members.len())
        .map(|i| (belongs(i) && all > 0.0).then(|| amount(i) / all))
        .collect()
}

/// Yes and no as numbers.
fn flag(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}
