//! Figures of large networks from a sample, each with how far it may be from the truth.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;
use crate::base::rng::Rng;

use super::Simple;
use super::fragility::Components;
use super::fronts::Room;
use super::view::number;

/// Samples are drawn from chance of this seed, so that the same map gives the same figures.
const SEED: u64 = 20_160;

/// How sure the errors are: the true value is within them with this probability.
pub const CONFIDENCE: f64 = 0.99;

/// A value and how far the true one may be away from it, both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The most likely value.
    pub value: f64,
    /// Largest distance to the true value, at [`CONFIDENCE`].
    pub error: f64,
}

/// Distances as a sample of sources sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    /// Mean distance in the largest component; `None` without a tied pair in the sample.
    pub path_length: Option<Estimate>,
    /// Between the largest distance that was met and twice the smallest eccentricity, which it cannot exceed; at the
    /// lower end, for that is usually it. Certain.
    pub diameter: Option<Estimate>,
    /// Mean of 1/d over ordered pairs.
    pub efficiency: Option<Estimate>,
}

/// Sources of a sample of distances.
const SOURCES: usize = 1_024;
/// Sources of a sample fall into groups of this many, whose means say how much chance there is in the whole.
const GROUP: usize = 64;

/// What one group of sources finds.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    /// Σ 1/d.
    near: f64,
    /// Σ d of sources in the largest component.
    far: u64,
    /// How many actors those find.
    reached: u64,
}

/// Distances from a random sample of sources. Errors follow from how much groups of sources differ, by Student's t;
/// with less than `SOURCES` actors everybody is a source, and there is none.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn distances(network: &Simple, parts: &Components, cancel: &Cancel) -> Result<Distances, Cancelled> {
    const WORDS: usize = 8;
    let n = network.n();
    let sources = chosen(n, SOURCES, &mut Rng::new(SEED));
    let room = || Room::<WORDS>::new(n);
    let size = Room::<WORDS>::BATCH;
    let pieces = parallel::pieces(sources.len(), size, cancel, room, |room, range| {
        let sources = &sources[range];
        let mut giant = [0_u64; WORDS];
        for (k, &source) in sources.iter().enumerate() {
            if parts.of[source] == 0 {
                giant[k / GROUP] |= 1 << (k % GROUP);
            }
        }
        let mut groups = [Found::default(); WORDS];
        // Which sources have found anybody at each distance.
        let mut layers: Vec<[u64; WORDS]> = vec![giant];
        room.spread(network, sources.iter().copied(), |_, distance, by| {
            if layers.len() <= distance as usize {
                layers.push([0; WORDS]);
            }
            let layer = &mut layers[distance as usize];
            for k in 0..WORDS {
                layer[k] |= by[k];
                groups[k].near += f64::from(by[k].count_ones()) / f64::from(distance);
                let inside = u64::from((by[k] & giant[k]).count_ones());
                groups[k].far += u64::from(distance) * inside;
                groups[k].reached += inside;
            }
        });
        // A source's eccentricity is the last layer in which it has found somebody.
        let (mut most, mut least) = (0, usize::MAX);
        for k in 0..WORDS {
            for distance in 0..layers.len() {
                let next = layers.get(distance + 1).map_or(0, |layer| layer[k]);
                if layers[distance][k] & giant[k] & !next != 0 {
                    most = most.max(distance);
                    least = least.min(distance);
                }
            }
        }
        Ok((groups, most, least))
    })?;
    let groups: Vec<(Found, usize)> = pieces
        .iter()
        .flat_map(|piece| piece.0)
        .enumerate()
        .map(|(g, found)| (found, GROUP.min(sources.len().saturating_sub(g * GROUP))))
        .filter(|&(_, size)| size > 0)
        .collect();
    let whole = sources.len() == n;
    let means = |of: &dyn Fn(&Found, f64) -> f64| -> Vec<f64> {
        groups
            .iter()
            .map(|(found, size)| of(found, *size as f64))
            .collect()
    };
    let others = n.saturating_sub(1) as f64;
    let efficiency = (n >= 2).then(|| {
        let all: f64 = groups.iter().map(|(found, _)| found.near).sum();
        Estimate {
            value: all / (sources.len() as f64 * others),
            error: spread(&means(&|found, size| found.near / (size * others)), whole),
        }
    });
    let reached: u64 = groups.iter().map(|(found, _)| found.reached).sum();
    let path_length = (reached > 0).then(|| {
        let far: u64 = groups.iter().map(|(found, _)| found.far).sum();
        let some: Vec<f64> = groups
            .iter()
            .filter(|(found, _)| found.reached > 0)
            .map(|(found, _)| found.far as f64 / found.reached as f64)
            .collect();
        Estimate {
            value: far as f64 / reached as f64,
            error: spread(&some, whole),
        }
    });
    let most = pieces.iter().map(|piece| piece.1).max().unwrap_or(0);
    let least = pieces.iter().map(|piece| piece.2).min().unwrap_or(0);
    let diameter = (most > 0).then(|| Estimate {
        value: most as f64,
        error: if whole {
            0.0
        } else {
            (2 * least).saturating_sub(most) as f64
        },
    });
    Ok(Distances {
        path_length,
        diameter,
        efficiency,
    })
}

/// How far the mean of a few group means may be from the truth (Student 1908); 0 where everybody was asked.
fn spread(means: &[f64], whole: bool) -> f64 {
    /// Two-sided quantiles at [`CONFIDENCE`] for 1, 2, … degrees of freedom; the last for all beyond.
    const T: [f64; 15] = [
        63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055, 3.012, 2.977,
        2.947,
    ];
    if whole || means.len() < 2 {
        return 0.0;
    }
    T[(means.len() - 2).min(T.len() - 1)] * deviation(means) / (means.len() as f64).sqrt()
}

/// Standard deviation of a sample.
fn deviation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// The mean of a quantity over everybody, from a random part of `all`: by the central limit theorem, with the
/// correction for a finite whole (Cochran 1977).
pub fn mean(values: &[f64], all: usize) -> Estimate {
    /// Two-sided quantile of the normal distribution at [`CONFIDENCE`].
    const Z: f64 = 2.576;
    let k = values.len() as f64;
    let unseen = 1.0 - k / all.max(1) as f64;
    Estimate {
        value: values.iter().sum::<f64>() / k.max(1.0),
        error: if unseen > 0.0 && k >= 2.0 {
            Z * deviation(values) * (unseen / k).sqrt()
        } else {
            0.0
        },
    }
}

/// `many` different numbers below `n` by chance, in rising order; all of them where there are no more.
pub fn some_of(n: usize, many: usize) -> Vec<usize> {
    let mut chosen = chosen(n, many, &mut Rng::new(SEED));
    chosen.sort_unstable();
    chosen
}

/// The same in the order in which they were drawn.
fn chosen(n: usize, many: usize, rng: &mut Rng) -> Vec<usize> {
    let mut all: Vec<usize> = (0..n).collect();
    let many = many.min(n);
    for k in 0..many {
        let other = k + rng.below(n - k);
        all.swap(k, other);
    }
    all.truncate(many);
    all
}

/// Largest error of a share of shortest paths, at [`CONFIDENCE`], for all actors at once.
pub const PATHS_ERROR: f64 = 0.02;

/// Freeman's centralization of betweenness from random shortest paths between random pairs (Riondato & Kornaropoulos
/// 2016), each found from both of its ends (Borassi & Natale 2016). `longest` is a bound on the diameter. `None`
/// below three actors.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn betweenness_centralization(
    network: &Simple,
    longest: f64,
    cancel: &Cancel,
) -> Result<Option<Estimate>, Cancelled> {
    /// Paths to a piece of work; each piece has a chance of its own.
    const PIECE: usize = 256;
    let n = network.n();
    if n < 3 {
        return Ok(None);
    }
    // So many paths keep the error of every actor below the bound: r = (⌊log₂(D − 1)⌋ + 1 + ln(1/δ)) ÷ 2ε², the paths
    // having D + 1 actors and D − 1 between their ends.
    let dimension = (longest - 1.0).max(1.0).log2().floor() + 1.0;
    let lacking = (1.0 / (1.0 - CONFIDENCE)).ln();
    let paths = ((dimension + lacking) / (2.0 * PATHS_ERROR * PATHS_ERROR)).ceil() as usize;
    let room = || TwoEnds::new(n);
    let pieces = parallel::pieces(paths, PIECE, cancel, room, |room, range| {
        let mut rng = Rng::new(SEED + 1 + (range.start / PIECE) as u64);
        let mut passed = Vec::new();
        for _ in range {
            let from = rng.below(n);
            let to = (from + 1 + rng.below(n - 1)) % n;
            room.path(network, number(from), number(to), &mut rng, &mut passed);
        }
        Ok(passed)
    })?;
    let mut counts = vec![0_u32; n];
    for actor in pieces.into_iter().flatten() {
        counts[actor as usize] += 1;
    }
    // Of all ordered pairs to all pairs of others.
    let (size, all) = (n as f64, paths as f64);
    let share = |count: u32| f64::from(count) / all * size / (size - 2.0);
    let most = share(counts.iter().copied().max().unwrap_or(0));
    let sum: f64 = counts.iter().map(|&count| share(count)).sum();
    // The mean number of actors on a path is known better than any share: by Hoeffding's bound.
    let mean = (longest / size) * ((2.0 * lacking) / (2.0 * all)).sqrt();
    Ok(Some(Estimate {
        value: ((size * most - sum) / (size - 1.0)).clamp(0.0, 1.0),
        error: PATHS_ERROR * size * size / ((size - 1.0) * (size - 2.0)) + mean,
    }))
}

/// A search from both ends of a pair.
struct TwoEnds {
    sides: [Side; 2],
}

/// What the search from one end knows.
struct Side {
    /// Distance from the end, plus one; 0 is unseen.
    steps: Vec<u32>,
    /// Number of shortest paths from the end.
    sigma: Vec<f64>,
    seen: Vec<u32>,
    /// Where the outermost layer begins in `seen`.
    layer: usize,
    depth: u32,
}

impl Side {
    fn start(&mut self, end: u32) {
        for &v in &self.seen {
            self.steps[v as usize] = 0;
        }
        self.seen.clear();
        self.seen.push(end);
        self.steps[end as usize] = 1;
        self.sigma[end as usize] = 1.0;
        (self.layer, self.depth) = (0, 1);
    }

    /// How many ties the next layer has to be looked for along.
    fn work(&self, network: &Simple) -> usize {
        let outermost = &self.seen[self.layer..];
        outermost.iter().map(|&v| network.degree(v as usize)).sum()
    }

    fn step(&mut self, network: &Simple) {
        let (begin, end) = (self.layer, self.seen.len());
        self.depth += 1;
        for at in begin..end {
            let v = self.seen[at] as usize;
            for &w in network.neighbors(v) {
                let i = w as usize;
                if self.steps[i] == 0 {
                    self.steps[i] = self.depth;
                    self.sigma[i] = 0.0;
                    self.seen.push(w);
                }
                if self.steps[i] == self.depth {
                    self.sigma[i] += self.sigma[v];
                }
            }
        }
        self.layer = end;
    }

    /// From `v` back to the end along a random shortest path; notes who is passed, without both ends.
    fn back(&self, network: &Simple, mut v: u32, rng: &mut Rng, passed: &mut Vec<u32>) {
        while self.steps[v as usize] > 2 {
            let nearer = self.steps[v as usize] - 1;
            let before = network.neighbors(v as usize).iter().copied();
            let before = before.filter(|&w| self.steps[w as usize] == nearer);
            v = drawn(before.map(|w| (w, self.sigma[w as usize])), rng).unwrap_or(v);
            passed.push(v);
        }
    }
}

/// One of these by chance, in proportion to its weight, given the sum of weights; none of none.
fn drawn(weighted: impl Iterator<Item = (u32, f64)>, rng: &mut Rng) -> Option<u32> {
    // One pass: whoever comes replaces the one before with the probability of its share in all so far.
    let (mut all, mut choice) = (0.0, None);
    for (v, weight) in weighted {
        all += weight;
        if choice.is_none() || rng.unit() * all < weight {
            choice = Some(v);
        }
    }
    choice
}

impl TwoEnds {
    fn new(n: usize) -> Self {
        let side = || Side {
            steps: vec![0; n],
            sigma: vec![0.0; n],
            seen: Vec::new(),
            layer: 0,
            depth: 1,
        };
        Self {
            sides: [side(), side()],
        }
    }

    /// Notes everybody between the ends of a random shortest path; nobody where there is none.
    fn path(&mut self, network: &Simple, from: u32, to: u32, rng: &mut Rng, passed: &mut Vec<u32>) {
        let [near, far] = &mut self.sides;
        near.start(from);
        far.start(to);
        loop {
            let (a, b) = (near.work(network), far.work(network));
            if a == 0 || b == 0 {
                return;
            }
            let (grows, waits) = if a <= b {
                (&mut *near, &*far)
            } else {
                (&mut *far, &*near)
            };
            grows.step(network);
            // The first layer that touches the other side holds an actor of every shortest path.
            let outermost = grows.seen[grows.layer..].iter().copied();
            let met = outermost.filter(|&v| waits.steps[v as usize] != 0);
            let weighted = met.map(|v| (v, grows.sigma[v as usize] * waits.sigma[v as usize]));
            let Some(middle) = drawn(weighted, rng) else {
                continue;
            };
            if middle != from && middle != to {
                passed.push(middle);
            }
            near.back(network, middle, rng, passed);
            far.back(network, middle, rng, passed);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::betweenness::betweenness;
    use crate::graph::fixtures::{self, close};
    use crate::graph::{fragility, paths};

    #[test]
    fn errors_hold_on_networks_by_chance() {
        let cancel = Cancel::new();
        for (n, m, seed) in [(1_500, 4_500, 1), (1_500, 2_000, 2), (1_200, 6_000, 3)] {
            let network = fixtures::random(n, m, &mut Rng::new(seed));
            let parts = fragility::components(&network);
            let found = distances(&network, &parts, &cancel).unwrap();
            let truth = paths::sweep(&network, &cancel).unwrap();
            let within = |what: &str, found: Estimate, truth: f64| {
                assert!(
                    (found.value - truth).abs() <= found.error,
                    "{what}: {found:?} instead of {truth}"
                );
            };
            within(
                "path length",
                found.path_length.unwrap(),
                truth.path_length().unwrap(),
            );
            within(
                "efficiency",
                found.efficiency.unwrap(),
                truth.global_efficiency().unwrap(),
            );
            let diameter = found.diameter.unwrap();
            within("diameter", diameter, f64::from(truth.diameter().unwrap()));
            assert!(found.path_length.unwrap().error < 0.1);
            let longest = diameter.value + diameter.error;
            let estimate = betweenness_centralization(&network, longest, &cancel)
                .unwrap()
                .unwrap();
            let exact = betweenness(&network, &cancel).unwrap().centralization().unwrap();
            within("betweenness", estimate, exact);
        }
    }

    #[test]
    fn small_networks_are_asked_as_a_whole() {
        let karate = fixtures::karate();
        let parts = fragility::components(&karate);
        let found = distances(&karate, &parts, &Cancel::new()).unwrap();
        close("path length", found.path_length.unwrap().value, 2.408_200, 5e-7);
        close("efficiency", found.efficiency.unwrap().value, 0.492_008, 5e-7);
        assert_eq!(
            found.diameter,
            Some(Estimate {
                value: 5.0,
                error: 0.0
            })
        );
        assert_eq!(found.path_length.unwrap().error, 0.0);
        let none = fixtures::network(1, &[]);
        let parts = fragility::components(&none);
        let found = distances(&none, &parts, &Cancel::new()).unwrap();
        assert_eq!((found.path_length, found.efficiency), (None, None));
        assert_eq!(betweenness_centralization(&none, 1.0, &Cancel::new()), Ok(None));
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let network = fixtures::random(1_100, 2_500, &mut Rng::new(7));
        let parts = fragility::components(&network);
        let both = || {
            let cancel = Cancel::new();
            let paths = betweenness_centralization(&network, 20.0, &cancel);
            (distances(&network, &parts, &cancel), paths)
        };
        let alone = both();
        for threads in 1..=3 {
            assert_eq!(parallel::with_threads(threads, both), alone);
        }
    }

    #[test]
    fn means_of_a_part_know_their_error() {
        let whole: Vec<f64> = (0..1_000).map(|i| f64::from(i % 10)).collect();
        let part: Vec<f64> = some_of(1_000, 200).into_iter().map(|i| whole[i]).collect();
        let found = mean(&part, 1_000);
        assert!(
            (found.value - 4.5).abs() <= found.error && found.error < 0.6,
            "{found:?}"
        );
        assert_eq!(mean(&whole, 1_000).error, 0.0);
        assert_eq!(some_of(3, 9), [0, 1, 2]);
    }
}
