//! Who ties to whom by group and by rank: assortativity, the E–I index, slopes of hierarchy and correlation.

use super::Simple;

/// How much ties stay within groups beyond what chance would give, −1 to 1 (Newman 2003); `None` without ties or
/// where they all have both ends in one group. `group` of each actor counts from 0.
pub fn assortativity(network: &Simple, group: &[usize]) -> Option<f64> {
    let groups = group.iter().max().map_or(0, |most| most + 1);
    let (mut within, mut ends) = (0_u64, vec![0_u64; groups]);
    for pair in network.pairs() {
        let (a, b) = (group[pair.low], group[pair.high]);
        within += u64::from(a == b);
        ends[a] += 1;
        ends[b] += 1;
    }
    // Counts instead of shares: with m tied pairs e = within ÷ m and a = ends ÷ 2m, so nothing is rounded before the
    // last division.
    let m = network.m() as f64;
    let expected: f64 = ends.iter().map(|&e| (e as f64).powi(2)).sum::<f64>() / (4.0 * m);
    (expected < m).then(|| (within as f64 - expected) / (m - expected))
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

/// How fast the number of partners falls from the most tied actor to the next, as the slope of ln degree on ln rank
/// (Crespo, Suire & Vicente 2014), 0 or below; `None` below three tied actors.
pub fn hierarchy_slope(network: &Simple) -> Option<f64> {
    let mut degrees: Vec<usize> = network.degrees().into_iter().filter(|&k| k > 0).collect();
    degrees.sort_unstable_by(|a, b| b.cmp(a));
    if degrees.len() < 3 {
        return None;
    }
    let points = degrees.iter().enumerate();
    slope(points.map(|(i, &k)| (((i + 1) as f64).ln(), (k as f64).ln())))
}

/// Slope of the mean degree of partners on the own degree (Crespo, Suire & Vicente 2014): below 0 an open core,
/// above 0 a closed one; `None` where the degrees of tied actors do not vary.
pub fn correlation_slope(network: &Simple) -> Option<f64> {
    let tied = (0..network.n()).filter(|&i| network.degree(i) > 0);
    let points: Vec<(f64, f64)> = tied
        .map(|i| {
            let around: usize = network
                .neighbors(i)
                .iter()
                .map(|&j| network.degree(j as usize))
                .sum();
            let k = network.degree(i) as f64;
            (k, around as f64 / k)
        })
        .collect();
    let first = points.first()?.0;
    if points.iter().all(|point| point.0 == first) {
        return None;
    }
    slope(points.into_iter())
}

/// Least squares.
fn slope(points: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    let n = points.clone().count() as f64;
    let (x, y) = points
        .clone()
        .fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
    let (mean_x, mean_y) = (x / n, y / n);
    let (mut xx, mut xy) = (0.0, 0.0);
    for (x, y) in points {
        xx += (x - mean_x).powi(2);
        xy += (x - mean_x) * (y - mean_y);
    }
    (xx > 0.0).then(|| xy / xx)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures::{self, close};

    #[test]
    fn slopes_of_the_published_networks() {
        let cases = [
            ("karate", fixtures::karate(), -0.747_049, -0.578_743),
            ("florentine", fixtures::florentine(), -0.641_331, -0.284_553),
            ("kite", fixtures::kite(), -0.585_367, 0.4),
        ];
        for (name, network, hierarchy, correlation) in cases {
            close(name, hierarchy_slope(&network).unwrap(), hierarchy, 5e-7);
            close(name, correlation_slope(&network).unwrap(), correlation, 5e-7);
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
            assert_eq!(hierarchy_slope(&network), None);
            assert_eq!(correlation_slope(&network), None);
        }
        assert_eq!(ei_index(0, 0), None);
        let complete = fixtures::complete(5);
        assert_eq!(assortativity(&complete, &[0; 5]), None);
        assert_eq!(hierarchy_slope(&complete), Some(0.0));
        assert_eq!(correlation_slope(&complete), None);
        // Ties across two groups only.
        assert_eq!(assortativity(&fixtures::star(5), &[0, 1, 1, 1, 1]), Some(-1.0));
        close(
            "star",
            correlation_slope(&fixtures::star(5)).unwrap(),
            -1.0,
            1e-12,
        );
    }
}
