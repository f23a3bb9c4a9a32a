//! Very many marks off each other: all at once, again and again, each looking only at those around it.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};
use crate::base::parallel;

use super::tidy::GAP;

/// Marks with less than the usual gap between them by this, map units, are left alone.
const ENOUGH: f64 = 0.4;

/// Part of the way out of all overlaps together that a mark goes in a pass: those around it go as well.
const PART: f64 = 0.55;

/// Passes until the whole map is made larger by [`LARGER`], as it has not enough room.
const PASSES: usize = 40;
const LARGER: f64 = 1.1;

/// Marks that a core looks at at a time.
const PIECE: usize = 4_096;

/// Moves marks with these radii apart until no two overlap.
///
/// # Errors
/// [`Cancelled`] once the flag is up; it is asked in every pass.
pub(super) fn apart(points: &mut [Point], radii: &[f64], cancel: &Cancel) -> Result<(), Cancelled> {
    let widest = radii.iter().copied().fold(0.0, f64::max);
    let side = 2.0 * widest + GAP;
    let mut pass = 0;
    loop {
        let crowd = Crowd::new(points, radii, side);
        let moves = crowd.moves(cancel)?;
        let mut deepest = 0.0_f64;
        for (&i, &(by, depth)) in crowd.order.iter().zip(moves.iter().flatten()) {
            points[i as usize] += by * PART;
            deepest = deepest.max(depth);
        }
        if deepest < ENOUGH {
            return Ok(());
        }
        pass += 1;
        if pass % PASSES == 0 {
            for point in &mut *points {
                *point = Point::new(point.x * LARGER, point.y * LARGER);
            }
        }
    }
}

/// The marks in squares, row after row.
struct Crowd {
    order: Vec<u32>,
    squares: Vec<(i64, i64)>,
    marks: Vec<(Point, f64)>,
}

impl Crowd {
    fn new(points: &[Point], radii: &[f64], side: f64) -> Self {
        let square = |at: f64| (at / side).floor() as i64;
        let mut keys: Vec<(i64, i64, u32)> = points
            .iter()
            .zip(0..)
            .map(|(at, i)| (square(at.y), square(at.x), i))
            .collect();
        parallel::sort(&mut keys);
        let order: Vec<u32> = keys.iter().map(|&(.., i)| i).collect();
        Self {
            squares: keys.iter().map(|&(row, column, _)| (row, column)).collect(),
            marks: order
                .iter()
                .map(|&i| (points[i as usize], radii[i as usize]))
                .collect(),
            order,
        }
    }

    /// How each mark gets out of what overlaps it, and the deepest of these overlaps.
    fn moves(&self, cancel: &Cancel) -> Result<Vec<Vec<(Vector, f64)>>, Cancelled> {
        parallel::pieces(
            self.marks.len(),
            PIECE,
            cancel,
            || (),
            |(), range| {
                // Where the row above and the one below get near enough; both only go forward.
                let start =
                    |row: i64, column: i64| self.squares.partition_point(|&square| square < (row, column));
                let first = self.squares[range.start];
                let mut nears = [-1, 0, 1].map(|by| start(first.0 + by, first.1 - 1));
                let mut moves = Vec::with_capacity(range.len());
                for k in range {
                    let (row, column) = self.squares[k];
                    let mut sum = (Vector::ZERO, 0.0);
                    for (near, by) in nears.iter_mut().zip([-1, 0, 1]) {
                        while *near < self.squares.len() && self.squares[*near] < (row + by, column - 1) {
                            *near += 1;
                        }
                        for other in *near..self.squares.len() {
                            if self.squares[other] > (row + by, column + 1) {
                                break;
                            }
                            if other != k {
                                self.push(k, other, &mut sum);
                            }
                        }
                    }
                    moves.push(sum);
                }
                Ok(moves)
            },
        )
    }

    /// Adds half the way by which one mark gets clear of another.
    fn push(&self, k: usize, other: usize, sum: &mut (Vector, f64)) {
        let ((here, radius), (there, its_radius)) = (self.marks[k], self.marks[other]);
        let reach = radius + its_radius + GAP;
        let offset = here - there;
        let squared = offset.length_squared();
        if squared >= reach * reach {
            return;
        }
        let distance = squared.sqrt();
        let way = if distance > 1e-9 {
            offset / distance
        } else {
            // Coincident marks part in different directions, each pair in opposite ones.
            let by = f64::from(self.order[k].abs_diff(self.order[other]) % 7) / 7.0;
            let side = if k < other { -1.0 } else { 1.0 };
            Vector::new(side, side * by)
        };
        let depth = reach - distance;
        sum.0 += way * (depth / 2.0);
        sum.1 = sum.1.max(depth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    fn overlaps(points: &[Point], radii: &[f64]) -> usize {
        (0..points.len())
            .map(|i| {
                (0..i)
                    .filter(|&j| points[i].distance(points[j]) < radii[i] + radii[j])
                    .count()
            })
            .sum()
    }

    #[test]
    fn a_dense_crowd_of_many_sizes_gets_clear() {
        let mut rng = Rng::new(2);
        let mut points: Vec<Point> = (0..700)
            .map(|_| Point::new(rng.unit() * 200.0, rng.unit() * rng.unit() * 300.0))
            .collect();
        let radii: Vec<f64> = (0..points.len()).map(|i| 4.0 + (i % 9) as f64).collect();
        apart(&mut points, &radii, &Cancel::new()).unwrap();
        assert_eq!(overlaps(&points, &radii), 0);
    }

    #[test]
    fn all_on_one_spot_get_clear() {
        let mut points = vec![Point::new(3.0, 4.0); 90];
        let radii = vec![8.0; points.len()];
        apart(&mut points, &radii, &Cancel::new()).unwrap();
        assert_eq!(overlaps(&points, &radii), 0);
    }

    #[test]
    fn marks_with_room_stay() {
        let before = [Point::ORIGIN, Point::new(40.0, 0.0)];
        let mut points = before;
        apart(&mut points, &[8.0; 2], &Cancel::new()).unwrap();
        assert_eq!(points, before);
    }
}
