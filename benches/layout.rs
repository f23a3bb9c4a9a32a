//! Time and quality of layouts from nothing at several sizes.
//!
//! `cargo bench --bench layout [SIZE…]` prints a table; `write=DIR` beside the sizes writes each graph and its layout
//! for `tests/oracle/layouts.py`, which compares with other programs. Graphs are planted partitions (groups of 50,
//! three ties an actor, 80 % of them inside) and Barabási & Albert's growing networks (five ties an actor), from fixed
//! seeds. Processor time is that of the whole process, on all cores, where the system tells it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use milieu::base::cancel::Cancel;
use milieu::base::geom::Point;
use milieu::base::progress::Progress;
use milieu::base::rng::Rng;
use milieu::layout::{self, Force, Mark, Request, Spring, quality};
use milieu::model::ActorId;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// Actors in a planted group.
const GROUP: usize = 50;

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    let write: Option<PathBuf> =
        std::env::args().find_map(|arg| arg.strip_prefix("write=").map(PathBuf::from));
    report(
        "graph   actors     ties  wall ms   cpu ms  stress  crossing  own group  overlaps  step ms  moves on  stress then",
    );
    for count in sizes {
        measure("pp", count, &planted(count), write.as_deref());
        measure("ba", count, &grown(count), write.as_deref());
    }
}

fn measure(name: &str, count: usize, ties: &[(usize, usize)], write: Option<&Path>) {
    let request = request(count, ties);
    let (begun, busy) = (Instant::now(), processor_ms());
    let points = layout::arrange_request(&request, &Progress::new(), &Cancel::new()).expect("nobody cancels");
    let wall = begun.elapsed().as_secs_f64() * 1e3;
    let cpu = processor_ms() - busy;
    let quality = quality::of(&request, &points);
    let pairs = ties.len() as f64 * (ties.len() as f64 - 1.0) / 2.0;
    let own = if name == "pp" {
        own_group(&points)
    } else {
        f64::NAN
    };
    let (step, moved, settled) = settled(&request, &points);
    report(&format!(
        "{name:5} {count:8} {:8} {wall:8.0} {cpu:8.0}  {:6.4}  {:8.4}  {own:9.3}  {:8}  {step:7.2}  {moved:8.4}  {:6.4}",
        ties.len(),
        quality.stress,
        quality.crossings / pairs,
        quality.overlaps,
        quality::of(&request, &settled).stress,
    ));
    if let Some(folder) = write {
        let ties: String = ties.iter().map(|(a, b)| format!("{a} {b}\n")).collect();
        let places: String = points.iter().map(|p| format!("{} {}\n", p.x, p.y)).collect();
        for (kind, text) in [("ties".to_owned(), ties), ("milieu.xy".to_owned(), places)] {
            let path = folder.join(format!("{name}{count}.{kind}"));
            std::fs::write(path, text).expect("the folder can be written to");
        }
        let path = folder.join(format!("{name}{count}.milieu.ms"));
        std::fs::write(path, format!("{cpu} {wall}")).expect("the folder can be written to");
    }
}

/// Milliseconds of a live step, how far the median actor moves until the whole map rests, as a part of its width, and
/// where all are then.
fn settled(request: &Request, points: &[Point]) -> (f64, f64, Vec<Point>) {
    let mut request = request.clone();
    for (mark, &at) in request.actors.iter_mut().zip(points) {
        mark.at = Some(at);
    }
    let mut force = Force::new(request);
    force.advance(1);
    let begun = Instant::now();
    let mut steps = 0;
    while !force.settled() {
        force.advance(1);
        steps += 1;
    }
    let step = begun.elapsed().as_secs_f64() * 1e3 / f64::from(steps.max(1));
    let settled = force.positions();
    let mut moves: Vec<f64> = points.iter().zip(&settled).map(|(a, &b)| a.distance(b)).collect();
    moves.sort_by(f64::total_cmp);
    let widest = points.iter().map(|p| p.x).fold(0.0, f64::max) * 2.0;
    (step, moves[moves.len() / 2] / widest, settled)
}

/// Part of the ten nearest marks that belong to the own group, over 300 actors.
fn own_group(points: &[Point]) -> f64 {
    let mut rng = Rng::new(3);
    let mut own = 0;
    for _ in 0..300 {
        let i = rng.below(points.len());
        let mut others: Vec<(f64, usize)> = (0..points.len())
            .filter(|&j| j != i)
            .map(|j| ((points[j] - points[i]).length_squared(), j))
            .collect();
        others.select_nth_unstable_by(9, |a, b| a.0.total_cmp(&b.0));
        own += others[..10]
            .iter()
            .filter(|(_, j)| j / GROUP == i / GROUP)
            .count();
    }
    f64::from(own as u32) / 3_000.0
}

fn planted(count: usize) -> Vec<(usize, usize)> {
    let mut rng = Rng::new(11);
    let mut ties = BTreeSet::new();
    for i in 1..count {
        let first = i - i % GROUP;
        let other = if i > first {
            first + rng.below(i - first)
        } else {
            rng.below(i)
        };
        ties.insert((other, i));
    }
    for _ in 0..2 * count {
        let i = rng.below(count);
        let first = i - i % GROUP;
        let other = if rng.unit() < 0.7 {
            first + rng.below(GROUP.min(count - first))
        } else {
            rng.below(count)
        };
        if i != other {
            ties.insert((i.min(other), i.max(other)));
        }
    }
    ties.into_iter().collect()
}

fn grown(count: usize) -> Vec<(usize, usize)> {
    let mut rng = Rng::new(12);
    let mut ties = BTreeSet::new();
    let mut ends = vec![0, 1, 2, 3, 4];
    for new in 5..count {
        let before = ends.len();
        for _ in 0..5 {
            let old = ends[rng.below(before)];
            if ties.insert((old, new)) {
                ends.extend([old, new]);
            }
        }
    }
    ties.into_iter().collect()
}

fn request(count: usize, ties: &[(usize, usize)]) -> Request {
    let mark = |i: usize| Mark {
        id: ActorId::new(i as u64 + 1).expect("numbers start at 1"),
        at: None,
        radius: 8.0 + (i % 7) as f64 * 2.0,
        label: 40.0,
        pinned: false,
        mobility: 1.0,
    };
    Request {
        actors: (0..count).map(mark).collect(),
        ties: ties.iter().map(|&(a, b)| Spring { a, b, weight: 0.5 }).collect(),
        seed: 1,
    }
}

/// Processor time that this process has used, milliseconds; 0 where the system does not tell.
fn processor_ms() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = told.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) * 10.0
}

#[expect(clippy::print_stdout, reason = "a bench reports to whoever runs it")]
fn report(line: &str) {
    println!("{line}");
}
