//! Times a whole assessment and the table of actors for clusters of 30, 200 and 2 000 actors.

#![expect(clippy::unwrap_used, reason = "the clusters are shared with tests")]
#![expect(clippy::print_stdout, reason = "the table is the result")]

#[path = "../tests/headless/clusters.rs"]
mod clusters;

use std::hint::black_box;
use std::time::{Duration, Instant};

use clusters::{Recipe, cluster};
use milieu::analysis::{actors, assess};
use milieu::base::cancel::Cancel;
use milieu::model::Document;

fn main() {
    println!(
        "{:>7} {:>7} {:>15} {:>12} {:>12}",
        "actors", "ties", "what", "least ms", "median ms"
    );
    for (actors, repeats) in [(30, 200), (200, 50), (2_000, 5)] {
        let ties = 3 * actors;
        let document = cluster(Recipe {
            actors,
            ties,
            seed: 7,
        });
        let cancel = Cancel::new();
        report(&document, "assess", repeats, || {
            black_box(assess(black_box(&document), &cancel)).expect("nobody cancels");
        });
        report(&document, "rows of actors", repeats, || {
            black_box(actors::rows(black_box(&document), &cancel)).expect("nobody cancels");
        });
    }
}

/// Least and median of several runs, after one that warms up.
fn report(document: &Document, what: &str, repeats: usize, work: impl Fn()) {
    work();
    let mut times: Vec<Duration> = Vec::with_capacity(repeats);
    for _ in 0..repeats {
        let start = Instant::now();
        work();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    println!(
        "{:>7} {:>7} {what:>15} {:>12.3} {:>12.3}",
        document.actor_count(),
        document.tie_count(),
        ms(times[0]),
        ms(times[times.len() / 2]),
    );
}
