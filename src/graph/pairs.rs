//! Figures of tied pairs, in the order of [`Simple::pairs`]: betweenness, bridges, common partners.

use std::ops::Range;

use petgraph::visit::EdgeRef;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;

use super::Simple;
use super::arcs::common;

/// Shortest paths that run over each tied pair, every pair of ends once and divided among ways of the same length
/// (Girvan & Newman 2002).
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn betweenness(network: &Simple, cancel: &Cancel) -> Result<Vec<f64>, Cancelled> {
    /// Sources to a piece of work.
    const PIECE: usize = 256;
    let number = numbers(network);
    let from = |(): &mut (), sources| betweenness_from(network, &number, sources, cancel);
    let pieces = parallel::pieces(network.n(), PIECE, cancel, || (), from)?;
    // Without actors there are no pieces, and no pairs either.
    Ok(parallel::sum(pieces))
}

/// What the ways from some sources add to each pair.
fn betweenness_from(
    network: &Simple,
    number: &[Vec<u32>],
    sources: Range<usize>,
    cancel: &Cancel,
) -> Result<Vec<f64>, Cancelled> {
    // Brandes 2008: the accumulation that gives betweenness of actors passes every pair on its way.
    const UNSEEN: u32 = u32::MAX;
    let n = network.n();
    let mut through = vec![0.0; network.m()];
    let mut distance = vec![UNSEEN; n];
    let mut ways = vec![0.0_f64; n];
    let mut dependency = vec![0.0_f64; n];
    let mut order: Vec<usize> = Vec::with_capacity(n);
    let mut steps: Vec<(usize, usize, usize)> = Vec::with_capacity(network.m());
    for source in sources {
        cancel.check()?;
        for &v in &order {
            distance[v] = UNSEEN;
            ways[v] = 0.0;
            dependency[v] = 0.0;
        }
        order.clear();
        steps.clear();
        distance[source] = 0;
        ways[source] = 1.0;
        order.push(source);
        let mut next = 0;
        while let Some(&v) = order.get(next) {
            next += 1;
            for (place, &w) in network.neighbors(v).iter().enumerate() {
                let w = w as usize;
                if distance[w] == UNSEEN {
                    distance[w] = distance[v] + 1;
                    order.push(w);
                }
                if distance[w] == distance[v] + 1 {
                    ways[w] += ways[v];
                    steps.push((v, w, number[v][place] as usize));
                }
            }
        }
        for &(v, w, pair) in steps.iter().rev() {
            let share = ways[v] / ways[w] * (1.0 + dependency[w]);
            dependency[v] += share;
            // Every pair of ends is met from both.
            through[pair] += share / 2.0;
        }
    }
    Ok(through)
}

/// The number of the pair behind each neighbor of each actor.
fn numbers(network: &Simple) -> Vec<Vec<u32>> {
    let mut number: Vec<Vec<u32>> = (0..network.n()).map(|i| vec![0; network.degree(i)]).collect();
    // Pairs come sorted, so in the list of its higher end a pair is the next of those below it.
    let mut below = vec![0; network.n()];
    let mut above: Vec<usize> = (0..network.n())
        .map(|i| network.neighbors(i).partition_point(|&j| (j as usize) < i))
        .collect();
    for (pair, ends) in (0_u32..).zip(network.pairs()) {
        number[ends.low][above[ends.low]] = pair;
        above[ends.low] += 1;
        number[ends.high][below[ends.high]] = pair;
        below[ends.high] += 1;
    }
    number
}

/// Pairs whose separation splits a component (Tarjan 1972).
pub fn bridges(network: &Simple) -> Vec<bool> {
    let mut found = vec![false; network.m()];
    let graph = network.to_petgraph();
    for bridge in petgraph::algo::bridges::bridges(&graph) {
        // Pairs went into the graph in their order.
        found[bridge.id().index()] = true;
    }
    found
}

/// How many partners both ends have in common: how embedded the pair is.
pub fn common_partners(network: &Simple) -> Vec<usize> {
    let of = |low, high| common(network.neighbors(low), network.neighbors(high)).count();
    network.pairs().map(|pair| of(pair.low, pair.high)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::cohesion::triangles;
    use crate::graph::fixtures::{self, close};
    use crate::graph::{fragility, paths};

    #[test]
    fn pairs_agree_with_actors() {
        for network in [
            fixtures::karate(),
            fixtures::florentine_with_pucci(),
            fixtures::kite(),
            fixtures::network(0, &[]),
        ] {
            let cancel = Cancel::new();
            let through = betweenness(&network, &cancel).unwrap();
            let sweep = paths::sweep(&network, &cancel).unwrap();
            let actors = crate::graph::betweenness::betweenness(&network, &cancel).unwrap();
            // Every path is as long as it has pairs, and passes an actor on the way in and out.
            let hops: u64 = sweep.farness.iter().sum();
            close("hops", through.iter().sum(), hops as f64 / 2.0, 1e-9);
            let mut around = vec![0.0; network.n()];
            for (pair, amount) in network.pairs().zip(&through) {
                around[pair.low] += amount;
                around[pair.high] += amount;
            }
            for (i, found) in around.into_iter().enumerate() {
                let ends = sweep.reached[i] as f64;
                close("actor", found, 2.0 * actors.raw[i] + ends, 1e-9);
            }
            let bridged = bridges(&network).into_iter().filter(|&b| b).count();
            assert_eq!(bridged, fragility::bridges(&network));
            let shared: usize = common_partners(&network).iter().sum();
            assert_eq!(shared as u64, triangles(&network).iter().sum::<u64>());
        }
    }

    #[test]
    fn the_pair_that_holds_two_triangles_together() {
        let bow = fixtures::network(6, &[(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)]);
        let middle = bow
            .pairs()
            .position(|pair| (pair.low, pair.high) == (2, 3))
            .unwrap();
        assert_eq!(betweenness(&bow, &Cancel::new()).unwrap()[middle], 9.0);
        let bridged: Vec<usize> = (0..bow.m()).filter(|&i| bridges(&bow)[i]).collect();
        assert_eq!(bridged, [middle]);
        assert_eq!(common_partners(&bow)[middle], 0);
        assert_eq!(common_partners(&bow)[0], 1);
    }
}
