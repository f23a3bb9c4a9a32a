//! The order along a space-filling curve (Hilbert 1891): neighbors in that order are neighbors on the map.

use crate::base::geom::Point;
use crate::base::parallel;

/// Halvings of the map in each direction; beyond, places count as the same.
const BITS: u32 = 24;

/// The numbers in `bodies`, in the order of their points along the curve.
pub(super) fn along(points: &[Point], bodies: &[u32]) -> Vec<u32> {
    let (mut min, mut max) = (Point::new(f64::MAX, f64::MAX), Point::new(f64::MIN, f64::MIN));
    for &i in bodies {
        let at = points[i as usize];
        min = Point::new(min.x.min(at.x), min.y.min(at.y));
        max = Point::new(max.x.max(at.x), max.y.max(at.y));
    }
    let side = (max.x - min.x).max(max.y - min.y);
    let scale = if side > 0.0 {
        f64::from((1_u32 << BITS) - 1) / side
    } else {
        0.0
    };
    let mut keyed = parallel::map(bodies, |&i| {
        let at = points[i as usize];
        let (x, y) = ((at.x - min.x) * scale, (at.y - min.y) * scale);
        (distance(x as u32, y as u32), i)
    });
    parallel::sort(&mut keyed);
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// How far along the curve a cell of the finest grid lies.
fn distance(mut x: u32, mut y: u32) -> u64 {
    let mut along = 0;
    for bit in (0..BITS).rev() {
        let (right, low) = ((x >> bit) & 1, (y >> bit) & 1);
        along = (along << 2) | u64::from((3 * right) ^ low);
        // Each quarter of the curve is turned or mirrored so that its ends meet those of its neighbors.
        if low == 0 {
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_along_the_curve_is_to_the_cell_beside() {
        let cells: Vec<Point> = (0..256)
            .map(|i| Point::new(f64::from(i % 16), f64::from(i / 16)))
            .collect();
        let order = along(&cells, &(0..256).collect::<Vec<u32>>());
        for pair in order.windows(2) {
            let step = cells[pair[1] as usize] - cells[pair[0] as usize];
            assert_eq!(step.length(), 1.0, "{pair:?}");
        }
    }

    #[test]
    fn coincident_places_keep_the_order_of_their_numbers() {
        assert_eq!(along(&[Point::ORIGIN; 4], &[3, 1, 2]), [1, 2, 3]);
        assert!(along(&[], &[]).is_empty());
    }
}
