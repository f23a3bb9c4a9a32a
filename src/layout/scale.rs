//! How large a map is meant to be, read from the map itself, so that settling neither blows it up nor shrinks it.

use crate::base::geom::{Point, Vector};

use super::TIE_LENGTH;
use super::component::SMALL;
use super::relax::GRAVITY;
use super::rows::Rows;

/// Pull to the middle, as a part of the mean repulsion; more upright than sideways, as pages are wider than high.
pub(super) const GRAVITY_X: f64 = 0.25;
pub(super) const GRAVITY_Y: f64 = 0.70;

/// The scale of a map is believed from this mean tie length on, map units.
const LEAST_SCALE: f64 = 80.0;

/// And up to this one: ties across a map of many actors have to be long, those of a handful have not.
fn most_scale(count: f64) -> f64 {
    TIE_LENGTH * (1.3 + count.sqrt() / 4.0)
}

/// The natural length of a component for which its present size is about right, and its mean tie length.
///
/// At rest the attraction, summed with the distances over which it acts, equals the repulsion (the virial theorem):
/// Σ w d³ / K = K² n (n − 1) / 2, less what gravity takes over; in a large component Σ w d² = K² Σ q q', with charges q.
pub(super) fn scale_of(members: &[u32], points: &[Point], charges: &[f32], rows: &Rows) -> (f64, f64) {
    let small = members.len() <= SMALL;
    let count = members.len() as f64;
    let mut lengths = Vec::new();
    for &i in members {
        for &(j, weight) in rows.of(i as usize) {
            if i < j {
                let by = points[j as usize] - points[i as usize];
                lengths.push((length(by), f64::from(weight)));
            }
        }
    }
    if lengths.is_empty() {
        return (TIE_LENGTH, TIE_LENGTH);
    }
    let half = lengths.len() / 2;
    let (_, median, _) = lengths.select_nth_unstable_by(half, |a, b| a.0.total_cmp(&b.0));
    // A single tie across the whole map says little about its scale; in a large one many are, and belong there.
    let longest = if small { 4.0 * median.0 } else { f64::INFINITY };
    let ties = lengths.len() as f64;
    let mean = lengths.iter().map(|&(d, _)| d.min(longest)).sum::<f64>() / ties;
    let scale = if mean > 0.0 {
        mean.clamp(LEAST_SCALE, most_scale(count)) / mean
    } else {
        0.0
    };
    let work: f64 = lengths
        .iter()
        .map(|&(d, weight)| {
            let d = if mean > 0.0 {
                d.min(longest) * scale
            } else {
                TIE_LENGTH
            };
            weight * d * d * if small { d } else { 1.0 }
        })
        .sum();
    let tie_length = if mean > 0.0 { mean * scale } else { TIE_LENGTH };
    if !small {
        let charges = members.iter().map(|&i| f64::from(charges[i as usize]));
        let (total, own) = charges.fold((0.0, 0.0), |(total, own), q| (total + q, own + q * q));
        let pairs = (total * total - own) / 2.0;
        let gravity = f64::from(GRAVITY) * total * total / 2.0;
        return ((work / (pairs - gravity).max(0.2 * pairs)).sqrt(), tie_length);
    }
    let center = middle(members, points);
    let (mut xx, mut yy) = (0.0, 0.0);
    for &i in members {
        let from_center = points[i as usize] - center;
        xx += from_center.x * from_center.x;
        yy += from_center.y * from_center.y;
    }
    let spread = (xx + yy).max(f64::MIN_POSITIVE);
    let pairs = count * (count - 1.0) / 2.0;
    let gravity = count * count / 2.0 * (GRAVITY_X * xx + GRAVITY_Y * yy) / spread;
    let natural = cube_root(work / (pairs - gravity).max(0.2 * pairs));
    (natural, tie_length)
}

/// The center of the members' places.
pub(super) fn middle(members: &[u32], points: &[Point]) -> Point {
    let count = members.len() as f64;
    let sum = members.iter().fold(Vector::ZERO, |sum, &i| {
        sum + (points[i as usize] - Point::ORIGIN) / count
    });
    Point::ORIGIN + sum
}

/// The length of a displacement, the same on every machine.
pub(super) fn length(by: Vector) -> f64 {
    by.length_squared().sqrt()
}

/// By Newton's method, as the library's differs by machine.
fn cube_root(value: f64) -> f64 {
    let mut root = value.sqrt().max(1.0);
    for _ in 0..60 {
        root = (2.0 * root + value / (root * root)) / 3.0;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cube_roots() {
        for root in [0.3, 1.0, 7.0, 140.0, 9_000.0] {
            assert!((cube_root(root * root * root) - root).abs() < 1e-9 * root);
        }
    }
}
