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
    // Every connected triad is met at its lowest pair that is joined (Batagelj & Mrvar 2001).
    let arcs = Arcs::new(network);
    let n = arcs.n();
    let mut counts = [0_u64; 16];
    let around: Vec<Vec<usize>> = (0..n)
        .map(|i| {
            let mut list: Vec<usize> = arcs
                .outs(i)
                .iter()
                .chain(arcs.ins(i))
                .map(|&j| j as usize)
                .collect();
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
            counts[if mutual { 2 } else { 1 }] += (n - third.len() - 2) as u64;
            for &w in &third {
                if u < w || (v < w && w < u && !tied(v, w)) {
                    counts[BY_ARCS[code(&arcs, v, u, w)]] += 1;
                }
            }
        }
    }
    let n = n as u64;
    let all = n * n.saturating_sub(1) / 2 * n.saturating_sub(2) / 3;
    counts[0] = all - counts[1..].iter().sum::<u64>();
    counts
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
        let sixteen = census(&fixtures::both_ways(&fixtures::florentine_with_pucci()));
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
        }
        for n in 0..3 {
            assert_eq!(census(&fixtures::directed(n, &[])), [0; 16]);
        }
    }
}
