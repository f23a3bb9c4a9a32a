//! Time of the live layout at several sizes: getting ready, one step of the whole map, one step after an edit.
//!
//! `cargo bench --bench live [SIZE…]` prints a table. Graphs are planted partitions (groups of 50, three ties an
//! actor, 80 % of them inside) whose groups stand on a grid, and Barabási & Albert's growing networks (five ties an
//! actor) on a disc; both from fixed seeds. CPU time is that of the whole process, where the system tells it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use milieu::base::geom::Point;
use milieu::base::rng::Rng;
use milieu::layout::{Force, Request, Scope};
use milieu::model::{Actor, ActorId, ActorKind, Change, Document, Place, Swap, Tie, TieId, TieKind};

const SIZES: [usize; 4] = [300, 1_000, 10_000, 100_000];

/// Steps are timed for at least so long, seconds.
const LONG_ENOUGH: f64 = 1.5;

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    report("graph   actors     ties  request ms   new ms  step ms  cpu ms  near ms  steps  rest ms");
    for count in sizes {
        measure("groups", count, &planted(count), 50);
        measure("grown", count, &grown(count), count);
    }
}

fn measure(name: &str, count: usize, ties: &[(usize, usize)], group: usize) {
    let document = document(count, ties, group);
    let begun = Instant::now();
    let request = request(&document, &Scope::All);
    let request_ms = milliseconds(begun);
    let begun = Instant::now();
    let fresh = Force::new(request);
    let new_ms = milliseconds(begun);
    // Steps of a map that has found its order, not of the jump from the grid.
    let mut force = fresh.clone();
    force.advance(8);
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let mut steps = 0;
    while begun.elapsed().as_secs_f64() < LONG_ENOUGH || steps < 8 {
        force.advance(1);
        steps += 1;
        if steps % 60 == 0 || force.settled() {
            force.reheat(&BTreeSet::new());
        }
    }
    let step_ms = milliseconds(begun) / f64::from(steps);
    let cpu_ms = cpu
        .zip(cpu_seconds())
        .map_or(f64::NAN, |(before, now)| (now - before) * 1e3 / f64::from(steps));
    let middle = ActorId::new(count as u64 / 2 + 1).expect("numbers start at 1");
    let mut near = Force::new(self::request(&document, &Scope::Around(BTreeSet::from([middle]))));
    let begun = Instant::now();
    near.advance(50);
    let near_ms = milliseconds(begun) / 50.0;
    let begun = Instant::now();
    let mut all = fresh;
    let mut to_rest = 0;
    while !all.settled() {
        all.advance(1);
        to_rest += 1;
    }
    let rest_ms = milliseconds(begun);
    report(&format!(
        "{name:6} {count:7} {:8}  {request_ms:10.2} {new_ms:8.2} {step_ms:8.3} {cpu_ms:7.2} {near_ms:8.4} {to_rest:6} {rest_ms:8.0}",
        ties.len(),
    ));
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Time that all threads of this process have worked so far.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    // Fields 14 and 15 of proc_pid_stat(5), of which the first two are gone; 100 ticks a second.
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

fn request(document: &Document, scope: &Scope) -> Request {
    Request::of(document, scope, 1, |_, actor| actor.mark_radius())
}

fn planted(count: usize) -> Vec<(usize, usize)> {
    let mut rng = Rng::new(11);
    let mut ties = Vec::with_capacity(3 * count);
    for i in 1..count {
        ties.push((i - 1, i));
        for _ in 0..2 {
            let b = if rng.unit() < 0.7 {
                (i - i % 50 + rng.below(50)).min(count - 1)
            } else {
                rng.below(count)
            };
            if i != b {
                ties.push((i.min(b), i.max(b)));
            }
        }
    }
    ties
}

fn grown(count: usize) -> Vec<(usize, usize)> {
    let mut rng = Rng::new(12);
    let mut ties = Vec::with_capacity(5 * count);
    let mut ends = vec![0, 1, 2, 3, 4];
    for new in 5..count {
        for _ in 0..5 {
            let old = ends[rng.below(ends.len())];
            if old != new {
                ties.push((old, new));
                ends.extend([old, new]);
            }
        }
    }
    ties
}

/// Groups stand on a grid of cells, their members anywhere in the cell.
fn document(count: usize, ties: &[(usize, usize)], group: usize) -> Document {
    let mut rng = Rng::new(13);
    let id = |i: usize| ActorId::new(i as u64 + 1).expect("numbers start at 1");
    let columns = (count.div_ceil(group) as f64).sqrt().ceil();
    let side = 60.0 * (group as f64).sqrt();
    let mut changes = Vec::with_capacity(2 * count + ties.len());
    for i in 0..count {
        let actor = Actor::new(format!("Company {i}"), ActorKind::ALL[i % ActorKind::ALL.len()]);
        let cell = (i / group) as f64;
        let row = (cell / columns).floor();
        let place = Place {
            at: Point::new(
                (cell - row * columns + rng.unit()) * side,
                (row + rng.unit()) * side,
            ),
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
