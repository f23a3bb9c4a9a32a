//! Who ties to whom by group and by rank: assortativity, the E–I index, slopes of hierarchy and correlation.

use std::cmp::Reverse;

use super::Simple;

/// How much ties stay within groups beyond what chance would give, −1 to 1 (Newman 2003); `None` without ties or
/// where they all have both ends in one group. `group` of each actor counts from 0.
pub fn assortativity(network: &Simple, group: &[usize]) -> Option<f64> {
    let (within, expected) = within_and_expected(network, group);
    let m = network.m() as f64;
    (expected < m).then(|| (within - expected) / (m - expected))
}

/// Tied pairs within groups: how many there are, and how many chance would give, mΣa².
pub fn within_and_expected(network: &Simple, group: &[usize]) -> (f64, f64) {
    let groups = group.iter().max().map_or(0, |most| most + 1);
    let (mut within, mut ends) = (0_u64, vec![0_u64; groups]);
    for pair in network.pairs() {
        let (a, b) = (group[pair.low], group[pair.high]);
        within += u64::from(a == b);
        ends[a] += 1;
        ends[b] += 1;
    }
    // Counts instead of shares, a = ends ÷ 2m, so that nothing is rounded before the last division.
    let squares: f64 = ends.iter().map(|&e| (e as f64).powi(2)).sum();
    let m = network.m() as f64;
    let expected = if m > 0.0 { squares / (4.0 * m) } else { 0.0 };
    (within as f64, expected)
}

/// Partners outside and inside the group of each actor.
pub fn external_internal(network: &Simple, group: &[usize]) -> Vec<(usize, usize)> {
    let mut counts = vec![(0, 0); network.n()];
    for pair in network.pairs() {
        for (one, other) in [(pair.low, pair.high), (pair.high, pair.low)] {
            if group[one] == group[other] {
                counts[one].1 += 1;
            } else {
                counts[one].0 += 1;
            }
        }
    }
    counts
}

/// The E–I index, −1 to 1: (external − internal) ÷ all (Krackhardt & Stern 1988); `None` without ties.
pub fn ei_index(external: usize, internal: usize) -> Option<f64> {
    let all = (external + internal) as f64;
    (all > 0.0).then(|| (external as f64 - internal as f64) / all)
}

/// A line through points, each of which belongs to an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Slope {
    /// Least squares: `rise` ÷ `run`.
    pub value: f64,
    /// Σ(x − mean)(y − mean).
    pub rise: f64,
    /// Σ(x − mean)².
    pub run: f64,
    /// What each actor adds to the value, (x − mean)(y − mean) ÷ `run`.
    pub added: Vec<(usize, f64)>,
}

/// How fast the number of partners falls from the most tied actor to the next: ln degree on ln rank, over tied actors
/// (Crespo, Suire & Vicente 2014), 0 or below; `None` below three tied actors.
///
/// `rank` breaks ties between actors of the same degree, which does not change the value.
pub fn hierarchy_slope(network: &Simple, rank: &[usize]) -> Option<Slope> {
    let mut order: Vec<usize> = (0..network.n()).filter(|&i| network.degree(i) > 0).collect();
    order.sort_unstable_by_key(|&i| (Reverse(network.degree(i)), rank[i]));
    if order.len() < 3 {
        return None;
    }
    let points = order.into_iter().enumerate();
    let points = points.map(|(at, i)| (i, ((at + 1) as f64).ln(), (network.degree(i) as f64).ln()));
    slope(points.collect())
}

/// Mean degree of partners on the own degree, over tied actors (Crespo, Suire & Vicente 2014): below 0 an open core,
/// above 0 a closed one; `None` where the degrees of tied actors do not vary.
pub fn correlation_slope(network: &Simple) -> Option<Slope> {
    let tied = (0..network.n()).filter(|&i| network.degree(i) > 0);
    let points: Vec<(usize, f64, f64)> = tied
        .map(|i| {
            let around = network.neighbors(i).iter().map(|&j| network.degree(j as usize));
            let k = network.degree(i) as f64;
            (i, k, around.sum::<usize>() as f64 / k)
        })
        .collect();
    let first = points.first()?.1;
    if points.iter().all(|point| point.1 == first) {
        return None;
    }
    slope(points)
}

fn slope(points: Vec<(usize, f64, f64)>) -> Option<Slope> {
    let n = points.len() as f64;
    let (x, y) = points
        .iter()
        .fold((0.0, 0.0), |sum, p| (sum.0 + p.1, sum.1 + p.2));
    let (mean_x, mean_y) = (x / n, y / n);
    let rise_of = |p: &(usize, f64, f64)| (p.1 - mean_x) * (p.2 - mean_y);
    let rise: f64 = points.iter().map(rise_of).sum();
    let run: f64 = points.iter().map(|p| (p.1 - mean_x).powi(2)).sum();
    (run > 0.0).then(|| Slope {
        value: rise / run,
        rise,
        run,
        added: points.iter().map(|p| (p.0, rise_of(p) / run)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures::{self, close};

    fn by_number(network: &Simple) -> Option<f64> {
        let rank: Vec<usize> = (0..network.n()).collect();
        hierarchy_slope(network, &rank).map(|slope| slope.value)
    }

    #[test]
    fn slopes_of_the_published_networks() {
        let cases = [
            ("karate", fixtures::karate(), -0.747_049, -0.578_743),
            ("florentine", fixtures::florentine(), -0.641_331, -0.284_553),
            ("kite", fixtures::kite(), -0.585_367, 0.4),
        ];
        for (name, network, hierarchy, correlation) in cases {
            close(name, by_number(&network).unwrap(), hierarchy, 5e-7);
            let found = correlation_slope(&network).unwrap();
            close(name, found.value, correlation, 5e-7);
            close(
                name,
                found.added.iter().map(|added| added.1).sum(),
                found.value,
                1e-12,
            );
        }
    }

    #[test]
    fn the_two_factions_of_the_karate_club() {
        let (network, faction) = (fixtures::karate(), fixtures::factions());
        close(
            "assortativity",
            assortativity(&network, &faction).unwrap(),
            0.717_531,
            5e-7,
        );
        let counts = external_internal(&network, &faction);
        let (e, i) = counts.iter().fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
        assert_eq!((e / 2, i / 2), (11, 67));
        close("E–I", ei_index(e, i).unwrap(), -0.717_949, 5e-7);
    }

    #[test]
    fn undefined_where_there_is_nothing_to_measure() {
        for network in [
            fixtures::network(0, &[]),
            fixtures::network(1, &[]),
            fixtures::network(3, &[]),
        ] {
            let group = vec![0; network.n()];
            assert_eq!(assortativity(&network, &group), None);
            assert_eq!(by_number(&network), None);
            assert_eq!(correlation_slope(&network), None);
        }
        assert_eq!(ei_index(0, 0), None);
        let complete = fixtures::complete(5);
        assert_eq!(assortativity(&complete, &[0; 5]), None);
        assert_eq!(by_number(&complete), Some(0.0));
        assert_eq!(correlation_slope(&complete), None);
        // Ties across two groups only.
        assert_eq!(assortativity(&fixtures::star(5), &[0, 1, 1, 1, 1]), Some(-1.0));
        close(
            "star",
            correlation_slope(&fixtures::star(5)).unwrap().value,
            -1.0,
            1e-12,
        );
    }
}
