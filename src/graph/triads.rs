//! The census of triads: how often each of the sixteen ways occurs in which three actors may be joined.

use super::Directed;
use super::arcs::Arcs;

/// The types by their numbers of mutual, asymmetric and null pairs (Holland & Leinhardt 1970), with a letter for
/// down, up, transitive or cyclic.
pub const TYPES: [&str; 16] = [
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U",
    "120C", "210", "300",
];

/// The type of a triad u, v, w by the arcs that are there: 1 for u → v, 2 for v → u, 4 for u → w, 8 for w → u, 16 for
/// v → w, 32 for w → v (Batagelj & Mrvar 2001).
#[rustfmt::skip]
const BY_ARCS: [usize; 64] = [
    0, 1, 1, 2, 1, 3, 5, 7, 1, 5, 4, 6, 2, 7, 6, 10,
    1, 5, 3, 7, 4, 8, 8, 12, 5, 9, 8, 13, 6, 13, 11, 14,
    1, 4, 5, 6, 5, 8, 9, 13, 3, 8, 8, 11, 7, 12, 13, 14,
    2, 6, 7, 10, 6, 11, 13, 14, 7, 13, 12, 14, 10, 14, 14, 15,
];

/// How many triads there are of each of the [`TYPES`].
pub fn census(network: &Directed) -> [u64; 16] {
    let mut counts = [0_u64; 16];
    walk(network, |found| match found {
        Found::Pair { kind, third, .. } => counts[kind] += (network.n() - third.len() - 2) as u64,
        Found::Triad { kind, .. } => counts[kind] += 1,
    });
    let n = network.n() as u64;
    counts[0] = threes(n) - counts[1..].iter().sum::<u64>();
    counts
}

/// In how many triads of each type every actor is; every triad counts for all three.
pub fn census_by_actor(network: &Directed) -> Vec<[u64; 16]> {
    let n = network.n();
    let mut counts = vec![[0_u64; 16]; n];
    // Joined pairs of each of the two types, and how many of them leave an actor no place as a bystander.
    let (mut pairs, mut near) = ([0_u64; 3], vec![[0_u64; 3]; n]);
    walk(network, |found| match found {
        Found::Pair { ends, kind, third } => {
            pairs[kind] += 1;
            for end in ends {
                counts[end][kind] += (n - third.len() - 2) as u64;
            }
            for &other in ends.iter().chain(third) {
                near[other][kind] += 1;
            }
        }
        Found::Triad { actors, kind } => {
            for actor in actors {
                counts[actor][kind] += 1;
            }
        }
    });
    for (counts, near) in counts.iter_mut().zip(near) {
        for kind in [1, 2] {
            counts[kind] += pairs[kind] - near[kind];
        }
        let others = (n - 1) as u64;
        counts[0] = others * others.saturating_sub(1) / 2 - counts[1..].iter().sum::<u64>();
    }
    counts
}

/// Number of threes.
fn threes(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2 * n.saturating_sub(2) / 3
}

/// What a walk over all joined pairs comes upon.
enum Found<'w> {
    /// A joined pair, of type 1 or 2 with everybody who is joined to neither of both; the others are listed.
    Pair {
        ends: [usize; 2],
        kind: usize,
        third: &'w [usize],
    },
    /// Three of whom at least two pairs are joined.
    Triad { actors: [usize; 3], kind: usize },
}

/// Meets every joined pair once, and every triad that hangs together once, at its lowest pair that is joined
/// (Batagelj & Mrvar 2001).
fn walk(network: &Directed, mut meet: impl FnMut(Found<'_>)) {
    let arcs = Arcs::new(network);
    let n = arcs.n();
    let around: Vec<Vec<usize>> = (0..n)
        .map(|i| {
            let both = arcs.outs(i).iter().chain(arcs.ins(i));
            let mut list: Vec<usize> = both.map(|&j| j as usize).collect();
            list.sort_unstable();
            list.dedup();
            list
        })
        .collect();
    let tied = |i: usize, j: usize| around[i].binary_search(&j).is_ok();
    let mut third: Vec<usize> = Vec::new();
    for v in 0..n {
        for &u in around[v].iter().filter(|&&u| v < u) {
            third.clear();
            third.extend(around[v].iter().chain(&around[u]).filter(|&&w| w != u && w != v));
            third.sort_unstable();
            third.dedup();
            let mutual = arcs.has(u, v) && arcs.has(v, u);
            meet(Found::Pair {
                ends: [v, u],
                kind: if mutual { 2 } else { 1 },
                third: &third,
            });
            for &w in &third {
                if u < w || (v < w && w < u && !tied(v, w)) {
                    meet(Found::Triad {
                        actors: [v, u, w],
                        kind: BY_ARCS[code(&arcs, v, u, w)],
                    });
                }
            }
        }
    }
}

fn code(arcs: &Arcs, v: usize, u: usize, w: usize) -> usize {
    let ways = [(v, u), (u, v), (v, w), (w, v), (u, w), (w, u)];
    let there = ways
        .iter()
        .enumerate()
        .filter(|&(_, &(from, to))| arcs.has(from, to));
    there.map(|(bit, _)| 1 << bit).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use crate::graph::fixtures;

    fn named(counts: [u64; 16]) -> Vec<(&'static str, u64)> {
        TYPES
            .into_iter()
            .zip(counts)
            .filter(|&(_, count)| count > 0)
            .collect()
    }

    #[test]
    fn published_networks_give_the_reference_values() {
        let sixteen = census(&Directed::both_ways(&fixtures::florentine_with_pucci()));
        assert_eq!(
            named(sixteen),
            [("003", 324), ("102", 195), ("201", 38), ("300", 3)]
        );
        assert_eq!(named(census(&fixtures::four_arcs())), [("030T", 2), ("030C", 2)]);
    }

    #[test]
    fn each_type_is_told_apart() {
        let cases: [(&str, &[(usize, usize)]); 16] = [
            ("003", &[]),
            ("012", &[(0, 1)]),
            ("102", &[(0, 1), (1, 0)]),
            ("021D", &[(0, 1), (0, 2)]),
            ("021U", &[(1, 0), (2, 0)]),
            ("021C", &[(0, 1), (1, 2)]),
            ("111D", &[(0, 1), (1, 0), (2, 1)]),
            ("111U", &[(0, 1), (1, 0), (1, 2)]),
            ("030T", &[(0, 1), (0, 2), (1, 2)]),
            ("030C", &[(0, 1), (1, 2), (2, 0)]),
            ("201", &[(0, 1), (1, 0), (1, 2), (2, 1)]),
            ("120D", &[(0, 1), (1, 0), (2, 0), (2, 1)]),
            ("120U", &[(0, 1), (1, 0), (0, 2), (1, 2)]),
            ("120C", &[(0, 1), (1, 0), (0, 2), (2, 1)]),
            ("210", &[(0, 1), (1, 0), (1, 2), (2, 1), (0, 2)]),
            ("300", &[(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)]),
        ];
        for (name, arcs) in cases {
            // Whoever is called what, the type stays.
            for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                let arcs: Vec<_> = arcs.iter().map(|&(a, b)| (order[a], order[b])).collect();
                assert_eq!(
                    named(census(&fixtures::directed(3, &arcs))),
                    [(name, 1)],
                    "{order:?}"
                );
            }
        }
    }

    #[test]
    fn agrees_with_looking_at_all_threes() {
        for seed in 0..10 {
            let mut rng = Rng::new(seed);
            let n = 12;
            let drawn: Vec<_> = (0..30)
                .map(|_| (rng.below(n), rng.below(n)))
                .filter(|(a, b)| a != b)
                .collect();
            let network = fixtures::directed(n, &drawn);
            let arcs = Arcs::new(&network);
            let mut slow = [0_u64; 16];
            for u in 0..n {
                for v in u + 1..n {
                    for w in v + 1..n {
                        slow[BY_ARCS[code(&arcs, u, v, w)]] += 1;
                    }
                }
            }
            assert_eq!(census(&network), slow);
            let mut by_actor = vec![[0_u64; 16]; n];
            for (u, v, w) in (0..n * n * n).map(|x| (x % n, x / n % n, x / n / n)) {
                if u < v && v < w {
                    for i in [u, v, w] {
                        by_actor[i][BY_ARCS[code(&arcs, u, v, w)]] += 1;
                    }
                }
            }
            assert_eq!(census_by_actor(&network), by_actor);
        }
        for n in 0..3 {
            assert_eq!(census(&fixtures::directed(n, &[])), [0; 16]);
        }
    }
}
