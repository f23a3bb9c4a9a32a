//! How tightly actors hang together: density, triangles, neighborhoods, degrees.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;

use super::Simple;
use super::view::number;

/// Share of possible pairs that are tied (Wasserman & Faust 1994); `None` below two actors.
pub fn density(network: &Simple) -> Option<f64> {
    let n = network.n() as f64;
    (n >= 2.0).then(|| 2.0 * network.m() as f64 / (n * (n - 1.0)))
}

/// Ties per actor; `None` without actors.
pub fn mean_degree(network: &Simple) -> Option<f64> {
    (network.n() > 0).then(|| 2.0 * network.m() as f64 / network.n() as f64)
}

/// Freeman's centralization of degree: 1 for a star (Freeman 1979); `None` below three actors.
pub fn degree_centralization(network: &Simple) -> Option<f64> {
    let n = network.n();
    let degrees = network.degrees();
    let most = degrees.iter().copied().max()?;
    let short: usize = degrees.iter().map(|k| most - k).sum();
    (n >= 3).then(|| short as f64 / ((n - 1) * (n - 2)) as f64)
}

/// Ties among the neighbors of each actor, that is the triangles through it.
pub fn triangles(network: &Simple) -> Vec<u64> {
    // Every tie points to its end with more ties, so that no list is long (Latapy 2008). A triangle is then met once:
    // at the actor that points to both others.
    let n = network.n();
    let above = |v: usize, w: u32| (network.degree(v), v) < (network.degree(w as usize), w as usize);
    let mut starts = Vec::with_capacity(n + 1);
    let mut ahead: Vec<u32> = Vec::with_capacity(network.m());
    for v in 0..n {
        starts.push(ahead.len());
        ahead.extend(network.neighbors(v).iter().filter(|&&w| above(v, w)));
    }
    starts.push(ahead.len());
    let mut through = vec![0; n];
    let mut ours = vec![false; n];
    for v in 0..n {
        let mine = &ahead[starts[v]..starts[v + 1]];
        if mine.len() < 2 {
            continue;
        }
        for &w in mine {
            ours[w as usize] = true;
        }
        for &w in mine {
            let theirs = &ahead[starts[w as usize]..starts[w as usize + 1]];
            let mut closed = 0;
            for &x in theirs {
                let shared = u64::from(ours[x as usize]);
                through[x as usize] += shared;
                closed += shared;
            }
            through[w as usize] += closed;
            through[v] += closed;
        }
        for &w in mine {
            ours[w as usize] = false;
        }
    }
    through
}

/// The same for some actors.
pub fn triangles_of(network: &Simple, actors: &[usize]) -> Vec<u64> {
    let mut ours = vec![false; network.n()];
    let mut through = |i: usize| {
        let around = network.neighbors(i);
        for &v in around {
            ours[v as usize] = true;
        }
        let inside = |&v: &u32| {
            network
                .neighbors(v as usize)
                .iter()
                .filter(|&&w| ours[w as usize])
                .count() as u64
        };
        let twice: u64 = around.iter().map(inside).sum();
        for &v in around {
            ours[v as usize] = false;
        }
        twice / 2
    };
    actors.iter().map(|&i| through(i)).collect()
}

/// Closed share of all triples (Watts & Strogatz 1998); `None` where no actor has two neighbors.
pub fn transitivity(network: &Simple, triangles: &[u64]) -> Option<f64> {
    let closed: u64 = triangles.iter().sum();
    let triples: u64 = (0..network.n()).map(|i| pairs_of(network.degree(i))).sum();
    (triples > 0).then(|| closed as f64 / triples as f64)
}

/// Mean over actors of the tied share of their neighbor pairs, 0 below two neighbors; `None` without actors.
pub fn mean_clustering(network: &Simple, triangles: &[u64]) -> Option<f64> {
    let of = |i: usize| match pairs_of(network.degree(i)) {
        0 => 0.0,
        pairs => triangles[i] as f64 / pairs as f64,
    };
    (network.n() > 0).then(|| (0..network.n()).map(of).sum::<f64>() / network.n() as f64)
}

/// Mean over actors of the efficiency among their neighbors once they themselves are gone (Latora & Marchiori 2001),
/// from that of each; `None` without actors.
pub fn local_efficiency(efficiencies: &[f64]) -> Option<f64> {
    let n = efficiencies.len();
    (n > 0).then(|| efficiencies.iter().sum::<f64>() / n as f64)
}

/// The efficiency among the neighbors of each actor once it is gone, 0 below two neighbors (Latora & Marchiori 2001).
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn local_efficiencies(network: &Simple, cancel: &Cancel) -> Result<Vec<f64>, Cancelled> {
    efficiencies_of(network, &(0..network.n()).collect::<Vec<_>>(), cancel)
}

/// The same for some actors.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn efficiencies_of(network: &Simple, actors: &[usize], cancel: &Cancel) -> Result<Vec<f64>, Cancelled> {
    /// Actors to a piece of work.
    const PIECE: usize = 256;
    let room = || Neighborhood::new(network.n());
    let pieces = parallel::pieces(actors.len(), PIECE, cancel, room, |room, range| {
        let mut efficiencies = Vec::with_capacity(range.len());
        for &i in &actors[range] {
            cancel.check()?;
            efficiencies.push(room.efficiency(network, i));
        }
        Ok(efficiencies)
    })?;
    Ok(pieces.concat())
}

/// Room for the partners of one actor at a time.
struct Neighborhood {
    /// Number within the neighborhood at hand, or none.
    place: Vec<u32>,
    /// For everybody in it, those of it that it is tied to.
    inside: Vec<Vec<u32>>,
    bits: Vec<u64>,
}

impl Neighborhood {
    const NONE: u32 = u32::MAX;

    fn new(n: usize) -> Self {
        Self {
            place: vec![Self::NONE; n],
            inside: Vec::new(),
            bits: Vec::new(),
        }
    }

    /// Global efficiency among the partners of `i` (Latora & Marchiori 2001); 0 below two.
    fn efficiency(&mut self, network: &Simple, i: usize) -> f64 {
        let around = network.neighbors(i);
        let k = around.len();
        if k < 2 {
            return 0.0;
        }
        if self.inside.len() < k {
            self.inside.resize(k, Vec::new());
        }
        for (p, &v) in around.iter().enumerate() {
            self.place[v as usize] = number(p);
        }
        let mut arcs = 0;
        for (p, &v) in around.iter().enumerate() {
            let theirs = network.neighbors(v as usize);
            let inside = &mut self.inside[p];
            inside.clear();
            if theirs.len() > 16 * k {
                // A hub among a few: looking them up is less than reading all that it has.
                let known = |&(_, w): &(usize, &u32)| theirs.binary_search(w).is_ok();
                inside.extend(around.iter().enumerate().filter(known).map(|(p, _)| number(p)));
            } else {
                let places = theirs.iter().map(|&w| self.place[w as usize]);
                inside.extend(places.filter(|&p| p != Self::NONE));
            }
            arcs += inside.len();
        }
        for &v in around {
            self.place[v as usize] = Self::NONE;
        }
        if arcs == 0 {
            return 0.0;
        }
        let inside = &self.inside[..k];
        // Rows of bits pay where they are not mostly empty.
        let near = if k * k <= 256 * arcs {
            nearness_by_bits(inside, &mut self.bits)
        } else {
            nearness_by_lists(inside)
        };
        near / (k * (k - 1)) as f64
    }
}

/// Σ 1/d over ordered pairs of a small network given by lists of neighbors.
fn nearness_by_bits(neighbors: &[Vec<u32>], rows: &mut Vec<u64>) -> f64 {
    let k = neighbors.len();
    let words = k.div_ceil(64).max(1);
    rows.clear();
    rows.resize(k * words, 0);
    for (row, list) in rows.chunks_mut(words).zip(neighbors) {
        for &p in list {
            row[p as usize / 64] |= 1 << (p % 64);
        }
    }
    // How many ordered pairs are this far apart, from distance 1; sums of whole numbers are exact.
    let mut pairs_at: Vec<u64> = Vec::new();
    let (mut seen, mut front, mut next) = (vec![0_u64; words], vec![0_u64; words], vec![0_u64; words]);
    for source in 0..k {
        seen.fill(0);
        seen[source / 64] |= 1 << (source % 64);
        front.copy_from_slice(&rows[source * words..(source + 1) * words]);
        let mut found = 1;
        for distance in 0.. {
            let new: u32 = front.iter().map(|word| word.count_ones()).sum();
            if new == 0 {
                break;
            }
            if pairs_at.len() == distance {
                pairs_at.push(0);
            }
            pairs_at[distance] += u64::from(new);
            found += new as usize;
            if found == k {
                break;
            }
            next.fill(0);
            for (word, (&front, seen)) in front.iter().zip(&mut seen).enumerate() {
                *seen |= front;
                let mut left = front;
                while left != 0 {
                    let p = 64 * word + left.trailing_zeros() as usize;
                    left &= left - 1;
                    for (next, row) in next.iter_mut().zip(&rows[p * words..(p + 1) * words]) {
                        *next |= row;
                    }
                }
            }
            for (next, seen) in next.iter_mut().zip(&seen) {
                *next &= !seen;
            }
            std::mem::swap(&mut front, &mut next);
        }
    }
    nearness(&pairs_at)
}

fn nearness(pairs_at: &[u64]) -> f64 {
    let near = |(steps, &pairs): (usize, &u64)| pairs as f64 / (steps + 1) as f64;
    pairs_at.iter().enumerate().map(near).sum()
}

/// The same, for networks with few ties.
fn nearness_by_lists(neighbors: &[Vec<u32>]) -> f64 {
    let k = neighbors.len();
    let mut pairs_at: Vec<u64> = Vec::new();
    // Distances are kept one too high, so that 0 means unseen.
    let mut distance = vec![0_usize; k];
    let mut order = Vec::with_capacity(k);
    for source in (0..k).filter(|&p| !neighbors[p].is_empty()) {
        order.clear();
        distance[source] = 1;
        order.push(source);
        let mut next = 0;
        while let Some(&v) = order.get(next) {
            next += 1;
            for w in neighbors[v].iter().map(|&w| w as usize) {
                if distance[w] == 0 {
                    distance[w] = distance[v] + 1;
                    if pairs_at.len() < distance[v] {
                        pairs_at.push(0);
                    }
                    pairs_at[distance[v] - 1] += 1;
                    order.push(w);
                }
            }
        }
        for &v in &order {
            distance[v] = 0;
        }
    }
    nearness(&pairs_at)
}

/// Pearson correlation of the degrees at both ends of the ties (Newman 2002); `None` when degrees do not vary.
pub fn degree_assortativity(network: &Simple) -> Option<f64> {
    // Each tie counts both ways, so both ends have the same mean and variance. Sums of whole numbers are exact.
    let (mut x, mut xx, mut xy) = (0_u64, 0_u64, 0_u64);
    for pair in network.pairs() {
        let (a, b) = (network.degree(pair.low) as u64, network.degree(pair.high) as u64);
        x += a + b;
        xx += a * a + b * b;
        xy += 2 * a * b;
    }
    let ends = 2.0 * network.m() as f64;
    let square = (x as f64) * (x as f64);
    let variance = ends * xx as f64 - square;
    (variance > 0.0).then(|| (ends * xy as f64 - square) / variance)
}

fn pairs_of(k: usize) -> u64 {
    let k = k as u64;
    k * k.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use crate::graph::fixtures::{self, close};

    #[test]
    fn published_networks_give_the_reference_values() {
        // Density, transitivity, mean clustering, local efficiency, degree centralization, degree assortativity.
        let cases: [(&str, Simple, [f64; 6]); 3] = [
            (
                "karate",
                fixtures::karate(),
                [0.139037, 0.255682, 0.570638, 0.645127, 0.399621, -0.475613],
            ),
            (
                "florentine",
                fixtures::florentine(),
                [0.190476, 0.191489, 0.16, 0.176667, 0.274725, -0.374838],
            ),
            (
                "kite",
                fixtures::kite(),
                [0.4, 0.578947, 0.52, 0.618889, 0.333333, 0.152542],
            ),
        ];
        for (name, network, expected) in cases {
            let t = triangles(&network);
            let found = [
                density(&network).unwrap(),
                transitivity(&network, &t).unwrap(),
                mean_clustering(&network, &t).unwrap(),
                local_efficiency(&local_efficiencies(&network, &Cancel::new()).unwrap()).unwrap(),
                degree_centralization(&network).unwrap(),
                degree_assortativity(&network).unwrap(),
            ];
            for (found, expected) in found.into_iter().zip(expected) {
                close(name, found, expected, 5e-7);
            }
        }
    }

    #[test]
    fn small_cases() {
        let sixteen = fixtures::florentine_with_pucci();
        close("density", density(&sixteen).unwrap(), 0.166_667, 5e-7);
        close(
            "centralization",
            degree_centralization(&sixteen).unwrap(),
            0.266_667,
            5e-7,
        );
        let star = fixtures::star(5);
        assert_eq!(degree_centralization(&star), Some(1.0));
        assert_eq!(degree_assortativity(&star), Some(-1.0));
        let bow = fixtures::network(6, &[(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)]);
        close(
            "two triangles",
            transitivity(&bow, &triangles(&bow)).unwrap(),
            0.6,
            1e-12,
        );
    }

    #[test]
    fn women_who_met_at_an_event() {
        let women = fixtures::DAVIS;
        let met = |a: usize, b: usize| women[a].iter().any(|event| women[b].contains(event));
        let pairs = (0..women.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let pairs: Vec<_> = pairs.filter(|&(a, b)| met(a, b)).collect();
        let network = fixtures::network(women.len(), &pairs);
        assert_eq!((network.n(), network.m()), (18, 139));
        close("density", density(&network).unwrap(), 0.908_497, 5e-7);
        let went = |event: usize| women.iter().filter(|events| events.contains(&event)).count();
        assert_eq!((1..=14).map(went).sum::<usize>(), 89);
        assert_eq!((1..=14).max_by_key(|&event| went(event)), Some(8));
        assert_eq!(went(8), 14);
    }

    #[test]
    fn dense_and_sparse_neighborhoods_are_measured_alike() {
        for (n, m, seed) in [(30, 60, 1), (60, 900, 2), (200, 300, 3), (300, 3_000, 4)] {
            let network = fixtures::random(n, m, &mut Rng::new(seed));
            let mut sum = 0.0;
            let mut closed = vec![0; n];
            for (i, closed) in closed.iter_mut().enumerate() {
                let partners = network.restricted(|v| network.tied(i, v));
                *closed = partners.m() as u64;
                let sweep = crate::graph::paths::sweep(&partners, &Cancel::new()).unwrap();
                sum += sweep.global_efficiency().unwrap_or(0.0);
                let lists: Vec<Vec<u32>> = (0..partners.n())
                    .map(|p| partners.neighbors(p).to_vec())
                    .collect();
                let by_bits = nearness_by_bits(&lists, &mut Vec::new());
                assert_eq!(by_bits, nearness_by_lists(&lists), "{n} {i}");
            }
            let found = local_efficiency(&local_efficiencies(&network, &Cancel::new()).unwrap()).unwrap();
            close("local efficiency", found, sum / n as f64, 1e-12);
            assert_eq!(triangles(&network), closed);
        }
    }

    #[test]
    fn undefined_where_there_is_nothing_to_measure() {
        let (none, one) = (fixtures::network(0, &[]), fixtures::network(1, &[]));
        assert_eq!((density(&none), density(&one)), (None, None));
        assert_eq!((mean_degree(&none), mean_degree(&one)), (None, Some(0.0)));
        assert_eq!(transitivity(&one, &triangles(&one)), None);
        assert_eq!(degree_centralization(&fixtures::network(2, &[(0, 1)])), None);
        let ring = fixtures::network(3, &[(0, 1), (1, 2), (0, 2)]);
        assert_eq!(degree_assortativity(&ring), None);
    }
}
