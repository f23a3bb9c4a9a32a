//! Distances in hops, closeness and betweenness from one sweep over all sources, and reach within few hops.

use crate::base::cancel::{Cancel, Cancelled};

use super::Simple;

/// What a sweep of breadth-first searches finds out about every actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// Raw betweenness: shortest paths through the actor, each unordered pair of others once (Freeman 1977).
    pub betweenness: Vec<f64>,
    /// Σ 1/d over all others, unreachable ones counting 0.
    pub nearness: Vec<f64>,
    /// Σ d over the actors that can be reached.
    pub farness: Vec<u64>,
    /// How many others can be reached.
    pub reached: Vec<usize>,
    /// Largest distance to an actor that can be reached.
    pub eccentricity: Vec<u32>,
}

/// Sweeps all sources: Brandes's accumulation, from which distances fall out.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn sweep(network: &Simple, cancel: &Cancel) -> Result<Sweep, Cancelled> {
    // Brandes 2001: s source, σ number of shortest paths, δ dependency, d distance, S order of discovery; instead of
    // lists of predecessors P, all steps (v, w) of shortest paths in the order in which they are met.
    let n = network.n();
    let mut result = Sweep {
        betweenness: vec![0.0; n],
        nearness: vec![0.0; n],
        farness: vec![0; n],
        reached: vec![0; n],
        eccentricity: vec![0; n],
    };
    const UNSEEN: u32 = u32::MAX;
    let mut distance = vec![UNSEEN; n];
    let mut sigma = vec![0.0_f64; n];
    let mut delta = vec![0.0_f64; n];
    let mut order: Vec<usize> = Vec::with_capacity(n);
    let mut steps: Vec<(usize, usize)> = Vec::with_capacity(network.m());
    for source in 0..n {
        cancel.check()?;
        for &v in &order {
            distance[v] = UNSEEN;
            sigma[v] = 0.0;
            delta[v] = 0.0;
        }
        order.clear();
        steps.clear();
        distance[source] = 0;
        sigma[source] = 1.0;
        order.push(source);
        let mut next = 0;
        while let Some(&v) = order.get(next) {
            next += 1;
            let further = distance[v] + 1;
            for w in network.neighbors(v).iter().map(|&w| w as usize) {
                if distance[w] == UNSEEN {
                    distance[w] = further;
                    order.push(w);
                }
                if distance[w] == further {
                    sigma[w] += sigma[v];
                    steps.push((v, w));
                }
            }
        }
        for &w in &order[1..] {
            result.nearness[source] += 1.0 / f64::from(distance[w]);
            result.farness[source] += u64::from(distance[w]);
        }
        result.reached[source] = order.len() - 1;
        result.eccentricity[source] = order.last().map_or(0, |&last| distance[last]);
        // Backwards every actor is complete before its dependency is passed on.
        for &(v, w) in steps.iter().rev() {
            delta[v] += sigma[v] / sigma[w] * (1.0 + delta[w]);
        }
        for &w in &order[1..] {
            // Every unordered pair is met from both of its ends.
            result.betweenness[w] += delta[w] / 2.0;
        }
    }
    Ok(result)
}

impl Sweep {
    /// Betweenness as a share of the pairs of others (Freeman 1979); `None` below three actors.
    pub fn normalized_betweenness(&self, i: usize) -> Option<f64> {
        let n = self.betweenness.len() as f64;
        (n >= 3.0).then(|| self.betweenness[i] / ((n - 1.0) * (n - 2.0) / 2.0))
    }

    /// Harmonic closeness (Marchiori & Latora 2000); `None` for a single actor.
    pub fn harmonic(&self, i: usize) -> Option<f64> {
        let n = self.nearness.len();
        (n >= 2).then(|| self.nearness[i] / (n - 1) as f64)
    }

    /// Mean of 1/d over ordered pairs (Latora & Marchiori 2001); `None` below two actors.
    pub fn global_efficiency(&self) -> Option<f64> {
        let n = self.nearness.len() as f64;
        (n >= 2.0).then(|| self.nearness.iter().sum::<f64>() / (n * (n - 1.0)))
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

    /// Freeman's centralization of betweenness: 1 for a star; `None` below three actors.
    pub fn betweenness_centralization(&self) -> Option<f64> {
        let n = self.betweenness.len() as f64;
        let most = self.betweenness.iter().copied().fold(0.0, f64::max);
        let short: f64 = self.betweenness.iter().map(|b| most - b).sum();
        (n >= 3.0).then(|| short / ((n - 1.0).powi(2) * (n - 2.0) / 2.0))
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
    use crate::graph::fixtures::{self, close};

    fn swept(network: &Simple) -> Sweep {
        sweep(network, &Cancel::new()).unwrap()
    }

    #[test]
    fn published_networks_give_the_reference_values() {
        // Path length, diameter, global efficiency, top betweenness raw and normalized, harmonic, two centralizations.
        let cases: [(&str, Simple, usize, [f64; 8]); 3] = [
            (
                "karate",
                fixtures::karate(),
                0,
                [
                    2.408200, 5.0, 0.492008, 231.071429, 0.437635, 0.704545, 0.405557, 0.298195,
                ],
            ),
            (
                "florentine",
                fixtures::florentine(),
                fixtures::MEDICI,
                [
                    2.485714, 5.0, 0.500159, 47.5, 0.521978, 0.678571, 0.436813, 0.322452,
                ],
            ),
            (
                "kite",
                fixtures::kite(),
                7,
                [
                    1.977778, 4.0, 0.646296, 14.0, 0.388889, 0.787037, 0.296296, 0.270375,
                ],
            ),
        ];
        for (name, network, top, expected) in cases {
            let s = swept(&network);
            let most = |values: Vec<f64>| values.into_iter().fold(0.0, f64::max);
            let found = [
                s.path_length().unwrap(),
                f64::from(s.diameter().unwrap()),
                s.global_efficiency().unwrap(),
                s.betweenness[top],
                s.normalized_betweenness(top).unwrap(),
                most((0..network.n()).map(|i| s.harmonic(i).unwrap()).collect()),
                s.betweenness_centralization().unwrap(),
                s.closeness_centralization().unwrap(),
            ];
            for (found, expected) in found.into_iter().zip(expected) {
                close(name, found, expected, 5e-7);
            }
            close(name, most(s.betweenness.clone()), s.betweenness[top], 1e-9);
        }
    }

    #[test]
    fn second_brokers_of_the_published_networks() {
        close(
            "karate 34",
            swept(&fixtures::karate()).betweenness[33],
            160.551_587,
            5e-7,
        );
        let florentine = swept(&fixtures::florentine());
        close(
            "Guadagni",
            florentine.betweenness[fixtures::GUADAGNI],
            23.166_667,
            5e-7,
        );
        let kite = swept(&fixtures::kite());
        close("Fernando", kite.betweenness[5], 8.333_333, 5e-7);
        close("Garth", kite.betweenness[6], 8.333_333, 5e-7);
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
        close(
            "centralization",
            sixteen.betweenness_centralization().unwrap(),
            0.383_492,
            5e-7,
        );
        close("path length", sixteen.path_length().unwrap(), 2.485_714, 5e-7);
        assert_eq!(sixteen.closeness_centralization(), None);
    }

    #[test]
    fn a_star_is_fully_centralized() {
        let star = swept(&fixtures::star(5));
        assert_eq!(star.betweenness_centralization(), Some(1.0));
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
