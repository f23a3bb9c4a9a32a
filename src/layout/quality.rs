//! How good a map is: the figures by which layouts are compared.

use std::collections::BTreeMap;

use crate::base::cancel::Cancel;
use crate::base::geom::{Point, Rect};
use crate::base::parallel;
use crate::base::rng::Rng;
use crate::model::{ActorId, Document};

use super::apart;
use super::net::Net;
use super::request::{Request, Scope};
use super::scale::length;

/// Figures of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Mean squared relative error of distances on the map against distances along ties, after the best scaling
    /// (Gansner, Koren & North 2004); 0 is perfect. From 200 actors' distances where there are more
    /// than 600, from as few as 16 where there are very many.
    pub stress: f64,
    /// Crossing pairs of ties; estimated from 500 000 sampled pairs where there are more than 3 000 ties.
    pub crossings: f64,
    /// Pairs of marks that overlap.
    pub overlaps: usize,
    /// Map units; 0 without ties.
    pub mean_tie_length: f64,
}

pub(super) const ALL_SOURCES: usize = 600;
const SOME_SOURCES: usize = 200;
/// On very large maps there are fewer sources, so that about so many actors are looked at.
const LOOKS: usize = 4_000_000;
const FEW_SOURCES: usize = 16;
/// Sources that a core takes at a time.
const AT_A_TIME: usize = 4;
const ALL_TIES: usize = 3_000;
const SOME_PAIRS: usize = 500_000;

/// The figures of a document whose actors stand at `places`; those without a place do not count.
pub fn measure(document: &Document, places: &BTreeMap<ActorId, Point>) -> Quality {
    let request = Request::of(document, &Scope::All, 0, |_, actor| actor.mark_radius());
    let points: Vec<Point> = request
        .actors
        .iter()
        .map(|mark| {
            places
                .get(&mark.id)
                .copied()
                .unwrap_or(Point::new(f64::NAN, f64::NAN))
        })
        .collect();
    of(&request, &points)
}

/// The figures of a request whose actors stand at `points`.
pub fn of(request: &Request, points: &[Point]) -> Quality {
    let ties: Vec<(usize, usize)> = request
        .ties
        .iter()
        .map(|tie| (tie.a, tie.b))
        .filter(|&(a, b)| points[a].is_finite() && points[b].is_finite())
        .collect();
    let total: f64 = ties.iter().map(|&(a, b)| length(points[b] - points[a])).sum();
    Quality {
        stress: stress(&Net::new(points.len(), &request.ties), points),
        crossings: crossings(&ties, points),
        overlaps: overlaps(request, points),
        mean_tie_length: if ties.is_empty() {
            0.0
        } else {
            total / ties.len() as f64
        },
    }
}

fn stress(net: &Net, points: &[Point]) -> f64 {
    let count = points.len();
    let mut rng = Rng::new(1);
    let sources: Vec<usize> = if count <= ALL_SOURCES {
        (0..count).collect()
    } else {
        let some = (LOOKS / count).clamp(FEW_SOURCES, SOME_SOURCES);
        (0..some).map(|_| rng.below(count)).collect()
    };
    // With x = distance on the map over distance along ties, Σ (s x − 1)² is least for s = Σ x / Σ x².
    let of_source = |source: usize| {
        let (mut pairs, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for (i, &hops) in net.hops(source).iter().enumerate() {
            let x = length(points[i] - points[source]) / f64::from(hops);
            if hops > 0 && hops != u32::MAX && x.is_finite() {
                pairs += 1.0;
                sum += x;
                squares += x * x;
            }
        }
        vec![pairs, sum, squares]
    };
    let parts = parallel::pieces(
        sources.len(),
        AT_A_TIME,
        &Cancel::new(),
        || (),
        |(), range| Ok(parallel::sum(range.map(|s| of_source(sources[s])))),
    );
    // Nobody can raise a flag that only this function knows.
    match parallel::sum(parts.unwrap_or_default()).as_slice() {
        &[pairs, sum, squares] if squares > 0.0 => (1.0 - sum * sum / squares / pairs).max(0.0),
        _ => 0.0,
    }
}

fn crossings(ties: &[(usize, usize)], points: &[Point]) -> f64 {
    let count = ties.len();
    if count <= ALL_TIES {
        let mut found = 0_usize;
        for (k, &a) in ties.iter().enumerate() {
            let first = Rect::from_corners(points[a.0], points[a.1]);
            for &b in &ties[k + 1..] {
                let apart = points[b.0].x.max(points[b.1].x) < first.min.x
                    || points[b.0].x.min(points[b.1].x) > first.max.x;
                found += usize::from(!apart && cross(a, b, points));
            }
        }
        found as f64
    } else {
        let mut rng = Rng::new(2);
        let mut found = 0_usize;
        for _ in 0..SOME_PAIRS {
            let (a, b) = (ties[rng.below(count)], ties[rng.below(count)]);
            found += usize::from(a != b && cross(a, b, points));
        }
        let pairs = count as f64 * (count as f64 - 1.0) / 2.0;
        found as f64 / SOME_PAIRS as f64 * pairs
    }
}

/// The two straight ties have a point in common that is not an end of both.
pub(super) fn cross(a: (usize, usize), b: (usize, usize), points: &[Point]) -> bool {
    if a.0 == b.0 || a.0 == b.1 || a.1 == b.0 || a.1 == b.1 {
        return false;
    }
    let side = |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    let (p, q, r, s) = (points[a.0], points[a.1], points[b.0], points[b.1]);
    side(p, q, r) * side(p, q, s) < 0.0 && side(r, s, p) * side(r, s, q) < 0.0
}

fn overlaps(request: &Request, points: &[Point]) -> usize {
    let marks = points
        .iter()
        .zip(&request.actors)
        .filter(|(at, _)| at.is_finite());
    let (points, radii): (Vec<Point>, Vec<f64>) = marks.map(|(&at, mark)| (at, mark.radius)).unzip();
    apart::overlaps(&points, &radii)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::request::{Mark, Spring};

    fn request(count: u64, ties: &[(usize, usize)]) -> Request {
        Request {
            actors: (1..=count)
                .map(|n| Mark {
                    id: ActorId::new(n).unwrap(),
                    at: None,
                    radius: 1.0,
                    label: 0.0,
                    pinned: false,
                    mobility: 1.0,
                })
                .collect(),
            ties: ties.iter().map(|&(a, b)| Spring { a, b, weight: 0.5 }).collect(),
            seed: 0,
        }
    }

    #[test]
    fn a_path_drawn_straight_is_perfect() {
        let points: Vec<Point> = (0..4).map(|i| Point::new(f64::from(i) * 7.0, 0.0)).collect();
        let quality = of(&request(4, &[(0, 1), (1, 2), (2, 3)]), &points);
        assert!(quality.stress < 1e-12);
        assert_eq!((quality.crossings, quality.overlaps), (0.0, 0));
        assert!((quality.mean_tie_length - 7.0).abs() < 1e-12);
    }

    #[test]
    fn a_twisted_square_crosses_once() {
        let points = [(0.0, 0.0), (9.0, 0.0), (0.0, 9.0), (9.0, 9.0)].map(|(x, y)| Point::new(x, y));
        let quality = of(&request(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]), &points);
        assert_eq!(quality.crossings, 1.0);
    }

    #[test]
    fn touching_marks_are_counted() {
        let points = [Point::new(0.0, 0.0), Point::new(1.5, 0.0), Point::new(9.0, 0.0)];
        assert_eq!(of(&request(3, &[]), &points).overlaps, 1);
    }
}
