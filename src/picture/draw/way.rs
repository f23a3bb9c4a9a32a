//! The way of a line over the paper: as points for those who draw pieces, and as the curve that it is for all others.

use crate::base::geom::{Point, Vector};
use crate::picture::curve::Curve;

/// A line over the paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    points: Vec<Point>,
    curve: Curve,
}

impl Way {
    /// A curve on the paper in so many pieces.
    pub fn of(curve: Curve, pieces: usize) -> Self {
        let pieces = if curve.straight { 1 } else { pieces.max(1) };
        let at = |i: usize| curve.at(i as f64 / pieces as f64);
        Self {
            points: (0..=pieces).map(at).collect(),
            curve,
        }
    }

    /// A straight line.
    pub fn straight(a: Point, b: Point) -> Self {
        Self::of(Curve::line(a, b), 1)
    }

    /// Points along it, at least two.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The curve that it is.
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// How long it is.
    pub fn length(&self) -> f64 {
        length(&self.points)
    }

    /// The way without so much at its start and its end; none when nothing is left.
    pub fn trimmed(&self, from: f64, to: f64) -> Option<Self> {
        let total = self.length();
        if from + to >= total {
            return None;
        }
        if from <= 0.0 && to <= 0.0 {
            return Some(self.clone());
        }
        let mut points = vec![along(&self.points, from, false)];
        let mut walked = 0.0;
        for pair in self.points.windows(2) {
            walked += pair[0].distance(pair[1]);
            if walked > from && walked < total - to {
                points.push(pair[1]);
            }
        }
        points.push(along(&self.points, to, true));
        let curve = self
            .curve
            .part(share(&self.points, from), share(&self.points, total - to));
        Some(Self { points, curve })
    }

    /// The way moved sideways.
    pub fn beside(&self, by: f64) -> Self {
        let path = &self.points;
        let n = path.len();
        let points = (0..n)
            .map(|i| {
                let before = path[i.saturating_sub(1)];
                let after = path[(i + 1).min(n - 1)];
                path[i] + side(after - before) * by
            })
            .collect();
        Self {
            points,
            curve: moved(&self.curve, by),
        }
    }
}

/// Unit vector to the left of a direction; nothing for none.
pub(super) fn side(along: Vector) -> Vector {
    along.unit().unwrap_or(Vector::ZERO).turned()
}

pub(super) fn length(path: &[Point]) -> f64 {
    path.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// The point at a distance along a path, from its start or its end.
pub(super) fn along(path: &[Point], distance: f64, from_end: bool) -> Point {
    let mut left = distance;
    let n = path.len();
    for i in 1..n {
        let (a, b) = if from_end {
            (path[n - i], path[n - i - 1])
        } else {
            (path[i - 1], path[i])
        };
        let step = a.distance(b);
        if left <= step && step > 0.0 {
            return a + (b - a) * (left / step);
        }
        left -= step;
    }
    if from_end { path[0] } else { path[n - 1] }
}

/// Which share of the pieces of a path lies before a distance along it.
fn share(path: &[Point], distance: f64) -> f64 {
    let mut left = distance;
    let pieces = (path.len() - 1) as f64;
    for (i, pair) in path.windows(2).enumerate() {
        let step = pair[0].distance(pair[1]);
        if left <= step && step > 0.0 {
            return (i as f64 + left / step) / pieces;
        }
        left -= step;
    }
    1.0
}

/// A curve beside another, near enough for gentle bends: its ends stand at right angles off the ends, and its handles
/// run along (Tiller & Hanson 1984).
fn moved(curve: &Curve, by: f64) -> Curve {
    let [a, b, c, d] = curve.points;
    if curve.straight {
        let off = side(d - a) * by;
        return Curve::line(a + off, d + off);
    }
    let normal = |from: Point, to: Point, instead: Vector| match (to - from).unit() {
        Some(along) => along.turned(),
        None => instead,
    };
    let chord = side(d - a);
    let (first, middle, last) = (normal(a, b, chord), normal(b, c, chord), normal(c, d, chord));
    // Where two edges that were moved sideways meet again.
    let corner = |one: Vector, other: Vector| {
        let both = one + other;
        both * (2.0 / both.length_squared().max(1.0))
    };
    Curve::cubic([
        a + first * by,
        b + corner(first, middle) * by,
        c + corner(middle, last) * by,
        d + last * by,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corner() -> Vec<Point> {
        vec![
            Point::new(0.0, 0.0),
            Point::new(10.0, 0.0),
            Point::new(10.0, 10.0),
        ]
    }

    /// Bent as much as ties side by side are.
    fn arch() -> Way {
        let curve = Curve::bent(
            Point::new(0.0, 0.0),
            Point::new(50.0, 24.0),
            Point::new(100.0, 0.0),
        );
        Way::of(curve, 24)
    }

    #[test]
    fn walking_along_a_path() {
        assert_eq!(along(&corner(), 15.0, false), Point::new(10.0, 5.0));
        assert_eq!(along(&corner(), 15.0, true), Point::new(5.0, 0.0));
        assert_eq!(along(&corner(), 99.0, false), Point::new(10.0, 10.0));
    }

    #[test]
    fn trimming_keeps_points_and_curve_together() {
        let rest = arch().trimmed(12.0, 20.0).unwrap();
        let [first, last] = [rest.points()[0], *rest.points().last().unwrap()];
        assert!(first.distance(rest.curve().at(0.0)) < 0.1);
        assert!(last.distance(rest.curve().at(1.0)) < 0.1);
        assert!((rest.length() - (arch().length() - 32.0)).abs() < 1e-9);
        assert!(arch().trimmed(55.0, 55.0).is_none());
    }

    #[test]
    fn the_way_beside_runs_at_the_same_distance() {
        for by in [-4.0, 3.0] {
            let beside = arch().beside(by);
            for i in 0..=10 {
                let t = f64::from(i) / 10.0;
                let (distance, _) = arch().curve().nearest(beside.curve().at(t));
                assert!((distance - f64::abs(by)).abs() < 0.12, "{by} {t}: {distance}");
            }
        }
    }
}
