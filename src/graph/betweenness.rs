//! Betweenness: how many shortest paths lead through each actor, exactly, with several sources side by side.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;

use super::Simple;
use super::view::number;

/// Betweenness of every actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Betweenness {
    /// Shortest paths through the actor, each unordered pair of others once (Freeman 1977).
    pub raw: Vec<f64>,
}

impl Betweenness {
    /// As a share of the pairs of others, 0 to 1 (Freeman 1979); `None` below three actors.
    pub fn share(&self, i: usize) -> Option<f64> {
        let n = self.raw.len() as f64;
        (n >= 3.0).then(|| self.raw[i] / ((n - 1.0) * (n - 2.0) / 2.0))
    }

    /// Freeman's centralization: 1 for a star (Freeman 1979); `None` below three actors.
    pub fn centralization(&self) -> Option<f64> {
        let n = self.raw.len() as f64;
        let most = self.raw.iter().copied().fold(0.0, f64::max);
        let short: f64 = self.raw.iter().map(|b| most - b).sum();
        (n >= 3.0).then(|| short / ((n - 1.0).powi(2) * (n - 2.0) / 2.0))
    }
}

/// Betweenness from all sources (Brandes 2001).
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn betweenness(network: &Simple, cancel: &Cancel) -> Result<Betweenness, Cancelled> {
    let sources = in_order_of_discovery(network);
    let raw = dependencies(network, &sources, cancel)?;
    // Every unordered pair is met from both of its ends.
    Ok(Betweenness {
        raw: raw.into_iter().map(|both| both / 2.0).collect(),
    })
}

/// For each actor, the sum over `sources` s and all actors t of the share of shortest paths from s to t through it.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub(super) fn dependencies(
    network: &Simple,
    sources: &[u32],
    cancel: &Cancel,
) -> Result<Vec<f64>, Cancelled> {
    /// Less work than this, in ties looked at, is done by one core.
    const SMALL: usize = 200_000;
    /// Pieces that the sources are cut into; each has a list of its own.
    const PIECES: usize = 16;
    let n = network.n();
    let size = if sources.len() * network.m() < SMALL {
        sources.len()
    } else {
        sources.len().div_ceil(PIECES).next_multiple_of(LANES)
    };
    let lists = parallel::pieces(
        sources.len(),
        size,
        cancel,
        || Room::new(n),
        |room, range| {
            let mut sums = vec![0.0; n];
            for group in sources[range].chunks(LANES) {
                cancel.check()?;
                room.add(network, group, &mut sums);
            }
            Ok(sums)
        },
    )?;
    let mut sums = parallel::sum(lists);
    sums.resize(n, 0.0);
    Ok(sums)
}

/// All actors with a neighbor, each found next to the one before where that is possible: sources that are close to
/// each other meet the same actors at the same time.
fn in_order_of_discovery(network: &Simple) -> Vec<u32> {
    let mut seen = vec![false; network.n()];
    let mut order: Vec<u32> = Vec::with_capacity(network.n());
    let mut next = 0;
    for first in (0..network.n()).filter(|&v| network.degree(v) > 0) {
        if !std::mem::replace(&mut seen[first], true) {
            order.push(number(first));
        }
        while let Some(&v) = order.get(next) {
            next += 1;
            for &w in network.neighbors(v as usize) {
                if !std::mem::replace(&mut seen[w as usize], true) {
                    order.push(w);
                }
            }
        }
    }
    order
}

/// Sources side by side.
const LANES: usize = 8;
/// A number for each source of a group. One cache line, and a few vector registers.
type Lanes = [f64; LANES];
const NOTHING: Lanes = [0.0; LANES];

/// An actor and for which sources it lies in the layer at hand.
type Entry = (u32, u8);

/// Room for one group of sources at a time.
///
/// σ is the number of shortest paths from the source, δ the dependency of the source on the actor (Brandes 2001).
struct Room {
    sigma: Vec<Lanes>,
    /// What the layer at hand passes on: σ on the way out, (1 + δ) ÷ σ on the way back. 0 for all others.
    given: Vec<Lanes>,
    /// What the next layer is given; 0 between two layers.
    taken: Vec<Lanes>,
    /// For which sources the actor has been found.
    seen: Vec<u8>,
    /// Who has been given something, 64 actors a word.
    marked: Vec<u64>,
    /// All layers in turn, from the sources outward.
    entries: Vec<Entry>,
    /// Where each layer begins.
    layers: Vec<usize>,
}

impl Room {
    fn new(n: usize) -> Self {
        Self {
            sigma: vec![NOTHING; n],
            given: vec![NOTHING; n],
            taken: vec![NOTHING; n],
            seen: vec![0; n],
            marked: vec![0; n.div_ceil(64)],
            entries: Vec::new(),
            layers: Vec::new(),
        }
    }

    /// Adds the dependencies of a group of at most [`LANES`] sources.
    fn add(&mut self, network: &Simple, group: &[u32], sums: &mut [f64]) {
        self.go_out(network, group);
        self.come_back(network, sums);
    }

    /// Finds all layers and counts shortest paths.
    fn go_out(&mut self, network: &Simple, group: &[u32]) {
        self.sigma.fill(NOTHING);
        self.seen.fill(0);
        self.entries.clear();
        self.layers.clear();
        let all = (1_u16 << group.len()).wrapping_sub(1) as u8;
        for (lane, &source) in group.iter().enumerate() {
            self.sigma[source as usize][lane] = 1.0;
            self.given[source as usize][lane] = 1.0;
            self.seen[source as usize] = 1 << lane;
            self.entries.push((source, 1 << lane));
        }
        // Arcs to actors that some source has not found yet.
        let mut open = 2 * network.m();
        if group.len() == 1 {
            open -= network.degree(group[0] as usize);
        }
        let mut begin = 0;
        while begin < self.entries.len() {
            self.layers.push(begin);
            let end = self.entries.len();
            let leaving = arcs(network, &self.entries[begin..end]);
            if leaving < open {
                self.hand_out(network, begin..end);
                for word in 0..self.marked.len() {
                    for v in ones(word, std::mem::take(&mut self.marked[word])) {
                        if self.seen[v] == all {
                            self.taken[v] = NOTHING;
                        } else {
                            let taken = self.taken[v];
                            self.find(v, &taken);
                            open -= if self.seen[v] == all { network.degree(v) } else { 0 };
                        }
                    }
                }
            } else {
                for v in 0..network.n() {
                    if self.seen[v] != all {
                        let taken = gather(network, v, &self.given);
                        self.find(v, &taken);
                        open -= if self.seen[v] == all { network.degree(v) } else { 0 };
                    }
                }
            }
            self.turn(begin..end);
            begin = end;
        }
    }

    /// Everybody in the layer gives to all around.
    fn hand_out(&mut self, network: &Simple, layer: std::ops::Range<usize>) {
        for &(v, _) in &self.entries[layer] {
            let mine = self.given[v as usize];
            for &w in network.neighbors(v as usize) {
                add(&mut self.taken[w as usize], &mine);
                self.marked[w as usize / 64] |= 1 << (w % 64);
            }
        }
    }

    /// An actor has been reached over this many shortest paths; where they are the first it is in the next layer.
    fn find(&mut self, v: usize, paths: &Lanes) {
        let mut reached = 0;
        for (lane, &paths) in paths.iter().enumerate() {
            reached |= u8::from(paths > 0.0) << lane;
        }
        let new = reached & !self.seen[v];
        let paths = only(new, paths);
        self.taken[v] = paths;
        if new != 0 {
            self.seen[v] |= new;
            add(&mut self.sigma[v], &paths);
            self.entries.push((number(v), new));
        }
    }

    /// What was taken is now to be given; the layer that gave has nothing any more.
    fn turn(&mut self, layer: std::ops::Range<usize>) {
        std::mem::swap(&mut self.given, &mut self.taken);
        for &(v, _) in &self.entries[layer] {
            self.taken[v as usize] = NOTHING;
        }
    }

    /// From the outermost layer back to the sources, passing dependencies on.
    fn come_back(&mut self, network: &Simple, sums: &mut [f64]) {
        let end = self.entries.len();
        let Some(last) = self.layers.pop() else {
            return;
        };
        for &(v, mask) in &self.entries[last..end] {
            self.given[v as usize] = inverse(mask, &NOTHING, &self.sigma[v as usize]);
        }
        let mut outer = last..end;
        // Nobody depends on the sources themselves, which are the first layer.
        while self.layers.len() > 1
            && let Some(begin) = self.layers.pop()
        {
            let end = outer.start;
            let cheaper =
                arcs(network, &self.entries[outer.clone()]) < arcs(network, &self.entries[begin..end]);
            if cheaper {
                self.hand_out(network, outer.clone());
            }
            for index in begin..end {
                let (v, mask) = self.entries[index];
                let v = v as usize;
                let taken = if cheaper {
                    self.marked[v / 64] &= !(1 << (v % 64));
                    self.taken[v]
                } else {
                    gather(network, v, &self.given)
                };
                let sigma = &self.sigma[v];
                let delta = only(mask, &std::array::from_fn(|lane| sigma[lane] * taken[lane]));
                sums[v] += delta.iter().sum::<f64>();
                self.taken[v] = inverse(mask, &delta, sigma);
            }
            if cheaper {
                // What was given to others than those of the layer is of no use.
                for word in 0..self.marked.len() {
                    for v in ones(word, std::mem::take(&mut self.marked[word])) {
                        self.taken[v] = NOTHING;
                    }
                }
            }
            self.turn(outer);
            outer = begin..end;
        }
        for &(v, _) in &self.entries[outer] {
            self.given[v as usize] = NOTHING;
        }
    }
}

/// How many ties end at the actors of a layer.
fn arcs(network: &Simple, layer: &[Entry]) -> usize {
    layer.iter().map(|&(v, _)| network.degree(v as usize)).sum()
}

/// The actors marked in this word, in rising order.
fn ones(word: usize, mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let v = (bits != 0).then(|| 64 * word + bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        v
    })
}

/// What all around `v` give it.
fn gather(network: &Simple, v: usize, given: &[Lanes]) -> Lanes {
    let mut taken = NOTHING;
    for &w in network.neighbors(v) {
        add(&mut taken, &given[w as usize]);
    }
    taken
}

fn add(into: &mut Lanes, lanes: &Lanes) {
    for (into, lane) in into.iter_mut().zip(lanes) {
        *into += lane;
    }
}

/// The lanes in the mask; 0 in all others, whatever they were.
fn only(mask: u8, lanes: &Lanes) -> Lanes {
    let keep = &KEEP[mask as usize];
    std::array::from_fn(|lane| f64::from_bits(lanes[lane].to_bits() & keep[lane]))
}

/// (1 + δ) ÷ σ in the lanes of the mask.
fn inverse(mask: u8, delta: &Lanes, sigma: &Lanes) -> Lanes {
    only(
        mask,
        &std::array::from_fn(|lane| (1.0 + delta[lane]) / sigma[lane]),
    )
}

/// For each mask, all bits of the lanes in it.
static KEEP: [[u64; LANES]; 256] = keep();

const fn keep() -> [[u64; LANES]; 256] {
    let mut table = [[0; LANES]; 256];
    let mut mask = 0;
    while mask < 256 {
        let mut lane = 0;
        while lane < LANES {
            if mask >> lane & 1 == 1 {
                table[mask][lane] = u64::MAX;
            }
            lane += 1;
        }
        mask += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use crate::graph::fixtures::{self, close};

    fn of(network: &Simple) -> Betweenness {
        betweenness(network, &Cancel::new()).unwrap()
    }

    #[test]
    fn published_networks_give_the_reference_values() {
        // The top broker raw and normalized, and the centralization.
        let cases = [
            ("karate", fixtures::karate(), 0, [231.071429, 0.437635, 0.405557]),
            (
                "florentine",
                fixtures::florentine(),
                fixtures::MEDICI,
                [47.5, 0.521978, 0.436813],
            ),
            ("kite", fixtures::kite(), 7, [14.0, 0.388889, 0.296296]),
        ];
        for (name, network, top, expected) in cases {
            let b = of(&network);
            let found = [b.raw[top], b.share(top).unwrap(), b.centralization().unwrap()];
            for (found, expected) in found.into_iter().zip(expected) {
                close(name, found, expected, 5e-7);
            }
            close(name, b.raw.iter().copied().fold(0.0, f64::max), b.raw[top], 1e-9);
        }
    }

    #[test]
    fn second_brokers_of_the_published_networks() {
        close("karate 34", of(&fixtures::karate()).raw[33], 160.551_587, 5e-7);
        let florentine = of(&fixtures::florentine());
        close("Guadagni", florentine.raw[fixtures::GUADAGNI], 23.166_667, 5e-7);
        let kite = of(&fixtures::kite());
        close("Fernando", kite.raw[5], 8.333_333, 5e-7);
        close("Garth", kite.raw[6], 8.333_333, 5e-7);
        let sixteen = of(&fixtures::florentine_with_pucci());
        close(
            "with an isolate",
            sixteen.centralization().unwrap(),
            0.383_492,
            5e-7,
        );
    }

    #[test]
    fn small_networks() {
        assert_eq!(of(&fixtures::star(5)).centralization(), Some(1.0));
        assert_eq!(of(&fixtures::network(2, &[(0, 1)])).centralization(), None);
        assert!(of(&fixtures::network(0, &[])).raw.is_empty());
        assert_eq!(of(&fixtures::network(3, &[])).raw, [0.0; 3]);
        let line = fixtures::network(600, &(1..600).map(|i| (i - 1, i)).collect::<Vec<_>>());
        for (i, b) in of(&line).raw.into_iter().enumerate() {
            assert_eq!(b, (i * (599 - i)) as f64, "{i}");
        }
    }

    /// Brandes's accumulation as it is written in the paper, one source at a time.
    fn plainly(network: &Simple) -> Vec<f64> {
        let n = network.n();
        let mut sums = vec![0.0; n];
        for source in 0..n {
            let (mut distance, mut sigma, mut delta) = (vec![usize::MAX; n], vec![0.0; n], vec![0.0; n]);
            (distance[source], sigma[source]) = (0, 1.0);
            let (mut order, mut next) = (vec![source], 0);
            while let Some(&v) = order.get(next) {
                next += 1;
                for w in network.neighbors(v).iter().map(|&w| w as usize) {
                    if distance[w] == usize::MAX {
                        distance[w] = distance[v] + 1;
                        order.push(w);
                    }
                    if distance[w] == distance[v] + 1 {
                        sigma[w] += sigma[v];
                    }
                }
            }
            for &w in order[1..].iter().rev() {
                for v in network.neighbors(w).iter().map(|&v| v as usize) {
                    if distance[v] + 1 == distance[w] {
                        delta[v] += sigma[v] / sigma[w] * (1.0 + delta[w]);
                    }
                }
                sums[w] += delta[w] / 2.0;
            }
        }
        sums
    }

    #[test]
    fn lanes_give_what_one_source_at_a_time_gives() {
        for (n, m, seed) in [(9, 12, 1), (40, 60, 2), (150, 140, 3), (700, 2_000, 4)] {
            let network = fixtures::random(n, m, &mut Rng::new(seed));
            for (found, expected) in of(&network).raw.into_iter().zip(plainly(&network)) {
                close("betweenness", found, expected, 1e-9 * (1.0 + expected));
            }
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let network = fixtures::random(700, 2_000, &mut Rng::new(4));
        let alone = of(&network);
        for threads in 1..=3 {
            assert_eq!(
                parallel::with_threads(threads, || of(&network)),
                alone,
                "{threads} threads"
            );
        }
    }

    #[test]
    fn a_raised_flag_ends_the_work() {
        let cancel = Cancel::new();
        cancel.raise();
        assert_eq!(betweenness(&fixtures::kite(), &cancel), Err(Cancelled));
    }
}
