//! Core and support: the core of the chain in the middle, the rest of it around, supporting bodies outside, external
//! actors at the rim.

use std::cmp::Reverse;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::model::ActorKind;

use super::super::tidy::Footprint;
use super::guides::Guide;
use super::ring::{self, Ring};
use super::{Cast, SPACE};

/// Space between the circles of one band beyond marks and labels, map units.
const WITHIN: f64 = 8.0;

/// Space between two bands, map units.
const BETWEEN: f64 = 72.0;

/// The same as a part of what is inside: on large maps bands are farther apart, or they are not seen as such.
const APART: f64 = 0.2;

/// The core is at least one of so many of the chain, with all who are as deep if that is not too many.
const CORE: usize = 4;
const CORE_MOST: f64 = 0.4;

/// What the bands are called, from the inside out.
const NAMES: [&str; 4] = ["Core", "Chain", "Support", "Outside"];

/// Rounds in which circles are seated anew.
const SWEEPS: usize = 16;

/// Makes, supplies or buys the goods: the chain, with related manufacturers.
fn in_chain(kind: ActorKind) -> bool {
    kind.info().stage.is_some() || kind.is_producer()
}

/// `coreness` by actor of the cast; without it, the number of partners stands in for it.
pub(super) fn points(
    cast: &Cast<'_>,
    coreness: &[usize],
    guides: &mut Vec<Guide>,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let degree = |i: usize| cast.neighbors.of(i).len();
    let deep = |i: usize| coreness.get(i).copied().unwrap_or_else(|| degree(i));
    let mut bands: [Vec<usize>; 4] = Default::default();
    for (i, actor) in cast.actors.iter().enumerate() {
        let band = match (actor.external, in_chain(actor.kind)) {
            (true, _) => 3,
            (false, true) => 0,
            (false, false) => 2,
        };
        bands[band].push(i);
    }
    for band in &mut bands {
        band.sort_by_key(|&i| (Reverse(deep(i)), Reverse(degree(i)), i));
    }
    // The core: the deepest of the chain, at least a quarter of it, with all who are as deep.
    let chain = std::mem::take(&mut bands[0]);
    if let Some(&last) = chain.get(chain.len().div_ceil(CORE).saturating_sub(1)) {
        let as_deep = chain.partition_point(|&i| deep(i) >= deep(last));
        let few = chain.len() <= 2 * CORE || as_deep as f64 <= CORE_MOST * chain.len() as f64;
        // Where too many are as deep, those with most partners.
        let core = if few { as_deep } else { chain.len().div_ceil(CORE) };
        let (core, rest) = chain.split_at(core);
        (bands[0], bands[1]) = (core.to_vec(), rest.to_vec());
    }
    let mut points = vec![Point::ORIGIN; cast.len()];
    let circles = circles(cast, &bands, guides);
    seat_all(cast, circles, &mut points, cancel)?;
    Ok(points)
}

/// Circles for all bands, from the inside out, with who stands on them.
fn circles(cast: &Cast<'_>, bands: &[Vec<usize>; 4], guides: &mut Vec<Guide>) -> Vec<(Ring, Vec<usize>)> {
    let mut circles: Vec<(Ring, Vec<usize>)> = Vec::new();
    // Where the last circle ends, with its marks and labels.
    let mut edge: Option<f64> = None;
    for (band, name) in bands.iter().zip(NAMES).filter(|(band, _)| !band.is_empty()) {
        let room = cast.largest(band.iter().copied());
        let thick = thickness(room);
        let mut left = band.as_slice();
        let mut air = BETWEEN;
        while !left.is_empty() {
            let least = match edge {
                None if left.len() == 1 => 0.0,
                None => ring::need_most(room) * 0.75,
                Some(edge) => edge + air.max(if air > WITHIN { APART * edge } else { 0.0 }) + thick / 2.0,
            };
            let fits = ring::capacity(room, least.max(1.0)).max(if edge.is_none() { 6 } else { 1 });
            // The last few do not get a circle of their own.
            let here = if left.len() * 4 <= fits * 5 {
                left.len()
            } else {
                fits
            };
            let (members, others) = left.split_at(here);
            let circle = Ring::of(here, room, least);
            edge = Some(circle.radius + thick / 2.0);
            circles.push((circle, members.to_vec()));
            left = others;
            air = WITHIN;
        }
        guides.push(Guide::ring(edge.unwrap_or(0.0) + BETWEEN / 3.0, name));
    }
    circles
}

/// Room that a circle takes across.
pub(super) fn thickness(room: Footprint) -> f64 {
    room.radius + room.below.max(room.radius) + SPACE
}

/// Seats everybody, circle by circle and round after round, so that ties get short.
pub(super) fn seat_all(
    cast: &Cast<'_>,
    mut circles: Vec<(Ring, Vec<usize>)>,
    points: &mut [Point],
    cancel: &Cancel,
) -> Result<(), Cancelled> {
    for (circle, members) in &circles {
        for (slot, &i) in members.iter().enumerate() {
            points[i] = circle.at(slot);
        }
    }
    for _ in 0..SWEEPS {
        cancel.check()?;
        for (circle, members) in &mut circles {
            ring::seat(cast, circle, members, points);
        }
    }
    for _ in 0..2 {
        for (_, members) in &mut circles {
            cancel.check()?;
            ring::exchange(cast, members, points);
        }
    }
    Ok(())
}
