//! Distances in hops from everybody to everybody, what is said with them, and reach within few hops.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;

use super::Simple;
use super::fronts::{Room, count};

/// What a sweep of breadth-first searches finds out about every actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// Σ 1/d over all others, unreachable ones counting 0.
    pub nearness: Vec<f64>,
    /// Σ d over the actors that can be reached.
    pub farness: Vec<u64>,
    /// How many others can be reached.
    pub reached: Vec<usize>,
    /// Largest distance to an actor that can be reached.
    pub eccentricity: Vec<u32>,
    /// How many ordered pairs are this far apart; the first element is for distance 1.
    pub pairs_at: Vec<u64>,
}

/// Sweeps all sources, hundreds at once (Then et al. 2014).
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn sweep(network: &Simple, cancel: &Cancel) -> Result<Sweep, Cancelled> {
    // Words for as many sources as there are, up to a cache line of them.
    match network.n() {
        0..=64 => sweep_by::<1>(network, cancel),
        65..=256 => sweep_by::<4>(network, cancel),
        _ => sweep_by::<8>(network, cancel),
    }
}

fn sweep_by<const WORDS: usize>(network: &Simple, cancel: &Cancel) -> Result<Sweep, Cancelled> {
    /// Pieces that the sources are cut into at most; each has lists of its own.
    const PIECES: usize = 8;
    let n = network.n();
    let batch = Room::<WORDS>::BATCH;
    let size = n.div_ceil(PIECES).next_multiple_of(batch);
    let room = || Room::<WORDS>::new(n);
    let pieces = parallel::pieces(n, size, cancel, room, |room, sources| {
        let mut sweep = Sweep::nothing(n);
        for first in sources.clone().step_by(batch) {
            cancel.check()?;
            let sources = first..(first + batch).min(sources.end);
            // Ties lead both ways: a source that finds an actor is found by it, at the same distance.
            room.spread(network, sources, |actor, distance, by| {
                sweep.note(actor, distance, count(by));
            });
        }
        Ok(sweep)
    })?;
    let mut pieces = pieces.into_iter();
    let mut all = pieces.next().unwrap_or_else(|| Sweep::nothing(n));
    for piece in pieces {
        all.take_in(&piece);
    }
    Ok(all)
}

impl Sweep {
    fn nothing(n: usize) -> Self {
        Self {
            nearness: vec![0.0; n],
            farness: vec![0; n],
            reached: vec![0; n],
            eccentricity: vec![0; n],
            pairs_at: Vec::new(),
        }
    }

    /// So many more actors are this far from `i`.
    fn note(&mut self, i: usize, distance: u32, many: u32) {
        self.nearness[i] += f64::from(many) / f64::from(distance);
        self.farness[i] += u64::from(distance) * u64::from(many);
        self.reached[i] += many as usize;
        self.eccentricity[i] = self.eccentricity[i].max(distance);
        let distance = distance as usize;
        if self.pairs_at.len() < distance {
            self.pairs_at.resize(distance, 0);
        }
        self.pairs_at[distance - 1] += u64::from(many);
    }

    /// Adds what another sweep found from other sources.
    fn take_in(&mut self, other: &Self) {
        for i in 0..self.reached.len() {
            self.nearness[i] += other.nearness[i];
            self.farness[i] += other.farness[i];
            self.reached[i] += other.reached[i];
            self.eccentricity[i] = self.eccentricity[i].max(other.eccentricity[i]);
        }
        let longest = self.pairs_at.len().max(other.pairs_at.len());
        self.pairs_at.resize(longest, 0);
        for (all, more) in self.pairs_at.iter_mut().zip(&other.pairs_at) {
            *all += more;
        }
    }

    /// Harmonic closeness (Marchiori & Latora 2000); `None` for a single actor.
    pub fn harmonic(&self, i: usize) -> Option<f64> {
        let n = self.nearness.len();
        (n >= 2).then(|| self.nearness[i] / (n - 1) as f64)
    }

    /// Mean of 1/d over ordered pairs (Latora & Marchiori 2001); `None` below two actors.
    pub fn global_efficiency(&self) -> Option<f64> {
        let n = self.nearness.len() as f64;
        let near = |(steps, &pairs): (usize, &u64)| pairs as f64 / (steps + 1) as f64;
        (n >= 2.0).then(|| self.pairs_at.iter().enumerate().map(near).sum::<f64>() / (n * (n - 1.0)))
    }

    /// Mean distance between actors of the largest component; components of that same size count together.
    pub fn path_length(&self) -> Option<f64> {
        let most = self.reached.iter().copied().max().filter(|&most| most > 0)?;
        let (mut hops, mut pairs) = (0, 0);
        for (i, &reached) in self.reached.iter().enumerate() {
            if reached == most {
                hops += self.farness[i];
                pairs += reached;
            }
        }
        Some(hops as f64 / pairs as f64)
    }

    /// Largest distance between actors of the largest component; components of that same size count together.
    pub fn diameter(&self) -> Option<u32> {
        let most = self.reached.iter().copied().max().filter(|&most| most > 0)?;
        let ends = self.reached.iter().zip(&self.eccentricity);
        ends.filter(|&(&reached, _)| reached == most)
            .map(|(_, &far)| far)
            .max()
    }

    /// Freeman's centralization of closeness; `None` below three actors or when they are not all connected.
    pub fn closeness_centralization(&self) -> Option<f64> {
        let n = self.reached.len();
        if n < 3 || self.reached[0] + 1 < n {
            return None;
        }
        let n = n as f64;
        let closeness: Vec<f64> = self.farness.iter().map(|&far| (n - 1.0) / far as f64).collect();
        let most = closeness.iter().copied().fold(0.0, f64::max);
        let short: f64 = closeness.iter().map(|c| most - c).sum();
        Some(short / ((n - 1.0) * (n - 2.0) / (2.0 * n - 3.0)))
    }
}

/// Who lies within `hops` of one of `sources`, the sources themselves included.
pub fn within(network: &Simple, sources: impl IntoIterator<Item = usize>, hops: usize) -> Vec<bool> {
    let mut seen = vec![false; network.n()];
    let mut front: Vec<usize> = Vec::new();
    for source in sources {
        if !std::mem::replace(&mut seen[source], true) {
            front.push(source);
        }
    }
    for _ in 0..hops {
        let mut next = Vec::new();
        for &v in &front {
            for w in network.neighbors(v).iter().map(|&w| w as usize) {
                if !std::mem::replace(&mut seen[w], true) {
                    next.push(w);
                }
            }
        }
        front = next;
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use crate::graph::fixtures::{self, close};

    fn swept(network: &Simple) -> Sweep {
        sweep(network, &Cancel::new()).unwrap()
    }

    #[test]
    fn published_networks_give_the_reference_values() {
        // Path length, diameter, global efficiency, highest harmonic closeness, centralization of closeness.
        let cases: [(&str, Simple, [f64; 5]); 3] = [
            (
                "karate",
                fixtures::karate(),
                [2.408200, 5.0, 0.492008, 0.704545, 0.298195],
            ),
            (
                "florentine",
                fixtures::florentine(),
                [2.485714, 5.0, 0.500159, 0.678571, 0.322452],
            ),
            (
                "kite",
                fixtures::kite(),
                [1.977778, 4.0, 0.646296, 0.787037, 0.270375],
            ),
        ];
        for (name, network, expected) in cases {
            let s = swept(&network);
            let most = |values: Vec<f64>| values.into_iter().fold(0.0, f64::max);
            let found = [
                s.path_length().unwrap(),
                f64::from(s.diameter().unwrap()),
                s.global_efficiency().unwrap(),
                most((0..network.n()).map(|i| s.harmonic(i).unwrap()).collect()),
                s.closeness_centralization().unwrap(),
            ];
            for (found, expected) in found.into_iter().zip(expected) {
                close(name, found, expected, 5e-7);
            }
        }
    }

    /// One search from each source.
    fn plainly(network: &Simple) -> Sweep {
        let mut sweep = Sweep::nothing(network.n());
        for source in 0..network.n() {
            let mut seen = vec![false; network.n()];
            let (mut layer, mut distance) = (vec![source], 0);
            seen[source] = true;
            loop {
                let around = layer.iter().flat_map(|&v| network.neighbors(v));
                let mut next = Vec::new();
                for w in around.map(|&w| w as usize) {
                    if !std::mem::replace(&mut seen[w], true) {
                        next.push(w);
                    }
                }
                if next.is_empty() {
                    break;
                }
                distance += 1;
                sweep.note(source, distance, next.len() as u32);
                layer = next;
            }
        }
        sweep
    }

    #[test]
    fn many_sources_at_once_find_what_single_ones_find() {
        for (n, m, seed) in [
            (9, 12, 1),
            (64, 200, 2),
            (65, 60, 3),
            (256, 600, 4),
            (1_200, 1_500, 5),
            (1_200, 9_000, 6),
        ] {
            let network = fixtures::random(n, m, &mut Rng::new(seed));
            let (found, expected) = (swept(&network), plainly(&network));
            for (found, expected) in found.nearness.iter().zip(&expected.nearness) {
                close("nearness", *found, *expected, 1e-12 * (1.0 + expected));
            }
            let nearness = expected.nearness.clone();
            assert_eq!(Sweep { nearness, ..found }, expected, "{n} actors");
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let network = fixtures::random(1_200, 3_000, &mut Rng::new(7));
        let alone = swept(&network);
        for threads in 1..=3 {
            assert_eq!(parallel::with_threads(threads, || swept(&network)), alone);
        }
    }

    #[test]
    fn an_isolate_is_counted_but_has_no_distances() {
        let sixteen = swept(&fixtures::florentine_with_pucci());
        close(
            "efficiency",
            sixteen.global_efficiency().unwrap(),
            0.437_639,
            5e-7,
        );
        close("path length", sixteen.path_length().unwrap(), 2.485_714, 5e-7);
        assert_eq!(sixteen.closeness_centralization(), None);
    }

    #[test]
    fn a_star_is_fully_centralized() {
        let star = swept(&fixtures::star(5));
        close("closeness", star.closeness_centralization().unwrap(), 1.0, 1e-12);
    }

    #[test]
    fn undefined_without_pairs() {
        for n in [0, 1] {
            let s = swept(&fixtures::network(n, &[]));
            assert_eq!(s.global_efficiency(), None);
            assert_eq!((s.path_length(), s.diameter()), (None, None));
        }
        assert_eq!(swept(&fixtures::network(3, &[])).path_length(), None);
    }

    #[test]
    fn reach_stops_after_the_hops() {
        let line = fixtures::network(5, &[(0, 1), (1, 2), (2, 3), (3, 4)]);
        assert_eq!(within(&line, [0], 2), [true, true, true, false, false]);
        assert_eq!(within(&line, [], 2), [false; 5]);
    }

    #[test]
    fn a_raised_flag_ends_the_sweep() {
        let cancel = Cancel::new();
        cancel.raise();
        assert_eq!(sweep(&fixtures::kite(), &cancel), Err(Cancelled));
    }
}
