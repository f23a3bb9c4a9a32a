//! Times a whole assessment and the table of actors for clusters of 30, 200 and 2 000 actors, and every figure that is
//! dear for larger ones.

#![expect(clippy::unwrap_used, reason = "the clusters are shared with tests")]
#![expect(clippy::print_stdout, reason = "the table is the result")]

#[path = "../tests/headless/clusters.rs"]
mod clusters;
mod networks;

use std::hint::black_box;
use std::time::{Duration, Instant};

use clusters::{Recipe, cluster};
use milieu::analysis::columns::tables;
use milieu::analysis::{Cost, assess};
use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
use milieu::base::rng::Rng;
use milieu::graph::brokerage::{Shares, brokering};
use milieu::graph::groups::{Weighted, divide};
use milieu::graph::random::rewired;
use milieu::graph::{
    Directed, Simple, betweenness, centrality, cohesion, core, fragility, pairs, paths, small_world, triads,
};
use milieu::model::Document;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    for (actors, repeats) in [(200, 50), (2_000, 5), (10_000, 1), (100_000, 1), (1_000_000, 1)] {
        let asked = sizes.contains(&actors) || (sizes.is_empty() && actors <= 2_000);
        if !asked {
            continue;
        }
        let document = if actors <= 2_000 {
            cluster(Recipe {
                actors,
                ties: 3 * actors,
                seed: 7,
            })
        } else {
            networks::attached(actors, 5, 7)
        };
        let cancel = Cancel::new();
        let network = Simple::plain(&document);
        let all: Vec<usize> = (0..network.n()).collect();
        println!("n {} m {}", network.n(), network.m());
        let row = |what: &str, work: &dyn Fn()| report(&document, what, repeats, work);
        row("view", &|| drop(black_box(Simple::plain(&document))));
        row("components", &|| drop(black_box(fragility::components(&network))));
        row("triangles", &|| drop(black_box(cohesion::triangles(&network))));
        let directed = Directed::new(&document);
        let roles: Vec<usize> = document.actors().map(|(_, a)| a.kind.role() as usize).collect();
        let components = fragility::components(&network);
        row("constraint", &|| {
            drop(black_box(Shares::new(&directed).constraint()));
        });
        row("go-betweens", &|| drop(black_box(brokering(&directed, &roles))));
        row("triads", &|| {
            black_box(triads::census(&directed));
        });
        row("k-cores", &|| drop(black_box(core::core_numbers(&network))));
        row("eigenvector", &|| {
            drop(black_box(centrality::eigenvector(&network, &components, &cancel)));
        });
        row("pagerank", &|| {
            drop(black_box(centrality::pagerank(&directed, &cancel)));
        });
        row("groups", &|| {
            let pairs = network.pairs().map(|pair| (pair.low, pair.high, 1.0));
            drop(black_box(divide(&Weighted::new(network.n(), pairs), &cancel)));
        });
        row("core and rim", &|| {
            drop(black_box(core::core_periphery(&network, &all, &cancel)));
        });
        row("rewired", &|| {
            drop(black_box(rewired(&network, &mut Rng::new(1), &cancel)));
        });
        row("robustness", &|| {
            black_box(fragility::robustness(&network, &all));
        });
        row("articulation", &|| {
            drop(black_box(fragility::articulation_points(&network)));
        });
        row("bridges", &|| {
            black_box(fragility::bridges(&network));
        });
        row("local efficiency", &|| {
            black_box(cohesion::local_efficiency(&network, &cancel)).unwrap();
        });
        if actors <= 10_000 {
            row("distances", &|| drop(black_box(paths::sweep(&network, &cancel))));
            row("betweenness", &|| {
                drop(black_box(betweenness::betweenness(&network, &cancel)));
            });
            row("pairs", &|| {
                drop(black_box(pairs::betweenness(&network, &cancel)));
            });
            row("small world", &|| {
                black_box(small_world::measure(&network, &all, &Progress::new(), &cancel)).unwrap();
            });
            row("assess", &|| drop(black_box(assess(&document, &cancel))));
            if actors <= 2000 {
                row("tables", &|| {
                    drop(black_box(tables(&document, Cost::Demand, &cancel)));
                });
            }
        }
    }
}

/// Least and median of several runs, after one that warms up.
fn report(document: &Document, what: &str, repeats: usize, work: &dyn Fn()) {
    let mut times: Vec<Duration> = Vec::with_capacity(repeats);
    for _ in 0..repeats {
        let start = Instant::now();
        work();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    println!(
        "{:>7} {:>7} {what:>17} {:>12.3} {:>12.3}",
        document.actor_count(),
        document.tie_count(),
        ms(times[0]),
        ms(times[times.len() / 2]),
    );
}
