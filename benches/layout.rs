//! Time and quality of layouts at several sizes: one step of a settling map, and a map from nothing.
//!
//! `cargo bench --bench layout [SIZE…]` prints a table. Graphs are planted partitions (groups of 20, three ties an
//! actor) and Barabási & Albert's growing networks (five ties an actor), from fixed seeds.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use milieu::base::cancel::Cancel;
use milieu::base::geom::Point;
use milieu::base::progress::Progress;
use milieu::base::rng::Rng;
use milieu::layout::{self, Force, Request, Scope, quality};
use milieu::model::{Actor, ActorId, ActorKind, Change, Document, Place, Swap, Tie, TieId, TieKind};

const SIZES: [usize; 5] = [30, 200, 2_000, 5_000, 10_000];

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    report(
        "graph  actors   ties  scratch ms  stress  crossings/pairs  overlaps  length  step ms  near ms  steps  again",
    );
    for count in sizes {
        measure("groups", count, &planted(count));
        measure("grown", count, &grown(count));
    }
}

fn measure(name: &str, count: usize, ties: &BTreeSet<(usize, usize)>) {
    let document = document(count, ties);
    let start = Instant::now();
    let places = layout::arrange(&document, 1, &Progress::new(), &Cancel::new()).expect("nobody cancels");
    let scratch = start.elapsed().as_secs_f64() * 1e3;
    let quality = quality::measure(&document, &places);
    let (step, steps, again) = settle(&document, &places, &Scope::All);
    let first = *places.keys().next().expect("no graph here is empty");
    let (near, ..) = settle(&document, &places, &Scope::Near(BTreeSet::from([first])));
    let pairs = ties.len() as f64 * (ties.len() as f64 - 1.0) / 2.0;
    report(&format!(
        "{name:6} {count:6} {:6}  {scratch:10.1}  {:6.3}  {:15.4}  {:8}  {:6.0}  {step:7.3}  {near:7.3}  {steps:5}  {again:5.1}",
        ties.len(),
        quality.stress,
        quality.crossings / pairs,
        quality.overlaps,
        quality.mean_tie_length,
    ));
}

/// Milliseconds a step, steps to rest, and how far the median actor moved.
fn settle(
    document: &Document,
    places: &std::collections::BTreeMap<ActorId, Point>,
    scope: &Scope,
) -> (f64, usize, f64) {
    let mut request = Request::of(document, scope, 1, |_, actor| actor.mark_radius());
    for mark in &mut request.actors {
        mark.at = Some(places[&mark.id]);
    }
    let mut force = Force::new(request);
    let start = Instant::now();
    let mut steps = 0;
    while !force.settled() {
        force.advance(1);
        steps += 1;
    }
    let step = start.elapsed().as_secs_f64() * 1e3 / f64::from(steps.max(1));
    let mut moves: Vec<f64> = force
        .places()
        .iter()
        .map(|(id, at)| at.distance(places[id]))
        .collect();
    moves.sort_by(f64::total_cmp);
    (step, steps as usize, moves[moves.len() / 2])
}

fn planted(count: usize) -> BTreeSet<(usize, usize)> {
    let mut rng = Rng::new(11);
    let mut ties = BTreeSet::new();
    while ties.len() < 3 * count {
        let a = rng.below(count);
        let b = if rng.unit() < 0.8 {
            (a - a % 20 + rng.below(20)).min(count - 1)
        } else {
            rng.below(count)
        };
        if a != b {
            ties.insert((a.min(b), a.max(b)));
        }
    }
    ties
}

fn grown(count: usize) -> BTreeSet<(usize, usize)> {
    let mut rng = Rng::new(12);
    let mut ties = BTreeSet::new();
    let mut ends = vec![0, 1, 2, 3, 4];
    for new in 5..count {
        for _ in 0..5 {
            let old = ends[rng.below(ends.len())];
            if old != new && ties.insert((old, new)) {
                ends.extend([old, new]);
            }
        }
    }
    ties
}

fn document(count: usize, ties: &BTreeSet<(usize, usize)>) -> Document {
    let id = |i: usize| ActorId::new(i as u64 + 1).expect("numbers start at 1");
    let mut changes = Vec::new();
    for i in 0..count {
        let actor = Actor::new(format!("Company {i}"), ActorKind::ALL[i % ActorKind::ALL.len()]);
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        changes.push(Change::Actor(id(i), Swap::add(Arc::new(actor))));
        changes.push(Change::Place(id(i), Swap::add(place)));
    }
    for (k, &(a, b)) in ties.iter().enumerate() {
        let number = TieId::new(k as u64 + 1).expect("numbers start at 1");
        let tie = Tie::new(TieKind::Cooperation, id(a), id(b));
        changes.push(Change::Tie(number, Swap::add(Arc::new(tie))));
    }
    Document::default()
        .with(&changes)
        .expect("the ends of all ties exist")
}

#[expect(clippy::print_stdout, reason = "a bench reports to whoever runs it")]
fn report(line: &str) {
    println!("{line}");
}
