//! Discs of different sizes on a page: those that are tied near each other, none on another, close together.

use crate::base::geom::{Point, Vector};
use crate::base::rng::Rng;

use super::super::place::lay_flat;

/// Sources from which distances are taken; all discs up to so many.
const SOURCES: usize = 160;

/// Rounds over all wishes.
const ROUNDS: usize = 40;

/// Part of its page that a loose pile of discs covers.
const COVER: f64 = 0.55;

/// Passes of pushing apart and pulling together.
const PASSES: usize = 240;

/// Centers for discs with these radii and a space between any two of `gap`, tied by `links` (two discs and a weight).
pub(super) fn placed(radii: &[f64], links: &[(usize, usize, f64)], gap: f64) -> Vec<Point> {
    let count = radii.len();
    if count < 2 {
        return vec![Point::ORIGIN; count];
    }
    let mut points = by_distance(radii, links, gap);
    lay_flat(&mut points);
    // The pile as large as its discs need, whatever the distances say.
    let area: f64 = radii.iter().map(|r| (2.0 * r + gap) * (2.0 * r + gap)).sum();
    let middle = mean(&points);
    let spread = points.iter().map(|p| (*p - middle).length_squared()).sum::<f64>() / count as f64;
    let wanted = area / COVER / (2.0 * std::f64::consts::PI * 2.0);
    let by = if spread > 0.0 {
        (wanted / spread).sqrt()
    } else {
        1.0
    };
    for p in &mut points {
        *p = Point::ORIGIN + (*p - middle) * by;
    }
    settle(&mut points, radii, links, gap);
    points
}

fn mean(points: &[Point]) -> Point {
    let sum = points
        .iter()
        .fold(Vector::ZERO, |sum, p| sum + (*p - Point::ORIGIN));
    Point::ORIGIN + sum / points.len().max(1) as f64
}

/// Places in which distances are about those along links (stress by single wishes, Zheng, Pawar & Goodman 2018).
fn by_distance(radii: &[f64], links: &[(usize, usize, f64)], gap: f64) -> Vec<Point> {
    let count = radii.len();
    let mut strongest = vec![0.0_f64; count];
    for &(a, b, weight) in links {
        strongest[a] = strongest[a].max(weight);
        strongest[b] = strongest[b].max(weight);
    }
    let mut near = vec![Vec::new(); count];
    for &(a, b, weight) in links {
        // A link that is weak for both ends brings them less near.
        let share = weight / strongest[a].min(strongest[b]);
        let long = (radii[a] + radii[b] + gap) * (2.0 - share.min(1.0));
        near[a].push((b, long));
        near[b].push((a, long));
    }
    let mut rng = Rng::new(count as u64);
    let sources: Vec<usize> = if count <= SOURCES {
        (0..count).collect()
    } else {
        (0..SOURCES).map(|k| k * count / SOURCES).collect()
    };
    let mut wishes: Vec<(usize, usize, f64)> = Vec::new();
    for (k, &source) in sources.iter().enumerate() {
        let far = distances(&near, source);
        let widest = far
            .iter()
            .copied()
            .filter(|d| d.is_finite())
            .fold(0.0, f64::max)
            .max(4.0 * (radii[source] + gap));
        for (i, &distance) in far.iter().enumerate() {
            let twice = count <= SOURCES && sources[..k].binary_search(&i).is_ok();
            if i != source && !twice {
                // Those that nothing ties stand beyond everybody else.
                wishes.push((
                    source,
                    i,
                    if distance.is_finite() {
                        distance
                    } else {
                        1.3 * widest
                    },
                ));
            }
        }
    }
    if count > SOURCES {
        wishes.extend(near.iter().enumerate().flat_map(|(a, list)| {
            list.iter()
                .filter(move |(b, _)| a < *b)
                .map(move |&(b, long)| (a, b, long))
        }));
    }
    let side = wishes.iter().map(|wish| wish.2).fold(1.0, f64::max);
    let mut points: Vec<Point> = (0..count)
        .map(|_| Point::new(rng.unit() * side, rng.unit() * side))
        .collect();
    wish(&mut points, &mut wishes, ROUNDS, &mut rng);
    points
}

/// Brings pairs to the distances that they wish for, each by itself, in ever smaller steps.
pub(super) fn wish(points: &mut [Point], wishes: &mut [(usize, usize, f64)], rounds: usize, rng: &mut Rng) {
    let shortest = wishes.iter().map(|wish| wish.2).fold(f64::INFINITY, f64::min);
    let longest = wishes.iter().map(|wish| wish.2).fold(0.0, f64::max);
    if !shortest.is_finite() || shortest <= 0.0 {
        return;
    }
    // From steps that move everybody all the way to steps that move the nearest a tenth of it.
    let (mut rate, last) = (longest * longest, 0.1 * shortest * shortest);
    let decay = root((last / rate).max(1e-12), rounds.max(2) - 1);
    for _ in 0..rounds {
        rng.shuffle(wishes);
        for &(a, b, distance) in wishes.iter() {
            let off = points[b] - points[a];
            let length = off.length_squared().sqrt();
            let part = (rate / (distance * distance)).min(1.0);
            let way = if length > 1e-9 {
                off / length
            } else {
                Vector::new(1.0, 0.0)
            };
            let by = way * (part * (length - distance) / 2.0);
            points[a] += by;
            points[b] = points[b] - by;
        }
        rate *= decay;
    }
}

/// The `count`-th root of a number from 0 to 1, by halving, as the library's differs by machine.
fn root(value: f64, count: usize) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        let mut power = 1.0;
        for _ in 0..count {
            power *= middle;
        }
        if power < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Shortest ways from one disc to all others (Dijkstra 1959, over rows).
fn distances(near: &[Vec<(usize, f64)>], source: usize) -> Vec<f64> {
    let mut far = vec![f64::INFINITY; near.len()];
    let mut waiting = std::collections::BinaryHeap::new();
    far[source] = 0.0;
    waiting.push((std::cmp::Reverse(Order(0.0)), std::cmp::Reverse(source)));
    while let Some((std::cmp::Reverse(Order(distance)), std::cmp::Reverse(i))) = waiting.pop() {
        if distance > far[i] {
            continue;
        }
        for &(j, long) in &near[i] {
            if distance + long < far[j] {
                far[j] = distance + long;
                waiting.push((std::cmp::Reverse(Order(far[j])), std::cmp::Reverse(j)));
            }
        }
    }
    far
}

/// Numbers in their order.
#[derive(PartialEq)]
struct Order(f64);

impl Eq for Order {}

impl PartialOrd for Order {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Order {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Pushes overlapping discs apart while links and the middle pull them together, ever more gently; in the end all are
/// apart.
fn settle(points: &mut [Point], radii: &[f64], links: &[(usize, usize, f64)], gap: f64) {
    let count = points.len();
    let mut pull = vec![(0.0, Vector::ZERO); count];
    for pass in 0..PASSES {
        let gentle = 1.0 - pass as f64 / PASSES as f64;
        pull.fill((0.0, Vector::ZERO));
        for &(a, b, weight) in links {
            let off = points[b] - points[a];
            pull[a] = (pull[a].0 + weight, pull[a].1 + off * weight);
            pull[b] = (pull[b].0 + weight, pull[b].1 - off * weight);
        }
        for (p, &(weight, sum)) in points.iter_mut().zip(&pull) {
            let inward = (Point::ORIGIN - *p) * (0.02 * gentle);
            let toward = if weight > 0.0 {
                sum * (0.03 * gentle / weight)
            } else {
                Vector::ZERO
            };
            *p += inward + toward;
        }
        for _ in 0..2 {
            part(points, radii, gap);
        }
    }
    while part(points, radii, gap) {
        // What pushing alone does not solve, a little more room does.
        for p in points.iter_mut() {
            *p = Point::new(p.x * 1.01, p.y * 1.01);
        }
    }
}

/// One pass over all discs that overlap, the smaller of two moves more; whether any did by more than a trifle.
fn part(points: &mut [Point], radii: &[f64], gap: f64) -> bool {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| {
        (points[a].x - radii[a])
            .total_cmp(&(points[b].x - radii[b]))
            .then(a.cmp(&b))
    });
    let mut any = false;
    for (k, &a) in order.iter().enumerate() {
        for &b in &order[k + 1..] {
            if points[b].x - radii[b] > points[a].x + radii[a] + gap {
                break;
            }
            let reach = radii[a] + radii[b] + gap;
            let off = points[b] - points[a];
            let squared = off.length_squared();
            if squared >= reach * reach {
                continue;
            }
            let length = squared.sqrt();
            let deep = reach - length;
            any |= deep > 0.01 * gap.max(1.0);
            let way = if length > 1e-9 {
                off / length
            } else {
                Vector::new(1.0, 0.0)
            };
            let (own, other) = (radii[a] * radii[a], radii[b] * radii[b]);
            let share = if own + other > 0.0 {
                other / (own + other)
            } else {
                0.5
            };
            points[a] = points[a] - way * (deep * share);
            points[b] += way * (deep * (1.0 - share));
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_disc_lies_on_another_and_tied_ones_are_near() {
        let mut rng = Rng::new(5);
        let radii: Vec<f64> = (0..60).map(|_| 10.0 + 90.0 * rng.unit()).collect();
        // Two halves, each tied like a circle.
        let links: Vec<(usize, usize, f64)> = (0..60)
            .map(|i| (i, if i % 30 == 29 { i - 29 } else { i + 1 }, 1.0))
            .map(|(a, b, weight)| (a.min(b), a.max(b), weight))
            .collect();
        let points = placed(&radii, &links, 12.0);
        for a in 0..60 {
            for b in 0..a {
                let apart = points[a].distance(points[b]) - radii[a] - radii[b];
                assert!(apart > 11.5, "{a} {b}: {apart}");
            }
        }
        let mean = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
            let lengths: Vec<f64> = pairs.map(|(a, b)| points[a].distance(points[b])).collect();
            lengths.iter().sum::<f64>() / lengths.len() as f64
        };
        let tied = mean(&mut links.iter().map(|link| (link.0, link.1)));
        let all = mean(&mut (0..60).flat_map(|a| (0..a).map(move |b| (a, b))));
        assert!(tied < 0.6 * all, "{tied} {all}");
    }

    #[test]
    fn roots() {
        assert!((root(0.25, 2) - 0.5).abs() < 1e-12);
    }
}
