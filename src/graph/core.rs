//! The dense middle: k-cores, and how well one core with a loose rim describes the network.

use std::cmp::Reverse;

use crate::base::cancel::{Cancel, Cancelled};

use super::Simple;

/// The largest k for each actor such that it belongs to a part in which everybody has k partners (Seidman 1983).
pub fn core_numbers(network: &Simple) -> Vec<usize> {
    // Peeling by counting (Batagelj & Zaveršnik 2003): actors stand in order of what is left of their degree; whoever
    // is first goes, and its neighbors move one place towards the front.
    let n = network.n();
    let mut left = network.degrees();
    let most = left.iter().copied().max().unwrap_or(0);
    let mut begin = vec![0; most + 2];
    for &k in &left {
        begin[k + 1] += 1;
    }
    for k in 0..=most {
        begin[k + 1] += begin[k];
    }
    let (mut order, mut place) = (vec![0; n], vec![0; n]);
    let mut free = begin.clone();
    for i in 0..n {
        place[i] = free[left[i]];
        order[place[i]] = i;
        free[left[i]] += 1;
    }
    for next in 0..n {
        let v = order[next];
        for &w in network.neighbors(v) {
            let w = w as usize;
            if left[w] > left[v] {
                let (at, first) = (place[w], begin[left[w]]);
                let other = order[first];
                order.swap(at, first);
                place[w] = first;
                place[other] = at;
                begin[left[w]] += 1;
                left[w] -= 1;
            }
        }
    }
    left
}

/// A core with a rim: all ties touch the core, as far as the network allows.
#[derive(Clone, Debug, PartialEq)]
pub struct CorePeriphery {
    /// Correlation of ties with the pattern "at least one of the two is in the core", −1 to 1.
    pub fit: f64,
    /// Who is in the core.
    pub core: Vec<bool>,
}

impl CorePeriphery {
    /// Tied pairs that touch the core, and all pairs that do.
    pub fn touching(&self, network: &Simple) -> (usize, usize) {
        let rim = self.core.iter().filter(|&&inside| !inside).count();
        let tied = network
            .pairs()
            .filter(|pair| self.core[pair.low] || self.core[pair.high]);
        (tied.count(), pairs(network.n()) - pairs(rim))
    }

    /// What each actor adds to the fit: half of what every pair does to which it belongs.
    pub fn contributions(&self, network: &Simple) -> Vec<f64> {
        // Of a pair: (tied − m ÷ N)(in pattern − P ÷ N), summed over the pairs of an actor.
        let n = network.n();
        let (_, pattern) = self.touching(network);
        let (all, m, p) = (pairs(n) as f64, network.m() as f64, pattern as f64);
        let deviation = (m * (all - m) * p * (all - p)).sqrt() / all;
        let core_size = self.core.iter().filter(|&&inside| inside).count();
        let of = |i: usize| {
            let tied = network.degree(i) as f64;
            let touching = if self.core[i] { n - 1 } else { core_size } as f64;
            let both = network
                .neighbors(i)
                .iter()
                .filter(|&&j| self.core[i] || self.core[j as usize]);
            let both = both.count() as f64;
            let sum = both - tied * p / all - touching * m / all + (n - 1) as f64 * m * p / (all * all);
            sum / 2.0 / deviation
        };
        (0..n).map(of).collect()
    }
}

/// Pairs among so many.
fn pairs(k: usize) -> usize {
    k * k.saturating_sub(1) / 2
}

/// Networks larger than this are improved from the best starts only.
const ALL_STARTS: usize = 500;
/// How many starts those are.
const BEST_STARTS: usize = 25;

/// The core that fits best (Borgatti & Everett 2000): from the q most tied actors for each q, single actors change
/// sides as long as the fit grows. `None` where no pattern can be compared: no ties, or everybody tied to everybody.
///
/// `rank` breaks ties between actors: the lower comes first. It must be a permutation of 0..n.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn core_periphery(
    network: &Simple,
    rank: &[usize],
    cancel: &Cancel,
) -> Result<Option<CorePeriphery>, Cancelled> {
    let n = network.n();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by_key(|&i| (Reverse(network.degree(i)), rank[i]));
    let mut split = Split::new(network);
    let mut starts: Vec<(usize, f64)> = Vec::with_capacity(n);
    for (q, &i) in order.iter().enumerate() {
        split.flip(i);
        if let Some(fit) = split.fit() {
            starts.push((q + 1, fit));
        }
    }
    if n > ALL_STARTS {
        starts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        starts.truncate(BEST_STARTS);
        starts.sort_by_key(|start| start.0);
    }
    // Actors in order of rank, so that the first of equal flips is the same in any numbering.
    let mut by_rank: Vec<usize> = (0..n).collect();
    by_rank.sort_unstable_by_key(|&i| rank[i]);
    let mut best: Option<CorePeriphery> = None;
    for (q, fit) in starts {
        let mut split = Split::new(network);
        for &i in &order[..q] {
            split.flip(i);
        }
        let mut fit = fit;
        loop {
            cancel.check()?;
            let mut step: Option<(usize, f64)> = None;
            for &i in &by_rank {
                if let Some(other) = split.fit_after(i)
                    && other > step.map_or(fit, |step| step.1) + EQUAL
                {
                    step = Some((i, other));
                }
            }
            let Some((i, better)) = step else { break };
            split.flip(i);
            fit = better;
        }
        if best.as_ref().is_none_or(|best| fit > best.fit + EQUAL) {
            best = Some(CorePeriphery {
                fit,
                core: split.core,
            });
        }
    }
    Ok(best)
}

/// Fits closer than this are the same.
const EQUAL: f64 = 1e-12;

/// A core that is being changed, with what its fit rests on.
struct Split<'n> {
    network: &'n Simple,
    core: Vec<bool>,
    /// How many are not in the core.
    rim: usize,
    /// Tied pairs with nobody in the core.
    loose: usize,
    /// Neighbors of each actor that are not in the core.
    rim_neighbors: Vec<usize>,
}

impl<'n> Split<'n> {
    /// Nobody is in the core.
    fn new(network: &'n Simple) -> Self {
        Self {
            network,
            core: vec![false; network.n()],
            rim: network.n(),
            loose: network.m(),
            rim_neighbors: network.degrees(),
        }
    }

    fn flip(&mut self, i: usize) {
        let enters = !self.core[i];
        self.core[i] = enters;
        (self.rim, self.loose) = if enters {
            (self.rim - 1, self.loose - self.rim_neighbors[i])
        } else {
            (self.rim + 1, self.loose + self.rim_neighbors[i])
        };
        for &j in self.network.neighbors(i) {
            let count = &mut self.rim_neighbors[j as usize];
            *count = if enters { *count - 1 } else { *count + 1 };
        }
    }

    fn fit(&self) -> Option<f64> {
        self.fit_of(self.rim, self.loose)
    }

    fn fit_after(&self, i: usize) -> Option<f64> {
        if self.core[i] {
            self.fit_of(self.rim + 1, self.loose + self.rim_neighbors[i])
        } else {
            self.fit_of(self.rim - 1, self.loose - self.rim_neighbors[i])
        }
    }

    /// Correlation of two patterns of zeros and ones, from how often each and both hold.
    fn fit_of(&self, rim: usize, loose: usize) -> Option<f64> {
        let (all, m) = (pairs(self.network.n()) as f64, self.network.m() as f64);
        let pattern = all - pairs(rim) as f64;
        let both = m - loose as f64;
        let variance = m * (all - m) * pattern * (all - pattern);
        (variance > 0.0).then(|| (all * both - m * pattern) / variance.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures::{self, close};

    fn fitted(network: &Simple) -> Option<CorePeriphery> {
        let rank: Vec<usize> = (0..network.n()).collect();
        core_periphery(network, &rank, &Cancel::new()).unwrap()
    }

    fn members(found: &CorePeriphery) -> Vec<usize> {
        (0..found.core.len()).filter(|&i| found.core[i]).collect()
    }

    #[test]
    fn cores_of_the_published_networks() {
        let cases = [
            ("karate", fixtures::karate(), 4, 10),
            ("florentine", fixtures::florentine(), 2, 10),
            ("kite", fixtures::kite(), 3, 7),
        ];
        for (name, network, most, count) in cases {
            let cores = core_numbers(&network);
            assert_eq!(cores.iter().max(), Some(&most), "{name}");
            assert_eq!(cores.iter().filter(|&&k| k == most).count(), count, "{name}");
        }
        assert_eq!(core_numbers(&fixtures::complete(5)), [4; 5]);
        assert_eq!(core_numbers(&fixtures::star(4)), [1; 4]);
        assert_eq!(core_numbers(&fixtures::network(2, &[])), [0, 0]);
        assert!(core_numbers(&fixtures::network(0, &[])).is_empty());
    }

    #[test]
    fn core_and_rim_of_the_published_networks() {
        let karate = fitted(&fixtures::karate()).unwrap();
        close("karate", karate.fit, 0.431_475, 5e-7);
        let added = karate.contributions(&fixtures::karate());
        close("together", added.iter().sum(), karate.fit, 1e-12);
        assert_eq!(members(&karate), [0, 1, 2, 32, 33]);
        let florentine = fitted(&fixtures::florentine()).unwrap();
        close("florentine", florentine.fit, 0.329_853, 5e-7);
        assert_eq!(members(&florentine), [fixtures::GUADAGNI, fixtures::MEDICI, 13]);
        close("kite", fitted(&fixtures::kite()).unwrap().fit, 0.327_327, 5e-7);
    }

    #[test]
    fn a_star_is_a_core_with_a_rim() {
        let star = fitted(&fixtures::star(6)).unwrap();
        close("star", star.fit, 1.0, 1e-12);
        assert_eq!(members(&star), [0]);
        for none in [
            fixtures::network(0, &[]),
            fixtures::network(1, &[]),
            fixtures::network(4, &[]),
            fixtures::complete(4),
        ] {
            assert_eq!(fitted(&none), None);
        }
    }
}
