//! Whom the loss of one actor cuts off from the others.

use super::Simple;

/// How a network falls apart without each of its actors.
#[derive(Clone, Debug)]
pub struct Separation {
    /// Number of each actor in the order of a depth-first walk, from 1.
    found: Vec<usize>,
    /// First walker of the part that each actor belongs to.
    root: Vec<usize>,
    /// Children of each actor in the walk that lose the way to everybody above it.
    severed: Vec<Vec<usize>>,
    /// How many actors the walk reached through each actor, itself included.
    size: Vec<usize>,
    order: Vec<usize>,
}

impl Separation {
    /// Walks the network once, with the low points of Tarjan (1972).
    pub fn new(network: &Simple) -> Self {
        let n = network.n();
        let mut all = Self {
            found: vec![0; n],
            root: vec![0; n],
            severed: vec![Vec::new(); n],
            size: vec![1; n],
            order: Vec::with_capacity(n),
        };
        let mut low = vec![0; n];
        let mut path: Vec<(usize, usize)> = Vec::new();
        for start in 0..n {
            if all.found[start] > 0 {
                continue;
            }
            all.enter(start, start, &mut low);
            path.push((start, 0));
            while let Some((v, next)) = path.last_mut() {
                let v = *v;
                if let Some(&u) = network.neighbors(v).get(*next) {
                    *next += 1;
                    let u = u as usize;
                    if all.found[u] == 0 {
                        all.enter(u, start, &mut low);
                        path.push((u, 0));
                    } else {
                        // The way back to the parent counts as well: it only makes the low point the parent's number,
                        // which cuts off the child all the same.
                        low[v] = low[v].min(all.found[u]);
                    }
                    continue;
                }
                path.pop();
                if let Some(&(parent, _)) = path.last() {
                    all.size[parent] += all.size[v];
                    low[parent] = low[parent].min(low[v]);
                    if low[v] >= all.found[parent] {
                        all.severed[parent].push(v);
                    }
                }
            }
        }
        all
    }

    fn enter(&mut self, v: usize, root: usize, low: &mut [usize]) {
        self.order.push(v);
        self.found[v] = self.order.len();
        self.root[v] = root;
        low[v] = self.order.len();
    }

    /// How many actors the loss of `i` cuts off from the largest piece that is left of its part.
    pub fn cut_off(&self, i: usize) -> usize {
        let (pieces, largest) = self.pieces(i);
        pieces.iter().map(|(size, _)| size).sum::<usize>() - largest
    }

    /// Those whom the loss of `i` cuts off, in rising order.
    pub fn whom(&self, i: usize) -> Vec<usize> {
        let (pieces, largest) = self.pieces(i);
        let kept = pieces.iter().position(|&(size, _)| size == largest);
        let mut cut: Vec<usize> = pieces
            .iter()
            .enumerate()
            .filter(|&(piece, _)| Some(piece) != kept)
            .flat_map(|(_, &(size, child))| match child {
                // Everybody that was reached through a child stands behind it in a row.
                Some(child) => self.order[self.found[child] - 1..][..size].to_vec(),
                None => self.above(i),
            })
            .collect();
        cut.sort_unstable();
        cut
    }

    /// What is left of the part of `i` without it: sizes, with the first actor of a piece below it in the walk.
    fn pieces(&self, i: usize) -> (Vec<(usize, Option<usize>)>, usize) {
        let mut pieces: Vec<(usize, Option<usize>)> = self.severed[i]
            .iter()
            .map(|&child| (self.size[child], Some(child)))
            .collect();
        let below: usize = pieces.iter().map(|(size, _)| size).sum();
        let above = self.size[self.root[i]] - 1 - below;
        if above > 0 {
            pieces.push((above, None));
        }
        let largest = pieces.iter().map(|&(size, _)| size).max().unwrap_or(0);
        (pieces, largest)
    }

    /// The rest of the part of `i`: without it and the pieces below it.
    fn above(&self, i: usize) -> Vec<usize> {
        let root = self.root[i];
        let part = &self.order[self.found[root] - 1..][..self.size[root]];
        let below = |v: usize| {
            self.severed[i].iter().any(|&child| {
                let first = self.found[child];
                (first..first + self.size[child]).contains(&self.found[v])
            })
        };
        part.iter().copied().filter(|&v| v != i && !below(v)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures;
    use crate::graph::fragility::{articulation_points, components};

    #[test]
    fn what_is_cut_off_agrees_with_taking_the_actor_out() {
        for network in [
            fixtures::karate(),
            fixtures::florentine_with_pucci(),
            fixtures::kite(),
            fixtures::star(6),
            fixtures::network(7, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (5, 6)]),
        ] {
            let all = components(&network);
            let separation = Separation::new(&network);
            let points = articulation_points(&network);
            for i in 0..network.n() {
                let rest = network.restricted(|v| v != i && all.of[v] == all.of[i]);
                let sizes = components(&rest).sizes;
                let cut = rest.n() - sizes.first().copied().unwrap_or(0);
                assert_eq!(separation.cut_off(i), cut, "{i}");
                assert_eq!(separation.whom(i).len(), cut, "{i}");
                assert_eq!(cut > 0, points.contains(&i), "{i}");
            }
        }
    }

    #[test]
    fn those_cut_off_are_named() {
        let network = fixtures::network(6, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 2), (1, 5)]);
        let separation = Separation::new(&network);
        assert_eq!(separation.whom(1), [0, 5]);
        assert_eq!(separation.whom(2), [3, 4]);
        assert!(separation.whom(4).is_empty());
    }
}
