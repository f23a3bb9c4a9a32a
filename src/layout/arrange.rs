//! From nothing: every component by itself from good first places, the best of several tries, all on one page.

use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};
use crate::model::{ActorId, Document};

use super::TIE_LENGTH;
use super::clearance;
use super::force::Force;
use super::place::{self, Neighbors, Wishes};
use super::quality::{self, Quality};
use super::request::{Mark, Request, Scope, Spring};
use super::scale::length;
use super::tidy;

/// Tries for a component of so many actors at most; the best one is kept.
const TRIES: [(usize, u64); 4] = [(60, 24), (150, 8), (LARGE, 3), (usize::MAX, 1)];

/// Marks and labels take at most this part of the room that a component spreads over.
const FILLED: f64 = 0.6;

/// Larger components are settled once, and quickly.
const LARGE: usize = 500;

/// How often the best try is settled once more.
const AGAIN: usize = 2;

/// Steps after which even a map that still moves is taken.
const STEPS: usize = 900;

/// Places for all actors as if none had one: ties of [`TIE_LENGTH`] where there is room, centered on the origin.
///
/// Stored places and pins are not looked at. The same document and seed give the same places to the last bit.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn arrange(
    document: &Document,
    seed: u64,
    cancel: &Cancel,
) -> Result<BTreeMap<ActorId, Point>, Cancelled> {
    let request = Request::of(document, &Scope::All, seed, |_, actor| actor.mark_radius());
    let points = points(&request, cancel)?;
    Ok(request.actors.iter().map(|mark| mark.id).zip(points).collect())
}

/// Places for the marks of a request, from nothing.
fn points(request: &Request, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let count = request.actors.len();
    let footprints = tidy::footprints(&request.actors);
    let (component, members) = tidy::components(count, &request.ties);
    let mut position = vec![0; count];
    for members in &members {
        for (k, &i) in members.iter().enumerate() {
            position[i] = k;
        }
    }
    let mut ties = vec![Vec::new(); members.len()];
    for tie in &request.ties {
        ties[component[tie.a]].push(Spring {
            a: position[tie.a],
            b: position[tie.b],
            weight: tie.weight,
        });
    }
    let mut points = vec![Point::ORIGIN; count];
    let mut boxes = Vec::with_capacity(members.len());
    for (members, ties) in members.into_iter().zip(ties) {
        if members.len() > 1 {
            let part = Request {
                actors: members.iter().map(|&i| free(&request.actors[i])).collect(),
                ties,
                seed: request.seed,
            };
            for (&i, at) in members.iter().zip(component_points(&part, cancel)?) {
                points[i] = at;
            }
        }
        if let Some(extent) = tidy::extent(&points, &footprints, &members) {
            boxes.push((members, extent));
        }
    }
    boxes.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
    let sizes: Vec<Vector> = boxes
        .iter()
        .map(|(_, e)| Vector::new(e.width(), e.height()))
        .collect();
    for ((members, extent), corner) in boxes.iter().zip(tidy::pack(&sizes)) {
        for &i in members {
            points[i] += corner - (extent.min - Point::ORIGIN);
        }
    }
    let everyone: Vec<usize> = (0..count).collect();
    if let Some(extent) = tidy::extent(&points, &footprints, &everyone) {
        let center = extent.center() - Point::ORIGIN;
        for p in &mut points {
            *p = *p - center;
        }
    }
    Ok(points)
}

fn free(mark: &Mark) -> Mark {
    Mark {
        at: None,
        pinned: false,
        mobility: 1.0,
        ..mark.clone()
    }
}

/// Places for one connected component of at least two.
fn component_points(request: &Request, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let count = request.actors.len();
    let neighbors = Neighbors::new(count, &request.ties);
    let wishes = Wishes::new(count, &request.ties, &neighbors, cancel)?;
    let tries = TRIES
        .iter()
        .find(|(most, _)| count <= *most)
        .map_or(1, |&(_, tries)| tries);
    let mut best: Option<(f64, Vec<Point>)> = None;
    for k in 0..tries {
        let mut start = wishes.places(request.seed.wrapping_mul(1_000_003).wrapping_add(k), cancel)?;
        place::lay_flat(&mut start);
        stretch(request, &mut start);
        let points = settle(request, start, cancel)?;
        let score = badness(request, &points);
        if best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, points));
        }
    }
    let mut points = best.map_or_else(Vec::new, |(_, points)| points);
    // Settling takes the map's scale from where it starts. Once more, so that settling the result moves little.
    if count <= LARGE {
        for _ in 0..AGAIN {
            points = settle(request, points, cancel)?;
        }
    }
    Ok(points)
}

/// Lower is better: true distances, few crossings, ties that do not run under marks.
fn badness(request: &Request, points: &[Point]) -> f64 {
    let Quality {
        stress, crossings, ..
    } = quality::of(request, points);
    let (marks, ties) = (points.len(), request.ties.len());
    let covered = if clearance::affordable(marks, ties) {
        clearance::covered(points, &request.ties, &tidy::footprints(&request.actors))
    } else {
        0
    };
    stress * 8.0 + (crossings + 2.0 * covered as f64) / ties.max(1) as f64
}

/// Brings the ties to their length, or to more where marks and labels need more room.
fn stretch(request: &Request, points: &mut [Point]) {
    let ties = request.ties.len().max(1) as f64;
    let mean = request
        .ties
        .iter()
        .map(|tie| length(points[tie.b] - points[tie.a]))
        .sum::<f64>()
        / ties;
    let count = points.len() as f64;
    let spread = points
        .iter()
        .map(|p| (*p - Point::ORIGIN).length_squared())
        .sum::<f64>()
        / count;
    if mean <= 0.0 || spread <= 0.0 {
        return;
    }
    // A disc evenly filled has the area 2 π times its mean squared radius.
    let room = std::f64::consts::TAU * spread;
    let needed: f64 = tidy::footprints(&request.actors).iter().map(|f| f.area()).sum();
    let by = (TIE_LENGTH / mean).max((needed / FILLED / room).sqrt().min(40.0 * TIE_LENGTH / mean));
    for p in points {
        *p = Point::new(p.x * by, p.y * by);
    }
}

/// Lets the forces work on first places until they rest.
fn settle(request: &Request, start: Vec<Point>, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let mut request = request.clone();
    for (mark, at) in request.actors.iter_mut().zip(start) {
        mark.at = Some(at);
    }
    let large = request.actors.len() > LARGE;
    let mut force = Force::new(request);
    if large {
        force.hurry();
    }
    for _ in 0..STEPS / 10 {
        cancel.check()?;
        force.advance(10);
        if force.settled() {
            break;
        }
    }
    Ok(force.positions().to_vec())
}
