//! Rows by kind and name: a list on the map.

use crate::base::geom::Point;

use super::super::tidy::LANDSCAPE;
use super::{Cast, SPACE};

/// Extra space between rows and columns, map units.
const AIR: f64 = 10.0;

/// Rows of equal cells, a little wider than high, by kind and then by name.
pub(super) fn points(cast: &Cast<'_>) -> Vec<Point> {
    let count = cast.len();
    let mut order: Vec<usize> = (0..count).collect();
    let key = |i: usize| (cast.actors[i].kind, &cast.actors[i].name);
    order.sort_by(|&a, &b| key(a).cmp(&key(b)).then(a.cmp(&b)));
    let room = cast.largest(0..count);
    let wide = 2.0 * room.half + SPACE + AIR;
    let high = room.radius + room.below + SPACE + AIR;
    let columns = (count as f64 * LANDSCAPE * high / wide).sqrt().ceil().max(1.0) as usize;
    let mut points = vec![Point::ORIGIN; count];
    for (k, &i) in order.iter().enumerate() {
        points[i] = Point::new((k % columns) as f64 * wide, (k / columns) as f64 * high);
    }
    points
}
