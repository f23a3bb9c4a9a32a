//! How tightly actors hang together: density, triangles, neighborhoods, degrees.

use crate::base::cancel::{Cancel, Cancelled};

use super::Simple;

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
    let mut through = vec![0; network.n()];
    for pair in network.pairs() {
        let (mut left, mut right) = (network.neighbors(pair.low), network.neighbors(pair.high));
        while let (Some(&a), Some(&b)) = (left.first(), right.first()) {
            match a.cmp(&b) {
                std::cmp::Ordering::Less => left = &left[1..],
                std::cmp::Ordering::Greater => right = &right[1..],
                std::cmp::Ordering::Equal => {
                    through[a as usize] += 1;
                    (left, right) = (&left[1..], &right[1..]);
                }
            }
        }
    }
    through
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

/// Mean over actors of the efficiency among their neighbors once they themselves are gone (Latora & Marchiori 2001).
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn local_efficiency(network: &Simple, cancel: &Cancel) -> Result<Option<f64>, Cancelled> {
    let n = network.n();
    let sum: f64 = local_efficiencies(network, cancel)?.iter().sum();
    Ok((n > 0).then(|| sum / n as f64))
}

/// The efficiency among the neighbors of each actor once it is gone, 0 below two neighbors (Latora & Marchiori 2001).
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn local_efficiencies(network: &Simple, cancel: &Cancel) -> Result<Vec<f64>, Cancelled> {
    let n = network.n();
    // Number within the neighborhood at hand, or none.
    let mut place = vec![usize::MAX; n];
    let mut efficiencies = vec![0.0; n];
    for (i, efficiency) in efficiencies.iter_mut().enumerate() {
        cancel.check()?;
        let around = network.neighbors(i);
        if around.len() < 2 {
            continue;
        }
        for (p, &v) in around.iter().enumerate() {
            place[v as usize] = p;
        }
        let inside: Vec<Vec<usize>> = around
            .iter()
            .map(|&v| {
                network
                    .neighbors(v as usize)
                    .iter()
                    .map(|&w| place[w as usize])
                    .filter(|&p| p != usize::MAX)
                    .collect()
            })
            .collect();
        *efficiency = efficiency_of(&inside);
        for &v in around {
            place[v as usize] = usize::MAX;
        }
    }
    Ok(efficiencies)
}

/// Mean of 1/d over ordered pairs of a small network given by lists of neighbors.
fn efficiency_of(neighbors: &[Vec<usize>]) -> f64 {
    let k = neighbors.len();
    let mut near = 0.0;
    let mut distance = vec![0_u32; k];
    let mut order = Vec::with_capacity(k);
    for source in 0..k {
        // Distances are kept one too high, so that 0 means unseen.
        distance.fill(0);
        order.clear();
        distance[source] = 1;
        order.push(source);
        let mut next = 0;
        while let Some(&v) = order.get(next) {
            next += 1;
            for &w in &neighbors[v] {
                if distance[w] == 0 {
                    distance[w] = distance[v] + 1;
                    near += 1.0 / f64::from(distance[v]);
                    order.push(w);
                }
            }
        }
    }
    near / (k * (k - 1)) as f64
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
                local_efficiency(&network, &Cancel::new()).unwrap().unwrap(),
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
