//! The inside of one group: its members by their ties, or in rows, without overlap and in a round shape.

use std::collections::VecDeque;

use crate::base::geom::{Point, Vector};
use crate::base::rng::Rng;

use super::super::tidy::Footprint;
use super::turn::direction;
use super::{Cast, SPACE, discs};

/// Larger groups that nothing divides are strewn evenly.
const BY_TIES: usize = 256;

/// Rounds over all pairs.
const ROUNDS: usize = 14;

/// Part of its disc that the room of all members covers.
const COVER: f64 = 0.66;

/// Passes of pushing apart at one size; after these the whole becomes a little larger.
const PASSES: usize = 24;

/// A group with its members in place around its center.
#[derive(Clone, Debug)]
pub(super) struct Inside {
    /// Everything of it, labels too, is nearer to the center than this.
    pub(super) radius: f64,
    pub(super) members: Vec<(usize, Vector)>,
}

impl Inside {
    /// The group around the middle of the smallest circle about its marks, as good as that is found.
    pub(super) fn around(cast: &Cast<'_>, mut members: Vec<(usize, Vector)>) -> Self {
        let end = |&(i, at): &(usize, Vector), center: Vector| {
            let room = cast.room[i];
            let off = at - center;
            // The mark with its label as a box; its farthest corner.
            let x = off.x.abs() + room.half;
            let y = (off.y + room.below).max(room.radius - off.y);
            (x * x + y * y).sqrt()
        };
        let farthest = |center: Vector| {
            let ends = members.iter().map(|member| end(member, center));
            ends.enumerate()
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        };
        // A step toward whoever is farthest away, each smaller than the one before (Bădoiu & Clarkson 2003).
        let mut center = Vector::ZERO;
        let mut best = (f64::INFINITY, center);
        for step in 1..24 {
            if let Some((k, radius)) = farthest(center) {
                if radius < best.0 {
                    best = (radius, center);
                }
                center += (members[k].1 - center) / (f64::from(step) + 1.0);
            }
        }
        for (_, at) in &mut members {
            *at -= best.1;
        }
        Self {
            radius: if best.0.is_finite() { best.0 } else { 0.0 },
            members,
        }
    }

    /// Turned, perhaps mirrored before, about its center.
    pub(super) fn turn(&mut self, cos: f64, sin: f64, mirrored: bool) {
        for (_, at) in &mut self.members {
            let v = if mirrored { Vector::new(-at.x, at.y) } else { *at };
            *at = Vector::new(v.x * cos - v.y * sin, v.x * sin + v.y * cos);
        }
    }
}

/// Members as far from each other as they are along their ties.
pub(super) fn by_ties(cast: &Cast<'_>, members: &[usize]) -> Inside {
    let count = members.len();
    let room: Vec<Footprint> = members.iter().map(|&i| cast.room[i]).collect();
    let area: f64 = room.iter().map(|r| r.area()).sum();
    let wanted = (area / COVER / std::f64::consts::PI).sqrt();
    if count == 1 {
        return Inside::around(cast, vec![(members[0], Vector::ZERO)]);
    }
    let mut points = if count <= BY_TIES {
        stressed(cast, members)
    } else {
        sunflower(count)
    };
    let middle = points
        .iter()
        .fold(Vector::ZERO, |sum, p| sum + (*p - Point::ORIGIN))
        / count as f64;
    let spread = points
        .iter()
        .map(|p| (*p - Point::ORIGIN - middle).length_squared())
        .sum::<f64>()
        / count as f64;
    // Members of an even disc are on average as far out as half its squared radius.
    let by = if spread > 0.0 {
        wanted / (2.0 * spread).sqrt()
    } else {
        1.0
    };
    for p in &mut points {
        *p = Point::ORIGIN + (*p - Point::ORIGIN - middle) * by;
    }
    let mut passes = 0;
    while part(&mut points, &room) {
        passes += 1;
        if passes % PASSES == 0 {
            for p in &mut points {
                *p = Point::new(p.x * 1.06, p.y * 1.06);
            }
        }
    }
    let placed = members
        .iter()
        .zip(&points)
        .map(|(&i, p)| (i, *p - Point::ORIGIN))
        .collect();
    Inside::around(cast, placed)
}

/// Members in rows of even cells, those with most ties in the middle.
pub(super) fn in_rows(cast: &Cast<'_>, members: &[usize]) -> Inside {
    let room = cast.largest(members.iter().copied());
    let (wide, high) = (2.0 * room.half + SPACE, room.radius + room.below + SPACE);
    let count = members.len();
    let side = ((count as f64 * wide / high).sqrt().ceil() as usize).max(1);
    // Cells by how far they are from the middle, as the page measures it.
    let rows = side as f64;
    let columns = (count as f64 / rows).ceil().max(1.0);
    let mut cells: Vec<(f64, usize, Vector)> = Vec::new();
    let (across, down) = (columns as i64 + 2, side as i64 + 2);
    for row in -down..=down {
        // Every other row is shifted by half a cell.
        let shift = if row.rem_euclid(2) == 1 { 0.5 } else { 0.0 };
        for column in -across..=across {
            let at = Vector::new((column as f64 + shift) * wide, row as f64 * high);
            cells.push((at.length_squared(), cells.len(), at));
        }
    }
    cells.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut order = members.to_vec();
    order.sort_by_key(|&i| (std::cmp::Reverse(cast.neighbors.of(i).len()), i));
    let placed = order
        .into_iter()
        .zip(cells.into_iter().map(|cell| cell.2))
        .collect();
    Inside::around(cast, placed)
}

/// Distances along ties within the group; whoever nothing ties stands beyond those who are tied.
fn stressed(cast: &Cast<'_>, members: &[usize]) -> Vec<Point> {
    let count = members.len();
    let mut sorted: Vec<(usize, usize)> = members.iter().enumerate().map(|(k, &i)| (i, k)).collect();
    sorted.sort_unstable();
    let near: Vec<Vec<usize>> = members
        .iter()
        .map(|&i| {
            let ties = cast.neighbors.of(i).iter();
            ties.filter_map(|&(j, _)| {
                let found = sorted.binary_search_by_key(&j, |&(i, _)| i).ok()?;
                Some(sorted[found].1)
            })
            .collect()
        })
        .collect();
    let mut wishes = Vec::with_capacity(count * (count - 1) / 2);
    let mut hops = vec![u32::MAX; count];
    let mut queue = VecDeque::new();
    let mut longest = 1;
    for source in 0..count {
        hops.fill(u32::MAX);
        hops[source] = 0;
        queue.push_back(source);
        while let Some(i) = queue.pop_front() {
            for &j in &near[i] {
                if hops[j] == u32::MAX {
                    hops[j] = hops[i] + 1;
                    longest = longest.max(hops[j]);
                    queue.push_back(j);
                }
            }
        }
        for (j, &far) in hops.iter().enumerate().skip(source + 1) {
            wishes.push((source, j, f64::from(if far == u32::MAX { u32::MAX } else { far })));
        }
    }
    let apart = f64::from(longest.min(4)) + 1.0;
    for wish in &mut wishes {
        if wish.2 >= f64::from(u32::MAX) {
            wish.2 = apart;
        }
    }
    let mut points: Vec<Point> = sunflower(count);
    discs::wish(&mut points, &mut wishes, ROUNDS, &mut Rng::new(count as u64));
    points
}

/// Evenly over a disc, in a spiral by the golden angle (Vogel 1979).
fn sunflower(count: usize) -> Vec<Point> {
    const GOLDEN: f64 = 0.381_966_011_250_105_1;
    (0..count)
        .map(|k| Point::ORIGIN + direction(k as f64 * GOLDEN) * (k as f64 + 0.5).sqrt())
        .collect()
}

/// One pass over all pairs that overlap; whether any did.
fn part(points: &mut [Point], room: &[Footprint]) -> bool {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| {
        (points[a].x - room[a].half)
            .total_cmp(&(points[b].x - room[b].half))
            .then(a.cmp(&b))
    });
    let mut any = false;
    for (k, &a) in order.iter().enumerate() {
        for &b in &order[k + 1..] {
            let off = points[b] - points[a];
            if points[b].x - room[b].half > points[a].x + room[a].half + SPACE {
                break;
            }
            let down = if off.y < 0.0 {
                room[b].below + room[a].radius
            } else {
                room[a].below + room[b].radius
            };
            let into_x = room[a].half + room[b].half + SPACE - off.x.abs();
            let into_y = down + SPACE - off.y.abs();
            let reach = room[a].radius + room[b].radius + SPACE;
            let squared = off.length_squared();
            let labels = room[a].below > room[a].radius || room[b].below > room[b].radius;
            let by = if squared < reach * reach {
                let length = squared.sqrt();
                let way = if length > 1e-9 {
                    off / length
                } else {
                    Vector::new(1.0, 0.0)
                };
                way * (reach - length)
            } else if labels && into_x > 0.0 && into_y > 0.0 {
                if into_x < into_y {
                    Vector::new(if off.x < 0.0 { -into_x } else { into_x }, 0.0)
                } else {
                    Vector::new(0.0, if off.y < 0.0 { -into_y } else { into_y })
                }
            } else {
                continue;
            };
            any |= by.length_squared() > 0.25;
            points[a] = points[a] - by * 0.5;
            points[b] += by * 0.5;
        }
    }
    any
}
