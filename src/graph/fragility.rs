//! What holds a network together: components, cut points, bridges, and how long it stands under attack.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Simple;
use super::view::number;

/// The connected parts of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// Part of each actor: 0 is the largest; parts of one size are in order of their first actor.
    pub of: Vec<usize>,
    /// How many actors each part has, falling.
    pub sizes: Vec<usize>,
}

/// Finds the connected parts.
pub fn components(network: &Simple) -> Components {
    let n = network.n();
    let mut sets = Sets::new(n);
    for v in 0..n {
        for &w in network.neighbors(v) {
            if (w as usize) < v {
                sets.unite(number(v), w);
            }
        }
    }
    let label: Vec<usize> = (0..n).map(|v| sets.of(number(v)) as usize).collect();
    // By label: size and first actor.
    let mut parts: Vec<(usize, usize)> = vec![(0, n); n];
    for (i, &l) in label.iter().enumerate() {
        parts[l] = (parts[l].0 + 1, parts[l].1.min(i));
    }
    let mut labels: Vec<usize> = (0..n).filter(|&l| parts[l].0 > 0).collect();
    labels.sort_by_key(|&l| (Reverse(parts[l].0), parts[l].1));
    let mut rank = vec![0; n];
    for (r, &l) in labels.iter().enumerate() {
        rank[l] = r;
    }
    Components {
        of: label.iter().map(|&l| rank[l]).collect(),
        sizes: labels.iter().map(|&l| parts[l].0).collect(),
    }
}

impl Components {
    /// Share of ordered pairs that can reach each other (Krackhardt 1994); `None` below two actors.
    pub fn connectedness(&self) -> Option<f64> {
        let n = self.of.len();
        let joined: usize = self.sizes.iter().map(|s| s * (s - 1)).sum();
        (n >= 2).then(|| joined as f64 / (n * (n - 1)) as f64)
    }

    /// Share of pairs among `members` that can reach each other through anybody; `None` below two members.
    pub fn connectedness_among(&self, members: &[usize]) -> Option<f64> {
        let mut sizes = vec![0_usize; self.sizes.len()];
        for &i in members {
            sizes[self.of[i]] += 1;
        }
        let n = members.len();
        let joined: usize = sizes.iter().map(|s| s * s.saturating_sub(1)).sum();
        (n >= 2).then(|| joined as f64 / (n * (n - 1)) as f64)
    }
}

/// Actors whose loss would split a component, in rising order (Tarjan 1972).
pub fn articulation_points(network: &Simple) -> Vec<usize> {
    let graph = network.to_petgraph();
    let points = petgraph::algo::articulation_points::articulation_points(&graph);
    let mut points: Vec<usize> = points
        .into_iter()
        .map(petgraph::graph::NodeIndex::index)
        .collect();
    points.sort_unstable();
    points
}

/// How many ties would each split a component by their loss (Tarjan 1972).
pub fn bridges(network: &Simple) -> usize {
    petgraph::algo::bridges::bridges(&network.to_petgraph()).count()
}

/// Robustness R (Schneider et al. 2011), raw: the mean size of the largest component, as a share of n, while the
/// actor with the most ties is removed again and again. `None` below two actors.
///
/// `rank` breaks ties between actors of the same degree: the lower goes first. It must be a permutation of 0..n.
pub fn robustness(network: &Simple, rank: &[usize]) -> Option<f64> {
    let n = network.n();
    if n < 2 {
        return None;
    }
    // Backwards: actors come back one by one, so components only ever grow together.
    let mut sets = Sets::new(n);
    let mut there = vec![false; n];
    let (mut largest, mut sum) = (0, 0_usize);
    for &back in attack(network, rank).iter().rev() {
        // What is left after the removal of `back`.
        sum += largest as usize;
        there[back] = true;
        largest = largest.max(1);
        for &v in network.neighbors(back) {
            if there[v as usize] {
                largest = largest.max(sets.unite(number(back), v));
            }
        }
    }
    Some(sum as f64 / (n as f64 * n as f64))
}

/// The order in which the actor with the most ties left falls again and again; `rank` as for [`robustness`].
pub(super) fn attack(network: &Simple, rank: &[usize]) -> Vec<usize> {
    let n = network.n();
    let mut by_rank = vec![0; n];
    for (i, &rank) in rank.iter().enumerate() {
        by_rank[rank] = number(i);
    }
    let mut degree: Vec<u32> = (0..n).map(|i| number(network.degree(i))).collect();
    // For every degree the ranks of those who have it, the first of them on top. Whoever has lost a tie is entered
    // anew; what is left behind of it is noticed when it comes up.
    let most = degree.iter().copied().max().unwrap_or(0) as usize;
    let mut waiting: Vec<BinaryHeap<Reverse<u32>>> = vec![BinaryHeap::new(); most + 1];
    for (i, &rank) in rank.iter().enumerate() {
        waiting[degree[i] as usize].push(Reverse(number(rank)));
    }
    const GONE: u32 = u32::MAX;
    let mut order = Vec::with_capacity(n);
    for most in (0..=most).rev() {
        while let Some(Reverse(first)) = waiting[most].pop() {
            let hub = by_rank[first as usize];
            if degree[hub as usize] as usize != most {
                continue;
            }
            degree[hub as usize] = GONE;
            order.push(hub as usize);
            for &v in network.neighbors(hub as usize) {
                let left = &mut degree[v as usize];
                if *left != GONE {
                    *left -= 1;
                    waiting[*left as usize].push(Reverse(number(rank[v as usize])));
                }
            }
        }
    }
    order
}

/// Sets that grow together, with their sizes (Tarjan 1975).
struct Sets {
    /// Somebody else of the set, for one of them itself.
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Sets {
    fn new(n: usize) -> Self {
        Self {
            parent: (0..n).map(number).collect(),
            size: vec![1; n],
        }
    }

    /// The one who stands for the set of `v`.
    fn of(&mut self, mut v: u32) -> u32 {
        while self.parent[v as usize] != v {
            let above = self.parent[self.parent[v as usize] as usize];
            self.parent[v as usize] = above;
            v = above;
        }
        v
    }

    /// Puts two sets together; gives the size of what comes of them.
    fn unite(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.of(a) as usize, self.of(b) as usize);
        if a == b {
            return self.size[a];
        }
        let (small, large) = if self.size[a] < self.size[b] {
            (a, b)
        } else {
            (b, a)
        };
        self.parent[small] = number(large);
        self.size[large] += self.size[small];
        self.size[large]
    }
}

/// Robustness stretched so that a complete network has 1 (the stretching is ours); `None` below two actors.
pub fn normalized_robustness(network: &Simple, rank: &[usize]) -> Option<f64> {
    let n = network.n() as f64;
    robustness(network, rank).map(|raw| raw * 2.0 * n / (n - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    use crate::graph::fixtures::{self, close};

    fn by_number(network: &Simple) -> Vec<usize> {
        (0..network.n()).collect()
    }

    #[test]
    fn published_networks_give_the_reference_values() {
        let cases = [
            ("karate", fixtures::karate(), 1, 1),
            ("florentine", fixtures::florentine(), 4, 5),
            ("kite", fixtures::kite(), 2, 2),
        ];
        for (name, network, points, ties) in cases {
            assert_eq!(articulation_points(&network).len(), points, "{name}");
            assert_eq!(bridges(&network), ties, "{name}");
            assert_eq!(components(&network).sizes, [network.n()], "{name}");
        }
    }

    #[test]
    fn components_are_numbered_by_size() {
        let parts = components(&fixtures::network(6, &[(0, 3), (2, 4), (4, 5)]));
        assert_eq!(parts.of, [1, 2, 0, 1, 0, 0]);
        assert_eq!(parts.sizes, [3, 2, 1]);
        close("all", parts.connectedness().unwrap(), 8.0 / 30.0, 1e-15);
        assert_eq!(parts.connectedness_among(&[0, 3, 5]), Some(1.0 / 3.0));
        assert_eq!(parts.connectedness_among(&[0]), None);
    }

    #[test]
    fn robustness_of_star_and_complete_network() {
        let star = fixtures::star(5);
        close("star", robustness(&star, &by_number(&star)).unwrap(), 0.16, 1e-12);
        let complete = fixtures::complete(6);
        close(
            "complete",
            normalized_robustness(&complete, &by_number(&complete)).unwrap(),
            1.0,
            1e-12,
        );
        assert_eq!(robustness(&fixtures::network(1, &[]), &[0]), None);
    }

    #[test]
    fn robustness_agrees_with_removing_one_by_one() {
        for network in [
            fixtures::karate(),
            fixtures::florentine_with_pucci(),
            fixtures::kite(),
        ] {
            let n = network.n();
            let (mut left, mut sum): (BTreeSet<usize>, usize) = ((0..n).collect(), 0);
            while !left.is_empty() {
                let degree = |i: usize| {
                    let around = network.neighbors(i).iter();
                    around.filter(|&&v| left.contains(&(v as usize))).count()
                };
                let hub = *left.iter().max_by_key(|&&i| (degree(i), Reverse(i))).unwrap();
                left.remove(&hub);
                let rest = network.restricted(|i| left.contains(&i));
                sum += components(&rest).sizes.first().copied().unwrap_or(0);
            }
            let naive = sum as f64 / (n * n) as f64;
            close(
                "robustness",
                robustness(&network, &by_number(&network)).unwrap(),
                naive,
                1e-12,
            );
        }
    }
}
