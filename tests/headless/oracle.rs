//! An independent library agrees with what is measured on the shape of random clusters: directed and mutual ties,
//! loops, parallel, disabled and external ones, connected or not.

use std::collections::{BTreeMap, BTreeSet};

use rustworkx_core::centrality::{
    betweenness_centrality, closeness_centrality, degree_centrality, edge_betweenness_centrality,
    eigenvector_centrality,
};
use rustworkx_core::connectivity::{articulation_points, bridges, connected_components, core_number};
use rustworkx_core::petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use rustworkx_core::petgraph::visit::EdgeRef;
use rustworkx_core::petgraph::{Incoming, Outgoing};
use rustworkx_core::shortest_path::distance_matrix;
use rustworkx_core::transitivity::graph_transitivity;

use milieu::analysis::columns::{Tables, tables};
use milieu::analysis::{Assessment, Cost};
use milieu::base::cancel::Cancel;
use milieu::base::rng::Rng;
use milieu::model::kind::TieKind;
use milieu::model::{ActorId, Document};

use super::clusters::{Recipe, cluster};
use super::golden::assess;

/// More actors than this would have them count in parallel.
const ALONE: usize = usize::MAX;

/// A random cluster with what we and they say about it. Views are put together here anew, not taken from the program.
struct Case {
    name: String,
    assessment: Assessment,
    tables: Tables,
    local: Vec<ActorId>,
    plain: UnGraph<(), ()>,
    directed: DiGraph<(), ()>,
    /// Ends of each tie as numbers, as far as it counts.
    ends: BTreeMap<milieu::model::TieId, (usize, usize)>,
}

impl Case {
    fn new(recipe: Recipe) -> Self {
        let document: Document = cluster(recipe);
        let inside = |(id, actor): (ActorId, &milieu::model::Actor)| (!actor.external).then_some(id);
        let local: Vec<ActorId> = document.actors().filter_map(inside).collect();
        let number = |id: ActorId| local.iter().position(|&other| other == id);
        let (mut pairs, mut arcs) = (BTreeSet::new(), BTreeSet::new());
        let mut ends = BTreeMap::new();
        for (id, tie) in document.ties() {
            let (Some(from), Some(to)) = (number(tie.from), number(tie.to)) else {
                continue;
            };
            if from == to || !tie.enabled || tie.kind == TieKind::Competition {
                continue;
            }
            ends.insert(id, (from, to));
            pairs.insert((from.min(to), from.max(to)));
            arcs.insert((from, to));
            let both = [TieKind::Cooperation, TieKind::Social].contains(&tie.kind);
            if both || tie.mutual {
                arcs.insert((to, from));
            }
        }
        let mut plain = UnGraph::new_undirected();
        let mut directed = DiGraph::new();
        for _ in &local {
            plain.add_node(());
            directed.add_node(());
        }
        for (a, b) in pairs {
            plain.add_edge(NodeIndex::new(a), NodeIndex::new(b), ());
        }
        for (a, b) in arcs {
            directed.add_edge(NodeIndex::new(a), NodeIndex::new(b), ());
        }
        Self {
            name: format!("{recipe:?}"),
            assessment: assess(&document),
            tables: tables(&document, Cost::Demand, &Cancel::new()).unwrap(),
            local,
            plain,
            directed,
            ends,
        }
    }

    #[track_caller]
    fn figure(&self, id: &str, expected: Option<f64>) {
        same(
            &format!("{}: {id}", self.name),
            self.assessment.value(id),
            expected,
        );
    }

    #[track_caller]
    fn column(&self, id: &str, expected: impl Fn(usize) -> Option<f64>) {
        for (i, &actor) in self.local.iter().enumerate() {
            let found = self.tables.actors.named(actor, id);
            same(&format!("{}: {id} of {i}", self.name), found, expected(i));
        }
    }

    fn connected(&self) -> Vec<Vec<usize>> {
        let sets = connected_components(&self.plain).into_iter();
        let mut parts: Vec<Vec<usize>> = sets
            .map(|set| {
                let mut part: Vec<usize> = set.into_iter().map(NodeIndex::index).collect();
                part.sort_unstable();
                part
            })
            .collect();
        // As here: the largest first, of one size the one with the first actor.
        parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part[0]));
        parts
    }
}

/// Equal but for rounding, relative to what they say.
#[track_caller]
fn same(what: &str, found: Option<f64>, expected: Option<f64>) {
    let close = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3),
        (found, expected) => found == expected,
    };
    assert!(close, "{what}: {found:?} here, {expected:?} there");
}

/// Small and large, thin and dense.
fn cases() -> impl Iterator<Item = Case> {
    let sizes = (0..60).map(|seed| {
        let mut rng = Rng::new(seed + 9_000);
        let actors = rng.below(50);
        let ties = rng.below(4 * actors + 1);
        Recipe { actors, ties, seed }
    });
    let large = [(150, 200), (150, 500), (220, 1_500)].map(|(actors, ties)| Recipe {
        actors,
        ties,
        seed: 3,
    });
    sizes.chain(large).map(Case::new)
}

#[test]
fn centralities_agree() {
    for case in cases() {
        let (n, plain) = (case.local.len(), &case.plain);
        let raw = betweenness_centrality(plain, false, false, ALONE);
        // For undirected networks they give every pair of ends once, as here.
        case.column("betweenness", |i| raw[i]);
        let share = betweenness_centrality(plain, false, true, ALONE);
        if n >= 3 {
            case.column("betweenness_share", |i| share[i]);
        }
        if n >= 2 {
            let degree = degree_centrality(plain, None);
            case.column("degree_share", |i| Some(degree[i]));
            let closeness = closeness_centrality(plain, true, ALONE);
            case.column("closeness", |i| closeness[i]);
        }
        case.column("degree_out", |i| {
            Some(case.directed.edges_directed(NodeIndex::new(i), Outgoing).count() as f64)
        });
        case.column("degree_in", |i| {
            Some(case.directed.edges_directed(NodeIndex::new(i), Incoming).count() as f64)
        });
    }
}

#[test]
fn eigenvectors_agree() {
    for case in cases() {
        let parts = case.connected();
        let Some(largest) = parts.first().filter(|part| part.len() > 1) else {
            continue;
        };
        let inside = |i: usize| largest.binary_search(&i).ok();
        let mut part: UnGraph<(), ()> = UnGraph::new_undirected();
        for _ in largest {
            part.add_node(());
        }
        for edge in case.plain.edge_references() {
            let ends = (inside(edge.source().index()), inside(edge.target().index()));
            if let (Some(a), Some(b)) = ends {
                part.add_edge(NodeIndex::new(a), NodeIndex::new(b), ());
            }
        }
        let found: Result<_, ()> = eigenvector_centrality(&part, |_| Ok(1.0), Some(100_000), Some(1e-15));
        let vector = found.unwrap().unwrap();
        case.column("eigenvector", |i| {
            Some(inside(i).map_or(0.0, |place| vector[place]))
        });
    }
}

#[test]
fn pairs_agree() {
    for case in cases() {
        let through = edge_betweenness_centrality(&case.plain, false, ALONE);
        let cut: BTreeSet<(usize, usize)> = bridges(&case.plain)
            .into_iter()
            .map(|(a, b)| (a.index().min(b.index()), a.index().max(b.index())))
            .collect();
        case.figure("bridges", Some(cut.len() as f64));
        for (&tie, &(from, to)) in &case.ends {
            let ends = (NodeIndex::new(from), NodeIndex::new(to));
            let edge = case.plain.find_edge(ends.0, ends.1).unwrap();
            let what = format!("{}: {tie}", case.name);
            same(
                &what,
                case.tables.ties.named(tie, "edge_betweenness"),
                through[edge.index()],
            );
            let bridge = cut.contains(&(from.min(to), from.max(to)));
            same(
                &what,
                case.tables.ties.named(tie, "bridge"),
                Some(f64::from(u8::from(bridge))),
            );
            let around: BTreeSet<_> = case.plain.neighbors(ends.0).collect();
            let shared = case
                .plain
                .neighbors(ends.1)
                .filter(|w| around.contains(w))
                .count();
            same(
                &what,
                case.tables.ties.named(tie, "common_partners"),
                Some(shared as f64),
            );
        }
    }
}

#[test]
fn cohesion_agrees() {
    for case in cases() {
        let (n, m) = (case.plain.node_count(), case.plain.edge_count());
        case.figure("actors", Some(n as f64));
        case.figure("tied_pairs", Some(m as f64));
        // Where there are no triples they say 0; here that is undefined.
        let transitivity = graph_transitivity(&case.plain);
        case.figure(
            "transitivity",
            Some(transitivity)
                .filter(|t| t.is_finite() && *t > 0.0)
                .or(case.assessment.value("transitivity").filter(|t| *t == 0.0)),
        );
        let parts = case.connected();
        case.figure("components", Some(parts.len() as f64));
        case.figure(
            "largest_component",
            Some(parts.first().map_or(0, Vec::len) as f64),
        );
        case.column("component", |i| {
            let part = parts.iter().position(|part| part.contains(&i)).unwrap();
            Some((part + 1) as f64)
        });
        let cut = articulation_points(&case.plain, None);
        case.figure("articulation_points", Some(cut.len() as f64));
        case.column("articulation_point", |i| {
            Some(f64::from(u8::from(cut.contains(&NodeIndex::new(i)))))
        });
        let cores = core_number(&case.plain);
        case.column("k_core", |i| Some(cores[&NodeIndex::new(i)] as f64));
        let most = cores.values().max().copied();
        case.figure("largest_core", most.map(|k| k as f64));
        case.figure(
            "largest_core_members",
            most.map(|most| cores.values().filter(|&&k| k == most).count() as f64),
        );
    }
}

#[test]
fn distances_agree() {
    for case in cases() {
        let n = case.local.len();
        if n < 2 {
            continue;
        }
        let matrix = distance_matrix(&case.plain, ALONE, false, f64::INFINITY);
        let near = |i: usize, j: usize| if i == j { 0.0 } else { 1.0 / matrix[[i, j]] };
        let sum = |i: usize| (0..n).map(|j| near(i, j)).sum::<f64>();
        case.column("harmonic", |i| Some(sum(i) / (n - 1) as f64));
        let all: f64 = (0..n).map(sum).sum();
        case.figure("global_efficiency", Some(all / (n * (n - 1)) as f64));
        // Components of the same largest size count together here.
        let parts = case.connected();
        let largest = parts[0].len();
        let mut hops = Vec::new();
        for part in parts.iter().filter(|part| part.len() == largest && largest > 1) {
            for &i in part {
                hops.extend(part.iter().filter(|&&j| j != i).map(|&j| matrix[[i, j]]));
            }
        }
        let most = hops.iter().copied().reduce(f64::max);
        case.figure("diameter", most);
        case.figure(
            "path_length",
            most.map(|_| hops.iter().sum::<f64>() / hops.len() as f64),
        );
    }
}
