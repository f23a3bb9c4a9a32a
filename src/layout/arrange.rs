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
use super::component::SMALL;
use super::force::{Force, for_size};
use super::multilevel::{self, Care};
use super::net::Net;
use super::pack;
use super::place::{self, Neighbors, Wishes};
use super::quality::{self, Quality};
use super::request::{Mark, Request, Scope, Spring};
use super::scale::length;
use super::tidy::{self, Crowd, Separator, Yield};

/// Tries for a component of so many actors at most; the best one is kept.
const TRIES: [(usize, u64); 3] = [(60, 24), (150, 8), (LARGE, 3)];

/// Larger components are laid out by ever coarser versions of them.
const LARGE: usize = SMALL;

/// On maps of more actors than this, small components are not tried again and again.
const CAREFULLY: usize = 2_000;

/// Marks and labels take at most this part of the room that a component spreads over; less in a large one, where ties
/// between them are to be seen.
const FILLED: f64 = 0.6;
const FILLED_LARGE: f64 = 0.3;

/// Passes that labels of large components get to come clear, and overlaps that are left alone, map units.
const LABEL_PASSES: usize = 120;
const LABELS_CLEAR: f64 = 0.4;

/// How often the best try is settled once more.
const AGAIN: usize = 2;

/// Steps after which even a map that still moves is taken.
const STEPS: usize = 900;

/// The same for a large component of so many actors, which is near its rest when its marks have been pushed apart.
const STEPS_LARGE: [(usize, usize); 3] = [(5_000, 160), (50_000, 60), (usize::MAX, 20)];

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
    everyone(document, Care::Full, seed, progress, cancel)
}

/// The same in a fraction of the time, for a network so large that nobody wants to wait for every mark: it shows the
/// same shape at large, but neighbors are only roughly beside each other, and marks may lie on each other.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn sketch(
    document: &Document,
    seed: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<BTreeMap<ActorId, Point>, Cancelled> {
    everyone(document, Care::Rough, seed, progress, cancel)
}

fn everyone(
    document: &Document,
    care: Care,
    seed: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<BTreeMap<ActorId, Point>, Cancelled> {
    let request = Request::of(document, &Scope::All, seed, |_, actor| actor.mark_radius());
    let points = arranged(&request, care, progress, cancel)?;
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
    arranged(request, Care::Full, progress, cancel)
}

fn arranged(
    request: &Request,
    care: Care,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let count = request.actors.len();
    let (mut points, mut members) = placed_components(request, care, progress, cancel)?;
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
    care: Care,
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
        put(c, spread_points(&part(c), care, progress, cancel)?);
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
fn spread_points(
    request: &Request,
    care: Care,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let net = Net::new(request.actors.len(), &request.ties);
    let spots = multilevel::places(net, care, request.seed, progress, cancel)?;
    let mut points: Vec<Point> = spots
        .iter()
        .map(|&[x, y]| Point::new(f64::from(x), f64::from(y)))
        .collect();
    place::lay_flat(&mut points);
    stretch(request, &mut points, FILLED_LARGE);
    if care == Care::Rough {
        // To part all marks would take several times as long as all before.
        progress.set(1, 1);
        return Ok(points);
    }
    let radii: Vec<f64> = request.actors.iter().map(|mark| mark.radius).collect();
    apart(&mut points, &radii, cancel)?;
    points = settle_large(request, points, progress, cancel)?;
    apart(&mut points, &radii, cancel)?;
    part_labels(request, &mut points);
    progress.set(1, 1);
    Ok(points)
}

/// Gives labels room where there are not so many that few are shown.
fn part_labels(request: &Request, points: &mut [Point]) {
    let footprints = tidy::footprints(&request.actors);
    if footprints.iter().all(|room| room.half <= room.radius) {
        return;
    }
    let component = vec![0; points.len()];
    let crowd = Crowd {
        footprints: &footprints,
        component: &component,
        moat: 0.0,
    };
    let mut moving: Vec<u32> = (0..points.len() as u32).collect();
    let mut yields = vec![Yield::Moves(1.0); points.len()];
    let mut separator = Separator::new(points, &crowd, &[]);
    for _ in 0..LABEL_PASSES {
        if separator.pass(points, &mut yields, &crowd, &mut moving, 1.0) < LABELS_CLEAR {
            return;
        }
    }
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

/// The layout that goes on from these places.
fn from_here(request: &Request, start: Vec<Point>) -> Force {
    let mut request = request.clone();
    for (mark, at) in request.actors.iter_mut().zip(start) {
        mark.at = Some(at);
    }
    Force::new(request)
}

/// Lets the marks of a large component, pushed apart, find their places among each other, so that it is at rest when
/// somebody settles it later.
fn settle_large(
    request: &Request,
    start: Vec<Point>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let mut force = from_here(request, start);
    let (before, all) = multilevel::SHARE;
    let steps = for_size(&STEPS_LARGE, request.actors.len());
    for step in 0..steps {
        cancel.check()?;
        force.advance(1);
        if force.settled() {
            break;
        }
        progress.set(before * steps + (all - before) * step, all * steps);
    }
    Ok(force.positions())
}

/// Lets the forces work on first places until they rest.
fn settle(request: &Request, start: Vec<Point>, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let mut force = from_here(request, start);
    for _ in 0..STEPS / 10 {
        cancel.check()?;
        force.advance(10);
        if force.settled() {
            break;
        }
    }
    Ok(force.positions())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Rect;
    use crate::base::parallel::with_threads;
    use crate::base::rng::Rng;

    fn request(count: usize, ties: impl Iterator<Item = (usize, usize)>) -> Request {
        Request {
            actors: (0..count)
                .map(|i| Mark {
                    id: ActorId::new(i as u64 + 1).unwrap(),
                    at: None,
                    radius: 8.0 + (i % 9) as f64 * 2.0,
                    label: 40.0,
                    pinned: false,
                    mobility: 1.0,
                })
                .collect(),
            ties: ties.map(|(a, b)| Spring { a, b, weight: 0.5 }).collect(),
            seed: 3,
        }
    }

    fn arranged(request: &Request) -> Vec<Point> {
        arrange_request(request, &Progress::new(), &Cancel::new()).unwrap()
    }

    fn sheet(side: usize) -> Request {
        let ties = (0..side * side).flat_map(move |i| {
            let right = (i % side + 1 < side).then_some((i, i + 1));
            right
                .into_iter()
                .chain((i + side < side * side).then_some((i, i + side)))
        });
        request(side * side, ties)
    }

    /// Everybody is tied to some of those before: one component with hubs.
    fn grown(count: usize) -> Request {
        let mut rng = Rng::new(8);
        let ties: Vec<(usize, usize)> = (1..count)
            .flat_map(|i| {
                let first = rng.below(i);
                let second = rng.below(first + 1);
                [(first, i), (second, i)]
                    .into_iter()
                    .take(if first == second { 1 } else { 2 })
            })
            .collect();
        request(count, ties.into_iter())
    }

    #[test]
    fn any_number_of_threads_gives_the_same_places() {
        let request = grown(6_000);
        let alone = with_threads(1, || arranged(&request));
        for threads in [2, 3] {
            assert_eq!(
                with_threads(threads, || arranged(&request)),
                alone,
                "{threads} threads"
            );
        }
    }

    #[test]
    fn a_large_sheet_comes_out_flat_and_clear() {
        let request = sheet(30);
        let quality = quality::of(&request, &arranged(&request));
        assert!(quality.stress < 0.06, "{quality:?}");
        assert!(quality.crossings < 0.1 * request.ties.len() as f64, "{quality:?}");
        assert_eq!(quality.overlaps, 0, "{quality:?}");
    }

    #[test]
    fn ten_thousand_marks_do_not_overlap() {
        let request = grown(10_000);
        let progress = Progress::new();
        let points = arrange_request(&request, &progress, &Cancel::new()).unwrap();
        assert_eq!(progress.share(), 1.0);
        let quality = quality::of(&request, &points);
        assert_eq!(quality.overlaps, 0, "{quality:?}");
        assert!(quality.stress < 0.2, "{quality:?}");
    }

    #[test]
    fn a_star_and_a_long_path_are_no_trouble() {
        let star = request(3_000, (1..3_000).map(|i| (0, i)));
        let path = request(1_500, (1..1_500).map(|i| (i - 1, i)));
        for (request, most) in [(star, 0.2), (path, 0.12)] {
            let quality = quality::of(&request, &arranged(&request));
            assert_eq!(quality.overlaps, 0, "{quality:?}");
            assert!(quality.stress < most, "{quality:?}");
        }
    }

    #[test]
    fn single_actors_and_small_components_are_packed_closely() {
        // A component of 600, a hundred pairs, and 2 000 single actors.
        let large = grown(600).ties.into_iter().map(|tie| (tie.a, tie.b));
        let pairs = (0..100).map(|i| (600 + 2 * i, 601 + 2 * i));
        let request = request(2_800, large.chain(pairs));
        let points = arranged(&request);
        assert_eq!(quality::of(&request, &points).overlaps, 0);
        let page = Rect::around(points.iter().copied()).unwrap();
        let shape = page.width() / page.height();
        assert!((1.2..2.1).contains(&shape), "{page:?}");
        let large = Rect::around(points[..600].iter().copied()).unwrap();
        let room = large.width() * large.height() + 100.0 * 220.0 * 90.0 + 2_000.0 * 80.0 * 80.0;
        assert!(page.width() * page.height() < 1.5 * room, "{page:?} {large:?}");
    }

    #[test]
    fn a_raised_flag_ends_the_work() {
        let cancel = Cancel::new();
        cancel.raise();
        for request in [grown(2_000), grown(20)] {
            assert_eq!(
                arrange_request(&request, &Progress::new(), &cancel),
                Err(Cancelled)
            );
        }
    }
}
