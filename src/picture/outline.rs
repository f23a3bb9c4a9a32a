//! Shapes of marks: one outline for each kind of actor, on a circle of radius 1 around the origin.
//!
//! Every outline can be seen whole from the origin. So a fan of triangles fills it, and a ray from the origin leaves
//! it exactly once, which is where ties end.

use std::f64::consts::{FRAC_PI_2, PI, TAU};
use std::sync::LazyLock;

use crate::base::geom::{Point, Vector};
use crate::model::ActorKind;

/// Directions for which the distance to the outline is kept.
const DIRECTIONS: usize = 256;

/// The outline of a mark of radius 1.
#[derive(Debug)]
pub struct Outline {
    points: Vec<Point>,
    convex: bool,
    hole: Option<f64>,
    reach: Vec<f64>,
    /// Where each corner goes when every edge moves outwards by 1.
    miters: Vec<Vector>,
}

impl Outline {
    fn new(points: Vec<Point>, hole: Option<f64>) -> Self {
        let convex = is_convex(&points);
        let reach = (0..DIRECTIONS)
            .map(|i| ray(&points, TAU * i as f64 / DIRECTIONS as f64))
            .collect();
        let miters = (0..points.len()).map(|i| miter(&points, i)).collect();
        Self {
            points,
            convex,
            hole,
            reach,
            miters,
        }
    }

    /// Corners, clockwise on the screen, not repeated at the end.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Corners of a mark of this radius around the origin, with all edges moved outwards by `margin`.
    pub fn grown(&self, radius: f64, margin: f64) -> impl ExactSizeIterator<Item = Vector> {
        let grow = move |(p, miter): (&Point, &Vector)| Vector::new(p.x, p.y) * radius + *miter * margin;
        self.points.iter().zip(&self.miters).map(grow)
    }

    /// The outline bulges nowhere inwards.
    pub fn is_convex(&self) -> bool {
        self.convex
    }

    /// It is a circle, so that it can be painted as one.
    pub fn is_circle(&self) -> bool {
        self.points.len() >= ROUND
    }

    /// Radius of a round hole in the middle, if there is one. The hole belongs to the mark.
    pub fn hole(&self) -> Option<f64> {
        self.hole
    }

    /// Distance from the origin to the outline in a direction.
    pub fn reach(&self, toward: Vector) -> f64 {
        let turn = toward.y.atan2(toward.x).rem_euclid(TAU) / TAU * DIRECTIONS as f64;
        let (low, rest) = (turn.floor(), turn.fract());
        let i = low as usize % DIRECTIONS;
        let (a, b) = (self.reach[i], self.reach[(i + 1) % DIRECTIONS]);
        a + (b - a) * rest
    }

    /// A point relative to the center lies on a mark of this radius, or at most `margin` outside it.
    pub fn contains(&self, offset: Vector, radius: f64, margin: f64) -> bool {
        offset.length() <= self.reach(offset) * radius + margin
    }
}

/// Where a ray from the origin leaves the polygon.
fn ray(points: &[Point], angle: f64) -> f64 {
    let direction = Vector::new(angle.cos(), angle.sin());
    let mut farthest = 0.0_f64;
    for (i, &a) in points.iter().enumerate() {
        let b = points[(i + 1) % points.len()];
        let edge = b - a;
        let cross = direction.x * edge.y - direction.y * edge.x;
        if cross.abs() < 1e-12 {
            continue;
        }
        let t = (a.x * edge.y - a.y * edge.x) / cross;
        let u = (a.x * direction.y - a.y * direction.x) / cross;
        if t > 0.0 && (-1e-9..=1.0 + 1e-9).contains(&u) {
            farthest = farthest.max(t);
        }
    }
    farthest
}

/// Sharp corners do not move farther than this many times as far as their edges.
const MITER_LIMIT: f64 = 1.7;

/// How a corner moves when both its edges move outwards by 1.
fn miter(points: &[Point], i: usize) -> Vector {
    let n = points.len();
    let (a, b, c) = (points[(i + n - 1) % n], points[i], points[(i + 1) % n]);
    // Clockwise on the screen, the outside is to the left.
    let outward = |edge: Vector| -edge.unit().unwrap_or(Vector::ZERO).turned();
    let (u, v) = (outward(b - a), outward(c - b));
    let both = u + v;
    let cosine = (u.x * both.x + u.y * both.y).max(1e-6);
    let miter = both / cosine;
    let length = miter.length();
    if length > MITER_LIMIT {
        miter * (MITER_LIMIT / length)
    } else {
        miter
    }
}

fn is_convex(points: &[Point]) -> bool {
    let n = points.len();
    (0..n).all(|i| {
        let (a, b, c) = (points[i], points[(i + 1) % n], points[(i + 2) % n]);
        let (u, v) = (b - a, c - b);
        u.x * v.y - u.y * v.x > -1e-9
    })
}

/// Corners of what counts as a circle.
const ROUND: usize = 40;

/// Corners of a regular polygon, the first one at `start` (0 is to the right, a quarter turn is down).
fn regular(corners: usize, radius: f64, start: f64) -> Vec<Point> {
    (0..corners)
        .map(|i| {
            let angle = start + TAU * i as f64 / corners as f64;
            Point::new(radius * angle.cos(), radius * angle.sin())
        })
        .collect()
}

fn corners(list: &[(f64, f64)]) -> Vec<Point> {
    list.iter().map(|&(x, y)| Point::new(x, y)).collect()
}

/// A five-pointed star.
fn star() -> Vec<Point> {
    (0..10)
        .map(|i| {
            let angle = -FRAC_PI_2 + PI * f64::from(i) / 5.0;
            let radius = if i % 2 == 0 { 1.22 } else { 0.58 };
            Point::new(radius * angle.cos(), radius * angle.sin() + 0.05)
        })
        .collect()
}

/// A pill that lies on its side.
fn stadium() -> Vec<Point> {
    let (half, radius) = (0.55, 0.66);
    let cap = |center: f64, start: f64| {
        (0..=10).map(move |i| {
            let angle = start + PI * f64::from(i) / 10.0;
            Point::new(center + radius * angle.cos(), radius * angle.sin())
        })
    };
    cap(half, -FRAC_PI_2).chain(cap(-half, FRAC_PI_2)).collect()
}

/// Flat on top, pointed below, with curved flanks.
fn shield() -> Vec<Point> {
    let flank = |i: i32| {
        // A quarter of an ellipse from the shoulder to the tip.
        let t = f64::from(i) / 8.0;
        (0.86 * (1.0 - t.powf(1.7)), -0.15 + 1.25 * t)
    };
    let mut points = vec![(-0.86, -0.92), (0.86, -0.92)];
    points.extend((0..8).map(flank));
    points.push((0.0, 1.10));
    points.extend((0..8).rev().map(|i| {
        let (x, y) = flank(i);
        (-x, y)
    }));
    corners(&points)
}

/// A cross with broad arms.
fn plus() -> Vec<Point> {
    let (long, short) = (1.06, 0.42);
    corners(&[
        (-short, -long),
        (short, -long),
        (short, -short),
        (long, -short),
        (long, short),
        (short, short),
        (short, long),
        (-short, long),
        (-short, short),
        (-long, short),
        (-long, -short),
        (-short, -short),
    ])
}

/// Sizes differ so that all kinds look about equally large.
fn draw(kind: ActorKind) -> Outline {
    let up = -FRAC_PI_2;
    let (points, hole) = match kind {
        ActorKind::Final => (regular(ROUND, 1.0, 0.0), None),
        ActorKind::Intermediate => (regular(6, 1.08, 0.0), None),
        ActorKind::Related => (regular(ROUND, 1.04, 0.0), Some(0.5)),
        ActorKind::Supplier => (regular(4, 1.24, up / 2.0), None),
        ActorKind::Service => (regular(4, 1.24, up), None),
        ActorKind::Finance => (stadium(), None),
        ActorKind::Intermediary => (
            corners(&[
                (-0.95, -1.0),
                (0.95, -1.0),
                (0.30, 0.0),
                (0.95, 1.0),
                (-0.95, 1.0),
                (-0.30, 0.0),
            ]),
            None,
        ),
        ActorKind::University => (corners(&[(0.0, -1.22), (1.16, 0.82), (-1.16, 0.82)]), None),
        ActorKind::Institute => (corners(&[(-1.16, -0.82), (1.16, -0.82), (0.0, 1.22)]), None),
        ActorKind::Training => (
            corners(&[(-0.62, -0.80), (0.62, -0.80), (1.18, 0.80), (-1.18, 0.80)]),
            None,
        ),
        ActorKind::Standards => (shield(), None),
        ActorKind::Center => (regular(5, 1.12, up), None),
        ActorKind::Government => (star(), None),
        ActorKind::Association => (plus(), None),
        ActorKind::Customer => (regular(8, 1.05, PI / 8.0), None),
    };
    Outline::new(points, hole)
}

static OUTLINES: LazyLock<Vec<Outline>> = LazyLock::new(|| ActorKind::ALL.into_iter().map(draw).collect());

/// The outline of a kind.
pub(super) fn of(kind: ActorKind) -> &'static Outline {
    &OUTLINES[kind as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outline_can_be_filled_from_its_center() {
        for kind in ActorKind::ALL {
            let outline = of(kind);
            let points = outline.points();
            for (i, &a) in points.iter().enumerate() {
                let b = points[(i + 1) % points.len()];
                // Clockwise on the screen, where y grows downwards, and seen from the origin.
                assert!(a.x * b.y - a.y * b.x > 0.0, "{kind:?} at corner {i}");
            }
        }
    }

    #[test]
    fn outlines_are_about_equally_large() {
        for kind in ActorKind::ALL {
            let points = of(kind).points();
            let area: f64 = (0..points.len())
                .map(|i| {
                    let (a, b) = (points[i], points[(i + 1) % points.len()]);
                    (a.x * b.y - a.y * b.x) / 2.0
                })
                .sum();
            assert!((1.9..3.5).contains(&area), "{kind:?} {area}");
            for point in points {
                assert!((*point - Point::ORIGIN).length() < 1.5, "{kind:?}");
            }
        }
    }

    #[test]
    fn growing_moves_edges_outwards() {
        for kind in ActorKind::ALL {
            let outline = of(kind);
            for (grown, point) in outline.grown(20.0, 5.0).zip(outline.points()) {
                let way = grown - (*point - Point::ORIGIN) * 20.0;
                assert!((4.9..8.6).contains(&way.length()), "{kind:?} {way:?}");
            }
        }
        let square: Vec<Vector> = of(ActorKind::Supplier).grown(20.0, 3.0).collect();
        let side = 20.0 * 1.24 / 2.0_f64.sqrt() + 3.0;
        assert!(
            square
                .iter()
                .all(|p| (p.x.abs() - side).abs() < 1e-9 && (p.y.abs() - side).abs() < 1e-9)
        );
    }

    #[test]
    fn inside_and_outside() {
        for kind in ActorKind::ALL {
            let outline = of(kind);
            assert!(outline.contains(Vector::new(2.0, 1.0), 20.0, 0.0), "{kind:?}");
            assert!(!outline.contains(Vector::new(30.0, 1.0), 20.0, 0.0), "{kind:?}");
        }
        // Beside the waist of the hourglass and between the arms of the plus there is nothing.
        assert!(!of(ActorKind::Intermediary).contains(Vector::new(15.0, 0.0), 20.0, 0.0));
        assert!(!of(ActorKind::Association).contains(Vector::new(16.0, 16.0), 20.0, 0.0));
        assert!(of(ActorKind::Association).contains(Vector::new(16.0, 16.0), 20.0, 12.0));
        assert!(of(ActorKind::Supplier).contains(Vector::new(16.0, 16.0), 20.0, 0.0));
    }
}
