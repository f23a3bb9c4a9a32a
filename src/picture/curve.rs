//! The path of a tie: a straight line or a cubic Bézier curve.

use crate::base::geom::{Point, Rect, Vector};

/// A cubic Bézier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// Start, two control points, end.
    pub points: [Point; 4],
    /// All four points lie on a line in order, so that two points draw it.
    pub straight: bool,
}

fn lerp(a: Point, b: Point, t: f64) -> Point {
    a + (b - a) * t
}

impl Curve {
    /// A straight line.
    pub fn line(a: Point, b: Point) -> Self {
        Self {
            points: [a, lerp(a, b, 1.0 / 3.0), lerp(a, b, 2.0 / 3.0), b],
            straight: true,
        }
    }

    /// A curve from `a` to `b` that is pulled towards one control point.
    pub fn bent(a: Point, control: Point, b: Point) -> Self {
        Self {
            points: [a, lerp(a, control, 2.0 / 3.0), lerp(b, control, 2.0 / 3.0), b],
            straight: false,
        }
    }

    /// A curve with these control points.
    pub fn cubic(points: [Point; 4]) -> Self {
        Self {
            points,
            straight: false,
        }
    }

    /// The point at `t` of the way, 0 to 1.
    pub fn at(&self, t: f64) -> Point {
        let [a, b, c, d] = self.points;
        if self.straight {
            return lerp(a, d, t);
        }
        let (p, q, r) = (lerp(a, b, t), lerp(b, c, t), lerp(c, d, t));
        lerp(lerp(p, q, t), lerp(q, r, t), t)
    }

    /// Unit vector along the curve at `t`; zero for a curve without length.
    pub fn direction(&self, t: f64) -> Vector {
        let [a, b, c, d] = self.points;
        let s = 1.0 - t;
        let tangent = (b - a) * (s * s) + (c - b) * (2.0 * s * t) + (d - c) * (t * t);
        tangent.unit().or_else(|| (d - a).unit()).unwrap_or(Vector::ZERO)
    }

    /// The part between two places on the curve.
    #[must_use]
    pub fn part(&self, from: f64, to: f64) -> Self {
        if self.straight {
            return Self::line(self.at(from), self.at(to));
        }
        let second = split(self.points, from).1;
        let rest = if from < 1.0 {
            (to - from) / (1.0 - from)
        } else {
            1.0
        };
        Self {
            points: split(second, rest).0,
            straight: false,
        }
    }

    /// How many straight pieces make it look smooth when one map unit is `scale` points.
    pub fn pieces(&self, scale: f64) -> usize {
        if self.straight {
            return 1;
        }
        let [a, b, c, d] = self.points;
        // Largest second difference bounds how far the curve strays from its chords.
        let bend = ((c - b) - (b - a)).length().max(((d - c) - (c - b)).length()) * scale;
        ((bend * 4.0).sqrt().ceil() as usize).clamp(6, 48)
    }

    /// Distance from a point to the curve, and where on it the nearest place is.
    pub fn nearest(&self, p: Point) -> (f64, f64) {
        let pieces = if self.straight { 1 } else { 16 };
        let mut best = (f64::INFINITY, 0.0);
        let mut a = self.at(0.0);
        for i in 1..=pieces {
            let b = self.at(i as f64 / pieces as f64);
            let along = b - a;
            let share = if along.length_squared() > 0.0 {
                (((p - a).x * along.x + (p - a).y * along.y) / along.length_squared()).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let distance = p.distance(lerp(a, b, share));
            if distance < best.0 {
                best = (distance, ((i - 1) as f64 + share) / pieces as f64);
            }
            a = b;
        }
        best
    }

    /// A rectangle that contains the whole curve.
    pub fn bounds(&self) -> Rect {
        let [a, b, c, d] = self.points;
        let low = |f: fn(Point) -> f64| f(a).min(f(b)).min(f(c)).min(f(d));
        let high = |f: fn(Point) -> f64| f(a).max(f(b)).max(f(c)).max(f(d));
        Rect {
            min: Point::new(low(|p| p.x), low(|p| p.y)),
            max: Point::new(high(|p| p.x), high(|p| p.y)),
        }
    }

    /// The place at which a walk from the start (or from the end) leaves what `inside` describes.
    pub fn exit(&self, from_end: bool, inside: impl Fn(Point) -> bool) -> f64 {
        let (mut near, mut far) = (0.0, 0.5);
        for _ in 0..12 {
            let middle = f64::midpoint(near, far);
            let t = if from_end { 1.0 - middle } else { middle };
            if inside(self.at(t)) {
                near = middle;
            } else {
                far = middle;
            }
        }
        if from_end { 1.0 - far } else { far }
    }
}

/// Both parts of a curve cut at `t`.
fn split([a, b, c, d]: [Point; 4], t: f64) -> ([Point; 4], [Point; 4]) {
    let (p, q, r) = (lerp(a, b, t), lerp(b, c, t), lerp(c, d, t));
    let (u, v) = (lerp(p, q, t), lerp(q, r, t));
    let m = lerp(u, v, t);
    ([a, p, u, m], [m, v, r, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arch() -> Curve {
        Curve::bent(
            Point::new(0.0, 0.0),
            Point::new(50.0, 80.0),
            Point::new(100.0, 0.0),
        )
    }

    #[test]
    fn a_part_runs_along_the_whole() {
        let part = arch().part(0.2, 0.7);
        for i in 0..=10 {
            let t = f64::from(i) / 10.0;
            assert!(part.at(t).distance(arch().at(0.2 + 0.5 * t)) < 1e-9);
        }
    }

    #[test]
    fn the_nearest_place_is_found() {
        let (distance, t) = arch().nearest(Point::new(50.0, 45.0));
        assert!((distance - 5.0).abs() < 0.3, "{distance}");
        assert!((t - 0.5).abs() < 0.05, "{t}");
        let (distance, t) = Curve::line(Point::ORIGIN, Point::new(10.0, 0.0)).nearest(Point::new(20.0, 0.0));
        assert_eq!((distance, t), (10.0, 1.0));
    }

    #[test]
    fn it_leaves_a_circle_at_its_rim() {
        let line = Curve::line(Point::ORIGIN, Point::new(100.0, 0.0));
        let inside = |p: Point| p.distance(Point::ORIGIN) <= 20.0;
        assert!((line.exit(false, inside) - 0.2).abs() < 1e-3);
        let inside = |p: Point| p.distance(Point::new(100.0, 0.0)) <= 30.0;
        assert!((line.exit(true, inside) - 0.7).abs() < 1e-3);
    }
}
