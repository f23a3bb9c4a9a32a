//! Room for the crowded middle of a round map: distances from the center are changed towards those of an evenly filled
//! disc, as far as that makes distances on the map truer to distances along ties.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;
use crate::base::rng::Rng;

use super::field::Spot;
use super::net::Net;

/// Actors from whom distances are looked at.
const SOURCES: usize = 8;

/// To so many others each.
const TARGETS: usize = 4_000;

/// How far from the present map (0) to an evenly filled disc (1) is tried.
const PARTS: [f32; 4] = [0.0, 0.4, 0.8, 1.1];

/// The disc is as large as the map without this outermost part of its actors.
const OUTER: f32 = 0.05;

/// Changes the places of a connected network around the origin, if that is better for its distances.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub(super) fn even_out(net: &Net, at: &mut [Spot], seed: u64, cancel: &Cancel) -> Result<(), Cancelled> {
    let mut rng = Rng::new(seed);
    let sources: Vec<usize> = (0..SOURCES).map(|_| rng.below(net.len())).collect();
    let targets: Vec<usize> = (0..TARGETS.min(net.len()))
        .map(|_| rng.below(net.len()))
        .collect();
    let hops = parallel::pieces(
        SOURCES,
        1,
        cancel,
        || (),
        |(), range| {
            let to_targets = |s: usize| {
                let hops = net.hops(sources[s]);
                targets.iter().map(|&i| hops[i]).collect::<Vec<_>>()
            };
            Ok(range.map(to_targets).collect::<Vec<_>>())
        },
    )?;
    let factors = factors(at);
    let stress = |part: f32| {
        let moved = |i: usize| at[i].map(|c| c * (1.0 + part * factors[i]));
        let (mut pairs, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
        for (&source, hops) in sources.iter().zip(hops.iter().flatten()) {
            let [x, y] = moved(source);
            for (&target, &hops) in targets.iter().zip(hops) {
                if hops > 0 {
                    let [to_x, to_y] = moved(target);
                    let (dx, dy) = (f64::from(to_x - x), f64::from(to_y - y));
                    let ratio = (dx * dx + dy * dy).sqrt() / f64::from(hops);
                    pairs += 1.0;
                    sum += ratio;
                    squares += ratio * ratio;
                }
            }
        }
        // The least of Σ (s · ratio − 1)² over all scales s, as in `quality`.
        pairs - sum * sum / squares.max(f64::MIN_POSITIVE)
    };
    let best = PARTS
        .into_iter()
        .map(|part| (stress(part), part))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(0.0, |(_, part)| part);
    for (spot, factor) in at.iter_mut().zip(factors) {
        *spot = spot.map(|c| c * (1.0 + best * factor));
    }
    Ok(())
}

/// By how much farther from the center each would be on an evenly filled disc, as a part of where it is.
fn factors(at: &[Spot]) -> Vec<f32> {
    let mut far: Vec<(f32, u32)> = at
        .iter()
        .zip(0..)
        .map(|([x, y], i)| ((x * x + y * y).sqrt(), i))
        .collect();
    far.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let count = at.len() as f32;
    let edge = far.get((count * (1.0 - OUTER)) as usize).map_or(0.0, |far| far.0);
    let mut factors = vec![0.0; at.len()];
    for (rank, &(distance, i)) in far.iter().enumerate() {
        let even = edge * ((rank as f32 + 0.5) / count / (1.0 - OUTER)).sqrt();
        if distance > 0.0 {
            factors[i as usize] = even / distance - 1.0;
        }
    }
    factors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::request::Spring;

    fn net(count: usize, ties: impl Iterator<Item = (usize, usize)>) -> Net {
        let ties: Vec<Spring> = ties.map(|(a, b)| Spring { a, b, weight: 0.5 }).collect();
        Net::new(count, &ties)
    }

    #[test]
    fn a_straight_path_stays_straight() {
        let path = net(60, (1..60).map(|i| (i - 1, i)));
        let before: Vec<Spot> = (0..60).map(|i| [i as f32 - 29.5, 0.0]).collect();
        let mut at = before.clone();
        even_out(&path, &mut at, 1, &Cancel::new()).unwrap();
        assert_eq!(at, before);
    }

    #[test]
    fn a_crowded_middle_gets_room() {
        // Everybody as far from everybody: a disc is as good as it gets.
        let full = net(90, (0..90).flat_map(|a| (0..a).map(move |b| (b, a))));
        let mut rng = Rng::new(5);
        let mut at: Vec<Spot> = (0..90)
            .map(|_| {
                let far = rng.unit() * rng.unit();
                let (x, y) = (rng.unit() - 0.5, rng.unit() - 0.5);
                [(x * far) as f32, (y * far) as f32]
            })
            .collect();
        let near = |at: &[Spot]| {
            let edge = at.iter().map(|[x, y]| x * x + y * y).fold(0.0, f32::max);
            at.iter().filter(|[x, y]| x * x + y * y < edge / 16.0).count()
        };
        let before = near(&at);
        even_out(&full, &mut at, 1, &Cancel::new()).unwrap();
        assert!(near(&at) < before, "{} {before}", near(&at));
    }
}
