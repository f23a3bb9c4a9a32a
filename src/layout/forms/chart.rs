//! Map coordinates: actors stand where they are on the earth, or in a plan.

use crate::base::geom::Point;
use crate::model::{Actor, Document};

use super::super::tidy::LANDSCAPE;
use super::turn::direction;
use super::{Cast, SPACE};

/// Names under which a file may hold where an actor is; compared without regard to case.
const LATITUDE: [&str; 2] = ["latitude", "lat"];
const LONGITUDE: [&str; 4] = ["longitude", "lon", "lng", "long"];

/// Pairs of plan coordinates; x to the right, y downwards.
const PLAN: [[&str; 2]; 3] = [["plan_x", "plan_y"], ["map_x", "map_y"], ["east", "south"]];

/// Marks are this far from their nearest neighbors, in the middle of all; in mark widths.
const SPACING: f64 = 2.4;

/// Where an actor is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Spot {
    /// Degrees east and north.
    Earth(f64, f64),
    /// To the right and downwards.
    Plan(f64, f64),
}

/// How many actors say where they are, 2 at most: more are not needed for a map.
pub fn located(document: &Document) -> usize {
    document
        .actors()
        .filter(|(_, actor)| spot(actor).is_some())
        .take(2)
        .count()
}

fn spot(actor: &Actor) -> Option<Spot> {
    let find = |names: &[&str]| {
        actor
            .extra
            .unknown
            .iter()
            .find(|(name, _)| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)))
            .and_then(|(_, text)| text.trim().trim_matches('"').trim().parse::<f64>().ok())
            .filter(|number| number.is_finite())
    };
    if let (Some(north), Some(east)) = (find(&LATITUDE), find(&LONGITUDE))
        && north.abs() <= 90.0
        && east.abs() <= 360.0
    {
        return Some(Spot::Earth(east, north));
    }
    PLAN.iter()
        .find_map(|[x, y]| Some(Spot::Plan(find(&[x])?, find(&[y])?)))
}

/// Equirectangular about the mean latitude; the few without coordinates stand in rows beside the map.
pub(super) fn points(cast: &Cast<'_>) -> Vec<Point> {
    let spots: Vec<Option<Spot>> = cast.actors.iter().map(|actor| spot(actor)).collect();
    let earth = spots
        .iter()
        .filter(|spot| matches!(spot, Some(Spot::Earth(..))))
        .count();
    let plan = spots
        .iter()
        .filter(|spot| matches!(spot, Some(Spot::Plan(..))))
        .count();
    // Two sorts of coordinates do not share one map: the commoner one is drawn.
    let (east, squeeze) = seen_from(&spots);
    let flat: Vec<Option<Point>> = spots
        .iter()
        .map(|spot| match spot {
            Some(Spot::Earth(x, north)) if earth >= plan => {
                let x = (x - east).rem_euclid(360.0);
                Some(Point::new(x * squeeze, -north))
            }
            Some(Spot::Plan(x, y)) if earth < plan => Some(Point::new(*x, *y)),
            _ => None,
        })
        .collect();
    let seen: Vec<usize> = (0..cast.len()).filter(|&i| flat[i].is_some()).collect();
    let scale = scale(cast, &seen, &flat);
    let mut points = vec![Point::ORIGIN; cast.len()];
    for (i, at) in flat.iter().enumerate() {
        if let Some(at) = at {
            points[i] = Point::new(at.x * scale, at.y * scale);
        }
    }
    aside(cast, &seen, &flat, &mut points);
    points
}

/// The meridian at the widest gap, where the map is cut, and how much narrower a degree is at the mean latitude.
fn seen_from(spots: &[Option<Spot>]) -> (f64, f64) {
    let (mut east, mut norths) = (Vec::new(), 0.0);
    for spot in spots.iter().flatten() {
        if let Spot::Earth(x, north) = spot {
            east.push(x.rem_euclid(360.0));
            norths += north;
        }
    }
    east.sort_by(f64::total_cmp);
    let count = east.len();
    if count == 0 {
        return (0.0, 1.0);
    }
    let gap = |i: usize| {
        let before = if i == 0 {
            east[count - 1] - 360.0
        } else {
            east[i - 1]
        };
        east[i] - before
    };
    let first = (0..count)
        .max_by(|&a, &b| gap(a).total_cmp(&gap(b)).then(b.cmp(&a)))
        .unwrap_or(0);
    (east[first], direction(norths / count as f64 / 360.0).x)
}

/// Map units per degree: so that in the middle of all, marks are a few widths from their nearest neighbors.
fn scale(cast: &Cast<'_>, seen: &[usize], flat: &[Option<Point>]) -> f64 {
    let at = |i: usize| flat[i].unwrap_or(Point::ORIGIN);
    let mut order = seen.to_vec();
    order.sort_by(|&a, &b| at(a).x.total_cmp(&at(b).x).then(a.cmp(&b)));
    let mut nearest: Vec<f64> = Vec::new();
    for (k, &i) in order.iter().enumerate() {
        let mut least = f64::INFINITY;
        let closer = |&j: &usize, least: &mut f64| {
            let off = at(j) - at(i);
            if off.x.abs() >= *least {
                return false;
            }
            let away = off.length_squared().sqrt();
            // Several at one address say nothing about the scale.
            if away > 0.0 {
                *least = least.min(away);
            }
            true
        };
        for j in &order[k + 1..] {
            if !closer(j, &mut least) {
                break;
            }
        }
        for j in order[..k].iter().rev() {
            if !closer(j, &mut least) {
                break;
            }
        }
        if least.is_finite() {
            nearest.push(least);
        }
    }
    nearest.sort_by(f64::total_cmp);
    let Some(&middle) = nearest.get(nearest.len() / 2) else {
        return 1.0;
    };
    let room = cast.largest(seen.iter().copied());
    let across = (room.half + room.radius + room.below.max(room.radius)) / 1.5;
    // No map is so large that nobody finds anything, nor beyond where actors may stand.
    let extent = seen
        .iter()
        .map(|&i| at(i).x.abs().max(at(i).y.abs()))
        .fold(0.0, f64::max)
        .max(1e-9);
    let most = (across * 12.0 * (seen.len() as f64).sqrt().max(4.0) / spread(seen, flat)).min(1e6 / extent);
    (SPACING * across / middle).min(most)
}

/// The longer side of what is seen.
fn spread(seen: &[usize], flat: &[Option<Point>]) -> f64 {
    let extent = crate::base::geom::Rect::around(seen.iter().filter_map(|&i| flat[i]));
    extent.map_or(1.0, |extent| extent.width().max(extent.height()).max(1e-9))
}

/// Rows to the right of the map for those of whom nobody knows where they are.
fn aside(cast: &Cast<'_>, seen: &[usize], flat: &[Option<Point>], points: &mut [Point]) {
    let missing: Vec<usize> = (0..cast.len()).filter(|&i| flat[i].is_none()).collect();
    if missing.is_empty() {
        return;
    }
    let extent = crate::base::geom::Rect::around(seen.iter().map(|&i| points[i]));
    let (left, top) = extent.map_or((0.0, 0.0), |extent| (extent.max.x, extent.min.y));
    let room = cast.largest(0..cast.len());
    let (wide, high) = (2.0 * room.half + SPACE, room.radius + room.below + SPACE);
    let columns = (missing.len() as f64 / LANDSCAPE * high / wide)
        .sqrt()
        .ceil()
        .max(1.0) as usize;
    for (k, &i) in missing.iter().enumerate() {
        points[i] = Point::new(
            left + 2.0 * wide + (k % columns) as f64 * wide,
            top + (k / columns) as f64 * high,
        );
    }
}
