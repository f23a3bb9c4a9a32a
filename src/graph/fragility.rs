//! What holds a network together: components, cut points, bridges, and how long it stands under attack.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use petgraph::unionfind::UnionFind;

use super::Simple;

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
    let mut sets = UnionFind::<usize>::new(n);
    for pair in network.pairs() {
        sets.union(pair.low, pair.high);
    }
    let label = sets.into_labeling();
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
    let order = attack(network, rank);
    let mut removed = vec![true; n];
    // Backwards: actors come back one by one, so components only ever grow together.
    let mut sets = UnionFind::<usize>::new(n);
    let mut size = vec![1_usize; n];
    let (mut largest, mut sum) = (0, 0);
    for &back in order.iter().rev() {
        // What is left after the removal of `back`.
        sum += largest;
        removed[back] = false;
        largest = largest.max(1);
        for v in network.neighbors(back).iter().map(|&v| v as usize) {
            if removed[v] {
                continue;
            }
            let (a, b) = (sets.find_mut(back), sets.find_mut(v));
            if a != b {
                sets.union(a, b);
                let joined = size[a] + size[b];
                size[sets.find_mut(a)] = joined;
                largest = largest.max(joined);
            }
        }
    }
    Some(sum as f64 / (n * n) as f64)
}

/// The order in which the actor with the most ties left falls again and again; `rank` as for [`robustness`].
pub(super) fn attack(network: &Simple, rank: &[usize]) -> Vec<usize> {
    let n = network.n();
    let mut degree = network.degrees();
    let mut queue: BTreeSet<(Reverse<usize>, usize, usize)> =
        (0..n).map(|i| (Reverse(degree[i]), rank[i], i)).collect();
    let mut removed = vec![false; n];
    let mut order = Vec::with_capacity(n);
    while let Some((_, _, hub)) = queue.pop_first() {
        removed[hub] = true;
        order.push(hub);
        for v in network.neighbors(hub).iter().map(|&v| v as usize) {
            if !removed[v] {
                queue.remove(&(Reverse(degree[v]), rank[v], v));
                degree[v] -= 1;
                queue.insert((Reverse(degree[v]), rank[v], v));
            }
        }
    }
    order
}

/// Robustness stretched so that a complete network has 1 (the stretching is ours); `None` below two actors.
pub fn normalized_robustness(network: &Simple, rank: &[usize]) -> Option<f64> {
    let n = network.n() as f64;
    robustness(network, rank).map(|raw| raw * 2.0 * n / (n - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
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
