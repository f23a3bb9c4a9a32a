//! Who each actor points to and who points to it, for measures that walk along arcs.

use super::Directed;
use super::view::number;

/// The arcs of a directed network by their ends; every list rises.
#[derive(Clone, Debug)]
pub(super) struct Arcs {
    out_starts: Vec<usize>,
    outs: Vec<u32>,
    in_starts: Vec<usize>,
    ins: Vec<u32>,
}

impl Arcs {
    pub(super) fn new(network: &Directed) -> Self {
        let n = network.n();
        let arcs = network.arcs();
        let (mut out_starts, mut in_starts) = (vec![0; n + 1], vec![0; n + 1]);
        for &(from, to, _) in arcs {
            out_starts[from + 1] += 1;
            in_starts[to + 1] += 1;
        }
        for i in 0..n {
            out_starts[i + 1] += out_starts[i];
            in_starts[i + 1] += in_starts[i];
        }
        let mut free = in_starts.clone();
        let mut ins = vec![0; arcs.len()];
        // Arcs come sorted by their start, so every list of starts rises.
        for &(from, to, _) in arcs {
            ins[free[to]] = number(from);
            free[to] += 1;
        }
        Self {
            out_starts,
            outs: arcs.iter().map(|arc| number(arc.1)).collect(),
            in_starts,
            ins,
        }
    }

    pub(super) fn n(&self) -> usize {
        self.out_starts.len() - 1
    }

    /// Who `i` points to.
    pub(super) fn outs(&self, i: usize) -> &[u32] {
        &self.outs[self.out_starts[i]..self.out_starts[i + 1]]
    }

    /// Who points to `i`.
    pub(super) fn ins(&self, i: usize) -> &[u32] {
        &self.ins[self.in_starts[i]..self.in_starts[i + 1]]
    }

    /// `i` points to `j`.
    pub(super) fn has(&self, i: usize, j: usize) -> bool {
        self.outs(i).binary_search(&number(j)).is_ok()
    }
}

/// What two rising lists have in common, in rising order.
pub(super) fn common<'a>(mut left: &'a [u32], mut right: &'a [u32]) -> impl Iterator<Item = usize> + 'a {
    std::iter::from_fn(move || {
        while let (Some(&a), Some(&b)) = (left.first(), right.first()) {
            match a.cmp(&b) {
                std::cmp::Ordering::Less => left = &left[1..],
                std::cmp::Ordering::Greater => right = &right[1..],
                std::cmp::Ordering::Equal => {
                    (left, right) = (&left[1..], &right[1..]);
                    return Some(a as usize);
                }
            }
        }
        None
    })
}
