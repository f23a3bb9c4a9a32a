//! Groups whose members deal more with each other than with others: modularity, and Leiden to find them.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::ops::Range;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;
use crate::base::rng::Rng;

/// An undirected, weighted network. A merged actor carries twice the weight of the ties inside it in its strength.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighted {
    starts: Vec<usize>,
    /// The neighbors of all actors in turn with the weight of their ties; no actor neighbors itself.
    neighbors: Vec<(usize, f64)>,
    strength: Vec<f64>,
    /// 2W: the strengths of all.
    total: f64,
}

impl Weighted {
    /// A network of `n` actors from pairs of different actors with their weights above 0; each pair once.
    pub fn new(n: usize, pairs: impl Iterator<Item = (usize, usize, f64)>) -> Self {
        let arcs = pairs
            .flat_map(|(a, b, weight)| [(a, b, weight), (b, a, weight)])
            .collect();
        let mut network = Self::from_arcs(n, arcs);
        for i in 0..n {
            network.strength[i] = network.neighbors(i).iter().map(|&(_, weight)| weight).sum();
        }
        network.total = network.strength.iter().sum();
        network
    }

    fn from_arcs(n: usize, mut arcs: Vec<(usize, usize, f64)>) -> Self {
        // Weights of the same pair in one order in both directions, so that both sums have the same bits.
        arcs.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let mut starts = vec![0; n + 1];
        let mut neighbors = Vec::with_capacity(arcs.len());
        for same in arcs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            neighbors.push((same[0].1, same.iter().map(|arc| arc.2).sum()));
            starts[same[0].0 + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        Self {
            starts,
            neighbors,
            strength: vec![0.0; n],
            total: 0.0,
        }
    }

    pub(super) fn n(&self) -> usize {
        self.strength.len()
    }

    pub(super) fn neighbors(&self, i: usize) -> &[(usize, f64)] {
        &self.neighbors[self.starts[i]..self.starts[i + 1]]
    }

    /// Weight between two sets that chance would give, from their strengths.
    fn expected(&self, one: f64, other: f64) -> f64 {
        one * other / self.total
    }

    /// Every group as one actor.
    fn merged(&self, group: &[usize], groups: usize) -> Self {
        let mut arcs = Vec::with_capacity(self.neighbors.len());
        for i in 0..self.n() {
            for &(j, weight) in self.neighbors(i) {
                if group[i] != group[j] {
                    arcs.push((group[i], group[j], weight));
                }
            }
        }
        let mut merged = Self::from_arcs(groups, arcs);
        for (i, &g) in group.iter().enumerate() {
            merged.strength[g] += self.strength[i];
        }
        merged.total = self.total;
        merged
    }
}

/// Modularity Q of a division into groups, −½ to 1: weight within groups less what chance would give (Newman & Girvan
/// 2004); `None` without ties.
pub fn modularity(network: &Weighted, group: &[usize]) -> Option<f64> {
    (network.total > 0.0).then(|| contributions(network, group).iter().sum())
}

/// Weight within groups as a share of all, and what chance would give: their difference is Q.
pub fn within_and_chance(network: &Weighted, group: &[usize]) -> (f64, f64) {
    let groups = group.iter().max().map_or(0, |most| most + 1);
    let mut strength = vec![0.0; groups];
    for (i, &g) in group.iter().enumerate() {
        strength[g] += network.strength[i];
    }
    let chance = strength.iter().map(|s| (s / network.total).powi(2)).sum();
    (contributions(network, group).iter().sum::<f64>() + chance, chance)
}

/// What each actor adds to Q: the share of all weight that it keeps within its group, less what chance would give.
pub fn contributions(network: &Weighted, group: &[usize]) -> Vec<f64> {
    let groups = group.iter().max().map_or(0, |most| most + 1);
    let mut strength = vec![0.0; groups];
    for (i, &g) in group.iter().enumerate() {
        strength[g] += network.strength[i];
    }
    let total = network.total;
    let of = |i: usize| {
        let same = network
            .neighbors(i)
            .iter()
            .filter(|&&(j, _)| group[i] == group[j]);
        let within: f64 = same.map(|&(_, weight)| weight).sum();
        within / total - network.strength[i] / total * (strength[group[i]] / total)
    };
    (0..network.n()).map(of).collect()
}

/// Groups with their modularity.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// Group of each actor: 0 is the largest; groups of one size are in order of their first actor.
    pub of: Vec<usize>,
    /// How many members each group has, falling.
    pub sizes: Vec<usize>,
    /// Q; `None` without ties.
    pub modularity: Option<f64>,
}

/// Starts of which the best is kept: as many as look at so many pairs together, within these bounds.
const PAIRS_LOOKED_AT: usize = 40_000;
const FEWEST_STARTS: usize = 2;
const MOST_STARTS: usize = 32;

/// The best division that Leiden finds from a few starts (Traag, Waltman & van Eck 2019). The same network gives the
/// same groups.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn divide(network: &Weighted, cancel: &Cancel) -> Result<Division, Cancelled> {
    let pairs = network.neighbors.len() / 2;
    let starts = (PAIRS_LOOKED_AT / pairs.max(1)).clamp(FEWEST_STARTS, MOST_STARTS);
    let from = |(): &mut (), seeds: Range<usize>| leiden(network, seeds.start as u64, cancel);
    let mut found = parallel::pieces(starts, 1, cancel, || (), from)?.into_iter();
    let mut best = found
        .next()
        .expect("there is at least one start, see the bounds above");
    for other in found {
        if other.modularity > best.modularity.map(|q| q + EQUAL) {
            best = other;
        }
    }
    Ok(best)
}

/// Gains smaller than this, as a share of all weight, are rounding.
const EQUAL: f64 = 1e-12;
/// Passes over the whole, each from the groups of the pass before; they end when nothing gets better.
const PASSES: usize = 20;

/// One run of Leiden (Traag, Waltman & van Eck 2019) from everybody alone: local moves, refinement, merging, again
/// and again. `seed` decides in which order actors are looked at.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn leiden(network: &Weighted, seed: u64, cancel: &Cancel) -> Result<Division, Cancelled> {
    leiden_for(network, seed, PASSES, cancel)
}

/// The same with so many passes at most: the first two find nearly all there is.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn leiden_for(
    network: &Weighted,
    seed: u64,
    passes: usize,
    cancel: &Cancel,
) -> Result<Division, Cancelled> {
    let mut rng = Rng::new(seed);
    let mut group: Vec<usize> = (0..network.n()).collect();
    if network.total > 0.0 {
        let mut before = f64::NEG_INFINITY;
        for _ in 0..passes {
            group = pass(network, group, &mut rng, cancel)?;
            let quality = modularity(network, &group).unwrap_or(0.0);
            if quality <= before + EQUAL {
                break;
            }
            before = quality;
        }
    }
    Ok(numbered(network, &group))
}

/// From one division to a better one, through ever coarser networks.
fn pass(
    network: &Weighted,
    mut group: Vec<usize>,
    rng: &mut Rng,
    cancel: &Cancel,
) -> Result<Vec<usize>, Cancelled> {
    // Where each original actor is among those of the coarse network.
    let mut place: Vec<usize> = (0..network.n()).collect();
    let mut coarse = network.clone();
    loop {
        move_fast(&coarse, &mut group, rng, cancel)?;
        let groups = compact(&mut group);
        if groups == coarse.n() {
            break;
        }
        let mut refined = refine(&coarse, &group, groups, rng, cancel)?;
        let mut parts = compact(&mut refined);
        if parts == coarse.n() {
            // Refinement found nothing to merge: merge what belongs together already, or it would go on forever.
            refined.clone_from(&group);
            parts = groups;
        }
        let mut next = vec![0; parts];
        for (i, &part) in refined.iter().enumerate() {
            next[part] = group[i];
        }
        coarse = coarse.merged(&refined, parts);
        for at in &mut place {
            *at = refined[*at];
        }
        group = next;
    }
    Ok(place.into_iter().map(|at| group[at]).collect())
}

/// Actors move to the group that gains most, and whoever is touched is looked at again.
fn move_fast(
    network: &Weighted,
    group: &mut [usize],
    rng: &mut Rng,
    cancel: &Cancel,
) -> Result<(), Cancelled> {
    const MOVES_PER_CHECK: usize = 4_096;
    let n = network.n();
    let (mut strength, mut size) = (vec![0.0; n], vec![0_usize; n]);
    for (i, &g) in group.iter().enumerate() {
        strength[g] += network.strength[i];
        size[g] += 1;
    }
    let mut empty: Vec<usize> = (0..n).rev().filter(|&g| size[g] == 0).collect();
    let mut order: Vec<usize> = (0..n).collect();
    rng.shuffle(&mut order);
    let mut queue = VecDeque::from(order);
    let mut waiting = vec![true; n];
    let mut toward = Toward::new(n);
    let mut looked = 0;
    while let Some(v) = queue.pop_front() {
        waiting[v] = false;
        if looked % MOVES_PER_CHECK == 0 {
            cancel.check()?;
        }
        looked += 1;
        let own = group[v];
        let k = network.strength[v];
        toward.gather(network.neighbors(v).iter().map(|&(j, weight)| (group[j], weight)));
        strength[own] -= k;
        let stay = toward.weight[own] - network.expected(k, strength[own]);
        let (mut best, mut gain) = (own, stay);
        // Alone gains nothing and costs nothing.
        let alone = empty.last().copied().filter(|_| size[own] > 1);
        for other in toward.groups.iter().copied().chain(alone) {
            let here = toward.weight[other] - network.expected(k, strength[other]);
            if here > gain + EQUAL * network.total {
                (best, gain) = (other, here);
            }
        }
        toward.clear();
        strength[best] += k;
        if best == own {
            continue;
        }
        size[own] -= 1;
        size[best] += 1;
        if alone == Some(best) {
            empty.pop();
        }
        if size[own] == 0 {
            empty.push(own);
        }
        group[v] = best;
        for &(j, _) in network.neighbors(v) {
            if group[j] != best && !waiting[j] {
                waiting[j] = true;
                queue.push_back(j);
            }
        }
    }
    Ok(())
}

/// Divides each group anew from everybody alone, so that every part is well tied together inside. Among the merges
/// that do no harm chance decides, the better the likelier.
fn refine(
    network: &Weighted,
    group: &[usize],
    groups: usize,
    rng: &mut Rng,
    cancel: &Cancel,
) -> Result<Vec<usize>, Cancelled> {
    // How freely chance decides, in the weight of a mean pair; the value of Traag, Waltman & van Eck.
    const FREEDOM: f64 = 0.01;
    let n = network.n();
    let scale = FREEDOM * network.total / network.neighbors.len() as f64;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups];
    for (i, &g) in group.iter().enumerate() {
        members[g].push(i);
    }
    let mut part: Vec<usize> = (0..n).collect();
    let mut strength = network.strength.clone();
    let mut size = vec![1_usize; n];
    // Weight from each part to the rest of its group.
    let mut outward: Vec<f64> = (0..n)
        .map(|i| {
            let inside = network
                .neighbors(i)
                .iter()
                .filter(|&&(j, _)| group[i] == group[j]);
            inside.map(|&(_, weight)| weight).sum()
        })
        .collect();
    let mut toward = Toward::new(n);
    let mut choices: Vec<(usize, f64)> = Vec::new();
    for inside in &mut members {
        cancel.check()?;
        let all: f64 = inside.iter().map(|&i| network.strength[i]).sum();
        let well_tied =
            |outward: f64, k: f64| outward >= network.expected(k, all - k) - EQUAL * network.total;
        rng.shuffle(inside);
        for &v in inside.iter() {
            let (own, k) = (part[v], network.strength[v]);
            if size[own] > 1 || !well_tied(outward[own], k) {
                continue;
            }
            let near = network
                .neighbors(v)
                .iter()
                .filter(|&&(j, _)| group[j] == group[v]);
            toward.gather(near.map(|&(j, weight)| (part[j], weight)));
            choices.clear();
            choices.push((own, 0.0));
            for &other in &toward.groups {
                let gain = toward.weight[other] - network.expected(k, strength[other]);
                if gain >= 0.0 && well_tied(outward[other], strength[other]) {
                    choices.push((other, gain));
                }
            }
            let chosen = draw(&choices, scale, rng);
            if chosen != own {
                outward[chosen] += outward[own] - 2.0 * toward.weight[chosen];
                strength[chosen] += k;
                size[chosen] += 1;
                size[own] = 0;
                part[v] = chosen;
            }
            toward.clear();
        }
    }
    Ok(part)
}

/// One of the choices, with a probability that grows exponentially with its gain.
fn draw(choices: &[(usize, f64)], scale: f64, rng: &mut Rng) -> usize {
    let most = choices.iter().map(|choice| choice.1).fold(0.0, f64::max);
    let weight = |gain: f64| ((gain - most) / scale).exp();
    let all: f64 = choices.iter().map(|choice| weight(choice.1)).sum();
    let mut left = rng.unit() * all;
    for &(who, gain) in choices {
        left -= weight(gain);
        if left < 0.0 {
            return who;
        }
    }
    choices.last().map_or(0, |choice| choice.0)
}

/// Weight from one actor toward each group near it.
struct Toward {
    weight: Vec<f64>,
    groups: Vec<usize>,
    known: Vec<bool>,
}

impl Toward {
    fn new(n: usize) -> Self {
        Self {
            weight: vec![0.0; n],
            groups: Vec::new(),
            known: vec![false; n],
        }
    }

    fn gather(&mut self, near: impl Iterator<Item = (usize, f64)>) {
        for (group, weight) in near {
            if !std::mem::replace(&mut self.known[group], true) {
                self.groups.push(group);
            }
            self.weight[group] += weight;
        }
    }

    fn clear(&mut self) {
        for group in self.groups.drain(..) {
            self.weight[group] = 0.0;
            self.known[group] = false;
        }
    }
}

/// Numbers the groups from 0 in order of their first member, and says how many there are.
fn compact(group: &mut [usize]) -> usize {
    let mut name = vec![usize::MAX; group.iter().max().map_or(0, |most| most + 1)];
    let mut count = 0;
    for g in group {
        if name[*g] == usize::MAX {
            name[*g] = count;
            count += 1;
        }
        *g = name[*g];
    }
    count
}

fn numbered(network: &Weighted, group: &[usize]) -> Division {
    let mut of = group.to_vec();
    let groups = compact(&mut of);
    let mut size = vec![0; groups];
    for &g in &of {
        size[g] += 1;
    }
    let mut order: Vec<usize> = (0..groups).collect();
    order.sort_by_key(|&g| Reverse(size[g]));
    let mut name = vec![0; groups];
    for (rank, &g) in order.iter().enumerate() {
        name[g] = rank;
    }
    for g in &mut of {
        *g = name[*g];
    }
    Division {
        modularity: modularity(network, &of),
        sizes: order.into_iter().map(|g| size[g]).collect(),
        of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Simple;
    use crate::graph::fixtures::{self, close};

    fn even(network: &Simple) -> Weighted {
        Weighted::new(
            network.n(),
            network.pairs().map(|pair| (pair.low, pair.high, 1.0)),
        )
    }

    #[test]
    fn leiden_finds_the_best_division_of_the_published_networks() {
        let cases = [
            ("karate", fixtures::karate(), 0.419_790, 4),
            ("florentine", fixtures::florentine(), 0.398_750, 3),
            ("kite", fixtures::kite(), 0.222_222, 3),
        ];
        for (name, network, quality, groups) in cases {
            let found = divide(&even(&network), &Cancel::new()).unwrap();
            close(name, found.modularity.unwrap(), quality, 1e-6);
            assert_eq!(found.sizes.len(), groups, "{name}");
            assert_eq!(found.sizes.iter().sum::<usize>(), network.n(), "{name}");
        }
    }

    #[test]
    fn leiden_finds_the_best_division_by_strength_of_ties() {
        let karate = fixtures::karate();
        let pairs = karate.pairs().zip(fixtures::karate_weights());
        let weighted = Weighted::new(
            karate.n(),
            pairs.map(|(pair, weight)| (pair.low, pair.high, weight)),
        );
        let found = divide(&weighted, &Cancel::new()).unwrap();
        close("weighted", found.modularity.unwrap(), 0.444_904, 5e-7);
    }

    #[test]
    fn every_start_finds_the_best_division_of_the_karate_club() {
        let network = even(&fixtures::karate());
        for seed in 0..50 {
            let quality = leiden(&network, seed, &Cancel::new())
                .unwrap()
                .modularity
                .unwrap();
            assert!((0.4197..=0.419_791).contains(&quality), "seed {seed}: {quality}");
        }
        assert_eq!(divide(&network, &Cancel::new()), divide(&network, &Cancel::new()));
    }

    #[test]
    fn modularity_of_given_groups() {
        let karate = even(&fixtures::karate());
        close(
            "factions",
            modularity(&karate, &fixtures::factions()).unwrap(),
            0.358_235,
            5e-7,
        );
        let bow = fixtures::network(6, &[(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)]);
        close(
            "two triangles",
            modularity(&even(&bow), &[0, 0, 0, 1, 1, 1]).unwrap(),
            0.357_143,
            5e-7,
        );
        let found = divide(&even(&bow), &Cancel::new()).unwrap();
        assert_eq!((found.of, found.sizes), (vec![0, 0, 0, 1, 1, 1], vec![3, 3]));
    }

    #[test]
    fn weights_decide_who_belongs_together() {
        // A ring of four: the heavy pairs stay together.
        let ring = |a, b| Weighted::new(4, [(0, 1, a), (1, 2, b), (2, 3, a), (0, 3, b)].into_iter());
        assert_eq!(divide(&ring(1.0, 0.1), &Cancel::new()).unwrap().of, [0, 0, 1, 1]);
        assert_eq!(divide(&ring(0.1, 1.0), &Cancel::new()).unwrap().of, [0, 1, 1, 0]);
        close(
            "scale",
            divide(&ring(0.5, 0.05), &Cancel::new())
                .unwrap()
                .modularity
                .unwrap(),
            divide(&ring(1.0, 0.1), &Cancel::new())
                .unwrap()
                .modularity
                .unwrap(),
            1e-12,
        );
    }

    #[test]
    fn every_group_is_connected() {
        for seed in 0..20 {
            let mut rng = Rng::new(seed);
            let n = 60;
            let drawn: Vec<_> = (0..110)
                .map(|_| (rng.below(n), rng.below(n)))
                .filter(|(a, b)| a != b)
                .collect();
            let network = fixtures::network(n, &drawn);
            let found = leiden(&even(&network), seed, &Cancel::new()).unwrap();
            for g in 0..found.sizes.len() {
                let inside = network.restricted(|i| found.of[i] == g);
                assert_eq!(crate::graph::fragility::components(&inside).sizes.len(), 1);
            }
        }
    }

    #[test]
    fn networks_without_groups() {
        let cancel = Cancel::new();
        for n in [0, 1, 3] {
            let found = divide(&even(&fixtures::network(n, &[])), &cancel).unwrap();
            assert_eq!((found.sizes, found.modularity), (vec![1; n], None));
        }
        let complete = divide(&even(&fixtures::complete(5)), &cancel).unwrap();
        assert_eq!(complete.sizes, [5]);
        close("complete", complete.modularity.unwrap(), 0.0, 1e-12);
        cancel.raise();
        assert_eq!(divide(&even(&fixtures::karate()), &cancel), Err(Cancelled));
    }
}
