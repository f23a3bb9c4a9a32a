//! From nothing, but around what a person has pinned.

use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};
use crate::base::progress::Progress;
use crate::model::{ActorId, Document};

use super::arrange;
use super::force::Force;
use super::request::{Request, Scope};

/// Steps between two looks at the cancel flag.
const STEPS: usize = 20;

/// Places for all actors that are not pinned, as [`arrange()`] finds them, turned and mirrored so that they fit the
/// pinned ones best, then settled among them.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn arrange_around_pins(
    document: &Document,
    seed: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<BTreeMap<ActorId, Point>, Cancelled> {
    let mut places = arrange(document, seed, progress, cancel)?;
    let pins: BTreeMap<ActorId, Point> = document
        .places()
        .filter(|(_, place)| place.pinned)
        .map(|(id, place)| (id, place.at))
        .collect();
    if pins.is_empty() {
        return Ok(places);
    }
    let pairs: Vec<(Point, Point)> = pins.iter().map(|(id, &at)| (places[id], at)).collect();
    let motion = Motion::fitting(&pairs);
    for at in places.values_mut() {
        *at = motion.moved(*at);
    }
    let mut request = Request::of(document, &Scope::All, seed, |_, actor| actor.mark_radius());
    for mark in request.actors.iter_mut().filter(|mark| !mark.pinned) {
        mark.at = places.get(&mark.id).copied();
    }
    let mut force = Force::new(request);
    while !force.settled() {
        cancel.check()?;
        force.advance(STEPS);
    }
    let mut settled = force.places();
    settled.retain(|id, _| !pins.contains_key(id));
    Ok(settled)
}

/// A turn about a center, perhaps a mirror before it, and a shift; distances stay as they are.
struct Motion {
    from: Point,
    to: Point,
    mirrored: bool,
    cos: f64,
    sin: f64,
}

impl Motion {
    /// The motion that brings the first points of all pairs closest to the second ones, in the sense of least squares
    /// (Kabsch 1976, in the plane). `pairs` must not be empty.
    fn fitting(pairs: &[(Point, Point)]) -> Self {
        let middle = |pick: fn(&(Point, Point)) -> Point| {
            let sum = pairs
                .iter()
                .fold(Vector::ZERO, |sum, pair| sum + (pick(pair) - Point::ORIGIN));
            Point::ORIGIN + sum / pairs.len() as f64
        };
        let (from, to) = (middle(|pair| pair.0), middle(|pair| pair.1));
        let turn = |mirrored: bool| {
            pairs.iter().fold((0.0, 0.0), |(cos, sin), &(p, q)| {
                let (p, q) = (mirror(p - from, mirrored), q - to);
                (cos + p.x * q.x + p.y * q.y, sin + p.x * q.y - p.y * q.x)
            })
        };
        let (plain, mirrored) = (turn(false), turn(true));
        let size = |(cos, sin): (f64, f64)| (cos * cos + sin * sin).sqrt();
        let better = size(mirrored) > size(plain) * 1.000_001;
        let (cos, sin) = if better { mirrored } else { plain };
        let length = size((cos, sin));
        // One pin, or pins on one spot, say nothing about a turn.
        let (cos, sin) = if length > 0.0 {
            (cos / length, sin / length)
        } else {
            (1.0, 0.0)
        };
        Self {
            from,
            to,
            mirrored: better,
            cos,
            sin,
        }
    }

    fn moved(&self, at: Point) -> Point {
        let v = mirror(at - self.from, self.mirrored);
        self.to + Vector::new(v.x * self.cos - v.y * self.sin, v.x * self.sin + v.y * self.cos)
    }
}

fn mirror(v: Vector, mirrored: bool) -> Vector {
    if mirrored { Vector::new(v.x, -v.y) } else { v }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_mirrored_and_shifted_map_is_found_back() {
        let points = [(0.0, 0.0), (100.0, 10.0), (40.0, 90.0)].map(|(x, y)| Point::new(x, y));
        // A mirror, then a quarter turn, then a shift.
        let there = |p: Point| Point::new(p.y + 7.0, p.x - 3.0);
        let pairs = points.map(|p| (p, there(p)));
        let motion = Motion::fitting(&pairs);
        for p in points.into_iter().chain([Point::new(-30.0, 55.0)]) {
            assert!(motion.moved(p).distance(there(p)) < 1e-9, "{p:?}");
        }
    }

    #[test]
    fn one_pin_only_shifts() {
        let motion = Motion::fitting(&[(Point::new(1.0, 2.0), Point::new(11.0, 22.0))]);
        assert_eq!(motion.moved(Point::new(0.0, 0.0)), Point::new(10.0, 20.0));
    }
}
