//! Places for actors whose file says nothing about where they stand.

use crate::base::geom::{Point, Rect};
use crate::model::document::MAP_LIMIT;

/// Map units between neighbors.
const SPACING: f64 = 70.0;

/// The golden angle, radians: seeds of a sunflower never line up (Vogel 1979).
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;

/// An endless row of places around those that are taken, the same on every machine.
pub(crate) fn around(taken: Vec<Point>) -> impl Iterator<Item = Point> {
    let extent = Rect::around(taken);
    let center = extent.map_or(Point::ORIGIN, Rect::center);
    let free_from = extent.map_or(0.0, |rect| rect.width().hypot(rect.height()) / 2.0 + SPACING);
    (0_u32..).map(move |i| {
        let n = f64::from(i);
        // Half a step of area more for each place keeps their density even.
        let radius = free_from.mul_add(free_from, SPACING * SPACING * n / 2.0).sqrt();
        let angle = GOLDEN_ANGLE * n;
        Point::new(
            (center.x + radius * angle.cos()).clamp(-MAP_LIMIT, MAP_LIMIT),
            (center.y + radius * angle.sin()).clamp(-MAP_LIMIT, MAP_LIMIT),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_apart_from_each_other_and_from_what_is_there() {
        for taken in [vec![], vec![Point::new(500.0, 0.0), Point::new(900.0, 300.0)]] {
            let mut all = taken.clone();
            for at in around(taken).take(200) {
                let nearest = all.iter().map(|p| p.distance(at)).fold(f64::INFINITY, f64::min);
                assert!(nearest > 40.0, "{at:?} is {nearest} from another");
                all.push(at);
            }
        }
    }
}
