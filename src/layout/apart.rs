//! Very many marks off each other: all at once, again and again, each looking only at those around it.

use std::ops::Range;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};
use crate::base::parallel;

use super::tidy::GAP;

/// Marks with less than the usual gap between them by this, map units, are left alone.
const ENOUGH: f64 = 0.4;

/// Part of the way out of all overlaps together that a mark goes in a pass: those around it go as well.
const PART: f64 = 0.8;

/// Passes until the whole map is made larger by [`LARGER`], as it has not enough room.
const PASSES: usize = 30;
const LARGER: f64 = 1.07;

/// Marks that come this near, map units, are kept an eye on.
const SKIN: f64 = 12.0;

/// Marks that a core looks at at a time.
const PIECE: usize = 4_096;

/// Moves marks with these radii apart until no two overlap.
///
/// # Errors
/// [`Cancelled`] once the flag is up; it is asked in every pass.
pub(super) fn apart(points: &mut [Point], radii: &[f64], cancel: &Cancel) -> Result<(), Cancelled> {
    let mut passes = 0;
    loop {
        let mut crowd = Crowd::near(points, radii, cancel)?;
        let clear = crowd.part(&mut passes, cancel)?;
        for (&i, at) in crowd.order.iter().zip(crowd.at) {
            points[i as usize] = at;
        }
        if clear {
            return Ok(());
        }
        if passes >= PASSES {
            passes = 0;
            for point in &mut *points {
                *point = Point::new(point.x * LARGER, point.y * LARGER);
            }
        }
    }
}

/// Pairs of marks with these radii that overlap.
pub(super) fn overlaps(points: &[Point], radii: &[f64]) -> usize {
    let crowd = Crowd::near(points, radii, &Cancel::new());
    crowd.map_or(0, |crowd| crowd.overlaps())
}

/// The marks, square after square, and who may come to overlap whom before long.
struct Crowd {
    order: Vec<u32>,
    at: Vec<Point>,
    radii: Vec<f64>,
    /// Those who have anyone near, and where in `near` the list of each begins.
    some: Vec<(u32, u32)>,
    near: Vec<u32>,
}

impl Crowd {
    fn near(points: &[Point], radii: &[f64], cancel: &Cancel) -> Result<Self, Cancelled> {
        let widest = radii.iter().copied().fold(0.0, f64::max);
        let side = 2.0 * widest + GAP + SKIN;
        let square = |at: f64| (at / side).floor() as i64;
        let mut keys: Vec<(i64, i64, u32)> = points
            .iter()
            .zip(0..)
            .map(|(at, i)| (square(at.y), square(at.x), i))
            .collect();
        parallel::sort(&mut keys);
        let order: Vec<u32> = keys.iter().map(|&(.., i)| i).collect();
        let squares: Vec<(i64, i64)> = keys.into_iter().map(|(row, column, _)| (row, column)).collect();
        let mut crowd = Self {
            at: order.iter().map(|&i| points[i as usize]).collect(),
            radii: order.iter().map(|&i| radii[i as usize]).collect(),
            order,
            some: Vec::new(),
            near: Vec::new(),
        };
        let lists = parallel::pieces(
            squares.len(),
            PIECE,
            cancel,
            || (),
            |(), range| Ok(crowd.lists(range, &squares)),
        )?;
        for (some, near) in lists {
            let from = crowd.near.len() as u32;
            crowd
                .some
                .extend(some.into_iter().map(|(k, first)| (k, from + first)));
            crowd.near.extend(near);
        }
        crowd.some.push((0, crowd.near.len() as u32));
        Ok(crowd)
    }

    /// Pairs that overlap.
    fn overlaps(&self) -> usize {
        let ends = self
            .some
            .windows(2)
            .map(|pair| (pair[0].0 as usize, pair[0].1..pair[1].1));
        let of = |(k, near): (usize, Range<u32>)| {
            let near = self.near[near.start as usize..near.end as usize].iter();
            let overlap = |&&other: &&u32| {
                let reach = self.radii[k] + self.radii[other as usize];
                (other as usize) > k
                    && (self.at[k] - self.at[other as usize]).length_squared() < reach * reach
            };
            near.filter(overlap).count()
        };
        ends.map(of).sum()
    }

    /// Who is near each mark of a range.
    fn lists(&self, range: Range<usize>, squares: &[(i64, i64)]) -> (Vec<(u32, u32)>, Vec<u32>) {
        let (mut some, mut near) = (Vec::new(), Vec::new());
        // Where the squares around begin, in the row above, this one, and the one below; they only go forward.
        let (row, column) = squares[range.start];
        let mut begin =
            [-1, 0, 1].map(|by| squares.partition_point(|&square| square < (row + by, column - 1)));
        for k in range {
            let (row, column) = squares[k];
            let first = near.len();
            for (begin, by) in begin.iter_mut().zip([-1, 0, 1]) {
                while *begin < squares.len() && squares[*begin] < (row + by, column - 1) {
                    *begin += 1;
                }
                let around = squares[*begin..].iter().zip(*begin..);
                for (_, other) in around.take_while(|(square, _)| **square <= (row + by, column + 1)) {
                    let reach = self.radii[k] + self.radii[other] + GAP + SKIN;
                    if other != k && (self.at[k] - self.at[other]).length_squared() < reach * reach {
                        near.push(other as u32);
                    }
                }
            }
            if near.len() > first {
                some.push((k as u32, first as u32));
            }
        }
        (some, near)
    }

    /// Parts the marks, pass after pass, until none overlap (true) or others may have come near.
    fn part(&mut self, passes: &mut usize, cancel: &Cancel) -> Result<bool, Cancelled> {
        let mut room = SKIN;
        loop {
            let moves = parallel::pieces(
                self.some.len() - 1,
                PIECE,
                cancel,
                || (),
                |(), range| Ok(range.map(|s| self.way_out(s)).collect::<Vec<_>>()),
            )?;
            let (mut deepest, mut farthest) = (0.0_f64, 0.0_f64);
            for (&(k, _), &(by, depth)) in self.some.iter().zip(moves.iter().flatten()) {
                let by = by * PART;
                self.at[k as usize] += by;
                deepest = deepest.max(depth);
                farthest = farthest.max(by.length_squared());
            }
            if deepest < ENOUGH {
                return Ok(true);
            }
            *passes += 1;
            room -= 2.0 * farthest.sqrt();
            if room < 0.0 || *passes >= PASSES {
                return Ok(false);
            }
        }
    }

    /// How a mark gets half out of what overlaps it, and the deepest of these overlaps.
    fn way_out(&self, s: usize) -> (Vector, f64) {
        let (k, first) = self.some[s];
        let k = k as usize;
        let (mut out, mut deepest) = (Vector::ZERO, 0.0_f64);
        for &other in &self.near[first as usize..self.some[s + 1].1 as usize] {
            let other = other as usize;
            let reach = self.radii[k] + self.radii[other] + GAP;
            let offset = self.at[k] - self.at[other];
            let squared = offset.length_squared();
            if squared >= reach * reach {
                continue;
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
            out += way * ((reach - distance) / 2.0);
            deepest = deepest.max(reach - distance);
        }
        (out, deepest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

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
    fn each_overlapping_pair_is_counted_once() {
        let points = [0.0, 10.0, 22.0, 200.0].map(|x| Point::new(x, 5.0));
        assert_eq!(overlaps(&points, &[8.0, 8.0, 3.0, 8.0]), 1);
        assert_eq!(overlaps(&[], &[]), 0);
    }

    #[test]
    fn marks_with_room_stay() {
        let before = [Point::ORIGIN, Point::new(40.0, 0.0)];
        let mut points = before;
        apart(&mut points, &[8.0; 2], &Cancel::new()).unwrap();
        assert_eq!(points, before);
    }
}
