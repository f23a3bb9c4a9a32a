//! Times what a person waits for, and the algorithms behind it, on maps of 200 to 1 000 000 actors.
//!
//! `cargo bench --bench assess` takes the small ones; sizes can be named: `cargo bench --bench assess -- 10000`, and
//! `peers` among the words runs rustworkx-core on the same networks.

#![expect(clippy::unwrap_used, reason = "the clusters are shared with tests")]
#![expect(clippy::print_stdout, reason = "the table is the result")]

#[path = "../tests/headless/clusters.rs"]
mod clusters;
mod networks;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use clusters::{Recipe, cluster};
use milieu::analysis::{
    Cost, Facts, Measured, Memory, Precision, assess, assess_after, assess_in_stages, registry,
};
use milieu::base::cancel::Cancel;
use milieu::base::rng::Rng;
use milieu::graph::brokerage::{Shares, brokering};
use milieu::graph::channels::Channels;
use milieu::graph::groups::{Weighted, divide};
use milieu::graph::random::rewired;
use milieu::graph::{
    Directed, Simple, betweenness, centrality, cohesion, core, fragility, pairs, paths, sampling, triads,
};
use milieu::model::field::Value;
use milieu::model::{Document, Edit, Ids, Selection, Tie, TieKind};

/// Maps up to this many actors are random clusters with three ties an actor; larger ones grow by preferential
/// attachment with five.
const SMALL: usize = 2_000;
/// Algorithms that look at every tie from everybody are timed up to this many actors.
const SQUARE: usize = 10_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![200, SMALL] } else { sizes };
    println!(
        "{:>9} {:>9} {:<26} {:>12} {:>12} {:>12}",
        "actors", "ties", "what", "least ms", "median ms", "cpu ms"
    );
    for actors in sizes {
        let document = if actors <= SMALL {
            cluster(Recipe {
                actors,
                ties: 3 * actors,
                seed: 7,
            })
        } else {
            networks::attached(actors, 5, 7)
        };
        stages(&document);
        edits(&document);
        figures(&document);
        algorithms(&document);
        if words.iter().any(|word| word == "peers") {
            peers(&document);
        }
    }
}

/// When each stage of an assessment arrives, and how the figures of the last one are.
fn stages(document: &Document) {
    let repeats = repeats(document);
    let mut best: Vec<(Duration, String)> = Vec::new();
    for _ in 0..repeats {
        let start = Instant::now();
        let arrived = RefCell::new(Vec::new());
        let note = |measured: &Measured| {
            let (mut exact, mut sampled, mut waiting) = (0, 0, 0);
            for indicator in registry::ALL {
                match measured.figures.reading(indicator.id).precision {
                    Precision::Exact => exact += 1,
                    Precision::Approximate { .. } => sampled += 1,
                    Precision::Waiting => waiting += 1,
                }
            }
            let what = format!("stage: {exact} exact {sampled} ≈ {waiting} …");
            arrived.borrow_mut().push((start.elapsed(), what));
        };
        let last = assess_in_stages(document, false, &Cancel::new(), |measured| note(&measured)).unwrap();
        note(&last);
        let arrived = arrived.into_inner();
        if best
            .last()
            .is_none_or(|best| arrived[arrived.len() - 1].0 < best.0)
        {
            best = arrived;
        }
    }
    for (time, what) in best {
        line(document, &what, &[time]);
    }
}

/// When each stage arrives after one edit, with what is known from the state before.
fn edits(document: &Document) {
    if document.actor_count() > SQUARE {
        return;
    }
    let mut ids = Ids::new();
    document.actors().for_each(|(id, _)| ids.note_actor(id));
    document.ties().for_each(|(id, _)| ids.note_tie(id));
    let middle = document.actor_count() / 2;
    let (one, _) = document.actors().nth(middle).unwrap();
    let (other, _) = document.actors().nth(middle / 2).unwrap();
    let (tie, _) = document.ties().nth(document.tie_count() / 2).unwrap();
    let number = Value::Number(0.37);
    let made = [
        (
            "trust of a tie",
            Edit::SetTieField(BTreeSet::from([tie]), "trust".into(), number.clone()),
        ),
        (
            "export of an actor",
            Edit::SetActorField(BTreeSet::from([one]), "export".into(), number.clone()),
        ),
        (
            "capability",
            Edit::SetActorField(BTreeSet::from([one]), "capability".into(), number),
        ),
        ("a tie comes", Edit::AddTie(Tie::new(TieKind::Supply, one, other))),
        ("a tie goes", Edit::Remove(Selection::tie(tie))),
        ("an actor goes", Edit::Remove(Selection::actor(one))),
    ];
    for (name, edit) in made {
        let next = edit.apply(document, &mut ids).unwrap();
        let mut best: Vec<Duration> = Vec::new();
        for _ in 0..repeats(document).min(9) {
            let (mut memory, cancel) = (Memory::default(), Cancel::new());
            assess_after(&mut memory, document, false, &cancel, |_| {}).unwrap();
            let start = Instant::now();
            let mut arrived = Vec::new();
            assess_after(&mut memory, &next, false, &cancel, |_| {
                arrived.push(start.elapsed())
            })
            .unwrap();
            arrived.push(start.elapsed());
            if best.last().is_none_or(|best| arrived[arrived.len() - 1] < *best) {
                best = arrived;
            }
        }
        let last = best.len() - 1;
        for (stage, &time) in best.iter().enumerate() {
            let what = if stage == last {
                "idle and tables".into()
            } else {
                format!("stage {}", stage + 1)
            };
            line(document, &format!("{name}: {what}"), &[time]);
        }
    }
}

/// The indicators that take longest.
fn figures(document: &Document) {
    if document.actor_count() > SQUARE {
        return;
    }
    report(document, "assess, live figures", &|| {
        drop(black_box(assess(document, &Cancel::new())));
    });
    let cancel = Cancel::new();
    let facts = Facts::new(document, &cancel);
    let mut times: Vec<(Duration, &str)> = Vec::new();
    for indicator in registry::ALL {
        if indicator.cost < Cost::Demand {
            let start = Instant::now();
            black_box(facts.value(indicator)).unwrap();
            times.push((start.elapsed(), indicator.id));
        }
    }
    times.sort_unstable();
    for (time, id) in times.into_iter().rev().take(6) {
        line(document, &format!("  {id}"), &[time]);
    }
}

fn algorithms(document: &Document) {
    let cancel = Cancel::new();
    let network = Simple::plain(document);
    let directed = Directed::new(document);
    let parts = fragility::components(&network);
    let channels = Channels::new(document);
    let ranks: Vec<usize> = (0..network.n()).collect();
    let roles: Vec<usize> = network
        .ids()
        .iter()
        .map(|&id| document.actor(id).unwrap().kind.role() as usize)
        .collect();
    println!(
        "view N: {} actors, {} pairs, {} bytes; view D: {} arcs, {} bytes; channels: {}, {} bytes",
        network.n(),
        network.m(),
        network.bytes(),
        directed.arcs().len(),
        directed.bytes(),
        channels.len(),
        channels.bytes()
    );
    let row = |what: &str, work: &dyn Fn()| report(document, what, work);
    row("view N", &|| drop(black_box(Simple::plain(document))));
    row("view D", &|| drop(black_box(Directed::new(document))));
    row("channels", &|| drop(black_box(Channels::new(document))));
    row("components", &|| drop(black_box(fragility::components(&network))));
    row("triangles", &|| drop(black_box(cohesion::triangles(&network))));
    row("local efficiency", &|| {
        drop(black_box(cohesion::local_efficiencies(&network, &cancel)));
    });
    row("robustness", &|| {
        black_box(fragility::robustness(&network, &ranks));
    });
    row("articulation points", &|| {
        drop(black_box(fragility::articulation_points(&network)));
    });
    row("bridges", &|| {
        black_box(fragility::bridges(&network));
    });
    row("k-cores", &|| drop(black_box(core::core_numbers(&network))));
    row("constraint", &|| {
        drop(black_box(Shares::new(&directed).constraint()));
    });
    row("go-betweens", &|| drop(black_box(brokering(&directed, &roles))));
    row("triads", &|| {
        black_box(triads::census(&directed));
    });
    row("PageRank", &|| {
        drop(black_box(centrality::pagerank(&directed, &cancel)));
    });
    row("eigenvector", &|| {
        drop(black_box(centrality::eigenvector(&network, &parts, &cancel)));
    });
    row("sampled distances", &|| {
        drop(black_box(sampling::distances(&network, &parts, &cancel)));
    });
    row("sampled betweenness", &|| {
        let estimate = sampling::betweenness_centralization(&network, 12.0, &cancel);
        black_box(estimate).unwrap();
    });
    if document.actor_count() > SQUARE {
        return;
    }
    row("groups (Leiden)", &|| {
        let pairs = network.pairs().map(|pair| (pair.low, pair.high, 1.0));
        drop(black_box(divide(&Weighted::new(network.n(), pairs), &cancel)));
    });
    row("rewired", &|| {
        drop(black_box(rewired(&network, &mut Rng::new(1), &cancel)));
    });
    row("all distances", &|| {
        drop(black_box(paths::sweep(&network, &cancel)));
    });
    row("betweenness", &|| {
        drop(black_box(betweenness::betweenness(&network, &cancel)));
    });
    if document.actor_count() <= SMALL {
        row("betweenness of pairs", &|| {
            drop(black_box(pairs::betweenness(&network, &cancel)));
        });
    }
    let amount = vec![0.5; document.actor_count()];
    let all: Vec<usize> = (0..document.actor_count()).collect();
    row("knowledge access of all", &|| {
        drop(black_box(channels.amounts_reaching(&all, &amount, &cancel)));
    });
}

/// The same figures by rustworkx-core, on all cores as well.
fn peers(document: &Document) {
    use rustworkx_core::petgraph::graph::{NodeIndex, UnGraph};
    let network = Simple::plain(document);
    let mut graph = UnGraph::<(), ()>::with_capacity(network.n(), network.m());
    for _ in 0..network.n() {
        graph.add_node(());
    }
    for pair in network.pairs() {
        graph.add_edge(NodeIndex::new(pair.low), NodeIndex::new(pair.high), ());
    }
    let row = |what: &str, work: &dyn Fn()| {
        let (start, used) = (Instant::now(), processor_time());
        work();
        line(
            document,
            what,
            &[start.elapsed(), start.elapsed(), processor_time() - used],
        );
    };
    row("rustworkx: betweenness", &|| {
        drop(black_box(rustworkx_core::centrality::betweenness_centrality(
            &graph, false, true, 50,
        )));
    });
    row("rustworkx: closeness", &|| {
        drop(black_box(rustworkx_core::centrality::closeness_centrality(
            &graph, true, 50,
        )));
    });
    row("rustworkx: transitivity", &|| {
        black_box(rustworkx_core::transitivity::graph_transitivity(&graph));
    });
    row("rustworkx: cores", &|| {
        black_box(rustworkx_core::connectivity::core_number(&graph));
    });
    row("rustworkx: components", &|| {
        black_box(rustworkx_core::connectivity::number_connected_components(&graph));
    });
}

/// How often a map of this size is measured.
fn repeats(document: &Document) -> usize {
    match document.actor_count() {
        0..=500 => 50,
        501..=SMALL => 9,
        2_001..=SQUARE => 3,
        _ => 1,
    }
}

/// Times some work on a map.
fn report(document: &Document, what: &str, work: &dyn Fn()) {
    let (mut times, mut cores): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    for _ in 0..repeats(document) {
        let (start, used) = (Instant::now(), processor_time());
        work();
        times.push(start.elapsed());
        cores.push(processor_time() - used);
    }
    times.sort_unstable();
    cores.sort_unstable();
    line(
        document,
        what,
        &[times[0], times[times.len() / 2], cores[cores.len() / 2]],
    );
}

fn line(document: &Document, what: &str, times: &[Duration]) {
    print!(
        "{:>9} {:>9} {what:<26}",
        document.actor_count(),
        document.tie_count()
    );
    for time in times {
        print!(" {:>12.3}", time.as_secs_f64() * 1_000.0);
    }
    println!();
}

/// What all threads of this program together have spent on processors so far, in steps of a millisecond or more;
/// nothing where the system does not say.
fn processor_time() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}
