//! First places: a whole component from nothing, those who lack one, or one new actor beside those it is tied to.

use std::collections::VecDeque;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};
use crate::base::rng::Rng;
use crate::model::document::MAP_LIMIT;
use crate::model::{ActorId, Document};

use super::TIE_LENGTH;
use super::request::{Mark, Request, Spring};
use super::tidy::GAP;

/// Up to this many actors every pair pulls; above, every actor is drawn towards a few landmarks.
const ALL_PAIRS: usize = 500;

/// Number of landmarks.
const LANDMARKS: usize = 64;

/// Rounds over all terms of the stress.
const ROUNDS: usize = 30;

/// The way from one actor to another counts as this much longer for the weakest tie, shorter for the strongest.
const WEIGHT_REACH: f64 = 0.2;

/// So many actors without a place are each found a free one; more are strewn, and the forces sort them.
const CAREFULLY: usize = 60;

/// Sixteen directions of length about 1, evenly enough spread.
const DIRECTIONS: [(f64, f64); 16] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, 1.0),
    (0.0, -1.0),
    (0.71, 0.71),
    (-0.71, 0.71),
    (0.71, -0.71),
    (-0.71, -0.71),
    (0.92, 0.38),
    (-0.92, 0.38),
    (0.92, -0.38),
    (-0.92, -0.38),
    (0.38, 0.92),
    (-0.38, 0.92),
    (0.38, -0.92),
    (-0.38, -0.92),
];

/// Who is tied to whom, in rows.
#[derive(Clone, Debug)]
pub(super) struct Neighbors {
    start: Vec<usize>,
    list: Vec<(usize, f64)>,
}

impl Neighbors {
    /// The rows of `count` actors.
    pub(super) fn new(count: usize, ties: &[Spring]) -> Self {
        let mut start = vec![0; count + 1];
        for tie in ties {
            start[tie.a + 1] += 1;
            start[tie.b + 1] += 1;
        }
        for i in 0..count {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut list = vec![(0, 0.0); 2 * ties.len()];
        for tie in ties {
            for (from, to) in [(tie.a, tie.b), (tie.b, tie.a)] {
                list[next[from]] = (to, tie.weight);
                next[from] += 1;
            }
        }
        Self { start, list }
    }

    /// The actors tied to `i`, with the weights.
    pub(super) fn of(&self, i: usize) -> &[(usize, f64)] {
        &self.list[self.start[i]..self.start[i + 1]]
    }

    /// Number of ties from `source` to every actor; `u32::MAX` where there is no way.
    pub(super) fn hops(&self, source: usize) -> Vec<u32> {
        let mut hops = vec![u32::MAX; self.start.len() - 1];
        let mut queue = VecDeque::from([source]);
        hops[source] = 0;
        while let Some(i) = queue.pop_front() {
            for &(j, _) in self.of(i) {
                if hops[j] == u32::MAX {
                    hops[j] = hops[i] + 1;
                    queue.push_back(j);
                }
            }
        }
        hops
    }
}

/// One wish: the two at this distance (in ties). The second end of a landmark's wish stays where it is.
#[derive(Clone, Copy, Debug)]
struct Wish {
    a: u32,
    b: u32,
    distance: f64,
    weight: f64,
    only_first: bool,
}

/// What a component would like, worked out once for any number of tries.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    count: usize,
    wishes: Vec<Wish>,
    farthest: f64,
}

impl Wishes {
    /// The wishes of a connected component of `count` actors.
    pub(super) fn new(
        count: usize,
        ties: &[Spring],
        neighbors: &Neighbors,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let length = |weight: f64| 1.0 + WEIGHT_REACH - 2.0 * WEIGHT_REACH * weight;
        let wish = |a: usize, b: usize, distance: f64| Wish {
            a: a as u32,
            b: b as u32,
            distance,
            weight: 1.0 / (distance * distance),
            only_first: false,
        };
        let mut wishes: Vec<Wish> = ties
            .iter()
            .map(|tie| wish(tie.a, tie.b, length(tie.weight)))
            .collect();
        let mut farthest = 1.0_f64;
        if count <= ALL_PAIRS {
            for a in 0..count {
                cancel.check()?;
                for (b, &hops) in neighbors.hops(a).iter().enumerate().skip(a + 1) {
                    if hops > 1 && hops != u32::MAX {
                        farthest = farthest.max(f64::from(hops));
                        wishes.push(wish(a, b, f64::from(hops)));
                    }
                }
            }
        } else {
            let landmarks = landmarks(count, neighbors, cancel)?;
            let nearest: Vec<usize> = (0..count)
                .map(|i| {
                    (0..landmarks.len())
                        .min_by_key(|&k| landmarks[k].1[i])
                        .unwrap_or(0)
                })
                .collect();
            for (k, (landmark, hops)) in landmarks.iter().enumerate() {
                // How many actors of this landmark's region lie within half the distance (Ortmann, Klimenta &
                // Brandes 2017): they are who the landmark speaks for.
                let mut region = vec![0.0_f64; count + 1];
                for i in (0..count).filter(|&i| nearest[i] == k) {
                    region[hops[i] as usize] += 1.0;
                }
                for d in 1..region.len() {
                    region[d] += region[d - 1];
                }
                for (i, &distance) in hops.iter().enumerate() {
                    if distance > 1 {
                        let d = f64::from(distance);
                        farthest = farthest.max(d);
                        wishes.push(Wish {
                            weight: region[distance as usize / 2].max(1.0) / (d * d),
                            only_first: true,
                            ..wish(i, *landmark, d)
                        });
                    }
                }
            }
        }
        Ok(Self {
            count,
            wishes,
            farthest,
        })
    }

    /// Places that fulfil the wishes well, one tie being about [`TIE_LENGTH`] long: stochastic gradient descent on the
    /// stress (Zheng, Pawar & Goodman 2019).
    pub(super) fn places(&self, seed: u64, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
        let mut rng = Rng::new(seed);
        let side = self.farthest;
        let mut points: Vec<Point> = (0..self.count)
            .map(|_| Point::new((rng.unit() - 0.5) * side, (rng.unit() - 0.5) * side))
            .collect();
        let mut wishes = self.wishes.clone();
        // The step shrinks from one that fulfils the weakest wish at once to a tenth of the strongest's; quadratic
        // rather than exponential decay, as powers differ by machine.
        let most = self.farthest * self.farthest;
        let decay = ((most / 0.1).sqrt() - 1.0) / (ROUNDS - 1) as f64;
        for round in 0..ROUNDS {
            cancel.check()?;
            for i in (1..wishes.len()).rev() {
                wishes.swap(i, rng.below(i + 1));
            }
            let slower = 1.0 + decay * round as f64;
            let step = most / (slower * slower);
            for wish in &wishes {
                let (a, b) = (wish.a as usize, wish.b as usize);
                let offset = points[a] - points[b];
                let distance = offset.length_squared().sqrt();
                if distance < 1e-12 {
                    points[a].x += 1e-3;
                    continue;
                }
                let part = (wish.weight * step).min(1.0);
                let by = offset * (part * (wish.distance - distance) / (2.0 * distance));
                if wish.only_first {
                    points[a] += by * 2.0;
                } else {
                    points[a] += by;
                    points[b] = points[b] - by;
                }
            }
        }
        for p in &mut points {
            *p = Point::new(p.x * TIE_LENGTH, p.y * TIE_LENGTH);
        }
        Ok(points)
    }
}

/// Actors far from each other, with the hops from each to everyone.
fn landmarks(
    count: usize,
    neighbors: &Neighbors,
    cancel: &Cancel,
) -> Result<Vec<(usize, Vec<u32>)>, Cancelled> {
    let mut nearest = vec![u32::MAX; count];
    let mut found: Vec<(usize, Vec<u32>)> = Vec::new();
    let mut next = 0;
    while found.len() < LANDMARKS {
        cancel.check()?;
        let hops = neighbors.hops(next);
        for (near, &hops) in nearest.iter_mut().zip(&hops) {
            *near = hops.min(*near);
        }
        found.push((next, hops));
        match nearest
            .iter()
            .enumerate()
            .max_by_key(|&(i, &near)| (near, std::cmp::Reverse(i)))
        {
            Some((far, &near)) if near > 0 => next = far,
            _ => break,
        }
    }
    Ok(found)
}

/// Turns the points about their center so that they extend most to the left and right, and moves the center to the
/// origin.
pub(super) fn lay_flat(points: &mut [Point]) {
    let count = points.len().max(1) as f64;
    let center = points
        .iter()
        .fold(Vector::ZERO, |sum, &p| sum + (p - Point::ORIGIN))
        / count;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in points.iter_mut() {
        *p = *p - center;
        xx += p.x * p.x;
        xy += p.x * p.y;
        yy += p.y * p.y;
    }
    // Direction of the larger eigenvalue of the covariance matrix.
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    let axis = if half >= 0.0 {
        Vector::new(half + root, xy)
    } else {
        Vector::new(xy, root - half)
    };
    let length = axis.length_squared().sqrt();
    if length > 0.0 {
        let axis = axis / length;
        for p in points {
            *p = Point::new(p.x * axis.x + p.y * axis.y, p.y * axis.x - p.x * axis.y);
        }
    }
}

/// The given places; beside their neighbors for those without one; apart for those on top of each other.
pub(super) fn first_places(request: &Request) -> Vec<Point> {
    let mut rng = Rng::new(request.seed);
    let onto_map = |at: Point| {
        Point::new(
            at.x.clamp(-MAP_LIMIT, MAP_LIMIT),
            at.y.clamp(-MAP_LIMIT, MAP_LIMIT),
        )
    };
    let mut known: Vec<Option<Point>> = request
        .actors
        .iter()
        .map(|mark| mark.at.filter(|at| at.is_finite()).map(onto_map))
        .collect();
    let mut taken: Vec<Point> = known.iter().flatten().copied().collect();
    let missing = known.len() - taken.len();
    let careful = missing <= CAREFULLY;
    let ties: &[Spring] = if missing > 0 { &request.ties } else { &[] };
    let neighbors = Neighbors::new(known.len(), ties);
    let side = TIE_LENGTH * (known.len() as f64).sqrt();
    let mut points = Vec::with_capacity(known.len());
    for i in 0..known.len() {
        let at = known[i].unwrap_or_else(|| {
            let tied = neighbors.of(i).iter().filter_map(|&(j, _)| known[j]);
            if careful {
                let at = near(&tied.collect::<Vec<_>>(), &taken, TIE_LENGTH);
                taken.push(at);
                at
            } else {
                Point::new((rng.unit() - 0.5) * side, (rng.unit() - 0.5) * side)
            }
        });
        known[i] = Some(at);
        points.push(at);
    }
    let mut by_place: Vec<usize> = (0..points.len()).collect();
    by_place.sort_by(|&a, &b| {
        points[a]
            .x
            .total_cmp(&points[b].x)
            .then(points[a].y.total_cmp(&points[b].y))
            .then(a.cmp(&b))
    });
    let doubles: Vec<usize> = by_place
        .windows(2)
        .filter(|pair| points[pair[0]] == points[pair[1]])
        .map(|pair| pair[1])
        .collect();
    let reach = GAP * (doubles.len() as f64).sqrt();
    for i in doubles {
        let Mark { pinned, mobility, .. } = request.actors[i];
        if !pinned && mobility > 0.0 {
            points[i] += Vector::new((rng.unit() - 0.5) * reach, (rng.unit() - 0.5) * reach);
        }
    }
    points
}

/// A free place near the places of the actors that a new one is tied to, away from all `others`.
///
/// Without neighbors it is near the center of the others.
pub(super) fn near(neighbors: &[Point], others: &[Point], length: f64) -> Point {
    let around = if neighbors.is_empty() { others } else { neighbors };
    if around.is_empty() {
        return Point::ORIGIN;
    }
    let count = around.len() as f64;
    let center = Point::ORIGIN
        + around
            .iter()
            .fold(Vector::ZERO, |sum, &p| sum + (p - Point::ORIGIN) / count);
    let mut best = (f64::MIN, center);
    for ring in 0_u32..6 {
        for (x, y) in DIRECTIONS {
            let way = length * f64::from(ring) * 0.5;
            let at = center + Vector::new(x * way, y * way);
            let clearance = others
                .iter()
                .map(|&p| (p - at).length_squared())
                .fold(length * length, f64::min)
                .sqrt();
            let score = clearance - 0.35 * way;
            if score > best.0 {
                best = (score, at);
            }
        }
    }
    best.1
}

/// A free place for an actor that is about to be added and tied to `neighbors`.
pub fn beside(document: &Document, neighbors: &[ActorId]) -> Point {
    let tied: Vec<Point> = neighbors
        .iter()
        .filter_map(|&id| document.place(id))
        .map(|place| place.at)
        .collect();
    let others: Vec<Point> = document.places().map(|(_, place)| place.at).collect();
    among(&tied, &others)
}

/// The same where only the places are known, in map units: of those that it is tied to, and of all there are.
pub fn among(tied: &[Point], others: &[Point]) -> Point {
    near(tied, others, TIE_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_actor_is_near_its_neighbor_but_not_on_anyone() {
        let others = [
            Point::new(0.0, 0.0),
            Point::new(100.0, 0.0),
            Point::new(0.0, 100.0),
        ];
        let at = near(&others[..1], &others, 100.0);
        assert!(at.distance(others[0]) < 250.0, "{at:?}");
        for p in others {
            assert!(at.distance(p) > 60.0, "{at:?}");
        }
        assert_eq!(near(&[], &[], 100.0), Point::ORIGIN);
    }

    #[test]
    fn a_slanted_line_is_laid_flat() {
        let mut points = [Point::new(1.0, 2.0), Point::new(2.0, 4.0), Point::new(3.0, 6.0)];
        lay_flat(&mut points);
        assert!(points.iter().all(|p| p.y.abs() < 1e-12), "{points:?}");
        assert!((points[0].distance(points[2]) - 20.0_f64.sqrt()).abs() < 1e-12);
    }
}
