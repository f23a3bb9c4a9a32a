//! Who stands behind the figures of fragility: which pairs are bridges, and which actors hold out under attack.

use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use crate::base::cancel::{Cancel, Cancelled};

use super::Simple;
use super::fragility::attack;

/// The pairs whose separation splits a component, lower number first, in rising order (Tarjan 1972).
pub fn bridges(network: &Simple) -> Vec<(usize, usize)> {
    let graph = network.to_petgraph();
    let mut bridges: Vec<(usize, usize)> = petgraph::algo::bridges::bridges(&graph)
        .map(|edge| {
            let (a, b) = (edge.source().index(), edge.target().index());
            (a.min(b), a.max(b))
        })
        .collect();
    bridges.sort_unstable();
    bridges
}

/// Raw robustness R by actor: the steps of the attack after which it stands in the largest component, ÷ n². They add up
/// to [`robustness`](super::fragility::robustness), because the largest component has as many actors as stand in it.
/// Where several components are the largest, each counts an equal part.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn robustness(network: &Simple, rank: &[usize], cancel: &Cancel) -> Result<Vec<f64>, Cancelled> {
    let n = network.n();
    let order = attack(network, rank);
    let mut gone = vec![true; n];
    let mut sets = UnionFind::<usize>::new(n);
    let mut size = vec![1_usize; n];
    // What a set has gathered since it came into being goes to all of its members: kept once for each set, and handed
    // down the tree of joins at the end. A set is an actor or a join of two sets.
    let mut gathered = vec![0.0; n];
    let mut parts: Vec<[usize; 2]> = Vec::new();
    let mut set_of_root: Vec<usize> = (0..n).collect();
    let mut largest = 0;
    let mut leading: Vec<usize> = Vec::new();
    for &back in order.iter().rev() {
        cancel.check()?;
        for &set in &leading {
            gathered[set] += 1.0 / leading.len() as f64;
        }
        gone[back] = false;
        lead(&mut leading, &mut largest, 1, back);
        for v in network.neighbors(back).iter().map(|&v| v as usize) {
            if gone[v] {
                continue;
            }
            let (a, b) = (sets.find_mut(back), sets.find_mut(v));
            if a == b {
                continue;
            }
            let (one, other) = (set_of_root[a], set_of_root[b]);
            sets.union(a, b);
            let root = sets.find_mut(a);
            size[root] = size[a] + size[b];
            set_of_root[root] = n + parts.len();
            parts.push([one, other]);
            gathered.push(0.0);
            leading.retain(|&set| set != one && set != other);
            lead(&mut leading, &mut largest, size[root], set_of_root[root]);
        }
    }
    for (join, &both) in parts.iter().enumerate().rev() {
        for part in both {
            gathered[part] += gathered[n + join];
        }
    }
    gathered.truncate(n);
    let all = (n * n) as f64;
    Ok(gathered.into_iter().map(|steps| steps / all).collect())
}

/// Takes a set of this size in among the largest, if it is one of them.
fn lead(leading: &mut Vec<usize>, largest: &mut usize, size: usize, set: usize) {
    if size > *largest {
        *largest = size;
        leading.clear();
    }
    if size == *largest {
        leading.push(set);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures::{self, close};
    use crate::graph::fragility;

    #[test]
    fn bridges_are_named_and_counted() {
        let florentine = fixtures::florentine();
        assert_eq!(bridges(&florentine).len(), fragility::bridges(&florentine));
        let line = fixtures::network(4, &[(0, 1), (1, 2), (2, 0), (3, 2)]);
        assert_eq!(bridges(&line), [(2, 3)]);
    }

    #[test]
    fn shares_of_robustness_add_up_to_it() {
        for network in [
            fixtures::karate(),
            fixtures::florentine_with_pucci(),
            fixtures::kite(),
            fixtures::network(4, &[]),
        ] {
            let rank: Vec<usize> = (0..network.n()).collect();
            let shares = robustness(&network, &rank, &Cancel::new()).unwrap();
            let whole = fragility::robustness(&network, &rank).unwrap();
            close("sum", shares.iter().sum(), whole, 1e-12);
        }
    }

    #[test]
    fn whoever_stands_longest_has_most() {
        // The hub falls first; then all leaves are the largest component in equal parts.
        let star = fixtures::star(5);
        let shares = robustness(&star, &[0, 1, 2, 3, 4], &Cancel::new()).unwrap();
        let step = |left: f64| 1.0 / left;
        let expected = [
            0.0,
            step(4.0),
            step(4.0) + step(3.0),
            step(4.0) + step(3.0) + step(2.0),
            step(4.0) + step(3.0) + step(2.0) + step(1.0),
        ];
        for (found, expected) in shares.into_iter().zip(expected) {
            close("leaf", found, expected / 25.0, 1e-12);
        }
    }
}
