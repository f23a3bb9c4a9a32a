//! Figures of the network's shape, all on local actors.

pub(super) mod brokerage;
pub(super) mod core;
pub(super) mod groups;
pub(super) mod slopes;
pub(super) mod small_world;
pub(super) mod triads;

use crate::graph::paths::Sweep;
use crate::graph::sampling::CONFIDENCE;
use crate::graph::{Directed, cohesion, fragility};

use super::explained;
use super::indicator::{Group, Indicator, PART, Unit, View};
use super::works::*;

const HERE: Indicator = Indicator {
    group: Group::Structure,
    view: View::Plain,
    decimals: 3,
    ..PART
};

/// A count of things.
const COUNT: Indicator = Indicator {
    bounds: (0.0, f64::INFINITY),
    decimals: 0,
    ..HERE
};

pub(super) static ACTORS: Indicator = Indicator {
    id: "actors",
    name: "Actors",
    formula: "n, local actors, isolates included",
    unit: Unit::Actors,
    reading: "The cluster is larger",
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::ACTORS),
    filled: Some(explained::structural::actors),
    eval: |facts| Ok(Some(facts.plain().n() as f64)),
    ..COUNT
};

pub(super) static TIED_PAIRS: Indicator = Indicator {
    id: "tied_pairs",
    name: "Tied pairs",
    formula: "m, pairs with at least one tie",
    unit: Unit::Pairs,
    reading: "More pairs deal with each other",
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::TIED_PAIRS),
    filled: Some(explained::structural::tied_pairs),
    eval: |facts| Ok(Some(facts.plain().m() as f64)),
    ..COUNT
};

pub(super) static DENSITY: Indicator = Indicator {
    id: "density",
    name: "Density",
    formula: "2m ÷ (n(n − 1))",
    reading: "More of the possible pairs are tied",
    caveat: "Falls as the cluster grows, so never compare clusters of different size",
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::DENSITY),
    filled: Some(explained::structural::density),
    eval: |facts| Ok(cohesion::density(facts.plain())),
    ..HERE
};

pub(super) static ARC_DENSITY: Indicator = Indicator {
    id: "arc_density",
    name: "Density of arcs",
    formula: "arcs ÷ (n(n − 1)); undirected and mutual ties count both ways",
    reading: "More of the possible ordered pairs are joined",
    caveat: "Falls as the cluster grows, so never compare clusters of different size",
    view: View::Directed,
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::ARC_DENSITY),
    filled: Some(explained::structural::arc_density),
    eval: |facts| Ok(facts.directed().density()),
    ..HERE
};

pub(super) static MEAN_DEGREE: Indicator = Indicator {
    id: "mean_degree",
    name: "Mean degree",
    formula: "2m ÷ n",
    unit: Unit::TiesPerActor,
    bounds: (0.0, f64::INFINITY),
    reading: "An actor has more partners",
    decimals: 2,
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::MEAN_DEGREE),
    filled: Some(explained::structural::mean_degree),
    eval: |facts| Ok(cohesion::mean_degree(facts.plain())),
    ..HERE
};

pub(super) static COMPONENTS: Indicator = Indicator {
    id: "components",
    name: "Components",
    formula: "Number of connected parts",
    unit: Unit::Parts,
    reading: "The cluster falls apart into more pieces",
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::COMPONENTS),
    filled: Some(explained::structural::components),
    eval: |facts| Ok(Some(facts.components().sizes.len() as f64)),
    ..COUNT
};

pub(super) static LARGEST_COMPONENT: Indicator = Indicator {
    id: "largest_component",
    name: "Largest component",
    formula: "Number of actors in the largest connected part",
    unit: Unit::Actors,
    reading: "More actors can reach each other",
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::LARGEST_COMPONENT),
    filled: Some(explained::structural::largest_component),
    eval: |facts| Ok(Some(facts.components().sizes.first().copied().unwrap_or(0) as f64)),
    ..COUNT
};

pub(super) static CONNECTEDNESS: Indicator = Indicator {
    id: "connectedness",
    name: "Connectedness",
    formula: "Σ s(s − 1) ÷ (n(n − 1)), s = size of each connected part",
    reading: "More pairs of actors can reach each other",
    sources: &[&KRACKHARDT_1994],
    attribution: Some(explained::structural::CONNECTEDNESS),
    filled: Some(explained::structural::connectedness),
    eval: |facts| Ok(facts.components().connectedness()),
    ..HERE
};

pub(super) static TRANSITIVITY: Indicator = Indicator {
    id: "transitivity",
    name: "Transitivity",
    formula: "3 · triangles ÷ triples",
    reading: "Partners of partners are partners",
    sources: &[&WASSERMAN_FAUST_1994, &WATTS_STROGATZ_1998],
    attribution: Some(explained::structural::TRANSITIVITY),
    filled: Some(explained::structural::transitivity),
    eval: |facts| Ok(cohesion::transitivity(facts.plain(), facts.triangles())),
    ..HERE
};

pub(super) static MEAN_CLUSTERING: Indicator = Indicator {
    id: "mean_clustering",
    name: "Mean clustering",
    formula: "Mean over actors of the tied share of their partners' pairs; 0 below two partners",
    reading: "Circles of partners are closed",
    sources: &[&WATTS_STROGATZ_1998],
    attribution: Some(explained::structural::MEAN_CLUSTERING),
    filled: Some(explained::structural::mean_clustering),
    eval: |facts| Ok(cohesion::mean_clustering(facts.plain(), facts.triangles())),
    ..HERE
};

pub(super) static PATH_LENGTH: Indicator = Indicator {
    id: "path_length",
    name: "Path length",
    formula: "Mean distance in the largest component",
    unit: Unit::Hops,
    bounds: (1.0, f64::INFINITY),
    reading: "Actors are more remote from each other",
    caveat: "Look at the size of the largest component beside it; components of the same largest size count together",
    sources: &[&WATTS_STROGATZ_1998],
    attribution: Some(explained::structural::PATH_LENGTH),
    filled: Some(explained::structural::path_length),
    eval: |facts| facts.distance(Sweep::path_length, |sample| sample.path_length, CONFIDENCE),
    ..HERE
};

pub(super) static DIAMETER: Indicator = Indicator {
    id: "diameter",
    name: "Diameter",
    formula: "Largest distance in the largest component",
    unit: Unit::Hops,
    bounds: (1.0, f64::INFINITY),
    reading: "The most remote pair is further apart",
    caveat: "Look at the size of the largest component beside it; components of the same largest size count together",
    decimals: 0,
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::DIAMETER),
    filled: Some(explained::structural::diameter),
    eval: |facts| {
        let exact = |sweep: &Sweep| sweep.diameter().map(f64::from);
        facts.distance(exact, |sample| sample.diameter, 1.0)
    },
    ..HERE
};

pub(super) static GLOBAL_EFFICIENCY: Indicator = Indicator {
    id: "global_efficiency",
    name: "Global efficiency",
    formula: "Mean of 1 ÷ distance over ordered pairs, 1 ÷ ∞ = 0",
    reading: "Everybody reaches everybody over fewer steps",
    sources: &[&LATORA_MARCHIORI_2001],
    attribution: Some(explained::structural::GLOBAL_EFFICIENCY),
    filled: Some(explained::structural::global_efficiency),
    eval: |facts| facts.distance(Sweep::global_efficiency, |sample| sample.efficiency, CONFIDENCE),
    ..HERE
};

pub(super) static LOCAL_EFFICIENCY: Indicator = Indicator {
    id: "local_efficiency",
    name: "Local efficiency",
    formula: "Mean over actors of the global efficiency among their partners; 0 below two partners",
    reading: "Partners still reach each other when the actor between them fails",
    sources: &[&LATORA_MARCHIORI_2001],
    attribution: Some(explained::structural::LOCAL_EFFICIENCY),
    filled: Some(explained::structural::local_efficiency),
    eval: |facts| Ok(cohesion::local_efficiency(facts.local_efficiencies()?)),
    ..HERE
};

pub(super) static DEGREE_CENTRALIZATION: Indicator = Indicator {
    id: "degree_centralization",
    name: "Degree centralization",
    formula: "Σ(k_max − k_i) ÷ ((n − 1)(n − 2))",
    reading: "Ties gather at one hub; 1 is a star",
    sources: &[&FREEMAN_1979],
    attribution: Some(explained::structural::DEGREE_CENTRALIZATION),
    filled: Some(explained::structural::degree_centralization),
    eval: |facts| Ok(cohesion::degree_centralization(facts.plain())),
    ..HERE
};

pub(super) static BETWEENNESS_CENTRALIZATION: Indicator = Indicator {
    id: "betweenness_centralization",
    name: "Betweenness centralization",
    formula: "Σ(b_max − b_i) ÷ ((n − 1)²(n − 2) ÷ 2), b = shortest paths through an actor",
    reading: "Ways lead through one broker; 1 is a star",
    sources: &[&FREEMAN_1977, &FREEMAN_1979, &BRANDES_2001],
    attribution: Some(explained::structural::BETWEENNESS_CENTRALIZATION),
    filled: Some(explained::structural::betweenness_centralization),
    eval: |facts| facts.betweenness_centralization(),
    ..HERE
};

pub(super) static CLOSENESS_CENTRALIZATION: Indicator = Indicator {
    id: "closeness_centralization",
    name: "Closeness centralization",
    formula: "Σ(c_max − c_i) ÷ ((n − 1)(n − 2) ÷ (2n − 3)), c = (n − 1) ÷ Σ distances; only when all are connected",
    reading: "One actor is much closer to all than the others; 1 is a star",
    sources: &[&FREEMAN_1979],
    attribution: Some(explained::structural::CLOSENESS_CENTRALIZATION),
    filled: Some(explained::structural::closeness_centralization),
    // No sample says how central each actor is.
    eval: |facts| Ok(facts.sweep()?.closeness_centralization()),
    ..HERE
};

pub(super) static DEGREE_ASSORTATIVITY: Indicator = Indicator {
    id: "degree_assortativity",
    name: "Degree assortativity",
    formula: "Pearson correlation of the degrees at both ends of ties",
    bounds: (-1.0, 1.0),
    reading: "Hubs are tied to hubs; below 0 they are tied to the weakly tied",
    sources: &[&NEWMAN_2002],
    attribution: Some(explained::structural::DEGREE_ASSORTATIVITY),
    filled: Some(explained::structural::degree_assortativity),
    eval: |facts| Ok(cohesion::degree_assortativity(facts.plain())),
    ..HERE
};

pub(super) static RECIPROCITY: Indicator = Indicator {
    id: "reciprocity",
    name: "Reciprocity",
    formula: "Arcs with a reverse arc ÷ all arcs, kinds with a direction only",
    reading: "What flows one way also flows back",
    view: View::Directed,
    sources: &[&WASSERMAN_FAUST_1994],
    attribution: Some(explained::structural::RECIPROCITY),
    filled: Some(explained::structural::reciprocity),
    eval: |facts| Ok(Directed::of_directed_kinds(facts.document, facts.lens()).reciprocity()),
    ..HERE
};

pub(super) static ARTICULATION_POINTS: Indicator = Indicator {
    id: "articulation_points",
    name: "Articulation points",
    formula: "Number of actors whose loss splits a component",
    unit: Unit::Actors,
    reading: "The cluster hangs on more single actors",
    sources: &[&TARJAN_1972],
    attribution: Some(explained::structural::ARTICULATION_POINTS),
    filled: Some(explained::structural::articulation_points),
    eval: |facts| Ok(Some(fragility::articulation_points(facts.plain()).len() as f64)),
    ..COUNT
};

pub(super) static BRIDGES: Indicator = Indicator {
    id: "bridges",
    name: "Bridges",
    formula: "Number of tied pairs whose separation splits a component",
    unit: Unit::Pairs,
    reading: "The cluster hangs on more single relations",
    sources: &[&TARJAN_1972],
    attribution: Some(explained::structural::BRIDGES),
    filled: Some(explained::structural::bridges),
    eval: |facts| Ok(Some(fragility::bridges(facts.plain()) as f64)),
    ..COUNT
};

pub(super) static ROBUSTNESS: Indicator = Indicator {
    id: "robustness",
    name: "Robustness",
    formula: "R · 2n ÷ (n − 1), R = mean share of the largest component while the most tied actor is removed again and again",
    reading: "The network holds together longer when its hubs fail; 1 is a complete network",
    sources: &[&SCHNEIDER_2011],
    attribution: Some(explained::structural::ROBUSTNESS),
    filled: Some(explained::structural::robustness),
    eval: |facts| {
        Ok(fragility::normalized_robustness(
            facts.plain(),
            &facts.name_ranks(),
        ))
    },
    ..HERE
};
