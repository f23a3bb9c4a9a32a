//! Actors on a circle: how large it must be, where on it there is room, and who stands next to whom.

use std::f64::consts::TAU;

use crate::base::geom::{Point, Vector};

use super::super::tidy::Footprint;
use super::turn::{direction, turns};
use super::{Cast, SPACE};

/// Steps round a circle in which room is measured.
const FINE: usize = 720;

/// Marks on circles of more are not exchanged two by two.
const PAIR_BY_PAIR: usize = 70;

/// Room that one mark takes along a circle where it runs this way.
fn need(room: Footprint, along: Vector) -> f64 {
    let (wide, high) = (2.0 * room.half + SPACE, room.radius + room.below + SPACE);
    let across = 2.0 * room.radius + SPACE;
    // Side by side where the circle runs level, one below the other where it runs upright.
    let level = wide / along.x.abs().max(1e-6);
    let upright = high / along.y.abs().max(1e-6);
    level.min(upright).max(across)
}

/// Room that one mark takes at worst.
pub(super) fn need_most(room: Footprint) -> f64 {
    (0..=16)
        .map(|k| need(room, direction(f64::from(k) / 64.0)))
        .fold(0.0, f64::max)
}

/// Length of a circle of radius 1 that `count` marks need, each with room where it stands.
fn radius_for(count: usize, room: Footprint) -> f64 {
    let density: f64 = (0..FINE)
        .map(|k| 1.0 / need(room, direction(k as f64 / FINE as f64).turned()))
        .sum::<f64>()
        / FINE as f64;
    count as f64 / density / TAU
}

/// A circle with places on it.
#[derive(Clone, Debug)]
pub(super) struct Ring {
    pub(super) radius: f64,
    /// Directions of the places, in order round the circle, as parts of a turn.
    pub(super) slots: Vec<f64>,
    /// The places may be turned all together: marks have room whichever way the circle runs.
    free: bool,
}

impl Ring {
    /// The smallest circle of at least this radius with places for `count` marks: even ones if they have room so.
    pub(super) fn of(count: usize, room: Footprint, least: f64) -> Self {
        let count = count.max(1);
        let even = count as f64 * need_most(room) / TAU;
        if count == 1 || even <= least {
            let first = if count % 2 == 0 { 0.25 / count as f64 } else { 0.75 };
            let slots = (0..count)
                .map(|k| super::turn::within(first + k as f64 / count as f64))
                .collect();
            return Self {
                radius: least,
                slots,
                free: true,
            }
            .sorted();
        }
        let radius = radius_for(count, room).max(least).max(chord(count, room));
        // Walks round and puts a mark wherever enough room for one more has gathered.
        let mut slots = Vec::with_capacity(count);
        let share = |k: usize| 1.0 / need(room, direction(k as f64 / FINE as f64).turned());
        let all: f64 = (0..FINE).map(share).sum();
        let mut gathered = 0.0;
        for k in 0..FINE {
            let more = share(k) / all * count as f64;
            let mut next = slots.len() as f64 + 0.5;
            while next <= gathered + more && slots.len() < count {
                slots.push((k as f64 + (next - gathered) / more) / FINE as f64);
                next += 1.0;
            }
            gathered += more;
        }
        while slots.len() < count {
            slots.push(1.0 - 0.25 / FINE as f64);
        }
        Self {
            radius,
            slots,
            free: false,
        }
    }

    fn sorted(mut self) -> Self {
        self.slots.sort_by(f64::total_cmp);
        self
    }

    pub(super) fn at(&self, slot: usize) -> Point {
        Point::ORIGIN + direction(self.slots[slot]) * self.radius
    }
}

/// The smallest radius at which neighbors on an even circle do not touch.
fn chord(count: usize, room: Footprint) -> f64 {
    if count < 2 {
        return 0.0;
    }
    let half = direction(0.5 / count as f64).y.abs();
    (room.radius + SPACE / 2.0) / half.max(1e-9)
}

/// How many marks find room on a circle of this radius.
pub(super) fn capacity(room: Footprint, radius: f64) -> usize {
    let one = radius_for(1, room);
    (radius / one).floor().max(1.0) as usize
}

/// Seats the members of a circle in the order of where those are to whom they are tied, and turns the whole so that
/// all are nearest; `points` has everybody's place and gets the new ones. Ties among `same` pull as well.
pub(super) fn seat(cast: &Cast<'_>, ring: &mut Ring, members: &mut [usize], points: &mut [Point]) {
    let mut wanted: Vec<(f64, Vector, usize)> = members
        .iter()
        .map(|&i| {
            let mut sum = Vector::ZERO;
            for &(j, weight) in cast.neighbors.of(i) {
                let to = points[j] - Point::ORIGIN;
                let length = to.length_squared().sqrt();
                if length > 0.0 {
                    sum += to * (weight / length);
                }
            }
            let now = points[i] - Point::ORIGIN;
            let toward = if sum == Vector::ZERO { now } else { sum };
            (turns(toward).unwrap_or(0.0), sum, i)
        })
        .collect();
    wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = wanted.len();
    let fits = |shift: usize| -> f64 {
        wanted
            .iter()
            .enumerate()
            .map(|(k, (_, pull, _))| {
                let at = direction(ring.slots[(k + shift) % count]);
                at.x * pull.x + at.y * pull.y
            })
            .sum()
    };
    let tried = count.min(64);
    let mut best = (f64::NEG_INFINITY, 0);
    for k in 0..tried {
        let shift = k * count / tried;
        let fit = fits(shift);
        if fit > best.0 + 1e-9 {
            best = (fit, shift);
        }
    }
    if ring.free {
        let mut sum = Vector::ZERO;
        for (k, (_, pull, _)) in wanted.iter().enumerate() {
            let at = direction(ring.slots[(k + best.1) % count]);
            sum += Vector::new(at.x * pull.x + at.y * pull.y, at.x * pull.y - at.y * pull.x);
        }
        if let Some(by) = turns(sum) {
            // Not sorted any more, but still in order round the circle.
            ring.slots
                .iter_mut()
                .for_each(|slot| *slot = super::turn::within(*slot + by));
        }
    }
    for (k, &(_, _, i)) in wanted.iter().enumerate() {
        let slot = (k + best.1) % count;
        members[slot] = i;
        points[i] = ring.at(slot);
    }
}

/// Members of a small circle change places two by two as long as that makes ties shorter.
pub(super) fn exchange(cast: &Cast<'_>, members: &mut [usize], points: &mut [Point]) {
    const ROUNDS: usize = 10;
    let count = members.len();
    if count > PAIR_BY_PAIR {
        return;
    }
    let long = |i: usize, at: Point, other: usize, other_at: Point, points: &[Point]| -> f64 {
        let ties = cast.neighbors.of(i).iter();
        ties.map(|&(j, weight)| {
            let to = if j == other { other_at } else { points[j] };
            weight * (to - at).length_squared().sqrt()
        })
        .sum()
    };
    for _ in 0..ROUNDS {
        let mut better = false;
        for a in 0..count {
            for b in a + 1..count {
                let (i, j) = (members[a], members[b]);
                let (p, q) = (points[i], points[j]);
                let now = long(i, p, j, q, points) + long(j, q, i, p, points);
                let then = long(i, q, j, p, points) + long(j, p, i, q, points);
                if then < now - 1e-6 {
                    members.swap(a, b);
                    (points[i], points[j]) = (q, p);
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
}
