//! Brings a form to where the map is: pinned actors stay, whoever would lie on somebody else gives way.

use std::collections::BTreeMap;

use crate::base::geom::{Point, Rect, Vector};
use crate::model::ActorId;

use super::super::request::Request;
use super::super::tidy::Footprint;
use super::turn::direction;
use super::{Cast, Form};

/// Space that two marks keep at least, map units; less than what forms leave between theirs.
const APART: f64 = 2.0;

/// Directions that are tried round a taken place.
const WAYS: usize = 16;

/// Rings that are tried with room for the label; after these the mark alone is enough.
const WITH_LABEL: usize = 40;

/// Where the actors of a form stand on the map, without those that are pinned, and how far from where the form itself
/// would have them.
pub(super) fn seated(
    request: &Request,
    room: &[Footprint],
    cast: &Cast<'_>,
    mut points: Vec<Point>,
    some: bool,
    form: Form,
) -> (BTreeMap<ActorId, Point>, Vector) {
    let mut by = shift(request, cast, &points, some);
    for p in &mut points {
        *p += by;
    }
    let mut formed = vec![false; request.actors.len()];
    for &i in &cast.who {
        formed[i] = !request.actors[i].pinned;
    }
    // Who stays is seated first: nobody of these asks for anything.
    let stays: Vec<(usize, Point)> = request
        .actors
        .iter()
        .enumerate()
        .filter(|(i, _)| !formed[*i])
        .filter_map(|(i, mark)| Some((i, mark.at?)))
        .collect();
    let all = stays.iter().map(|&(_, at)| at).chain(points.iter().copied());
    let Some(extent) = Rect::around(all) else {
        return (BTreeMap::new(), by);
    };
    let mut seats = Seats::new(extent, room);
    for &(i, at) in &stays {
        seats.take(i, at);
    }
    if some && by != Vector::ZERO && !stays.is_empty() && !cast.who.iter().any(|&i| request.actors[i].pinned)
    {
        let aside = seats.free_shift(cast, &points);
        for p in &mut points {
            *p += aside;
        }
        by += aside;
    }
    let mut places = BTreeMap::new();
    let mut standing = Vec::new();
    for (k, &i) in cast.who.iter().enumerate().filter(|&(_, &i)| formed[i]) {
        if seats.is_free(i, points[k], true) {
            seats.take(i, points[k]);
            places.insert(request.actors[i].id, points[k]);
        } else {
            standing.push((i, points[k]));
        }
    }
    for (i, wanted) in standing {
        let at = seats.nearest(i, wanted, form == Form::Chain);
        seats.take(i, at);
        places.insert(request.actors[i].id, at);
    }
    (places, by)
}

/// From the frame of a form to the map: pinned actors as near as possible to their places, else the middle where the
/// middle of these actors was.
fn shift(request: &Request, cast: &Cast<'_>, points: &[Point], some: bool) -> Vector {
    let mut sum = (Vector::ZERO, 0.0);
    for (&i, &to) in cast.who.iter().zip(points) {
        if let Some(at) = request.actors[i].at.filter(|_| request.actors[i].pinned) {
            sum = (sum.0 + (at - to), sum.1 + 1.0);
        }
    }
    if sum.1 > 0.0 {
        return sum.0 / sum.1;
    }
    let to = Rect::around(points.iter().copied()).map_or(Point::ORIGIN, Rect::center);
    let from = cast.who.iter().filter_map(|&i| request.actors[i].at);
    let from = Rect::around(from)
        .filter(|_| some)
        .map_or(Point::ORIGIN, Rect::center);
    from - to
}

/// Who stands where, by cells.
struct Seats<'a> {
    room: &'a [Footprint],
    corner: Point,
    wide: f64,
    high: f64,
    columns: usize,
    rows: usize,
    /// The last one seated in each cell, and who was before each one.
    last: Vec<usize>,
    before: Vec<usize>,
    at: Vec<Point>,
    widest: f64,
    highest: f64,
}

const NOBODY: usize = usize::MAX;

impl<'a> Seats<'a> {
    /// Room for all of these on a map that reaches about so far.
    fn new(extent: Rect, room: &'a [Footprint]) -> Self {
        let (mut widest, mut highest) = (1.0_f64, 1.0_f64);
        for room in room {
            widest = widest.max(room.half);
            highest = highest.max(room.below).max(room.radius);
        }
        let cells = 2.0 * room.len() as f64 + 64.0;
        let (mut wide, mut high) = (2.0 * widest + APART, 2.0 * highest + APART);
        let many = (extent.width() / wide + 1.0) * (extent.height() / high + 1.0);
        let coarser = (many / cells).sqrt().max(1.0);
        // A long thin map must not get long thin cells either.
        (wide, high) = (wide * coarser, high * coarser);
        let along = |length: f64, cell: f64| (length / cell).min(cells) as usize + 1;
        let (columns, rows) = (along(extent.width(), wide), along(extent.height(), high));
        Self {
            room,
            corner: extent.min,
            wide: wide.max(extent.width() / columns as f64),
            high: high.max(extent.height() / rows as f64),
            columns,
            rows,
            last: vec![NOBODY; columns * rows],
            before: vec![NOBODY; room.len()],
            at: vec![Point::ORIGIN; room.len()],
            widest,
            highest,
        }
    }

    /// Whoever stands beyond the map stands in its outermost cells.
    fn cell(&self, at: Point) -> (usize, usize) {
        let along =
            |offset: f64, cell: f64, count: usize| (offset / cell).clamp(0.0, count as f64 - 1.0) as usize;
        (
            along(at.x - self.corner.x, self.wide, self.columns),
            along(at.y - self.corner.y, self.high, self.rows),
        )
    }

    fn take(&mut self, i: usize, at: Point) {
        let (column, row) = self.cell(at);
        let cell = row * self.columns + column;
        self.at[i] = at;
        self.before[i] = std::mem::replace(&mut self.last[cell], i);
    }

    /// Nobody seated is in the way of `i` at a place; `label`: nor of its label.
    fn is_free(&self, i: usize, at: Point, label: bool) -> bool {
        let own = if label { self.room[i] } else { bare(self.room[i]) };
        let (dx, dy) = (
            own.half + self.widest + APART,
            own.below.max(own.radius) + self.highest + APART,
        );
        let (left, top) = self.cell(at - Vector::new(dx, dy));
        let (right, bottom) = self.cell(at + Vector::new(dx, dy));
        for row in top..=bottom {
            for column in left..=right {
                let mut j = self.last[row * self.columns + column];
                while j != NOBODY {
                    let other = if label { self.room[j] } else { bare(self.room[j]) };
                    if clash(own, at, other, self.at[j]) {
                        return false;
                    }
                    j = self.before[j];
                }
            }
        }
        true
    }

    /// The nearest free place; one straight above or below counts as half as far for an actor of a column.
    fn nearest(&self, i: usize, wanted: Point, upright: bool) -> Point {
        let step = (self.room[i].radius + self.highest) / 2.0;
        for ring in 1_usize.. {
            let label = ring <= WITH_LABEL;
            // After a while in larger steps, so that even a huge crowd is left soon.
            let reach = step * ring as f64 * (1.0 + ring as f64 / 64.0);
            if label && upright {
                for way in [Vector::new(0.0, -2.0), Vector::new(0.0, 2.0)] {
                    let at = wanted + way * reach;
                    if self.is_free(i, at, true) {
                        return at;
                    }
                }
            }
            for way in 0..WAYS {
                let at = wanted + direction(way as f64 / WAYS as f64) * reach;
                if self.is_free(i, at, label) {
                    return at;
                }
            }
        }
        wanted
    }

    /// How far to move all of a form aside so that it lies on as little as possible of what stays: the nearest such
    /// place within about its own size.
    fn free_shift(&self, cast: &Cast<'_>, points: &[Point]) -> Vector {
        const RINGS: usize = 12;
        let Some(extent) = Rect::around(points.iter().copied()) else {
            return Vector::ZERO;
        };
        let size = Vector::new(
            extent.width() + 4.0 * self.widest,
            extent.height() + 4.0 * self.highest,
        );
        let conflicts = |by: Vector| {
            let lies_on = cast
                .who
                .iter()
                .zip(points)
                .filter(|&(&i, &at)| !self.is_free(i, at + by, true));
            lies_on.count()
        };
        let mut best = (conflicts(Vector::ZERO), Vector::ZERO);
        for ring in 1..=RINGS {
            if best.0 == 0 {
                break;
            }
            for way in 0..WAYS {
                let way = direction(way as f64 / WAYS as f64) * (ring as f64 / RINGS as f64 * 1.5);
                let by = Vector::new(way.x * size.x, way.y * size.y);
                let found = conflicts(by);
                if found < best.0 {
                    best = (found, by);
                }
            }
        }
        best.1
    }
}

/// Without its label.
fn bare(room: Footprint) -> Footprint {
    Footprint {
        half: room.radius,
        below: room.radius,
        ..room
    }
}

/// Two marks, or a mark and a label, or two labels lie on each other.
fn clash(a: Footprint, at_a: Point, b: Footprint, at_b: Point) -> bool {
    let offset = at_b - at_a;
    let reach = a.radius + b.radius + APART;
    if offset.length_squared() < reach * reach {
        return true;
    }
    let labels = a.below > a.radius || b.below > b.radius;
    let down = if offset.y < 0.0 {
        b.below + a.radius
    } else {
        a.below + b.radius
    };
    labels && offset.x.abs() < a.half + b.half + APART && offset.y.abs() < down + APART
}
