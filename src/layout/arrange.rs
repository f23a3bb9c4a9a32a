//! From nothing: every component by itself from good first places, small ones the best of several tries, all on one page.

use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};
use crate::base::parallel;
use crate::base::progress::Progress;
use crate::model::{ActorId, Document};

use super::TIE_LENGTH;
use super::apart::apart;
use super::clearance;
use super::force::Force;
use super::multilevel;
use super::net::Net;
use super::pack;
use super::place::{self, Neighbors, Wishes};
use super::quality::{self, Quality};
use super::request::{Mark, Request, Scope, Spring};
use super::scale::length;
use super::tidy;

/// Tries for a component of so many actors at most; the best one is kept.
const TRIES: [(usize, u64); 3] = [(60, 24), (150, 8), (LARGE, 3)];

/// Larger components are laid out by ever coarser versions of them.
const LARGE: usize = 500;

/// On maps of more actors than this, small components are not tried again and again.
const CAREFULLY: usize = 2_000;

/// Marks and labels take at most this part of the room that a component spreads over; less in a large one, where ties
/// between them are to be seen.
const FILLED: f64 = 0.6;
const FILLED_LARGE: f64 = 0.3;

/// How often the best try is settled once more.
const AGAIN: usize = 2;

/// Steps after which even a map that still moves is taken.
const STEPS: usize = 900;

/// Small components that a core lays out at a time.
const SMALL_AT_A_TIME: usize = 8;

/// More components than this are packed as closely as they go; fewer lie in rows around the largest.
const MANY: usize = 40;

/// Places for all actors as if none had one: ties of [`TIE_LENGTH`] where there is room, centered on the origin.
///
/// Stored places and pins are not looked at. The same document and seed give the same places to the last bit.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn arrange(
    document: &Document,
    seed: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<BTreeMap<ActorId, Point>, Cancelled> {
    let request = Request::of(document, &Scope::All, seed, |_, actor| actor.mark_radius());
    let points = arrange_request(&request, progress, cancel)?;
    Ok(request.actors.iter().map(|mark| mark.id).zip(points).collect())
}

/// The same for a request, in the order of its marks.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn arrange_request(
    request: &Request,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let count = request.actors.len();
    let (mut points, mut members) = placed_components(request, progress, cancel)?;
    members.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let footprints = tidy::footprints(&request.actors);
    let extents: Vec<_> = members
        .iter()
        .filter_map(|members| tidy::extent(&points, &footprints, members))
        .collect();
    let sizes: Vec<Vector> = extents
        .iter()
        .map(|e| Vector::new(e.width(), e.height()))
        .collect();
    let corners = if sizes.len() > MANY {
        pack::pack(&sizes)
    } else {
        tidy::pack(&sizes)
    };
    for ((members, extent), corner) in members.iter().zip(&extents).zip(corners) {
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

/// Each component around the origin, and who is in it.
fn placed_components(
    request: &Request,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Vec<Point>, Vec<Vec<usize>>), Cancelled> {
    let count = request.actors.len();
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
    let part = |c: usize| Request {
        actors: members[c].iter().map(|&i| free(&request.actors[i])).collect(),
        ties: ties[c].clone(),
        seed: request.seed,
    };
    let mut points = vec![Point::ORIGIN; count];
    let mut put = |c: usize, placed: Vec<Point>| {
        for (&i, at) in members[c].iter().zip(placed) {
            points[i] = at;
        }
    };
    let (large, small): (Vec<usize>, Vec<usize>) = (0..members.len())
        .filter(|&c| members[c].len() > 1)
        .partition(|&c| members[c].len() > LARGE);
    for c in large {
        // Large ones use all cores themselves.
        put(c, spread_points(&part(c), progress, cancel)?);
    }
    let careful = count <= CAREFULLY;
    let placed = parallel::pieces(
        small.len(),
        SMALL_AT_A_TIME,
        cancel,
        || (),
        |(), range| {
            let points = |&c: &usize| {
                if careful {
                    settled_points(&part(c), cancel)
                } else {
                    wished_points(&part(c), cancel)
                }
            };
            small[range]
                .iter()
                .map(points)
                .collect::<Result<Vec<_>, Cancelled>>()
        },
    )?;
    for (c, placed) in small.into_iter().zip(placed.into_iter().flatten()) {
        put(c, placed);
    }
    Ok((points, members))
}

fn free(mark: &Mark) -> Mark {
    Mark {
        at: None,
        pinned: false,
        mobility: 1.0,
        ..mark.clone()
    }
}

/// Places for a large component.
fn spread_points(request: &Request, progress: &Progress, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let net = Net::new(request.actors.len(), &request.ties);
    let spots = multilevel::places(net, request.seed, progress, cancel)?;
    let mut points: Vec<Point> = spots
        .iter()
        .map(|&[x, y]| Point::new(f64::from(x), f64::from(y)))
        .collect();
    place::lay_flat(&mut points);
    stretch(request, &mut points, FILLED_LARGE);
    let radii: Vec<f64> = request.actors.iter().map(|mark| mark.radius).collect();
    apart(&mut points, &radii, cancel)?;
    Ok(points)
}

/// Places for one of very many small components.
fn wished_points(request: &Request, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let count = request.actors.len();
    let neighbors = Neighbors::new(count, &request.ties);
    let wishes = Wishes::new(count, &request.ties, &neighbors, cancel)?;
    let mut points = wishes.places(request.seed, cancel)?;
    place::lay_flat(&mut points);
    stretch(request, &mut points, FILLED_LARGE);
    let radii: Vec<f64> = request.actors.iter().map(|mark| mark.radius).collect();
    apart(&mut points, &radii, cancel)?;
    Ok(points)
}

/// Places for a small component: the best of several tries, at rest.
fn settled_points(request: &Request, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
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
        stretch(request, &mut start, FILLED);
        let points = settle(request, start, cancel)?;
        let score = badness(request, &points);
        if best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, points));
        }
    }
    let mut points = best.map_or_else(Vec::new, |(_, points)| points);
    // Settling takes the map's scale from where it starts. Once more, so that settling the result moves little.
    for _ in 0..AGAIN {
        points = settle(request, points, cancel)?;
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
fn stretch(request: &Request, points: &mut [Point], filled: f64) {
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
    let by = (TIE_LENGTH / mean).max((needed / filled / room).sqrt().min(40.0 * TIE_LENGTH / mean));
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
    let mut force = Force::new(request);
    for _ in 0..STEPS / 10 {
        cancel.check()?;
        force.advance(10);
        if force.settled() {
            break;
        }
    }
    Ok(force.positions().to_vec())
}
