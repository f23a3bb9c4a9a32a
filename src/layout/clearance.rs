//! Ties that run under the marks of strangers: seeing them, and nudging the marks aside.
//!
//! Looks at every mark with every tie, so it is for maps small enough to be read mark by mark.

use crate::base::geom::{Point, Vector};

use super::request::Spring;
use super::tidy::{Footprint, Yield};

/// Marks times ties up to which a map is looked at.
const MOST: usize = 60_000;

/// Free space between a mark and a stranger's tie, map units.
const SPACE: f64 = 7.0;

/// The map is small enough.
pub(super) fn affordable(marks: usize, ties: usize) -> bool {
    marks * ties <= MOST
}

/// Ties that run under marks at whose actors they do not end.
pub(super) fn covered(points: &[Point], ties: &[Spring], footprints: &[Footprint]) -> usize {
    let mut count = 0;
    for tie in ties {
        for (i, room) in footprints.iter().enumerate() {
            if i != tie.a && i != tie.b && way_out(points, tie, i, room.radius).is_some() {
                count += 1;
            }
        }
    }
    count
}

/// Moves marks `part` of the way off the ties of strangers, and these ties' ends a little against it.
pub(super) fn clear(
    points: &mut [Point],
    ties: &[Spring],
    footprints: &[Footprint],
    yields: &[Yield],
    part: f64,
) {
    let freedom = |i: usize| match yields[i] {
        Yield::Moves(mobility) => mobility,
        Yield::Demands | Yield::Never | Yield::Stays => 0.0,
    };
    for tie in ties {
        let ends = freedom(tie.a) + freedom(tie.b);
        for (i, room) in footprints.iter().enumerate() {
            if i == tie.a || i == tie.b || ends + freedom(i) <= 0.0 {
                continue;
            }
            if let Some(way) = way_out(points, tie, i, room.radius + SPACE) {
                points[i] += way * (part * freedom(i));
                for end in [tie.a, tie.b] {
                    points[end] = points[end] - way * (0.5 * part * freedom(end));
                }
            }
        }
    }
}

/// The shortest way for `i` to be at least `reach` away from the inner part of a tie; `None` when it is.
fn way_out(points: &[Point], tie: &Spring, i: usize, reach: f64) -> Option<Vector> {
    let (from, to, at) = (points[tie.a], points[tie.b], points[i]);
    if at.x < from.x.min(to.x) - reach
        || at.x > from.x.max(to.x) + reach
        || at.y < from.y.min(to.y) - reach
        || at.y > from.y.max(to.y) + reach
    {
        return None;
    }
    let along = to - from;
    let squared = along.length_squared();
    let offset = at - from;
    let where_along = (offset.x * along.x + offset.y * along.y) / squared;
    // Beyond the ends the marks of the tied actors keep others away.
    if squared < 1e-9 || !(0.0..=1.0).contains(&where_along) {
        return None;
    }
    let side = offset - along * where_along;
    let distance = side.length_squared().sqrt();
    if distance >= reach {
        return None;
    }
    let away = if distance > 1e-9 {
        side / distance
    } else {
        along.turned() / squared.sqrt()
    };
    Some(away * (reach - distance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_on_a_strangers_tie_is_moved_off() {
        let mut points = [
            Point::new(0.0, 0.0),
            Point::new(100.0, 0.0),
            Point::new(50.0, 2.0),
        ];
        let ties = [Spring {
            a: 0,
            b: 1,
            weight: 0.5,
        }];
        let room = Footprint {
            radius: 10.0,
            half: 10.0,
            below: 10.0,
        };
        let yields = [Yield::Stays, Yield::Stays, Yield::Moves(1.0)];
        assert_eq!(covered(&points, &ties, &[room; 3]), 1);
        clear(&mut points, &ties, &[room; 3], &yields, 1.0);
        assert_eq!(covered(&points, &ties, &[room; 3]), 0);
        assert_eq!(
            points,
            [
                Point::new(0.0, 0.0),
                Point::new(100.0, 0.0),
                Point::new(50.0, 17.0)
            ]
        );
    }
}
