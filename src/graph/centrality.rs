//! Who stands in the middle: shares of partners, closeness, eigenvector centrality and PageRank.

use crate::base::cancel::{Cancel, Cancelled};

use super::fragility::Components;
use super::paths::Sweep;
use super::{Directed, Simple};

/// Partners as a share of all others, 0 to 1 (Freeman 1979); `None` for a single actor.
pub fn degree_share(network: &Simple, i: usize) -> Option<f64> {
    (network.n() >= 2).then(|| network.degree(i) as f64 / (network.n() - 1) as f64)
}

/// Closeness, 0 to 1: 1 ÷ mean distance to those within reach, times the share of others within reach (Wasserman &
/// Faust 1994); 0 for isolates, `None` for a single actor.
pub fn closeness(sweep: &Sweep, i: usize) -> Option<f64> {
    let n = sweep.reached.len();
    let reached = sweep.reached[i] as f64;
    (n >= 2).then(|| match sweep.farness[i] {
        0 => 0.0,
        far => reached / far as f64 * (reached / (n - 1) as f64),
    })
}

/// Rounds after which an iteration that still moves is taken as it is.
const ROUNDS: usize = 10_000;

/// Eigenvector centrality, 0 to 1: the vector of largest eigenvalue, of length 1, in the largest component; 0 in the
/// others (Bonacich 1972). All 0 where nobody is tied.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn eigenvector(
    network: &Simple,
    components: &Components,
    cancel: &Cancel,
) -> Result<Vec<f64>, Cancelled> {
    // Power iteration on A + I: the shift keeps two-sided networks from swinging.
    const SETTLED: f64 = 1e-14;
    let n = network.n();
    let inside: Vec<usize> = (0..n).filter(|&i| components.of[i] == 0).collect();
    let mut vector = vec![0.0; n];
    if inside.len() < 2 {
        return Ok(vector);
    }
    for &i in &inside {
        vector[i] = 1.0 / (inside.len() as f64).sqrt();
    }
    let mut next = vec![0.0; n];
    for _ in 0..ROUNDS {
        cancel.check()?;
        for &i in &inside {
            let around: f64 = network.neighbors(i).iter().map(|&j| vector[j as usize]).sum();
            next[i] = vector[i] + around;
        }
        let length = inside.iter().map(|&i| next[i] * next[i]).sum::<f64>().sqrt();
        let mut moved = 0.0_f64;
        for &i in &inside {
            next[i] /= length;
            moved = moved.max((next[i] - vector[i]).abs());
        }
        std::mem::swap(&mut vector, &mut next);
        if moved < SETTLED {
            break;
        }
    }
    Ok(vector)
}

/// PageRank, summing to 1: where a walk is found that follows arcs by their weight and starts anew anywhere with
/// probability 0.15, or where nothing leads on (Brin & Page 1998).
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn pagerank(network: &Directed, cancel: &Cancel) -> Result<Vec<f64>, Cancelled> {
    const DAMPING: f64 = 0.85;
    const SETTLED: f64 = 1e-14;
    let n = network.n();
    let (leaving, _) = network.strengths();
    let mut rank = vec![1.0 / n as f64; n];
    for _ in 0..ROUNDS {
        cancel.check()?;
        let stranded: f64 = (0..n).filter(|&i| leaving[i] <= 0.0).map(|i| rank[i]).sum();
        let anywhere = (1.0 - DAMPING + DAMPING * stranded) / n as f64;
        let mut next = vec![anywhere; n];
        for &(from, to, weight) in network.arcs() {
            next[to] += DAMPING * rank[from] * (weight / leaving[from]);
        }
        let moved: f64 = next.iter().zip(&rank).map(|(a, b)| (a - b).abs()).sum();
        rank = next;
        if moved < SETTLED {
            break;
        }
    }
    Ok(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures::{self, close};
    use crate::graph::{fragility, paths};

    fn eigen(network: &Simple) -> Vec<f64> {
        eigenvector(network, &fragility::components(network), &Cancel::new()).unwrap()
    }

    fn ranks(network: &Directed) -> Vec<f64> {
        pagerank(network, &Cancel::new()).unwrap()
    }

    fn top(values: &[f64]) -> usize {
        (0..values.len())
            .max_by(|&a, &b| values[a].total_cmp(&values[b]))
            .unwrap()
    }

    #[test]
    fn published_networks_give_the_reference_values() {
        let cases = [
            ("karate", fixtures::karate(), 33, 0.373_363, 0.100_919),
            (
                "florentine",
                fixtures::florentine(),
                fixtures::MEDICI,
                0.430_308,
                0.145_817,
            ),
            ("kite", fixtures::kite(), 3, 0.481_021, 0.147_148),
        ];
        for (name, network, first, vector, rank) in cases {
            let found = eigen(&network);
            assert_eq!(top(&found), first, "{name}");
            close(name, found[first], vector, 5e-7);
            let found = ranks(&Directed::both_ways(&network));
            assert_eq!(top(&found), first, "{name}");
            close(name, found[first], rank, 5e-7);
            close(name, found.iter().sum(), 1.0, 1e-12);
        }
        close("karate 1", eigen(&fixtures::karate())[0], 0.355_491, 5e-7);
        let karate = Directed::both_ways(&fixtures::karate());
        close("karate 1", ranks(&karate)[0], 0.096_997, 5e-7);
        for (found, expected) in ranks(&fixtures::four_arcs())
            .into_iter()
            .zip([0.297_210, 0.163_814, 0.233_435, 0.305_541])
        {
            close("four", found, expected, 5e-7);
        }
    }

    #[test]
    fn closeness_where_not_everybody_is_in_reach() {
        let network = fixtures::network(5, &[(0, 1), (1, 2)]);
        let sweep = paths::sweep(&network, &Cancel::new()).unwrap();
        close("middle", closeness(&sweep, 1).unwrap(), 0.5, 1e-15);
        close("end", closeness(&sweep, 0).unwrap(), 2.0 / 3.0 * 0.5, 1e-15);
        assert_eq!(closeness(&sweep, 4), Some(0.0));
        assert_eq!(degree_share(&network, 1), Some(0.5));
        let one = fixtures::network(1, &[]);
        assert_eq!(closeness(&paths::sweep(&one, &Cancel::new()).unwrap(), 0), None);
        assert_eq!(degree_share(&one, 0), None);
    }

    #[test]
    fn edges_of_the_definitions() {
        assert!(eigen(&fixtures::network(0, &[])).is_empty());
        assert_eq!(eigen(&fixtures::network(2, &[])), [0.0, 0.0]);
        // A star is two-sided; without the shift the iteration would never settle.
        let star = eigen(&fixtures::star(5));
        close("center", star[0], 0.5_f64.sqrt(), 1e-12);
        close("ray", star[1], 0.125_f64.sqrt(), 1e-12);
        let apart = eigen(&fixtures::network(5, &[(0, 1), (2, 3), (3, 4)]));
        assert_eq!(apart[..2], [0.0, 0.0]);
        assert!(ranks(&fixtures::directed(0, &[])).is_empty());
        assert_eq!(ranks(&fixtures::directed(4, &[])), [0.25; 4]);
        // Without a way on, the walk starts anew anywhere: r = 0.075 + 0.425·s and s = r + 0.85·r.
        let two = ranks(&fixtures::directed(2, &[(0, 1)]));
        close("source", two[0], 1.0 / 2.85, 1e-12);
    }
}
